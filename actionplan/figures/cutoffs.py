"""The municipality's three days a year to tell of, and the rounds the calendar proposes from them (DOMAIN.md section 0.4)."""

import datetime as dt
from dataclasses import dataclass

from actionplan.models import ActionPlan

_CUTOFFS = {(4, 30): "T1", (8, 31): "T2", (12, 31): "Helår"}
_HOLIDAYS = {(1, 1), (5, 1)}
_OPEN_DAYS = dt.timedelta(days=21)
_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_MOST = 3


@dataclass(frozen=True)
class ProposedRound:
    """A round the calendar proposes; when the board meets is not known."""

    name: str
    cutoff: dt.date
    opens_on: dt.date
    closes_on: dt.date


def newest_cutoff(on: dt.date) -> dt.date:
    """Return the last of 30 April, 31 August and 31 December on or before the day."""
    return max(day for day in _cutoffs(on.year - 1, on.year) if day <= on)


def proposed_rounds(plan: ActionPlan, on: dt.date) -> list[ProposedRound]:
    """Return the next rounds the plan has none for: from the newest cut-off on, within its period, after those it has."""
    taken = set(plan.rounds.values_list("cutoff", flat=True))
    after = max(taken, default=newest_cutoff(on) - _DAY)
    first = max(after + _DAY, plan.valid_from)
    days = [day for day in _cutoffs(first.year, first.year + 1) if day >= first]
    return [_round_of(day) for day in days if plan.valid_to is None or day <= plan.valid_to][:_MOST]


def _round_of(cutoff: dt.date) -> ProposedRound:
    """Opens the first working day after the cut-off, closes the last weekday of three weeks."""
    opens_on = cutoff + _DAY
    while opens_on.weekday() >= _SATURDAY or (opens_on.month, opens_on.day) in _HOLIDAYS:
        opens_on += _DAY
    closes_on = cutoff + _OPEN_DAYS
    while closes_on.weekday() >= _SATURDAY:
        closes_on -= _DAY
    return ProposedRound(f"{_CUTOFFS[cutoff.month, cutoff.day]} {cutoff.year}", cutoff, opens_on, closes_on)


def _cutoffs(*years: int) -> list[dt.date]:
    return [dt.date(year, month, day) for year in years for month, day in _CUTOFFS]
