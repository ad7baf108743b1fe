"""Document: what was made around a decision (tjänsteskrivelse, handlingsplan), kept with its version and checksum."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from actionplan.choices import DocumentKind
from actionplan.models.files import FrozenFile
from actionplan.models.followup import AppendOnlyError
from actionplan.models.plan import ActionPlan
from actionplan.models.reports import Report

_FROZEN = "Ett dokument som är framtaget ändras inte. Ta fram en ny version."


class Document(models.Model):
    """One version of a document about a plan or a report. `texts` are the parts somebody edited, by the name of the part."""

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="documents", verbose_name="handlingsplan")
    report = models.ForeignKey(
        Report, models.PROTECT, related_name="documents", null=True, blank=True, verbose_name="rapport"
    )
    kind = models.CharField("sort", max_length=30, choices=DocumentKind)
    number = models.PositiveIntegerField("version")
    texts = models.JSONField("texter", default=dict)
    content = models.JSONField("innehåll", default=dict)
    made_at = models.DateTimeField("framtaget")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents", verbose_name="framtaget av"
    )

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "number"],
                condition=Q(report__isnull=True),
                name="a_document_of_a_plan_has_a_version_once",
            ),
            models.UniqueConstraint(
                fields=["report", "kind", "number"],
                condition=Q(report__isnull=False),
                name="a_document_of_a_report_has_a_version_once",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, version {self.number}"

    def save(self, *args, **kwargs):
        """Add the document; an existing one is never changed."""
        if not self._state.adding:
            raise AppendOnlyError(_FROZEN)
        super().save(*args, **kwargs)


class DocumentFile(FrozenFile):
    """One format of a document, kept with its checksum."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files", verbose_name="dokument")

    class Meta(FrozenFile.Meta):
        verbose_name = "dokumentfil"
        verbose_name_plural = "dokumentfiler"
        constraints = [
            models.UniqueConstraint(fields=["document", "format"], name="a_document_has_a_format_once"),
        ]
