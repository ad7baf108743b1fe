"""The geometry of the pace chart: completed against plan, by day."""

import datetime as dt
from dataclasses import dataclass

from actionplan import swedish

WIDTH, HEIGHT = 560, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 548, 28, 186


@dataclass(frozen=True)
class Tick:
    """A mark on an axis."""

    at: float
    word: str


@dataclass(frozen=True)
class PaceChart:
    """Paths and places in a drawing of `width` x `height`; `label` says the main thing in words."""

    completed_path: str
    planned_path: str
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    now_x: float
    now_word: str
    done_y: float
    done_word: str
    anchor: str
    label: str
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def pace_chart(pace) -> PaceChart:
    """Draw figures.Pace: a solid step line up to the day, a dashed one over the whole period."""
    to_x = _x_scale(pace.first, pace.last)
    to_y = _y_scale(pace.total)
    now = min(max(pace.on, pace.first), pace.last)
    point = pace.table[-1]
    done = swedish.counted(point.completed, "genomförd", "genomförda")
    late_in_period = to_x(now) > (_LEFT + _RIGHT) / 2
    return PaceChart(
        completed_path=_steps(pace.completed, pace.first, now, to_x, to_y),
        planned_path=_steps(pace.planned, pace.first, pace.last, to_x, to_y),
        y_ticks=tuple(Tick(to_y(number), str(number)) for number in _rounded(pace.total)),
        x_ticks=_years(pace.first, pace.last, to_x),
        now_x=to_x(now),
        now_word=swedish.long_date(pace.on),
        done_y=to_y(point.completed),
        done_word=done,
        anchor="end" if late_in_period else "start",
        label=f"{done} {swedish.long_date(pace.on)}, enligt planen skulle {swedish.counted(point.planned, 'vara klar', 'vara klara')} då.",
    )


def _x_scale(first: dt.date, last: dt.date):
    days = max((last - first).days, 1)
    return lambda day: round(_LEFT + (_RIGHT - _LEFT) * (min(max(day, first), last) - first).days / days, 1)


def _y_scale(total: int):
    return lambda number: round(_BOTTOM - (_BOTTOM - _TOP) * number / max(total, 1), 1)


def _steps(line, first: dt.date, last: dt.date, to_x, to_y) -> str:
    """Return a step path; steps closer than a unit are one, so that a path has a bounded length."""
    heights = {int(to_x(day)): number for day, number in line if day <= last}
    steps = "".join(f"H{x}V{to_y(number)}" for x, number in heights.items())
    return f"M{to_x(first)} {to_y(0)}{steps}H{to_x(last)}"


def _rounded(total: int) -> list[int]:
    return sorted({0, round(total / 3), round(total * 2 / 3), total})


def _years(first: dt.date, last: dt.date, to_x) -> tuple[Tick, ...]:
    starts = [dt.date(year, 1, 1) for year in range(first.year, last.year + 1)]
    return tuple(Tick(to_x(day), str(day.year)) for day in starts if day >= first or day.year == first.year)
