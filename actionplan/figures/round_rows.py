"""The activities of a follow-up round, row by row, and the checklist before it is locked.

Answers are seen on the round's last day (`last_day`), standings on its cut-off day, as the report will show them.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Q, Subquery

from actionplan.choices import ReviewVerdict, RoundRows, RoundState, Status
from actionplan.figures.answers import answered_in, expected_rows, last_day, newest_review, with_reviews
from actionplan.models import Activity, ReportingRound
from actionplan.models.standing import OPEN


@dataclass(frozen=True)
class Check:
    """One line of the checklist: how many activities to look at (choices.RoundRows)."""

    key: str
    label: str
    number: int


@dataclass(frozen=True)
class RoundRow:
    """One activity in a round: how it stands on the cut-off day, what was answered and what the chief says of it."""

    activity: Activity
    standing: str
    is_answered: bool
    is_after: bool
    """The answer is about a later day than the cut-off, so the report does not show it."""
    review: str
    question: str


def checklist(round_: ReportingRound, on: dt.date) -> list[Check]:
    """Return what to look at before the round is locked, zeros too; locked, it takes no more reviews. Two queries."""
    day = last_day(round_, on)
    answers = with_reviews(expected_rows(round_, on), round_, day)
    chosen = _chosen(round_, day)
    too_late = () if round_.state == RoundState.OPEN else RoundRows.TOO_LATE
    keys = [key for key in RoundRows.CHECKLIST if key not in too_late]
    numbers = answers.aggregate(**{key: _count(chosen[key]) for key in keys if key in chosen})
    numbers |= _on_cutoff(round_).aggregate(**{key: _count(condition) for key, condition in _FAULTS.items()})
    return [Check(key, RoundRows(key).label, numbers[key]) for key in keys]


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)


def round_keys(round_: ReportingRound, on: dt.date, rows: str, department: int | None = None):
    """Return the ids of a round's activities of one sort (choices.RoundRows), in the order of the plan.

    `department` keeps what it answers for; 0 means nobody does.
    """
    day = last_day(round_, on)
    if rows in _FAULTS:
        found = _on_cutoff(round_).filter(_FAULTS[rows])
    else:
        found = with_reviews(expected_rows(round_, on), round_, day).filter(_chosen(round_, day)[rows])
    if department is not None:
        found = (
            found.filter(responsible_id_on=department) if department else found.filter(responsible_id_on__isnull=True)
        )
    return found.order_by("code").values_list("pk", flat=True)


def round_rows(round_: ReportingRound, on: dt.date, keys: list[int]) -> list[RoundRow]:
    """Return what a page shows of the activities with the ids. A constant number of queries."""
    day = last_day(round_, on)
    standings = dict(Activity.objects.filter(pk__in=keys).seen_on(round_.cutoff).values_list("pk", "standing"))
    found = Activity.objects.filter(plan=round_.plan_id, pk__in=keys).seen_on(day).for_rows(day)
    found = with_reviews(found, round_, day).annotate(
        comment_on=F("span__update__comment"),
        next_step_on=F("span__update__next_step"),
        question=Subquery(newest_review(round_).values("question")[:1]),
    )
    return [_row(round_, activity, standings) for activity in found.order_by("code")]


def _row(round_: ReportingRound, activity: Activity, standings: dict[int, str]) -> RoundRow:
    asked = activity.review == ReviewVerdict.COMPLETE
    return RoundRow(
        activity=activity,
        standing=standings[activity.pk],
        is_answered=activity.is_answered,
        is_after=activity.is_answered and activity.reported_on_day > round_.cutoff,
        review=activity.review,
        question=activity.question if asked else "",
    )


def _on_cutoff(round_: ReportingRound):
    """Return the plan's activities as the report per the cut-off shows them, with what was said of them last."""
    rows = Activity.objects.filter(plan=round_.plan_id).on_day(round_.cutoff)
    return rows.annotate(comment_on=F("span__update__comment"))


_FAULTS = {
    RoundRows.UNEXPLAINED.value: (Q(is_late=True) | Q(is_deviating=True))
    & (Q(comment_on="") | Q(comment_on__isnull=True)),
    RoundRows.NO_RESULT.value: Q(status_on=Status.COMPLETED, result=""),
    RoundRows.NO_DEADLINE.value: OPEN & Q(deadline_on__isnull=True),
    RoundRows.NOT_STARTED.value: Q(is_due=True),
}


def _chosen(round_: ReportingRound, day: dt.date) -> dict[str, Q]:
    answered = answered_in(round_.cutoff)
    return {
        RoundRows.EXPECTED.value: Q(),
        RoundRows.ANSWERED.value: answered,
        RoundRows.LEFT.value: ~answered,
        RoundRows.TO_REVIEW.value: answered & Q(review=""),
        RoundRows.QUESTIONED.value: Q(review=ReviewVerdict.COMPLETE),
        RoundRows.REVIEWED.value: Q(review=ReviewVerdict.REVIEWED),
        RoundRows.DEPARTMENT_ENDED.value: _nobody_answers(day),
    }


def _nobody_answers(day: dt.date) -> Q:
    return Q(responsible_id_on__isnull=True) | Q(owner__department__valid_to__lt=day)
