"""What a proposal led to: the activities that answer it, every change in how they go, and the day all are done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from actionplan import swedish
from actionplan.choices import Status
from actionplan.figures.story import Event, update_event
from actionplan.models import Proposal, ProposalActivity, StatusSpan


def follow_up(proposal: Proposal, on: dt.date) -> list[Event]:
    """Return, by day, what came of the proposal."""
    links = ProposalActivity.objects.filter(proposal=proposal, linked_on__lte=on).select_related("activity")
    links = list(links.order_by("linked_on", "activity__code"))
    spans = _changed_spans([link.activity_id for link in links], on)
    events = [*_linked(links)]
    for link in links:
        events += [_told(link, span) for span in _since(spans[link.activity_id], link.linked_on)]
    events.sort(key=lambda event: event.on)
    return [*events, *_done([spans[link.activity_id] for link in links], links)]


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


def _linked(links: list[ProposalActivity]) -> Iterator[Event]:
    for day, rows in groupby(links, key=lambda link: link.linked_on):
        activities = tuple(link.activity for link in rows)
        title = "Aktivitet som svarar på förslaget" if len(activities) == 1 else "Aktiviteter som svarar på förslaget"
        yield Event(day, "ongoing", title, activities=activities)


def _told(link: ProposalActivity, span: StatusSpan) -> Event:
    event = replace(update_event(span.update), activities=(link.activity,))
    if span.from_on >= link.linked_on:
        return event
    since = f"sedan {swedish.long_date(span.from_on)}"
    more = f"{event.more} · {since}" if event.more else since
    return replace(event, on=link.linked_on, recorded_on=None, more=more)


def _done(all_spans: list[list[StatusSpan]], links: list[ProposalActivity]) -> Iterator[Event]:
    """Tell of the day when the last of several activities was done, if all are."""
    newest = [spans[-1] for spans in all_spans if spans]
    if len(links) > 1 and len(newest) == len(links) and all(span.status == Status.COMPLETED for span in newest):
        day = max([*(span.from_on for span in newest), *(link.linked_on for link in links)])
        yield Event(day, "done", "Klart", more="alla aktiviteter som svarar på förslaget är genomförda")
