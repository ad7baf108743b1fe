"""Report and its files: made from figures on a cut-off day and, once published, never changed."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from actionplan import swedish
from actionplan.choices import Assessment, ReportKind, Visibility
from actionplan.models.base import Example, PlainTextField, history
from actionplan.models.files import FrozenFile
from actionplan.models.followup import AppendOnlyError
from actionplan.models.plan import ActionPlan
from actionplan.models.rounds import ReportingRound

_FROZEN = "En publicerad rapport ändras inte. Gör en ny version som säger vad som är rättat."
OWN_ASSESSMENTS = (Assessment.ON_TRACK, Assessment.MINOR, Assessment.MAJOR, Assessment.NOT_ASSESSED)
LONGEST_JUDGEMENT = 2000


class ReportQuerySet(models.QuerySet):
    """Questions about reports; refuses every bulk path that would change or remove a published one."""

    def update(self, **kwargs):
        """Change drafts alone."""
        self._refuse_published()
        return super(ReportQuerySet, self.drafts()).update(**kwargs)

    def bulk_create(self, objs, *args, **kwargs):
        """Add rows, and refuse to overwrite any on the way."""
        if kwargs.get("update_conflicts"):
            raise AppendOnlyError(_FROZEN)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs, fields, batch_size=None):
        """Refuse; nothing needs it."""
        raise AppendOnlyError(_FROZEN)

    def delete(self):
        """Remove drafts alone."""
        self._refuse_published()
        return super(ReportQuerySet, self.drafts()).delete()

    def _refuse_published(self):
        if self.published().exists():
            raise AppendOnlyError(_FROZEN)

    def remove_examples(self) -> None:
        """Remove the reports of example data and their files, published ones too: the one exception."""
        doomed = self.filter(is_example=True)
        files = ReportFile.objects.filter(report__in=doomed.values("pk"))
        files._raw_delete(files.db)
        doomed._raw_delete(doomed.db)

    def drafts(self):
        """Return what has not been published."""
        return self.filter(published_at__isnull=True)

    def published(self):
        """Return what has been published, newest first."""
        return self.filter(published_at__isnull=False).order_by("-cutoff", "-published_at", "-id")

    def same_report(self, report):
        """Return all versions of a report, drafts too, the first first."""
        same = {"plan": report.plan_id, "kind": report.kind, "cutoff": report.cutoff}
        return self.filter(**same).order_by("number")

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
                violation_error_message="En publicerad rapport behöver både vem och när.",
            ),
        ]

    def __str__(self):
        version = f", version {self.number}" if self.number > 1 else ""
        return f"{self.get_kind_display()} per {self.cutoff}{version}"

    def save(self, *args, **kwargs):
        """Keep what has been published as it is."""
        self._refuse_published()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Remove a draft; what has been published stays."""
        self._refuse_published()
        return super().delete(*args, **kwargs)

    def _refuse_published(self) -> None:
        """Ask the database: this row may have been read before somebody published it."""
        if self.pk and Report.objects.published().filter(pk=self.pk).exists():
            raise AppendOnlyError(_FROZEN)

    def get_absolute_url(self):
        """Return the report's page."""
        return reverse("report_detail", args=[self.pk])

    def clean(self):
        """Hold the judgements to the shape that reports print."""
        if not isinstance(self.judgements, dict) or not all(
            map(_is_judgement, self.judgements, self.judgements.values())
        ):
            raise ValidationError({"judgements": "Bedömningen av ett område går inte att läsa. Skriv den igen."})

    def round_of_cutoff(self) -> ReportingRound | None:
        """Return the plan's round with the report's cut-off as it is now; one may be planned or moved after the draft was made."""
        return self.plan.rounds.filter(cutoff=self.cutoff).first()

    @property
    def name(self) -> str:
        """Return what the report is called beside its plan's title."""
        return f"{self.get_kind_display()} {self.cutoff}"

    def titled(self, frozen: str) -> str:
        """Return the title its content was frozen with; before one that does not say which report it is, what does."""
        if frozen.startswith(self.get_kind_display()):
            return frozen
        name = f"{self.get_kind_display()} per {swedish.long_date(self.cutoff)}"
        version = f", version {self.number}" if self.number > 1 else ""
        return f"{name}{version}: {frozen}" if frozen else f"{name}{version}"

    @property
    def is_published(self) -> bool:
        """Tell if it is frozen."""
        return self.published_at is not None


def judgements_in_words(judgements: dict) -> str:
    """Return the chief's own judgements as text, for the page that tells what somebody else wrote."""
    return "\n".join(f"Område {number}: {_in_words(said)}" for number, said in sorted(judgements.items()))


def _in_words(said: dict) -> str:
    parts = [Assessment(said["assessment"]).label if said.get("assessment") else "", said.get("text", "")]
    return ". ".join(part for part in parts if part)


def _is_judgement(number, said) -> bool:
    if not (str(number).isdecimal() and isinstance(said, dict) and set(said) <= {"assessment", "text"}):
        return False
    own, text = said.get("assessment", ""), said.get("text", "")
    is_text = isinstance(text, str) and len(text) <= LONGEST_JUDGEMENT and not swedish.has_control_characters(text)
    return is_text and own in ("", *OWN_ASSESSMENTS)


class ReportFile(FrozenFile):
    """One format of a published report, kept with its checksum."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="files", verbose_name="rapport")

    class Meta(FrozenFile.Meta):
        verbose_name = "rapportfil"
        verbose_name_plural = "rapportfiler"
        constraints = [
            models.UniqueConstraint(fields=["report", "format"], name="a_report_has_a_format_once"),
        ]

    def save(self, *args, **kwargs):
        """Add a file to a draft that is being published; a published report gets no more."""
        if Report.objects.published().filter(pk=self.report_id).exists():
            raise AppendOnlyError(_FROZEN)
        super().save(*args, **kwargs)
