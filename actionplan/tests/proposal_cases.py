"""Random proposals for the property test: drawn by hypothesis, stored as rows, and written anew for the reference."""

import datetime as dt

from django.utils import timezone
from hypothesis import strategies as st

from actionplan.models import (
    Activity,
    Anchoring,
    ConsultationEvent,
    Department,
    EndedLink,
    Proposal,
    ProposalActivity,
)
from actionplan.services.proposals import add_step
from actionplan.tests.cases import clocks, days
from actionplan.tests.factories import ProposalFactory
from actionplan.tests.reference import OUTCOMES, Case, Decided, Said

_steps = st.lists(st.tuples(days, days, clocks, st.sampled_from(OUTCOMES)), max_size=4)


@st.composite
def drawn_proposals(draw, activities: int, departments: int, events: int):
    """Draw proposals; `lead` is the place of an earlier one that leads a group, and may be drawn for several."""
    drawn = []
    for place in range(draw(st.integers(1, 4))):
        leads = [i for i, one in enumerate(drawn) if one["lead"] is None]
        drawn.append(
            {
                "event": draw(st.integers(0, events - 1)),
                "received_on": draw(days),
                "steps": draw(_steps),
                "answers": draw(st.lists(st.none() | days, max_size=departments)),
                "links": draw(st.dictionaries(st.integers(0, activities - 1), days)),
                "ended": draw(
                    st.lists(st.tuples(st.integers(0, activities - 1), days, st.integers(1, 400)), max_size=2)
                ),
                "lead": draw(st.none() | st.sampled_from(leads)) if place and leads else None,
            }
        )
    return drawn


def store(
    drawn: list[dict], events: list[ConsultationEvent], activities: list[Activity], departments
) -> list[Proposal]:
    """Store the drawn proposals in their order."""
    stored = []
    for one in drawn:
        lead = None if one["lead"] is None else stored[one["lead"]]
        stored.append(ProposalFactory(event=events[one["event"]], received_on=one["received_on"], lead=lead))
        _store_way(stored[-1], one, activities, departments)
    return stored


def _store_way(proposal: Proposal, drawn: dict, activities: list[Activity], departments: list[Department]) -> None:
    for on, recorded_on, clock, outcome in drawn["steps"]:
        moment = timezone.make_aware(dt.datetime.combine(recorded_on, clock))
        add_step(proposal, "beslutat", by=None, on=on, outcome=outcome, recorded_at=moment)
    for department, answered_on in zip(departments, drawn["answers"], strict=False):
        suggestion = "ny_aktivitet" if answered_on else ""
        Anchoring.objects.create(
            proposal=proposal,
            department=department,
            sent_on=proposal.received_on,
            answered_on=answered_on,
            suggestion=suggestion,
        )
    for place, linked_on in drawn["links"].items():
        ProposalActivity.objects.create(proposal=proposal, activity=activities[place], linked_on=linked_on)
    for place, linked_on, unlinked_on in _ended(drawn):
        link = {"proposal": proposal, "activity": activities[place]}
        EndedLink.objects.create(**link, linked_on=linked_on, unlinked_on=unlinked_on)


def _ended(drawn: dict) -> list[tuple[int, dt.date, dt.date]]:
    """Return the links that have ended: place of the activity, first day, first day after the last."""
    return [(place, linked_on, linked_on + dt.timedelta(days=held)) for place, linked_on, held in drawn["ended"]]


def as_said(drawn: list[dict], cases: list[Case]) -> list[Said]:
    """Return the drawn proposals as the reference reads them, in the same order."""
    return [
        Said(
            received_on=one["received_on"],
            decided=tuple(_decided(number, *step) for number, step in enumerate(one["steps"])),
            answered_on=tuple(one["answers"] + ([] if one["lead"] is None else drawn[one["lead"]]["answers"])),
            links=(
                *((linked_on, None, cases[place]) for place, linked_on in one["links"].items()),
                *((linked_on, after, cases[place]) for place, linked_on, after in _ended(one)),
            ),
        )
        for one in drawn
    ]


def _decided(number: int, on: dt.date, recorded_on: dt.date, clock: dt.time, outcome: str) -> Decided:
    return Decided(number, on, timezone.make_aware(dt.datetime.combine(recorded_on, clock)), outcome)
