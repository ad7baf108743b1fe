"""Report and its files: made from figures on a cut-off day and, once published, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actionplan.choices import ReportKind, Visibility
from actionplan.models.base import Example, PlainTextField, history
from actionplan.models.files import FrozenFile
from actionplan.models.followup import AppendOnlyError
from actionplan.models.plan import ActionPlan
from actionplan.models.rounds import ReportingRound

_FROZEN = "En publicerad rapport ändras inte. Gör en ny version som säger vad som är rättat."


class ReportQuerySet(models.QuerySet):
    """Questions about reports."""

    def published(self):
        """Return what has been published, newest first."""
        return self.filter(published_at__isnull=False).order_by("-cutoff", "-version", "-id")

    def newest_versions(self):
        """Keep of each report the version that holds now: those no published version corrects."""
        return self.exclude(corrections__published_at__isnull=False)

    def for_everybody(self):
        """Keep what is marked for all."""
        return self.filter(visibility=Visibility.EVERYBODY)


class Report(Example):
    """A report of a plan per a cut-off day. `content` is the neutral content object every format prints (reports.content)."""

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="reports", verbose_name="handlingsplan")
    round = models.ForeignKey(
        ReportingRound, models.PROTECT, related_name="reports", null=True, blank=True, verbose_name="omgång"
    )
    kind = models.CharField("sort", max_length=10, choices=ReportKind)
    number = models.PositiveIntegerField("version", default=1, editable=False)
    cutoff = models.DateField("brytdatum")
    summary = PlainTextField("sammanfattning", blank=True, max_length=5000)
    judgements = models.JSONField("egen bedömning per område", default=dict, blank=True)
    """The chief's own words by area number: {"1": {"assessment": "gul", "text": "…"}}."""
    content = models.JSONField("innehåll", default=dict, blank=True, editable=False)
    visibility = models.CharField("får läsas av", max_length=20, choices=Visibility, default=Visibility.COUNCIL)
    unanswered_reason = PlainTextField("skäl att publicera utan alla svar", blank=True, max_length=2000)
    correction = PlainTextField("vad som är rättat, och varför", blank=True, max_length=2000)
    previous = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, blank=True, verbose_name="rättar"
    )
    created_at = models.DateTimeField("skapad")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports_made", verbose_name="skapad av"
    )
    published_at = models.DateTimeField("publicerad", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports_published", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = history(excluded_fields=["content"])

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["-cutoff", "-number", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "cutoff", "number"],
                name="a_report_has_a_version_once",
                violation_error_message="Rapporten finns redan i den versionen.",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(correction=""),
                name="a_new_version_says_what_is_corrected",
                violation_error_message="Skriv vad som är rättat och varför.",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="a_published_report_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | ~Q(previous=F("id")), name="a_report_does_not_correct_itself"
            ),
        ]

    def __str__(self):
        version = f", version {self.number}" if self.number > 1 else ""
        return f"{self.get_kind_display()} per {self.cutoff}{version}"

    def save(self, *args, **kwargs):
        """Keep what has been published as it is."""
        if self.pk and Report.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise AppendOnlyError(_FROZEN)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Remove a draft; what has been published stays."""
        if self.is_published:
            raise AppendOnlyError(_FROZEN)
        return super().delete(*args, **kwargs)

    def get_absolute_url(self):
        """Return the report's page."""
        return reverse("report_detail", args=[self.pk])

    @property
    def is_published(self) -> bool:
        """Tell if it is frozen."""
        return self.published_at is not None


class ReportFile(FrozenFile):
    """One format of a published report, kept with its checksum."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files", verbose_name="rapport")

    class Meta(FrozenFile.Meta):
        verbose_name = "rapportfil"
        verbose_name_plural = "rapportfiler"
        constraints = [
            models.UniqueConstraint(fields=["report", "format"], name="a_report_has_a_format_once"),
        ]
