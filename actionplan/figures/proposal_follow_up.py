"""What a proposal led to: the activities that answer it, every change in how they go, and the day all are done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from actionplan import clock, swedish
from actionplan.choices import ProposalStepKind, Status
from actionplan.figures.links import Link, links_by
from actionplan.figures.story import UNKNOWN, Event, update_event
from actionplan.models import Activity, Proposal, ProposalStep, StatusSpan
from actionplan.models.proposals import codes_in

_LINKING = (ProposalStepKind.DECIDED, ProposalStepKind.MERGED)


@dataclass(frozen=True)
class _Answer:
    """An activity that answers the proposal, or did, with the moments it began to and ended."""

    link: Link
    activity: Activity
    began_at: dt.datetime
    ended_at: dt.datetime

    @property
    def began(self) -> tuple[dt.date, dt.datetime]:
        return self.link.linked_on, self.began_at

    @property
    def ended(self) -> tuple[dt.date, dt.datetime]:
        return self.link.ended_on, self.ended_at


def follow_up(proposal: Proposal, on: dt.date, steps: list[ProposalStep]) -> list[Event]:
    """Return, by day, what came of the proposal, also by activities that a later decision took away.

    `steps` are the proposal's, in their order: a link keeps its day alone, and they tell the moment.
    """
    links = links_by(on, proposal__in=[proposal.pk])
    activities = Activity.objects.in_bulk({link.activity for link in links})
    answers = [_answer(link, activities[link.activity], steps) for link in links]
    answers.sort(key=lambda answer: (answer.began, answer.activity.code))
    spans = _changed_spans(list(activities), on)
    events = [*_linked(answers), *_unlinked(answers, on)]
    for answer in answers:
        link = answer.link
        told = [span for span in _since(spans[link.activity], link.linked_on) if link.holds(span.from_on)]
        events += [_told(answer, span) for span in told]
    events.sort(key=lambda event: event.on)
    holding = [answer for answer in answers if answer.link.holds(on)]
    return [*events, *_done([spans[answer.link.activity] for answer in holding], holding)]


def _answer(link: Link, activity: Activity, steps: list[ProposalStep]) -> _Answer:
    began_at = _began_at(activity, _linking(link, steps, link.linked_on))
    ended_at = _ended_at(activity, _linking(link, steps, link.ended_on))
    return _Answer(link, activity, began_at, ended_at)


def _linking(link: Link, steps: list[ProposalStep], on: dt.date | None) -> list[ProposalStep]:
    """Return the day's steps that can have changed the links: the proposal's own, or its lead's if it has none."""
    found = [step for step in steps if step.on == on and step.kind in _LINKING]
    return [step for step in found if step.proposal_id == link.proposal] or found


def _began_at(activity: Activity, steps: list[ProposalStep]) -> dt.datetime:
    """Return the moment of the first decision since which all of the day name the activity, else when it was merged."""
    made = None
    for step in steps:
        if step.kind == ProposalStepKind.DECIDED:
            made = (made or step) if activity.code in codes_in(step.text) else None
    return _at(made or _last(steps, ProposalStepKind.MERGED) or _last(steps, ProposalStepKind.DECIDED))


def _ended_at(activity: Activity, steps: list[ProposalStep]) -> dt.datetime:
    """Return the moment of the day's first decision that does not name the activity."""
    decided = [step for step in steps if step.kind == ProposalStepKind.DECIDED]
    without = [step for step in decided if activity.code not in codes_in(step.text)]
    return _at(next(iter(without), _last(steps, ProposalStepKind.DECIDED)))


def _last(steps: list[ProposalStep], kind: str) -> ProposalStep | None:
    return next((step for step in reversed(steps) if step.kind == kind), None)


def _at(step: ProposalStep | None) -> dt.datetime:
    return clock.moment_of(step.recorded_at) if step else UNKNOWN


def _changed_spans(keys: list[int], on: dt.date) -> dict[int, list[StatusSpan]]:
    """Return, by activity, the days on which another status or assessment began to hold."""
    rows = StatusSpan.objects.filter(activity__in=keys, from_on__lte=on).select_related("update__author")
    found = defaultdict(list)
    for span in rows.order_by("from_on"):
        before = found[span.activity_id][-1:]
        if not before or _says(before[0]) != _says(span):
            found[span.activity_id].append(span)
    return found


def _says(span: StatusSpan) -> tuple[str, str]:
    return span.status, span.assessment


def _since(spans: list[StatusSpan], linked_on: dt.date) -> list[StatusSpan]:
    """Return what was said since the activity answered the proposal, and how it went then."""
    earlier = [span for span in spans if span.from_on < linked_on]
    return [*earlier[-1:], *(span for span in spans if span.from_on >= linked_on)]


def _linked(answers: list[_Answer]) -> Iterator[Event]:
    for (day, at), rows in groupby(answers, key=lambda answer: answer.began):
        begun = tuple(answer.activity for answer in rows)
        title = "Aktivitet som svarar på förslaget" if len(begun) == 1 else "Aktiviteter som svarar på förslaget"
        yield Event(day, "ongoing", title, activities=begun, at=at)


def _unlinked(answers: list[_Answer], on: dt.date) -> Iterator[Event]:
    """Tell of each time activities no longer answered the proposal, by a decision made anew."""
    ended = sorted((answer for answer in answers if not answer.link.holds(on)), key=lambda answer: answer.ended)
    for (day, at), rows in groupby(ended, key=lambda answer: answer.ended):
        gone = tuple(answer.activity for answer in rows)
        yield Event(day, "stopped", "Svarar inte längre på förslaget", activities=gone, at=at)


def _told(answer: _Answer, span: StatusSpan) -> Event:
    at, link = _said_at(span), answer.link
    event = replace(update_event(span.update), activities=(answer.activity,), at=at)
    if span.from_on > link.linked_on:
        return event
    if span.from_on == link.linked_on:
        return replace(event, at=max(at, answer.began_at))
    since = f"sedan {swedish.long_date(span.from_on)}"
    more = f"{event.more} · {since}" if event.more else since
    return replace(event, on=link.linked_on, recorded_on=None, more=more, at=answer.began_at)


def _said_at(span: StatusSpan) -> dt.datetime:
    """Return when it was said how the activity goes; of the day it is about, a later day tells no moment."""
    return span.update.recorded_at if span.update.recorded_on == span.from_on else UNKNOWN


def _done(all_spans: list[list[StatusSpan]], answers: list[_Answer]) -> Iterator[Event]:
    """Tell of the day when the last of several activities was done, if all are."""
    newest = [spans[-1] for spans in all_spans if spans]
    if len(answers) > 1 and len(newest) == len(answers) and all(span.status == Status.COMPLETED for span in newest):
        done = [(span.from_on, _said_at(span)) for span in newest]
        day, at = max([*done, *(answer.began for answer in answers)])
        yield Event(day, "done", "Klart", more="alla aktiviteter som svarar på förslaget är genomförda", at=at)
