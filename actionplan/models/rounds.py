"""ReportingRound: three times a year each open activity is told of for a cut-off day, and the chief reviews."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from actionplan import swedish
from actionplan.choices import ReviewVerdict, RoundState, RoundStepKind
from actionplan.models.activity import Activity
from actionplan.models.base import Example, PlainCharField, PlainTextField, history
from actionplan.models.followup import AppendOnlyError, StatusUpdate
from actionplan.models.plan import ActionPlan

_BACKWARDS = "Omgången stänger innan den öppnar. Rätta ett av datumen."
_TAKEN = "Planen har redan en omgång med det brytdatumet."


class ReportingRoundQuerySet(models.QuerySet):
    """Questions about rounds."""

    def open(self):
        """Return the rounds that take answers now."""
        return self.filter(state=RoundState.OPEN)

    def refusing(self):
        """Return the rounds that refuse updates with their cut-off or an earlier day."""
        return self.filter(state__in=RoundState.REFUSING)

    def overlapping(self, opens_on, closes_on):
        """Return the rounds that take answers, now or later, on one of the days; a locked one takes none."""
        found = self.filter(opens_on__lte=closes_on, closes_on__gte=opens_on)
        return found.exclude(state__in=RoundState.REFUSING)

    def meeting(self, as_of):
        """Return the rounds that an update about the day meets, newest cut-off first: those that refuse it, and the one it answers."""
        refuses = Q(state__in=RoundState.REFUSING, cutoff__gte=as_of)
        return self.filter(refuses | Q(state=RoundState.OPEN, cutoff__lte=as_of)).order_by("-cutoff")

    def with_lock(self):
        """Add `locked_at`, the moment the round was locked last, if it ever was."""
        steps = RoundStep.objects.filter(round=OuterRef("pk"), kind=RoundStepKind.LOCKED)
        return self.annotate(locked_at=Subquery(steps.order_by("-at", "-id").values("at")[:1]))


class ReportingRound(Example):
    """A follow-up round of a plan: one cut-off day, open from one day to another (both included)."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="rounds", verbose_name="handlingsplan")
    name = PlainCharField("namn", max_length=60)
    cutoff = models.DateField("brytdatum")
    opens_on = models.DateField("öppnar")
    closes_on = models.DateField("stänger")
    state = models.CharField("läge", max_length=12, choices=RoundState, default=RoundState.PLANNED, editable=False)
    board_meeting_on = models.DateField("kommunstyrelsens möte", null=True, blank=True)
    board_meeting_text = PlainCharField(
        "kommunstyrelsens möte, om dagen är okänd", max_length=60, blank=True, help_text="Till exempel juni 2016."
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = history()

    objects = ReportingRoundQuerySet.as_manager()

    class Meta:
        verbose_name = "uppföljningsomgång"
        verbose_name_plural = "uppföljningsomgångar"
        ordering = ["-cutoff", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")),
                name="round_opens_before_it_closes",
                violation_error_message=_BACKWARDS,
            ),
            models.UniqueConstraint(
                fields=["plan", "cutoff"],
                name="a_plan_has_one_round_for_a_day",
                violation_error_message=_TAKEN,
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the round's page."""
        return reverse("round_detail", args=[self.pk])

    def clean(self):
        """Say each rule beside its field: days in order, and days that no other round of the plan has."""
        errors = self._order_errors()
        if self.plan_id and not errors:
            errors = self._other_rounds_errors()
        if errors:
            raise ValidationError(errors)

    def _order_errors(self) -> dict[str, str]:
        errors = {}
        if self.board_meeting_on and self.cutoff and self.board_meeting_on < self.cutoff:
            errors["board_meeting_on"] = "Kommunstyrelsens möte är före brytdatumet. Rätta ett av datumen."
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            errors["closes_on"] = _BACKWARDS
        return errors

    def _other_rounds_errors(self) -> dict[str, str]:
        others, errors = ReportingRound.objects.filter(plan=self.plan_id).exclude(pk=self.pk), {}
        if self.cutoff and others.filter(cutoff=self.cutoff).exists():
            errors["cutoff"] = _TAKEN
        may_clash = self.opens_on and self.closes_on and self.state not in RoundState.REFUSING
        if may_clash and (other := others.overlapping(self.opens_on, self.closes_on).first()):
            days = f"{swedish.long_date(other.opens_on)}–{swedish.long_date(other.closes_on)}"
            errors["opens_on"] = f"{other} är öppen för svar {days}. Välj dagar som inte krockar."
        return errors

    @property
    def board_meeting(self) -> str:
        """Return when the board meets, as far as it is known; empty when it is not."""
        return self.board_meeting_on.isoformat() if self.board_meeting_on else self.board_meeting_text


class RoundStep(models.Model):
    """One thing that happened to a round: only ever added."""

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="steps")
    kind = models.CharField("händelse", max_length=12, choices=RoundStepKind)
    at = models.DateTimeField("registrerad")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="round_steps", null=True, blank=True)
    text = PlainTextField("text", blank=True, max_length=5000)

    class Meta:
        verbose_name = "händelse i omgång"
        verbose_name_plural = "händelser i omgångar"
        ordering = ["at", "id"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        """Add the step; an existing one is never changed."""
        if not self._state.adding:
            raise AppendOnlyError("En händelse ändras inte.")
        super().save(*args, **kwargs)


class RoundReviewQuerySet(models.QuerySet):
    """Questions about what the chief has said of answers."""

    def newest_first(self):
        """Order so that what holds comes first."""
        return self.order_by("-at", "-id")

    def questions(self, round_, on):
        """Return what the chief asks for in a round and nobody had answered that day: an update about its cut-off or later answers."""
        newest = RoundReview.objects.filter(round=round_, activity=OuterRef("activity")).newest_first()
        told = StatusUpdate.objects.filter(as_of__gte=round_.cutoff, recorded_on__lte=on)
        answers = told.filter(activity=OuterRef("activity"), recorded_at__gte=OuterRef("at"))
        asked = self.filter(round=round_, verdict=ReviewVerdict.COMPLETE, pk=Subquery(newest.values("pk")[:1]))
        return asked.filter(~Exists(answers))


class RoundReview(models.Model):
    """What the chief says of one activity's answer in a round; the newest holds. "Komplettera" asks a question."""

    round = models.ForeignKey(ReportingRound, models.CASCADE, related_name="reviews")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="reviews")
    verdict = models.CharField("granskning", max_length=12, choices=ReviewVerdict)
    question = PlainTextField("fråga", blank=True, max_length=2000)
    at = models.DateTimeField("registrerad")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")

    objects = RoundReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "granskning"
        verbose_name_plural = "granskningar"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["round", "activity", "-at", "-id"], name="newest_review")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="komplettera") | ~Q(question=""),
                name="a_request_has_a_question",
                violation_error_message="Skriv vad som behöver kompletteras.",
            )
        ]

    def __str__(self):
        return f"{self.activity}: {self.get_verdict_display()}"
