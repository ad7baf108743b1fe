"""ActionPlan, StrategicArea and Decision: what was adopted, and by whom."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from actionplan import swedish
from actionplan.choices import DecisionVerb, PlanState
from actionplan.models.base import PlainCharField, PlainTextField, history
from actionplan.models.periods import MandatePeriod


class ActionPlanQuerySet(models.QuerySet):
    """Questions about plans."""

    def open(self):
        """Return the plans that still take changes."""
        return self.exclude(state=PlanState.CLOSED)

    def newest_begun(self, on: dt.date) -> "ActionPlan | None":
        """Return the plan that began last on or before the day, else the one that begins first, else None."""
        begun = self.filter(valid_from__lte=on).order_by("-valid_from", "-id").first()
        return begun or self.order_by("valid_from", "id").first()

    def answering(self, event) -> "ActionPlan | None":
        """Return the plan in which what was said at an event is answered: the newest of its mandate period, an open one first.

        A period may have no plan yet: then the newest open plan.
        """
        return self.answering_period(event.mandate_period_id)

    def answering_period(self, period_id: int | None) -> "ActionPlan | None":
        """Return the same of a mandate period, by its key."""
        newest = self.order_by("-valid_from", "-id")
        plans = newest.filter(mandate_period=period_id)
        return plans.open().first() or plans.first() or newest.open().first()


class ActionPlan(models.Model):
    """The plan, with its source quoted verbatim and every correction of it written out (JO 581-2013).

    `version` guards the plan's own form; `revision` goes up whenever anything that is counted changes, so that figures
    can be remembered (services.versions.advance_revision, figures.remembered).
    """

    mandate_period = models.ForeignKey(
        MandatePeriod, models.PROTECT, related_name="plans", null=True, blank=True, verbose_name="mandatperiod"
    )
    title = PlainCharField("titel", max_length=200)
    goal_area = PlainCharField("strategiskt målområde", max_length=200, blank=True)
    purpose = PlainTextField("syfte", blank=True, max_length=5000)
    part_of = PlainCharField("ingår i", max_length=200, blank=True)
    starting_point = PlainTextField("utgångspunkt", blank=True, max_length=2000)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till", null=True, blank=True)
    registry_number = PlainCharField("diarienummer", max_length=60, blank=True, db_index=True)
    state = models.CharField("status", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    anchoring_from = models.DateField("förankring från", null=True, blank=True)
    anchoring_to = models.DateField("förankring till", null=True, blank=True)
    anchoring_when = PlainCharField("förankringens tid i ord", max_length=100, blank=True)
    """Said instead of the days where these are not known: "maj till hösten 2015"."""
    anchoring_text = PlainTextField("förankring", blank=True, max_length=2000)
    document_date = models.DateField("dokumentets datum", null=True, blank=True)
    sender = PlainCharField("avsändare", max_length=200, blank=True)
    addressee = PlainCharField("mottagare", max_length=200, blank=True)
    signatories = PlainTextField("undertecknare", blank=True, max_length=1000)
    proposed_decision = PlainTextField("förslag till beslut, ordagrant", blank=True, max_length=2000)
    source_text = PlainTextField("källtext, ordagrant", blank=True, max_length=50_000)
    correction_note = PlainTextField("rättelsenotering", blank=True, max_length=2000)
    predecessor = models.ForeignKey(
        "self", models.PROTECT, related_name="successors", null=True, blank=True, verbose_name="föregångare"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    history = history(excluded_fields=["revision"])

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "handlingsplan"
        verbose_name_plural = "handlingsplaner"
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="plan_starts_before_it_ends",
                violation_error_message="Planens slut är före dess start. Rätta perioden.",
            ),
            models.CheckConstraint(
                condition=Q(anchoring_from__isnull=True)
                | Q(anchoring_to__isnull=True)
                | Q(anchoring_from__lte=F("anchoring_to")),
                name="anchoring_starts_before_it_ends",
                violation_error_message="Förankringens slut är före dess start. Rätta datumen.",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Refuse a period no plan has; a period outside the mandate period is only warned of."""
        if self.valid_from and self.valid_to:
            try:
                swedish.check_period(self.valid_from, self.valid_to)
            except ValueError as error:
                raise ValidationError({"valid_to": str(error)}) from error

    def shown_periods(self) -> list[int | None]:
        """Return the mandate periods whose events stand with this plan: its own and, for the newest plan, those without one."""
        others = ActionPlan.objects.exclude(pk=self.pk).values_list("mandate_period", "valid_from", "pk")
        taken = {period for period, _, _ in others} | {self.mandate_period_id}
        if any((begins, pk) > (self.valid_from, self.pk) for _, begins, pk in others):
            return [self.mandate_period_id]
        without = MandatePeriod.objects.exclude(pk__in=taken - {None}).values_list("pk", flat=True)
        return [self.mandate_period_id, *without, *([None] if None not in taken else [])]

    @property
    def is_closed(self) -> bool:
        """Tell if the plan is read-only."""
        return self.state == PlanState.CLOSED

    @property
    def may_set_deadlines(self) -> bool:
        """Tell if end dates may still be edited; once adopted they move only through a status update."""
        return self.state in PlanState.EDITABLE_DEADLINES

    @property
    def period_label(self) -> str:
        """Return the period as people write it."""
        if self.valid_to is None:
            return f"från {self.valid_from.year}, tills vidare"
        return f"{self.valid_from.year}–{self.valid_to.year}"

    def share_elapsed(self, on: dt.date) -> float | None:
        """Return how much of the period has passed at the end of the day, 0.0-1.0; None when it is open-ended."""
        if self.valid_to is None:
            return None
        days = (self.valid_to - self.valid_from).days + 1
        return min(max(((on - self.valid_from).days + 1) / days, 0.0), 1.0)

    def warnings(self) -> list[str]:
        """Return Swedish sentences about what is unusual but allowed."""
        period, found = self.mandate_period, []
        if period and self.valid_from < period.first_day:
            found.append(f"Planen börjar före mandatperioden {period}, som börjar {period.first_day}.")
        if period and self.valid_to and self.valid_to > period.last_day:
            found.append(f"Planen slutar efter mandatperioden {period}, som slutar {period.last_day}.")
        if self.valid_to and (self.valid_to - self.valid_from).days > 4 * 366:
            found.append("Planen är längre än fyra år.")
        return found


