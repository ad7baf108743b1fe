"""The pace: completed activities against the plan, day by day."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from actionplan.choices import Status
from actionplan.figures.own import newest_cutoff
from actionplan.figures.remembered import remembered
from actionplan.models import ActionPlan, Activity, StatusSpan


@dataclass(frozen=True)
class Point:
    """How many were completed, and how many should have been, at the end of a day."""

    on: dt.date
    completed: int
    planned: int


@dataclass(frozen=True)
class Pace:
    """`steps` are the days on which a line changes; `table` the same at each cut-off and on the day itself."""

    total: int
    first: dt.date
    last: dt.date
    on: dt.date
    completed: tuple[tuple[dt.date, int], ...]
    planned: tuple[tuple[dt.date, int], ...]
    table: tuple[Point, ...]


def pace(plan: ActionPlan, on: dt.date, total: int) -> Pace:
    """Return the completed line up to the day and the plan's line (original deadlines) over the whole period."""
    completed, planned = remembered(plan, "pace", on, count=lambda: _lines(plan, on))
    last = plan.valid_to or max([on, *(day for day, _ in planned)])
    days = [*_cutoffs(plan.valid_from, min(on, last)), on]
    table = tuple(Point(day, _at(completed, day), _at(planned, day)) for day in dict.fromkeys(days))
    return Pace(total, plan.valid_from, last, on, tuple(completed), tuple(planned), table)


def _lines(plan: ActionPlan, on: dt.date) -> tuple[list, list]:
    return _running(_completed_changes(plan, on)), _running(_planned_changes(plan, on))


def _completed_changes(plan: ActionPlan, on: dt.date) -> Counter:
    """An activity counts from the first day of each span told as completed, and no more from the day after its last."""
    spans = StatusSpan.objects.filter(activity__plan=plan, activity__added_on__lte=on, status=Status.COMPLETED)
    changes = Counter()
    for from_on, to_on, number in spans.values_list("from_on", "to_on").annotate(number=Count("pk")).order_by():
        if from_on <= on:
            changes[from_on] += number
        if to_on and to_on < on:
            changes[to_on + dt.timedelta(days=1)] -= number
    return changes


def _planned_changes(plan: ActionPlan, on: dt.date) -> Counter:
    rows = Activity.objects.filter(plan=plan, added_on__lte=on, original_ends_on__isnull=False).order_by()
    ends = rows.values_list("original_ends_on").annotate(number=Count("pk"))
    return Counter(dict(ends))


def _running(changes: Counter) -> list[tuple[dt.date, int]]:
    total, line = 0, []
    for day in sorted(changes):
        if changes[day]:
            total += changes[day]
            line.append((day, total))
    return line


def _at(line: list[tuple[dt.date, int]], day: dt.date) -> int:
    return next((number for changed, number in reversed(line) if changed <= day), 0)


def _cutoffs(first: dt.date, last: dt.date) -> list[dt.date]:
    days, day = [], newest_cutoff(last)
    while day >= first:
        days.append(day)
        day = newest_cutoff(day - dt.timedelta(days=1))
    return days[::-1]
