"""Proposal and what happens to it: anchoring, activities, steps and the proposer's verdict."""

import datetime as dt
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from actionplan import swedish
from actionplan.choices import ProposalOutcome, ProposalStepKind, Suggestion, VerdictValue
from actionplan.models.activity import Activity
from actionplan.models.base import Example, PlainCharField, PlainTextField, history
from actionplan.models.companies import Company, ContactPerson
from actionplan.models.consultation import ConsultationEvent
from actionplan.models.followup import AppendOnlyError
from actionplan.models.organisation import Department
from actionplan.models.plan import StrategicArea
from actionplan.models.proposal_queries import AnchoringQuerySet, ProposalQuerySet

MAX_TEXT = 5000


class Proposal(Example):
    """What a company proposed. `outcome` is today's; what it was on a day comes from `objects.on_day(day)`.

    Equal proposals are merged by pointing at a `lead`: each keeps its proposer, all are decided together.
    """

    event = models.ForeignKey(ConsultationEvent, models.PROTECT, related_name="proposals", verbose_name="samråd")
    text = PlainTextField("förslag", max_length=MAX_TEXT)
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="proposals", null=True, blank=True, verbose_name="företag"
    )
    contact = models.ForeignKey(
        ContactPerson, models.SET_NULL, related_name="proposals", null=True, blank=True, verbose_name="kontaktperson"
    )
    proposer_name = PlainCharField("förslagslämnare", max_length=200, blank=True)
    area = models.ForeignKey(
        StrategicArea, models.SET_NULL, related_name="proposals", null=True, blank=True, verbose_name="område"
    )
    received_on = models.DateField("inkom", editable=False)
    outcome = models.CharField(
        "utfall", max_length=20, choices=ProposalOutcome, default=ProposalOutcome.RECEIVED, editable=False
    )
    reason = PlainTextField("motivering", blank=True, max_length=2000)
    answered_on = models.DateField("beslutat", null=True, blank=True, editable=False)
    activities = models.ManyToManyField(
        Activity, through="ProposalActivity", related_name="proposals", verbose_name="aktiviteter"
    )
    lead = models.ForeignKey(
        "self", models.PROTECT, related_name="members", null=True, blank=True, verbose_name="hör ihop med"
    )
    split_from = models.ForeignKey(
        "self", models.SET_NULL, related_name="parts", null=True, blank=True, verbose_name="delat ur"
    )
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.TextField(editable=False, default="")
    # No history of who made it, so that erasing a person erases.
    history = history(excluded_fields=["search_text", "form_token", "proposer_name", "contact"])

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "förslag"
        verbose_name_plural = "förslag"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["event", "outcome"], name="proposal_by_event"),
            models.Index(fields=["outcome", "id"], name="proposal_by_outcome"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=["pagar_redan", "avbojt"]) | ~Q(reason=""),
                name="an_answer_of_no_has_a_reason",
                violation_error_message="Skriv en motivering som företaget kan läsa.",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["inkommet", "bereds"], answered_on__isnull=True)
                | (~Q(outcome__in=["inkommet", "bereds"]) & Q(answered_on__isnull=False)),
                name="a_decided_proposal_has_a_day",
                violation_error_message="Ett beslutat förslag behöver dagen för beslutet.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.text[:80]}"

    def save(self, *args, **kwargs):
        """Keep the folded search text in step. Proposers' names stand in fields that erasing empties, not here."""
        self.search_text = swedish.fold(self.text)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the proposal's page."""
        return reverse("proposal_detail", args=[self.pk])

    @property
    def code(self) -> str:
        """Return what people call it: F07."""
        return f"F{self.pk:02d}"

    @property
    def proposer(self) -> str:
        """Return who made it, for those who work with it; empty when unknown."""
        return self.company.name if self.company else self.proposer_name

    def proposer_for(self, *, persons: bool) -> str:
        """Return who made it, for somebody who may know of persons or not; a sole trader is a person, a company is not."""
        if self.company:
            return self.company.name if persons or not self.company.is_sole_trader else "Enskild firma"
        if self.proposer_name:
            return self.proposer_name if persons else "Förslagslämnare utan företag"
        return "Okänd förslagslämnare"

    @property
    def is_shown_to_all(self) -> bool:
        """Tell if everybody may read the answer to it, at its own event or at another's of its group. One query."""
        own, lead = Q(pk=self.event_id), self.lead_id or self.pk
        group = Q(proposals__pk=lead) | Q(proposals__lead=lead) if lead else Q()
        return ConsultationEvent.objects.shown_to_all().filter(own | group).exists()

    @property
    def is_decided(self) -> bool:
        """Tell if somebody has decided what becomes of it."""
        return self.outcome not in ProposalOutcome.UNDECIDED


class ProposalActivity(models.Model):
    """That an activity answers a proposal, since a day."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="links")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="links")
    linked_on = models.DateField("kopplad")

    class Meta:
        verbose_name = "koppling till aktivitet"
        verbose_name_plural = "kopplingar till aktiviteter"
        ordering = ["activity__code"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "activity"], name="an_activity_answers_a_proposal_once")
        ]

    def __str__(self):
        return f"{self.proposal_id}: {self.activity}"


class EndedLink(models.Model):
    """That an activity answered a proposal until a day, when it was decided anew: earlier days keep their numbers."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="ended_links")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="ended_links")
    linked_on = models.DateField("kopplad")
    unlinked_on = models.DateField("inte längre kopplad")

    class Meta:
        verbose_name = "tidigare koppling till aktivitet"
        verbose_name_plural = "tidigare kopplingar till aktiviteter"
        constraints = [
            models.CheckConstraint(
                condition=Q(unlinked_on__gt=models.F("linked_on")), name="a_link_ends_after_it_began"
            )
        ]

    def __str__(self):
        return f"{self.proposal_id}: {self.activity}"


