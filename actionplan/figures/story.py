"""The story of one activity, newest first: added, told of, moved, handed over, closed."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from actionplan import swedish
from actionplan.choices import Assessment, ProposalOutcome, ResponsibilityRole
from actionplan.figures.links import links_by
from actionplan.models import Activity, ConsultationEvent, Proposal, StatusUpdate

UNKNOWN = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Event:
    """One thing that happened on a day, to an activity or to a proposal."""

    on: dt.date
    token: str
    title: str
    more: str = ""
    text: str = ""
    by: str = ""
    recorded_on: dt.date | None = None
    outcome: Decimal | None = None
    next_step: str = ""
    moved_from: dt.date | None = None
    moved_to: dt.date | None = None
    moved_reason: str = ""
    meeting: ConsultationEvent | None = None
    """Where it was said."""
    activities: tuple[Activity, ...] = ()
    """What it is about, when that is not the activity whose story it is."""
    of: str = ""
    """The code of the proposal it is about, when that is another of the same group."""
    at: dt.datetime = UNKNOWN
    """When it was recorded, to tell the events of one day in their order; what is unknown comes first."""


@dataclass(frozen=True)
class Story:
    """What had happened by a day, and how many status updates are about later days."""

    events: tuple[Event, ...]
    later_updates: int
    moves: int
    """How many times the deadline had been moved."""
    proposals: tuple[Proposal, ...]
    """What it answers; each carries `linked_on` and `outcome_on`, its event is read."""

    @property
    def outcome(self) -> Decimal | None:
        """The newest outcome told."""
        return next((event.outcome for event in self.events if event.outcome is not None), None)


def activity_story(activity: Activity, on: dt.date) -> Story:
    """Return the activity's story as it stood on the day. A constant number of queries."""
    updates = list(activity.updates.select_related("author").order_by("recorded_on", "recorded_at", "id"))
    proposals = _answers(activity, on)
    events = [_added(activity, proposals), *_answers_more(activity, proposals)]
    events += [event for event in _told(activity, updates) if event.on <= on]
    events += [*_handed_over(activity, on), *_closed(activity, on)]
    later = sum(update.as_of > on for update in updates)
    moves = sum(update.new_ends_on is not None and update.recorded_on <= on for update in updates)
    events.sort(key=_by_day)
    return Story(tuple(reversed(events)), later, moves, tuple(proposals))


def _by_day(event: Event):
    """Sort by the days; what has the same days keeps the order in which it was told."""
    return event.on, event.recorded_on or event.on


def _told(activity: Activity, updates: list[StatusUpdate]):
    deadline = activity.original_ends_on
    for update in updates:
        yield update_event(update, deadline)
        deadline = update.new_ends_on or deadline


def update_event(update: StatusUpdate, deadline: dt.date | None = None) -> Event:
    """Return what a status update said; `deadline` is what held before it."""
    graded = update.assessment != Assessment.NONE
    status = update.get_status_display()
    return Event(
        on=update.as_of,
        token=update.token,
        title=update.get_assessment_display() if graded else status,
        more=" · ".join(([status] if graded else []) + (["oförändrat"] if update.unchanged else [])),
        text=update.comment,
        by=update.author.full_label,
        recorded_on=update.recorded_on,
        outcome=update.outcome,
        next_step=update.next_step,
        moved_from=deadline if update.new_ends_on else None,
        moved_to=update.new_ends_on,
        moved_reason=update.new_ends_reason,
    )


def _handed_over(activity: Activity, on: dt.date) -> list[Event]:
    rows = activity.responsibilities.filter(role=ResponsibilityRole.RESPONSIBLE, from_on__gt=activity.added_on)
    rows = rows.filter(from_on__lte=on).select_related("department")
    return [Event(row.from_on, "idle", "Överlämnad", more=f"till {row.department}") for row in rows]


def _closed(activity: Activity, on: dt.date) -> list[Event]:
    if not activity.closed_on or activity.closed_on > on:
        return []
    return [
        Event(
            activity.closed_on,
            "carried",
            "Avslutad i planen",
            more=activity.get_closing_display().lower(),
            text=activity.closing_reason,
        )
    ]


def _answers(activity: Activity, on: dt.date) -> list[Proposal]:
    days = {link.proposal: link.linked_on for link in links_by(on, activity=activity) if link.holds(on)}
    rows = list(Proposal.objects.on_day(on).filter(pk__in=days).select_related("event"))
    for row in rows:
        row.linked_on = days[row.pk]
    return sorted(rows, key=lambda row: (row.linked_on, row.pk))


def _added(activity: Activity, proposals: list[Proposal]) -> Event:
    """Say what it was made out of: proposals that it answered from the beginning, and that were not under way already."""
    made_of = [
        proposal
        for proposal in proposals
        if proposal.linked_on <= activity.added_on and proposal.outcome_on == ProposalOutcome.BECAME_ACTIVITY
    ]
    title = f"Skapad ur förslag från {_meetings(made_of)}" if made_of else "Tillkom i planen"
    return Event(activity.added_on, "idle", title)


def _answers_more(activity: Activity, proposals: list[Proposal]) -> list[Event]:
    """Tell of each day on which it began to answer more proposals."""
    later = [proposal for proposal in proposals if proposal.linked_on > activity.added_on]
    return [
        Event(day, "idle", "Svarar mot fler förslag", more=f"från {_meetings(list(rows))}")
        for day, rows in groupby(later, key=lambda proposal: proposal.linked_on)
    ]


def _meetings(proposals: list[Proposal]) -> str:
    return swedish.listed(list(dict.fromkeys(proposal.event.title for proposal in proposals)))
