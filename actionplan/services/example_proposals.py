"""The example's companies and proposals, each with its way from the event to a decision (exempeldata.md sections 6, 7 and 14)."""

import datetime as dt
from dataclasses import dataclass

from actionplan.choices import ProposalOutcome, ProposalStepKind, Suggestion
from actionplan.models import (
    ActionPlan,
    Activity,
    Anchoring,
    Company,
    ConsultationEvent,
    Department,
    Proposal,
    ProposalActivity,
)
from actionplan.services.example_data import demo_author, demo_chief, memo_events, noon
from actionplan.services.proposals import add_step
from actionplan.services.versions import advance_period


@dataclass(frozen=True)
class _Days:
    """When the proposals went their way."""

    sent: dt.date
    answered: dt.date
    decided: dt.date
    linked: dt.date
    """The day the activities were added to the plan."""


def load_proposals(plan: ActionPlan, data: dict, departments: dict[str, Department]) -> None:
    """Put in companies and proposals at the memo's events, which join the plan's mandate period."""
    days = _Days(**{name: dt.date.fromisoformat(day) for name, day in data["proposal_days"].items()})
    events = {event.title: event for event in memo_events()}
    for title, told in data["events"].items():
        _tell_more_of(events[title], plan, told.get("notes"))
    advance_period(plan.mandate_period_id)
    for row in data["companies"]:
        company = Company(**row, is_example=True)
        company.full_clean()
        company.save()
    for row in data["proposals"]:
        received = dt.date.fromisoformat(data["events"][row["event"]]["received_on"])
        proposal = _said(plan, row, events[row["event"]], received, days)
        asked = [departments[name] for name in row["asked"]]
        _anchored(proposal, row, asked, days)
        _decided(proposal, row, plan, days)


def _tell_more_of(event: ConsultationEvent, plan: ActionPlan, note: str | None) -> None:
    """Add mandate period and note to what the memo says; past the history, as they are taken out again."""
    found = ConsultationEvent.objects.filter(pk=event.pk)
    found.filter(mandate_period=None).update(mandate_period=plan.mandate_period)
    if note:
        found.update(notes=f"{event.notes}\n\n{note}".strip())


def _said(plan: ActionPlan, row: dict, event: ConsultationEvent, received: dt.date, days: _Days) -> Proposal:
    decided = row["outcome"] not in ProposalOutcome.UNDECIDED
    proposal = Proposal(
        event=event,
        text=row["text"],
        company=Company.objects.get(name=row["company"], is_example=True),
        area=plan.areas.get(number=row["area"]),
        received_on=received,
        outcome=row["outcome"],
        reason=row.get("reason", ""),
        answered_on=days.decided if decided else None,
        is_example=True,
    )
    proposal.full_clean()
    proposal.save()
    add_step(proposal, ProposalStepKind.SAID, by=demo_chief(), on=received, recorded_at=noon(received))
    return proposal


def _anchored(proposal: Proposal, row: dict, departments: list[Department], days: _Days) -> None:
    """Send the proposal to who would answer for the activity, and let them answer, if they have.

    The two departments that began in 2016 could not be asked in May 2015: the one they followed was.
    """
    outcome = ProposalOutcome.UNDER_PREPARATION
    for department in departments:
        more = {"department": department, "outcome": outcome, "recorded_at": noon(days.sent)}
        add_step(proposal, ProposalStepKind.SENT, by=demo_chief(), on=days.sent, **more)
    for department in departments:
        anchoring = Anchoring(proposal=proposal, department=department, sent_on=days.sent)
        if suggestion := row.get("suggestion"):
            _answer(anchoring, suggestion, row, days)
        anchoring.full_clean()
        anchoring.save()


def _answer(anchoring: Anchoring, suggestion: str, row: dict, days: _Days) -> None:
    anchoring.suggestion, anchoring.comment = suggestion, row.get("reason", "")
    anchoring.answered_on, anchoring.answered_by = days.answered, demo_author(anchoring.department)
    if suggestion == Suggestion.PART_OF:
        anchoring.suggested_activity = Activity.objects.get(code=row["activities"][0], is_example=True)
    more = {"department": anchoring.department, "recorded_at": noon(days.answered), "text": anchoring.comment}
    add_step(anchoring.proposal, ProposalStepKind.ANSWERED, by=anchoring.answered_by, on=anchoring.answered_on, **more)


def _decided(proposal: Proposal, row: dict, plan: ActionPlan, days: _Days) -> None:
    if not proposal.is_decided:
        return
    more = {"outcome": proposal.outcome, "text": proposal.reason, "recorded_at": noon(days.decided)}
    add_step(proposal, ProposalStepKind.DECIDED, by=demo_chief(), on=days.decided, **more)
    for activity in Activity.objects.filter(plan=plan, code__in=row["activities"], is_example=True):
        ProposalActivity.objects.create(proposal=proposal, activity=activity, linked_on=days.linked)