class StrategicArea(models.Model):
    """One of the plan's numbered areas; the name is the plan's own, to the letter."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="areas", verbose_name="handlingsplan")
    number = models.PositiveSmallIntegerField("nummer")
    name = PlainCharField("namn", max_length=200)
    description = PlainTextField("beskrivning", blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = history()

    class Meta:
        verbose_name = "strategiskt område"
        verbose_name_plural = "strategiska områden"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="area_number_is_used_once_in_a_plan",
                violation_error_message="Planen har redan ett område med det numret.",
            )
        ]

    def __str__(self):
        return f"{self.number} {self.name}"


class DecisionQuerySet(models.QuerySet):
    """Questions about decisions."""

    def about_the_plan(self):
        """Keep the decisions about the plan as a whole."""
        return self.filter(activity__isnull=True, report__isnull=True)


class Decision(models.Model):
    """A decision about the plan, a report or one activity. Body, day and paragraph may be unknown and are then empty, never guessed."""

    plan = models.ForeignKey(ActionPlan, models.CASCADE, related_name="decisions", verbose_name="handlingsplan")
    activity = models.ForeignKey(
        "actionplan.Activity", models.CASCADE, related_name="decisions", null=True, blank=True, verbose_name="aktivitet"
    )
    report = models.ForeignKey(
        "actionplan.Report", models.PROTECT, related_name="decisions", null=True, blank=True, verbose_name="rapport"
    )
    body = PlainCharField("beslutat av", max_length=200, null=True, blank=True)
    decided_on = models.DateField("beslutsdatum", null=True, blank=True)
    paragraph = PlainCharField("paragraf", max_length=40, null=True, blank=True)
    verb = models.CharField("beslut", max_length=20, choices=DecisionVerb)
    registry_number = PlainCharField("diarienummer", max_length=60, blank=True)
    history = history()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = [F("decided_on").desc(nulls_last=True), "-id"]

    def __str__(self):
        parts = [
            self.body or "Okänt organ",
            str(self.decided_on or "okänt datum"),
            self.paragraph,
            self.get_verb_display(),
        ]
        return " ".join(part for part in parts if part)

    def clean(self):
        """Keep unknown parts null, and the activity or report within the plan."""
        self.body, self.paragraph = self.body or None, self.paragraph or None
        if self.activity_id and self.activity.plan_id != self.plan_id:
            raise ValidationError({"activity": "Aktiviteten hör till en annan handlingsplan. Välj en ur samma plan."})
        if self.report_id and self.report.plan_id != self.plan_id:
            raise ValidationError({"report": "Rapporten hör till en annan handlingsplan. Välj en ur samma plan."})

    @property
    def is_about_the_plan(self) -> bool:
        """Tell if it is about the plan as a whole, whose status then follows it."""
        return self.activity_id is None and self.report_id is None
