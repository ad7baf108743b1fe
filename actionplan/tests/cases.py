"""Random activities for the property tests: drawn by hypothesis, stored through the services, read back for the reference."""

import datetime as dt
from contextlib import contextmanager
from operator import itemgetter

from django.core.cache import caches
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st

from actionplan.choices import Closing
from actionplan.models import ActionPlan, Activity, Department, User
from actionplan.services.followup import record_status_update
from actionplan.tests.factories import ActivityFactory, ResponsibilityFactory
from actionplan.tests.reference import Answers, Case, Told

FIRST = dt.date(2016, 1, 1)
SAID = [
    ("ej_paborjad", "ingen"),
    ("ej_paborjad", "gul"),
    ("ej_paborjad", "inte_bedomd"),
    ("pagaende", "gron"),
    ("pagaende", "gul"),
    ("pagaende", "rod"),
    ("pagaende", "inte_bedomd"),
    ("genomford", "ingen"),
    ("avbruten", "ingen"),
]
# Every tenth day of two years, so that days often meet; and just after midnight, when it is still yesterday in UTC.
days = st.integers(0, 73).map(lambda n: FIRST + dt.timedelta(days=10 * n))
clocks = st.sampled_from([dt.time(0, 30), dt.time(12), dt.time(23, 30)])
# The days asked about: those, and the days before and after.
asked_days = st.builds(lambda day, step: day + dt.timedelta(days=step), days, st.integers(-1, 1))


@st.composite
def drawn_updates(draw, starts_on):
    """Draw what record_status_update takes, in the order it is recorded, which need not be that of as_of."""
    drawn = []
    for _ in range(draw(st.integers(0, 5))):
        recorded_on = draw(days)
        as_of = min(recorded_on, draw(days))
        status, assessment = draw(st.sampled_from(SAID))
        moved = draw(st.none() | days) if status in ("ej_paborjad", "pagaende") else None
        if moved and starts_on and moved < starts_on:
            moved = None
        drawn.append(
            (timezone.make_aware(dt.datetime.combine(recorded_on, draw(clocks))), as_of, status, assessment, moved)
        )
    return sorted(drawn, key=itemgetter(0))


@st.composite
def drawn_activities(draw):
    """Draw one activity: its days, who answers for it from when, its updates and its closing."""
    starts_on, ends_on = draw(st.none() | days), draw(st.none() | days)
    if starts_on and ends_on and ends_on < starts_on:
        starts_on, ends_on = ends_on, starts_on
    return {
        "added_on": draw(days),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "closed_on": draw(st.none() | days),
        "handed_over": sorted(set(draw(st.lists(days, max_size=3)))),
        "updates": draw(drawn_updates(starts_on)),
    }


def stored(drawn: dict, plan: ActionPlan, author: User, departments: list[Department]) -> Activity:
    """Store a drawn activity in one of the plan's areas."""
    area = plan.areas.order_by("number")[len(drawn["updates"]) % plan.areas.count()]
    dates = {name: drawn[name] for name in ("added_on", "starts_on", "ends_on")}
    activity = ActivityFactory(area=area, **dates)
    for recorded_at, as_of, status, assessment, moved in drawn["updates"]:
        activity.refresh_from_db()
        record_status_update(
            activity=activity,
            expected_version=activity.version,
            author=author,
            as_of=as_of,
            recorded_at=recorded_at,
            status=status,
            assessment=assessment,
            comment="Därför.",
            new_ends_on=moved,
            new_ends_reason="Mer tid." if moved else "",
        )
    _answered_for(activity, drawn["handed_over"], departments)
    activity.refresh_from_db()
    if drawn["closed_on"]:
        activity.closed_on, activity.closing = drawn["closed_on"], Closing.CARRIED_OVER
        activity.closing_reason = "Fortsätter."
        activity.save()
    return activity


def _answered_for(activity: Activity, first_days: list[dt.date], departments: list[Department]) -> None:
    for i, first in enumerate(first_days):
        following = first_days[i + 1] if i + 1 < len(first_days) else None
        ResponsibilityFactory(
            activity=activity,
            department=departments[i % len(departments)],
            from_on=first,
            to_on=following and following - dt.timedelta(days=1),
        )


def as_case(activity: Activity, drawn: dict) -> Case:
    """Return the activity as the reference reads it: the updates from the rows that were stored, the rest as drawn."""
    told = [
        Told(
            number=update.pk,
            as_of=update.as_of,
            recorded_at=update.recorded_at,
            recorded_on=timezone.localdate(update.recorded_at),
            status=update.status,
            assessment=update.assessment,
            new_ends_on=update.new_ends_on,
        )
        for update in activity.updates.all()
    ]
    answers = [Answers(row.department.name, row.from_on, row.to_on) for row in activity.responsibilities.all()]
    return Case(
        added_on=drawn["added_on"],
        starts_on=drawn["starts_on"],
        original_ends_on=drawn["ends_on"],
        closed_on=drawn["closed_on"],
        told=tuple(told),
        answers=tuple(answers),
    )


@contextmanager
def undone():
    """Take back what is stored inside, and what was remembered of it; hypothesis runs many examples in one test."""
    caches["figures"].clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
