"""StatusUpdate, which is only ever added, and StatusSpan, which says on which days each update holds."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from actionplan.choices import Assessment, Status
from actionplan.models.activity import Activity
from actionplan.models.base import PlainTextField

_FUTURE = "Datumet ligger i framtiden. Välj dagens datum eller ett tidigare."
_NOTHING_TO_ASSESS = "En genomförd eller avbruten aktivitet har ingen bedömning. Ta bort bedömningen."


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove a status update; a mistake is corrected by a new one."""


class StatusUpdateQuerySet(models.QuerySet):
    """Refuses every bulk path that would change or remove history."""

    def update(self, **kwargs):
        """Refuse."""
        raise AppendOnlyError("En lägesrapport ändras inte. Rätta den med en ny.")

    def bulk_update(self, objs, fields, batch_size=None):
        """Refuse."""
        raise AppendOnlyError("En lägesrapport ändras inte. Rätta den med en ny.")

    def bulk_create(self, objs, *args, **kwargs):
        """Add rows, and refuse to overwrite any on the way."""
        if kwargs.get("update_conflicts"):
            raise AppendOnlyError("En lägesrapport ändras inte. Rätta den med en ny.")
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self):
        """Refuse."""
        raise AppendOnlyError("En lägesrapport tas inte bort. Rätta den med en ny.")

    def remove_examples(self):
        """Remove the updates of example activities: the one exception (exempeldata.md section 14)."""
        doomed = self.filter(activity__is_example=True)
        return doomed._raw_delete(doomed.db)

    def until(self, on: dt.date):
        """Keep the updates about the day or an earlier one."""
        return self.filter(as_of__lte=on)

    def newest_first(self):
        """Order as history is read."""
        return self.order_by("-as_of", "-recorded_at", "-id")


