"""The timeline of activities. Places are per cent of the drawing's width, so that it fits any screen undistorted."""

import datetime as dt
from dataclasses import dataclass

from actionplan import swedish
from actionplan.choices import Standing

_SPARE_YEARS = 2
_MOST_YEARS_WITH_TERTIALS = 5
_TERTIALS = (1, 5, 9)


@dataclass(frozen=True)
class Tick:
    """A line on the axis; a year has a label and where its text stands, a tertial has neither."""

    x: float
    label: str = ""
    label_x: float = 0.0


@dataclass(frozen=True)
class TimelineRow:
    """One activity's bar. `moved_x` is where it was first to end, when that has been moved."""

    activity: object
    token: str
    x: float
    width: float
    moved_x: float | None
    words: str


@dataclass(frozen=True)
class TimelineGroup:
    """The rows of one area."""

    area: object
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True)
class Timeline:
    """All that is drawn: the axis and the groups. `now_x` is the day, None when it falls outside."""

    first: dt.date
    last: dt.date
    ticks: tuple[Tick, ...]
    now_x: float | None
    groups: tuple[TimelineGroup, ...]


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Return where the day begins, kept within the drawing."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return round(min(max(share, 0.0), 1.0) * 100, 2)

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def timeline_chart(plan, on: dt.date, activities: list) -> Timeline:
    """Return the timeline of activities that carry what `seen_on` and `for_rows` add, in the order of their areas."""
    scale = _scale(plan, activities)
    areas: dict = {}
    for activity in activities:
        areas.setdefault(activity.area, []).append(_row(activity, scale))
    groups = tuple(TimelineGroup(area, tuple(rows)) for area, rows in areas.items())
    now_x = scale.x(on + dt.timedelta(days=1)) if scale.holds(on) else None
    return Timeline(scale.first, scale.last, tuple(_ticks(scale)), now_x, groups)


def _scale(plan, activities: list) -> _Scale:
    """Whole years of the plan, and of activities outside it, but only so far that the plan stays readable."""
    days = [day for row in activities for day in (row.starts_on, row.deadline_on, row.original_ends_on) if day]
    first = plan.valid_from.year
    last = plan.valid_to.year if plan.valid_to else max([first, *(day.year for day in days)])
    earliest = min([first, *(max(day.year, first - _SPARE_YEARS) for day in days)])
    latest = max([last, *(min(day.year, last + _SPARE_YEARS) for day in days)])
    return _Scale(dt.date(earliest, 1, 1), dt.date(latest, 12, 31))


def _ticks(scale: _Scale):
    years = range(scale.first.year, scale.last.year + 1)
    months = _TERTIALS if len(years) <= _MOST_YEARS_WITH_TERTIALS else (1,)
    for year in years:
        for month in months:
            x = scale.x(dt.date(year, month, 1))
            middle = scale.x(dt.date(year, 7, 1))
            yield Tick(x, str(year), middle) if month == 1 else Tick(x)


def _row(activity, scale: _Scale) -> TimelineRow:
    start = scale.x(activity.starts_on or scale.first)
    end = scale.x(activity.deadline_on + dt.timedelta(days=1)) if activity.deadline_on else 100.0
    moved = activity.original_ends_on if activity.moves_on else None
    return TimelineRow(
        activity=activity,
        token=Standing(activity.standing).look.token,
        x=start,
        width=round(max(end - start, 0.4), 2),
        moved_x=scale.x(moved + dt.timedelta(days=1)) if moved else None,
        words=_words(activity),
    )


def _words(activity) -> str:
    start = swedish.long_date(activity.starts_on) if activity.starts_on else "start saknas"
    end = swedish.long_date(activity.deadline_on) if activity.deadline_on else "utan sluttid"
    return f"{start} – {end}"