class Anchoring(models.Model):
    """That a department has been asked about a proposal, and what it answered."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="anchorings", verbose_name="förslag")
    department = models.ForeignKey(Department, models.PROTECT, related_name="anchorings", verbose_name="förvaltning")
    sent_on = models.DateField("skickat")
    answer_by = models.DateField("svar senast", null=True, blank=True)
    answered_on = models.DateField("besvarat", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="anchorings",
        null=True,
        blank=True,
        verbose_name="besvarat av",
    )
    suggestion = models.CharField("förvaltningen föreslår", max_length=20, choices=Suggestion, blank=True)
    suggested_activity = models.ForeignKey(
        Activity, models.SET_NULL, related_name="suggested_for", null=True, blank=True, verbose_name="aktivitet"
    )
    comment = PlainTextField("kommentar", blank=True, max_length=5000)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = history()

    objects = AnchoringQuerySet.as_manager()

    class Meta:
        verbose_name = "förankring"
        verbose_name_plural = "förankringar"
        ordering = ["department__sort_key", "id"]
        indexes = [
            models.Index(
                fields=["department", "answer_by"], condition=Q(answered_on__isnull=True), name="unanswered_anchorings"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "department"],
                name="a_department_is_asked_once",
                violation_error_message="Förslaget är redan skickat till förvaltningen.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answered_by__isnull=True, suggestion="")
                | (Q(answered_on__isnull=False) & ~Q(suggestion="")),
                name="an_answer_has_day_and_suggestion",
                violation_error_message="Välj vad ni föreslår.",
            ),
            models.CheckConstraint(
                condition=~Q(suggestion="avboj") | ~Q(comment=""),
                name="a_suggested_no_has_a_comment",
                violation_error_message="Skriv varför ni föreslår att förslaget avböjs.",
            ),
        ]

    def __str__(self):
        return f"{self.proposal_id}: {self.department}"

    def clean(self):
        """Say each rule of an answer beside the field it is about."""
        if self.suggestion == Suggestion.PART_OF and self.suggested_activity is None:
            raise ValidationError({"suggested_activity": "Välj vilken aktivitet förslaget ingår i."})
        if self.suggestion == Suggestion.DECLINE and not self.comment:
            raise ValidationError({"comment": "Skriv varför ni föreslår att förslaget avböjs."})

    @property
    def is_answered(self) -> bool:
        """Tell if the department has said what it thinks."""
        return self.answered_on is not None

    def is_late(self, on: dt.date) -> bool:
        """Tell if the answer should have come before the day."""
        return not self.is_answered and self.answer_by is not None and self.answer_by < on


_ACTIVITIES = "Aktiviteter: "


def decision_words(codes, reason: str) -> str:
    """Return the text of a decision's step: which activities (their codes) answer the proposal, and the reason."""
    activities = f"{_ACTIVITIES}{', '.join(codes)}." if codes else ""
    return "\n".join(part for part in (activities, reason) if part)


def reason_in(text: str) -> str:
    """Return the reason in the text of a decision's step."""
    first, _, rest = text.partition("\n")
    return rest if first.startswith(_ACTIVITIES) else text


def codes_in(text: str) -> list[str]:
    """Return the codes of the activities in the text of a decision's step."""
    first = text.partition("\n")[0]
    return first.removeprefix(_ACTIVITIES).removesuffix(".").split(", ") if first.startswith(_ACTIVITIES) else []


class ProposalStep(models.Model):
    """One thing that happened to a proposal: only ever added. Never holds the name of a proposer or contact."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="steps")
    kind = models.CharField("händelse", max_length=20, choices=ProposalStepKind)
    on = models.DateField("dag")
    recorded_at = models.DateTimeField("registrerad")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposal_steps", null=True, blank=True
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="proposal_steps", null=True, blank=True)
    outcome = models.CharField("utfall efter", max_length=20, choices=ProposalOutcome, blank=True)
    text = PlainTextField("text", blank=True, max_length=20_000)

    class Meta:
        verbose_name = "händelse"
        verbose_name_plural = "händelser"
        ordering = ["recorded_at", "id"]
        indexes = [
            models.Index(
                fields=["proposal", "-on", "-recorded_at", "-id"],
                condition=~Q(outcome=""),
                name="outcomes_of_proposal",
            )
        ]

    def __str__(self):
        return f"{self.on} {self.get_kind_display()}"

    def save(self, *args, **kwargs):
        """Add the step; an existing one is never changed."""
        if not self._state.adding:
            raise AppendOnlyError("En händelse ändras inte.")
        super().save(*args, **kwargs)


class Verdict(models.Model):
    """What the proposer says of a completed activity; the newest holds, the older ones stay."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="verdicts", verbose_name="förslag")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="verdicts", verbose_name="aktivitet")
    value = models.CharField("företaget säger", max_length=10, choices=VerdictValue)
    comment = PlainTextField("kommentar", blank=True, max_length=2000)
    said_on = models.DateField("sagt den")
    recorded_at = models.DateTimeField("registrerad")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="verdicts", verbose_name="registrerad av"
    )
    form_token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    history = history()

    class Meta:
        verbose_name = "omdöme"
        verbose_name_plural = "omdömen"
        ordering = ["-said_on", "-recorded_at", "-id"]
        indexes = [models.Index(fields=["proposal", "-said_on", "-recorded_at", "-id"], name="newest_verdict")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(value="inte_an") | ~Q(comment=""),
                name="not_yet_has_a_comment",
                violation_error_message="Skriv vad som fattas.",
            )
        ]

    def __str__(self):
        return f"{self.get_value_display()} ({self.said_on})"
