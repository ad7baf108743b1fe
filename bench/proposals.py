"""Fill the scratch database with what companies have said: events, proposals and all that became of them."""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from actionplan.choices import DatePrecision, EventKind, ProposalOutcome, ProposalStepKind, Suggestion, VerdictValue
from actionplan.models import (
    Activity,
    Anchoring,
    Company,
    ConsultationEvent,
    Department,
    Proposal,
    ProposalActivity,
    ProposalStep,
    Verdict,
)
from actionplan.models.companies import bare_name
from actionplan.services.versions import advance_period
from actionplan.swedish import fold, sort_key
from bench.loading import Loaded, settle

PROPOSALS, EVENTS = 5000, 200
_COMPANIES = 400
_BATCH = 1000
_GROUP = 5  # of every five proposals, the second says the same as the first
_SHARE_JUDGED = 0.1
# What becomes of proposals, and how common it is.
_OUTCOMES = {"inkommet": 10, "bereds": 15, "blev_aktivitet": 50, "pagar_redan": 10, "avbojt": 15}
_LINKED = (ProposalOutcome.BECAME_ACTIVITY, ProposalOutcome.ALREADY_UNDER_WAY)


@dataclass
class _Rows:
    """What is stored about one batch of proposals."""

    anchorings: list[Anchoring] = field(default_factory=list)
    links: list[ProposalActivity] = field(default_factory=list)
    steps: list[ProposalStep] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def store(self) -> None:
        Anchoring.objects.bulk_create(self.anchorings)
        ProposalActivity.objects.bulk_create(self.links)
        ProposalStep.objects.bulk_create(self.steps)
        Verdict.objects.bulk_create(self.verdicts)