class StatusUpdate(models.Model):
    """How an activity goes on a day (`as_of`), told at a moment (`recorded_at`)."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="updates", verbose_name="aktivitet")
    as_of = models.DateField("avser datum")
    recorded_at = models.DateTimeField("registrerad")
    recorded_on = models.DateField("registrerad dag")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="status_updates", verbose_name="författare"
    )
    status = models.CharField("status", max_length=12, choices=Status)
    assessment = models.CharField("bedömning", max_length=12, choices=Assessment, default=Assessment.NONE)
    comment = PlainTextField("kommentar", blank=True, max_length=5000)
    outcome = models.DecimalField("utfall", max_digits=12, decimal_places=2, null=True, blank=True)
    next_step = PlainTextField("nästa steg", blank=True, max_length=1000)
    new_ends_on = models.DateField("ny sluttid", null=True, blank=True)
    new_ends_reason = PlainTextField("skäl för ny sluttid", blank=True, max_length=1000)
    round = models.ForeignKey(
        "actionplan.ReportingRound",
        models.PROTECT,
        related_name="updates",
        null=True,
        blank=True,
        verbose_name="uppföljningsomgång",
    )
    unchanged = models.BooleanField("oförändrad", default=False)
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity_version = models.PositiveIntegerField(editable=False, default=0)

    objects = StatusUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = "lägesrapport"
        verbose_name_plural = "lägesrapporter"
        ordering = ["-as_of", "-recorded_at", "-id"]
        indexes = [
            models.Index(fields=["activity", "-as_of", "-recorded_at", "-id"], name="newest_update_of_activity"),
            models.Index(fields=["-as_of", "-recorded_at", "-id"], name="newest_updates"),
            models.Index(
                fields=["activity", "-recorded_on", "-recorded_at", "-id"],
                condition=Q(new_ends_on__isnull=False),
                name="moved_deadlines",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(as_of__lte=F("recorded_on")),
                name="update_is_not_about_the_future",
                violation_error_message=_FUTURE,
            ),
            models.CheckConstraint(
                condition=~Q(status="pagaende") | ~Q(assessment="ingen"),
                name="ongoing_has_an_assessment",
                violation_error_message="Välj hur det går: en pågående aktivitet behöver en bedömning.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["genomford", "avbruten"]) | Q(assessment="ingen"),
                name="finished_has_no_assessment",
                violation_error_message=_NOTHING_TO_ASSESS,
            ),
            models.CheckConstraint(
                condition=~(Q(status="avbruten") | Q(assessment__in=["gul", "rod", "inte_bedomd"])) | ~Q(comment=""),
                name="deviation_has_a_comment",
                violation_error_message="Skriv en kommentar som förklarar läget.",
            ),
            models.CheckConstraint(
                condition=Q(new_ends_on__isnull=True, new_ends_reason="")
                | (Q(new_ends_on__isnull=False) & ~Q(new_ends_reason="")),
                name="a_moved_deadline_has_a_reason",
                violation_error_message="En ny sluttid behöver ett skäl, och ett skäl en ny sluttid.",
            ),
        ]

    def __str__(self):
        return f"{self.activity.code} {self.as_of}: {self.get_status_display()}"

    def save(self, *args, **kwargs):
        """Add the update; an existing one is never changed."""
        if not self._state.adding:
            raise AppendOnlyError("En lägesrapport ändras inte. Rätta den med en ny.")
        self.recorded_on = self.recorded_on or timezone.localdate(self.recorded_at)
        super().save(*args, **kwargs | {"force_insert": True})  # or a row made with an old row's key would overwrite it

    def delete(self, *args, **kwargs):
        """Refuse."""
        raise AppendOnlyError("En lägesrapport tas inte bort. Rätta den med en ny.")

    def clean(self):
        """Say each rule of an update beside the field it is about; the constraints hold the same rules in the database."""
        errors = self._assessment_errors() | self._deadline_errors()
        if self.as_of and self.recorded_on and self.as_of > self.recorded_on:
            errors["as_of"] = _FUTURE
        if errors:
            raise ValidationError(errors)

    def _assessment_errors(self) -> dict[str, str]:
        errors = {}
        if self.status == Status.ONGOING and self.assessment == Assessment.NONE:
            errors["assessment"] = "Välj hur det går. En pågående aktivitet behöver en bedömning."
        if self.status in Status.FINISHED and self.assessment != Assessment.NONE:
            errors["assessment"] = _NOTHING_TO_ASSESS
        if not self.comment and self.status == Status.CANCELLED:
            errors["comment"] = "Skriv skälet till att aktiviteten avbryts."
        elif not self.comment and self.assessment in Assessment.NEED_COMMENT:
            label = self.get_assessment_display().lower()
            errors["comment"] = f"Skriv en kommentar som förklarar läget: ”{label}” behöver en förklaring."
        return errors

    def _deadline_errors(self) -> dict[str, str]:
        if self.new_ends_on and not self.new_ends_reason:
            return {"new_ends_reason": "Skriv varför sluttiden flyttas."}
        if self.new_ends_reason and not self.new_ends_on:
            return {"new_ends_on": "Skriv den nya sluttiden, eller ta bort skälet."}
        return {}

    @property
    def token(self) -> str:
        """Return the colour token of what was said, for the mark in a timeline."""
        if self.assessment != Assessment.NONE:
            return Assessment(self.assessment).look.token
        return {Status.COMPLETED: "done", Status.CANCELLED: "stopped", Status.NOT_STARTED: "idle"}.get(
            self.status, "ongoing"
        )


class StatusSpan(models.Model):
    """The days on which an update is the newest: from its as_of to the day before the next.

    Derived from the updates by services.followup, never edited; it makes any day as quick to count as today.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="spans")
    update = models.ForeignKey(StatusUpdate, models.CASCADE, related_name="spans")
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status)
    assessment = models.CharField(max_length=12, choices=Assessment)

    class Meta:
        verbose_name = "lägesperiod"
        verbose_name_plural = "lägesperioder"
        constraints = [
            models.UniqueConstraint(fields=["activity", "from_on"], name="one_update_holds_from_a_day"),
            models.UniqueConstraint(
                fields=["activity"], condition=Q(to_on__isnull=True), name="one_update_holds_until_further_notice"
            ),
        ]

    def __str__(self):
        return f"{self.from_on}–{self.to_on or ''}: {self.get_status_display()}"
