"""DESIGN.md section 3 once more in plain Python, written from its text and not from the SQL, for tests to compare with."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Told:
    """One status update; `number` is the order in which they were added."""

    number: int
    as_of: dt.date
    recorded_at: dt.datetime
    recorded_on: dt.date
    status: str
    assessment: str
    new_ends_on: dt.date | None = None


@dataclass(frozen=True)
class Answers:
    """That a department answers for the activity, from one day to another, both included."""

    department: str
    from_on: dt.date
    to_on: dt.date | None = None


@dataclass(frozen=True)
class Case:
    """An activity as it was entered."""

    added_on: dt.date
    starts_on: dt.date | None = None
    original_ends_on: dt.date | None = None
    closed_on: dt.date | None = None
    told: tuple[Told, ...] = field(default=())
    answers: tuple[Answers, ...] = field(default=())


@dataclass(frozen=True)
class Seen:
    """What is true of the activity on a day."""

    status: str
    assessment: str
    reported_on: dt.date | None
    deadline: dt.date | None
    responsible: str | None
    standing: str
    late: bool
    should_have_started: bool
    deviating: bool
    silent: bool


def seen_on(case: Case, day: dt.date, silent_after: int) -> Seen | None:
    """Return what is true that day; None for an activity that the plan did not have yet."""
    if case.added_on > day:
        return None
    newest = _newest(case, day)
    status, assessment = (newest.status, newest.assessment) if newest else ("ej_paborjad", "ingen")
    deadline = _deadline(case, day)
    finished = status in ("genomford", "avbruten")
    carried_over = case.closed_on is not None and day > case.closed_on
    is_open = not finished and not carried_over
    late = is_open and deadline is not None and deadline < day
    due = is_open and status == "ej_paborjad" and case.starts_on is not None and case.starts_on < day
    return Seen(
        status=status,
        assessment=assessment,
        reported_on=newest.as_of if newest else None,
        deadline=deadline,
        responsible=_responsible(case, day),
        standing=_standing(status, assessment, carried_over, late, due),
        late=late,
        should_have_started=due,
        deviating=is_open and assessment in ("gul", "rod"),
        silent=is_open and _silent(case, newest, day, silent_after),
    )


def _newest(case: Case, day: dt.date) -> Told | None:
    """The newest update with as_of <= day (ties: recorded_at, id)."""
    about = [told for told in case.told if told.as_of <= day]
    return max(about, key=lambda told: (told.as_of, told.recorded_at, told.number), default=None)


def _deadline(case: Case, day: dt.date) -> dt.date | None:
    """A moved deadline counts from the local date it was recorded."""
    deadline = case.original_ends_on
    for told in sorted(case.told, key=lambda told: (told.recorded_at, told.number)):
        if told.new_ends_on and told.recorded_on <= day:
            deadline = told.new_ends_on
    return deadline


def _responsible(case: Case, day: dt.date) -> str | None:
    for row in case.answers:
        if row.from_on <= day and (row.to_on is None or day <= row.to_on):
            return row.department
    return None


def _standing(status: str, assessment: str, carried_over: bool, late: bool, due: bool) -> str:
    """First match wins."""
    rules = (
        (status == "genomford", "genomford"),
        (status == "avbruten", "avbruten"),
        (carried_over, "overford"),
        (late, "forsenad"),
        (assessment == "rod", "stor_avvikelse"),
        (assessment == "gul", "viss_avvikelse"),
        (status == "pagaende", "pagar"),
        (due, "borde_ha_startat"),
    )
    return next((standing for holds, standing in rules if holds), "ej_paborjad")


def _silent(case: Case, newest: Told | None, day: dt.date, silent_after: int) -> bool:
    """More than N days since max(starts_on, newest as_of)."""
    known = [since for since in (case.starts_on, newest and newest.as_of) if since]
    return bool(known) and (day - max(known)).days > silent_after


@dataclass(frozen=True)
class Decided:
    """That a proposal got an outcome on a day; `number` is the order in which the steps were added."""

    number: int
    on: dt.date
    recorded_at: dt.datetime
    outcome: str


@dataclass(frozen=True)
class Said:
    """A proposal: when it came, every outcome it has had, when departments answered, which activities answer it since when."""

    received_on: dt.date
    decided: tuple[Decided, ...] = ()
    answered_on: tuple[dt.date | None, ...] = ()
    """One for each department that was asked about it, or about the proposal it is merged into; None has not answered."""
    links: tuple[tuple[dt.date, dt.date | None, Case], ...] = ()
    """The first day, the first day after the last (None: it still does), and the activity."""


OUTCOMES = ("inkommet", "bereds", "blev_aktivitet", "pagar_redan", "avbojt")


def outcomes_on(proposals: list[Said], day: dt.date) -> dict[str, int]:
    """Return how many proposals had each outcome that day."""
    found = [_outcome(said, day) for said in proposals if said.received_on <= day]
    return {outcome: found.count(outcome) for outcome in OUTCOMES}


def funnel_on(proposals: list[Said], day: dt.date) -> dict[str, int]:
    """Return how many proposals had come how far that day: said, answered by a department, became activities, all done."""
    said = [one for one in proposals if one.received_on <= day]
    became = [one for one in said if _outcome(one, day) == "blev_aktivitet"]
    return {
        "sagda": len(said),
        "forankrade": sum(any(answer and answer <= day for answer in one.answered_on) for one in said),
        "blev_aktiviteter": len(became),
        "genomforda": sum(_all_done(one, day) for one in became),
    }


def _outcome(said: Said, day: dt.date) -> str:
    """The newest step by the day it is about (ties: recorded_at, id)."""
    steps = [step for step in said.decided if step.on <= day]
    newest = max(steps, key=lambda step: (step.on, step.recorded_at, step.number), default=None)
    return newest.outcome if newest else "inkommet"


def _all_done(said: Said, day: dt.date) -> bool:
    """At least one activity answers it, and all that do are done."""
    holding = [case for first, after, case in said.links if first <= day and (after is None or day < after)]
    newest = [_newest(case, day) for case in holding]
    return bool(newest) and all(told is not None and told.status == "genomford" for told in newest)