def load(loaded: Loaded, number: int, events: int) -> None:
    """Store `number` proposals, as many at each event, in the plan's mandate period; the same rows every time.

    The first proposal has everything a proposal can have; it and its event are what the pages are asked for.
    """
    maker = _Maker(loaded, number // events)
    meetings = _meetings(loaded, events)
    companies = _companies()
    for first in range(0, number, _BATCH):
        made = [maker.proposal(i, meetings, companies) for i in range(first, min(first + _BATCH, number))]
        Proposal.objects.bulk_create([one for one in made if one.lead is None])
        Proposal.objects.bulk_create([one for one in made if one.lead is not None])
        rows = _Rows()
        for i, proposal in enumerate(made, first):
            maker.add_way(rows, proposal, i)
        rows.store()
    with transaction.atomic():
        advance_period(loaded.plan.mandate_period_id)
    loaded.proposal = Proposal.objects.order_by("pk").first()
    settle()


def _meetings(loaded: Loaded, number: int) -> list[ConsultationEvent]:
    first, span = loaded.plan.valid_from, (loaded.today - loaded.plan.valid_from).days - 200
    kinds = EventKind.values
    return ConsultationEvent.objects.bulk_create(
        [
            ConsultationEvent(
                mandate_period=loaded.plan.mandate_period,
                kind=kinds[i % len(kinds)],
                title=f"Möte {i}",
                when_on=first + dt.timedelta(days=span * i // number),
                when_precision=DatePrecision.DAY,
                companies=20,
            )
            for i in range(number)
        ]
    )


def _companies() -> list[Company]:
    """Store companies with what saving one by one would have worked out."""
    names = [f"Företag {i} AB" for i in range(_COMPANIES)]
    return Company.objects.bulk_create(
        [
            Company(
                name=name, industry="handel", sort_key=sort_key(name), search_text=fold(name), bare_name=bare_name(name)
            )
            for name in names
        ]
    )


class _Maker:
    """Makes one proposal after the other."""

    def __init__(self, loaded: Loaded, per_event: int):
        self._chance = random.Random(20150318)  # noqa: S311  # nosec B311 - the same rows every time
        self._loaded, self._per_event = loaded, per_event
        self._areas = list(loaded.plan.areas.order_by("number"))
        self._activities = list(Activity.objects.filter(plan=loaded.plan).order_by("pk")[:1000])
        self._lead: Proposal | None = None

    def proposal(self, i: int, meetings: list[ConsultationEvent], companies: list[Company]) -> Proposal:
        """Return the i:th proposal, not stored."""
        event, text = meetings[i // self._per_event], f"Låt oss slippa fylla i samma uppgifter {i} gånger om."
        proposal = Proposal(
            event=event,
            text=text,
            search_text=fold(text),
            company=companies[i % _COMPANIES],
            area=self._areas[i % len(self._areas)],
            received_on=event.when_on,
        )
        if i % _GROUP == 1:
            proposal.lead = self._lead
            proposal.outcome, proposal.reason = self._lead.outcome, self._lead.reason
            proposal.answered_on = self._lead.answered_on
            return proposal
        self._decide(proposal, self._outcome(i))
        self._lead = proposal
        return proposal

    def _outcome(self, i: int) -> str:
        """Draw an outcome; the first proposals see to it that every department has something to answer."""
        if i == 0:
            return ProposalOutcome.BECAME_ACTIVITY
        if i % _GROUP == 2 and i < _GROUP * len(self._loaded.departments):
            return ProposalOutcome.UNDER_PREPARATION
        return self._chance.choices(list(_OUTCOMES), list(_OUTCOMES.values()))[0]

    def _decide(self, proposal: Proposal, outcome: str) -> None:
        proposal.outcome = outcome
        if outcome in ProposalOutcome.NEED_REASON:
            proposal.reason = "Frågan prövas först i den plan som kommer."
        if outcome not in ProposalOutcome.UNDECIDED:
            proposal.answered_on = proposal.received_on + dt.timedelta(days=150)

    def add_way(self, rows: _Rows, proposal: Proposal, i: int) -> None:
        """Add to the rows what has happened to a stored proposal."""
        self._step(rows, proposal, ProposalStepKind.SAID, proposal.received_on)
        if proposal.lead is None and proposal.outcome != ProposalOutcome.RECEIVED:
            self._anchor(rows, proposal, self._departments(i))
        if proposal.answered_on:
            self._step(rows, proposal, ProposalStepKind.DECIDED, proposal.answered_on, outcome=proposal.outcome)
        elif proposal.outcome == ProposalOutcome.UNDER_PREPARATION and proposal.lead:
            self._step(rows, proposal, ProposalStepKind.MERGED, proposal.received_on, outcome=proposal.outcome)
        if proposal.outcome in _LINKED:
            self._link(rows, proposal)

    def _anchor(self, rows: _Rows, proposal: Proposal, departments: list[Department]) -> None:
        sent_on = proposal.received_on + dt.timedelta(days=14)
        answered_on = sent_on + dt.timedelta(days=60)
        has_answered = proposal.outcome != ProposalOutcome.UNDER_PREPARATION
        for department in departments:
            row = Anchoring(proposal=proposal, department=department, sent_on=sent_on, answer_by=answered_on)
            sent = {"department": department, "outcome": ProposalOutcome.UNDER_PREPARATION}
            self._step(rows, proposal, ProposalStepKind.SENT, sent_on, **sent)
            if has_answered:
                row.answered_on, row.answered_by = answered_on, self._loaded.officer
                row.suggestion, row.comment = Suggestion.NEW_ACTIVITY, "Vi kan göra det under nästa år."
                self._step(rows, proposal, ProposalStepKind.ANSWERED, answered_on, department=department)
            rows.anchorings.append(row)

    def _departments(self, i: int) -> list[Department]:
        departments = self._loaded.departments
        return [departments[(i + n) % len(departments)] for n in range(1 + (i + 1) % 2)]

    def _link(self, rows: _Rows, proposal: Proposal) -> None:
        key = (proposal.lead_id or proposal.pk) * 2
        activities = [self._activities[(key + n) % len(self._activities)] for n in (0, 1)]
        for activity in activities:
            rows.links.append(ProposalActivity(proposal=proposal, activity=activity, linked_on=proposal.answered_on))
        if not rows.verdicts or self._chance.random() < _SHARE_JUDGED:
            rows.verdicts.append(self._verdict(proposal, activities[0]))

    def _verdict(self, proposal: Proposal, activity: Activity) -> Verdict:
        said_on = proposal.answered_on + dt.timedelta(days=30)
        return Verdict(
            proposal=proposal,
            activity=activity,
            value=self._chance.choice(VerdictValue.values),
            comment="Blanketten finns, men den är svår att hitta.",
            said_on=said_on,
            recorded_at=_noon(said_on),
            by=self._loaded.chief,
        )

    def _step(self, rows: _Rows, proposal: Proposal, kind: str, on: dt.date, **more) -> None:
        by = self._loaded.chief
        rows.steps.append(ProposalStep(proposal=proposal, kind=kind, on=on, recorded_at=_noon(on), by=by, **more))


def _noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
