"""Follow-up rounds: who has answered, department by department, and what is left.

Answers are seen on the round's last day (`last_day`). Rounds come from `ReportingRound.objects.with_lock()`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Value

from actionplan.choices import ReviewVerdict
from actionplan.figures.answers import answered_in, expected_rows, last_day, with_reviews
from actionplan.figures.remembered import remembered
from actionplan.models import Department, ReportingRound


@dataclass(frozen=True)
class Progress:
    """How many activities were to answer, have answered, have an unanswered question, and are reviewed."""

    expected: int
    answered: int
    questioned: int = 0
    reviewed: int = 0

    @property
    def left(self) -> int:
        """How many have not answered."""
        return self.expected - self.answered

    @property
    def to_review(self) -> int:
        """How many answers the chief has not said anything of, or that have come since."""
        return max(self.answered - self.questioned - self.reviewed, 0)


@dataclass(frozen=True)
class DepartmentProgress:
    """The progress of one department; without a name when nobody answers for the activities."""

    id: int | None
    name: str
    progress: Progress


@dataclass(frozen=True)
class RoundFigures:
    """Everything counted about one round."""

    round: ReportingRound
    on: dt.date
    """The day its answers are seen on."""
    progress: Progress
    departments: tuple[DepartmentProgress, ...]


def progress_of(rounds: Iterable[ReportingRound], on: dt.date) -> dict[int, Progress]:
    """Count several rounds of one plan in one query, by id."""
    rounds = list(rounds)
    if not rounds:
        return {}
    about = (on, *(f"{one.pk}-{one.version}" for one in rounds))
    return remembered(rounds[0].plan, "rounds", *about, count=lambda: _progress_of(rounds, on))


def _progress_of(rounds: list[ReportingRound], on: dt.date) -> dict[int, Progress]:
    first, *others = [_counted(round_, on) for round_ in rounds]
    found = {pk: Progress(expected, answered) for pk, expected, answered in first.union(*others, all=True)}
    return {round_.pk: found.get(round_.pk, Progress(0, 0)) for round_ in rounds}


def _counted(round_: ReportingRound, on: dt.date):
    rows = expected_rows(round_, on).order_by().annotate(round_pk=Value(round_.pk)).values("round_pk")
    answered = Count("pk", filter=answered_in(round_.cutoff))
    return rows.annotate(expected=Count("pk"), answered=answered).values_list("round_pk", "expected", "answered")


def round_figures(round_: ReportingRound, on: dt.date) -> RoundFigures:
    """Count one round as it is seen on a day, department by department, in Swedish order."""
    day = last_day(round_, on)
    rows = with_reviews(expected_rows(round_, on), round_, day).order_by()
    grouped = rows.values("responsible_id_on", "review", "is_answered").annotate(number=Count("pk"))
    by_department = defaultdict(list)
    for row in grouped:
        by_department[row["responsible_id_on"]].append(row)
    return RoundFigures(
        round_,
        day,
        _sum([row for rows in by_department.values() for row in rows]),
        _departments({pk: _sum(rows) for pk, rows in by_department.items()}),
    )


def waiting_by_department(round_: ReportingRound, on: dt.date) -> dict[int, int]:
    """Return how many activities each department should still answer for, and has been asked about, by department id."""
    rows = with_reviews(expected_rows(round_, on), round_, last_day(round_, on)).order_by()
    waiting = rows.filter(Q(is_answered=False) | Q(review=ReviewVerdict.COMPLETE), responsible_id_on__isnull=False)
    return dict(
        waiting.values("responsible_id_on").annotate(number=Count("pk")).values_list("responsible_id_on", "number")
    )


def _sum(rows: list[dict]) -> Progress:
    def number(**wanted) -> int:
        return sum(row["number"] for row in rows if all(row[key] == value for key, value in wanted.items()))

    return Progress(
        expected=number(),
        answered=number(is_answered=True),
        questioned=number(review=ReviewVerdict.COMPLETE),
        reviewed=number(review=ReviewVerdict.REVIEWED),
    )


def _departments(found: dict[int | None, Progress]) -> tuple[DepartmentProgress, ...]:
    named = Department.objects.filter(pk__in=[pk for pk in found if pk]).order_by("sort_key", "id")
    rows = [DepartmentProgress(one.pk, one.name, found[one.pk]) for one in named]
    if None in found:
        rows.append(DepartmentProgress(None, "Ingen ansvarig", found[None]))
    return tuple(rows)
