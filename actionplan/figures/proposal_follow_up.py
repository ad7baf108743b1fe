"""What a proposal led to: the activities that answer it, every change in how they go, and the day all are done."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from actionplan import swedish
from actionplan.choices import Status
from actionplan.figures.links import Link, links_by
from actionplan.figures.story import Event, update_event
from actionplan.models import Activity, Proposal, StatusSpan


def follow_up(proposal: Proposal, on: dt.date) -> list[Event]:
    """Return, by day, what came of the proposal, also by activities that a later decision took away."""
    links = links_by(on, proposal__in=[proposal.pk])
    activities = Activity.objects.in_bulk({link.activity for link in links})
    links.sort(key=lambda link: (link.linked_on, activities[link.activity].code))
    spans = _changed_spans(list(activities), on)
    events = [*_linked(links, activities), *_unlinked(links, activities, on)]
    for link in links:
        told = [span for span in _since(spans[link.activity], link.linked_on) if link.holds(span.from_on)]
        events += [_told(link, activities[link.activity], span) for span in told]
    events.sort(key=lambda event: event.on)
    holding = [link for link in links if link.holds(on)]
    return [*events, *_done([spans[link.activity] for link in holding], holding)]


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


def _linked(links: list[Link], activities: dict[int, Activity]) -> Iterator[Event]:
    for day, rows in groupby(links, key=lambda link: link.linked_on):
        begun = tuple(activities[link.activity] for link in rows)
        title = "Aktivitet som svarar på förslaget" if len(begun) == 1 else "Aktiviteter som svarar på förslaget"
        yield Event(day, "ongoing", title, activities=begun)


def _unlinked(links: list[Link], activities: dict[int, Activity], on: dt.date) -> Iterator[Event]:
    """Tell of each day on which activities no longer answered the proposal, by a decision made anew."""
    ended = sorted((link for link in links if not link.holds(on)), key=lambda link: link.ended_on)
    for day, rows in groupby(ended, key=lambda link: link.ended_on):
        gone = tuple(activities[link.activity] for link in rows)
        yield Event(day, "stopped", "Svarar inte längre på förslaget", activities=gone)


def _told(link: Link, activity: Activity, span: StatusSpan) -> Event:
    event = replace(update_event(span.update), activities=(activity,))
    if span.from_on >= link.linked_on:
        return event
    since = f"sedan {swedish.long_date(span.from_on)}"
    more = f"{event.more} · {since}" if event.more else since
    return replace(event, on=link.linked_on, recorded_on=None, more=more)


def _done(all_spans: list[list[StatusSpan]], links: list[Link]) -> Iterator[Event]:
    """Tell of the day when the last of several activities was done, if all are."""
    newest = [spans[-1] for spans in all_spans if spans]
    if len(links) > 1 and len(newest) == len(links) and all(span.status == Status.COMPLETED for span in newest):
        day = max([*(span.from_on for span in newest), *(link.linked_on for link in links)])
        yield Event(day, "done", "Klart", more="alla aktiviteter som svarar på förslaget är genomförda")
