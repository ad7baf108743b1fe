"""What has changed between two days, in plain Swedish: counted now for those who read the plan, or from two frozen reports."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from actionplan import swedish
from actionplan.choices import Change, Standing
from actionplan.figures import Changed, Seen, compared, difference, plan_figures, reported_activities
from actionplan.models import ActionPlan
from actionplan.reports.summary import happened

# What was achieved, what went wrong, and then the rest.
_ORDER = (Change.COMPLETED, Change.NEWLY_LATE, Change.CANCELLED, Change.MOVED, Change.ADDED, Change.STARTED)
_NO_REASON = "Ingen orsak är angiven."


@dataclass(frozen=True)
class Told:
    """One activity that has changed; `more` says how and why."""

    id: int
    code: str
    title: str
    department: str
    more: str


@dataclass(frozen=True)
class Group:
    """The activities that have changed in one way."""

    key: str
    label: str
    rows: tuple[Told, ...]


@dataclass(frozen=True)
class Since:
    """What has changed after one day and up to another. `standings` are (key, then, now, change as written)."""

    since: dt.date
    on: dt.date
    sentence: str
    groups: tuple[Group, ...]
    standings: tuple[tuple[str, int, int, str], ...]


def since_days(plan: ActionPlan, since: dt.date, on: dt.date) -> Since:
    """Return what has changed in a plan between two days, as it is recorded now."""
    changes = compared(reported_activities(plan, since, added_by=on), reported_activities(plan, on), since)
    return _since(
        changes, plan_figures(plan, since).counts.by_standing, plan_figures(plan, on).counts.by_standing, since, on
    )


def since_reports(then: dict, now: dict) -> Since:
    """Return what has changed between two reports, by what they keep (the facts of their content)."""
    since, on = dt.date.fromisoformat(then["on"]), dt.date.fromisoformat(now["on"])
    return _since(compared(_kept(then), _kept(now), since), then["by_standing"], now["by_standing"], since, on)


def _kept(facts: dict) -> list[Seen]:
    return [Seen.from_facts(one) for one in facts["activities"]]


def _since(changes: dict, then: dict, now: dict, since: dt.date, on: dt.date) -> Since:
    told = happened({key.value: len(changes[key]) for key in _ORDER})
    return Since(
        since=since,
        on=on,
        sentence=f"{told}." if told else "Inget har ändrats.",
        groups=tuple(_group(key, changes[key]) for key in _ORDER if changes[key]),
        standings=tuple(
            (key, then[key], now[key], swedish.signed(difference(now[key], then[key])))
            for key in Standing.SHOWN
            if then[key] or now[key]
        ),
    )


def _group(change: Change, rows: Iterable[Changed]) -> Group:
    return Group(change.value, change.label, tuple(_told(change, row) for row in rows))


def _told(change: Change, row: Changed) -> Told:
    now = row.now
    return Told(now.id, now.code, now.title, now.department, more(change, row))


def more(change: Change, row: Changed) -> str:
    """Say how and why an activity has changed; empty when the heading says all."""
    now = row.now
    if change == Change.MOVED:
        was = _date(row.then.deadline if row.then else None)
        return f"Från {was} till {_date(now.deadline)}. Skäl: {now.moved_because or _NO_REASON}"
    said = {
        Change.NEWLY_LATE: f"Skulle vara klar {_date(now.deadline)}. {now.comment or _NO_REASON}",
        Change.CANCELLED: now.comment or _NO_REASON,
        Change.ADDED: f"Ska vara klar {_date(now.deadline)}." if now.deadline else "",
    }
    return said.get(change, "")


def _date(day: dt.date | None) -> str:
    return swedish.long_date(day) if day else "okänd dag"
