"""Who is expected to answer in a follow-up round and who has: conditions on what `on_day` annotates, shared by all figures.

An update answers a round when it is about the cut-off or a later day. What was finished or closed before the cut-off is
not expected to, nor what was closed since without an answer.
"""

import datetime as dt

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from actionplan.choices import RoundState, Status
from actionplan.models import Activity, ReportingRound, RoundReview, StatusUpdate
from actionplan.models.standing import OPEN

_DAY = dt.timedelta(days=1)


def answered_in(cutoff: dt.date) -> Q:
    """Return that somebody has told since the cut-off; goes after `on_day`."""
    return Q(reported_on_day__isnull=False, reported_on_day__gte=cutoff)


def expected_in(round_: ReportingRound) -> Q:
    """Return that the activity is to be told of in the round; goes after `on_day`, compared with the day before the cut-off."""
    there = Q(added_on__lte=round_.cutoff) & (Q(closed_on__isnull=True) | Q(closed_on__gte=round_.cutoff))
    unfinished = ~Q(status_then__in=sorted(Status.FINISHED))
    return there & unfinished & (answered_in(round_.cutoff) | OPEN)


def last_day(round_: ReportingRound, on: dt.date) -> dt.date:
    """Return the day the round's answers are seen on: today, but for a locked round the day it was locked.

    The round comes from `with_lock`.
    """
    if round_.state not in RoundState.REFUSING:
        return on
    locked_on = localdate(round_.locked_at) if round_.locked_at else round_.closes_on
    return min(on, max(locked_on, round_.cutoff))


def expected_rows(round_: ReportingRound, on: dt.date):
    """Return what is to be told of in the round, with what was true of it on the round's last day."""
    day = last_day(round_, on)
    before = min(round_.cutoff - _DAY, day)
    return Activity.objects.filter(plan=round_.plan_id).on_day(day).compared_with(before).filter(expected_in(round_))


def newest_review(round_: ReportingRound):
    return RoundReview.objects.filter(round=round_, activity=OuterRef("pk")).newest_first()


def with_reviews(activities, round_: ReportingRound, day: dt.date):
    """Add is_answered, and review: what the chief says, empty when nothing or when somebody has told since."""
    told = StatusUpdate.objects.filter(as_of__gte=round_.cutoff, recorded_on__lte=day, activity=OuterRef("pk"))
    newest = newest_review(round_)
    found = activities.annotate(
        is_answered=Case(When(answered_in(round_.cutoff), then=Value(True)), default=Value(False)),
        review_at=Subquery(newest.values("at")[:1]),
        verdict=Subquery(newest.values("verdict")[:1]),
    )
    told_since = Exists(told.filter(recorded_at__gte=OuterRef("review_at")))
    said = Case(When(told_since, then=Value("")), default=Coalesce("verdict", Value("")), output_field=CharField())
    return found.annotate(review=said)
