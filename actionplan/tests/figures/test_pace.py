import datetime as dt

import pytest

from actionplan.figures import pace, plan_figures
from actionplan.models import ActionPlan
from actionplan.tests.factories import ActionPlanFactory, ActivityFactory, StatusUpdateFactory, StrategicAreaFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


def test_the_table_shows_each_cutoff_and_the_day_itself(plan):
    found = pace(plan, dt.date(2018, 1, 15), 28)

    assert [(str(point.on), point.completed, point.planned) for point in found.table] == [
        ("2016-04-30", 0, 0),
        ("2016-08-31", 1, 2),
        ("2016-12-31", 1, 5),
        ("2017-04-30", 1, 7),
        ("2017-08-31", 1, 9),
        ("2017-12-31", 8, 12),
        ("2018-01-15", 8, 12),
    ]


@pytest.mark.parametrize("on", ["2015-12-31", "2016-08-31", "2017-12-31", "2018-03-22", "2018-12-31", "2020-01-01"])
def test_the_line_ends_at_the_figure_of_the_day(plan, on):
    day = dt.date.fromisoformat(on)

    assert pace(plan, day, 28).table[-1].completed == plan_figures(plan, day).counts.completed


def test_what_is_completed_and_opened_again_is_taken_off_the_line():
    activity = ActivityFactory()
    for day, status in (("2016-03-01", "genomford"), ("2016-05-01", "pagaende"), ("2016-07-01", "genomford")):
        assessment = "gron" if status == "pagaende" else "ingen"
        StatusUpdateFactory(activity=activity, as_of=dt.date.fromisoformat(day), status=status, assessment=assessment)

    found = pace(activity.plan, dt.date(2016, 6, 1), 1)

    assert [(str(day), number) for day, number in found.completed] == [("2016-03-01", 1), ("2016-05-01", 0)]


def test_the_line_does_not_know_what_happens_the_day_after():
    activity = ActivityFactory()
    StatusUpdateFactory(activity=activity, as_of=dt.date(2016, 3, 1), status="genomford", assessment="ingen")
    StatusUpdateFactory(activity=activity, as_of=dt.date(2016, 3, 2))

    assert pace(activity.plan, dt.date(2016, 3, 1), 1).completed == ((dt.date(2016, 3, 1), 1),)


def test_the_plans_line_keeps_the_original_deadline_when_it_is_moved():
    activity = ActivityFactory(ends_on=dt.date(2016, 6, 30))
    StatusUpdateFactory(
        activity=activity, as_of=dt.date(2016, 5, 1), new_ends_on=dt.date(2017, 6, 30), new_ends_reason="X."
    )

    assert pace(activity.plan, dt.date(2016, 12, 31), 1).planned == ((dt.date(2016, 6, 30), 1),)


def test_an_open_ended_plan_reaches_to_its_last_deadline():
    area = StrategicAreaFactory(plan=ActionPlanFactory(valid_to=None))
    ActivityFactory(area=area, ends_on=dt.date(2020, 6, 30))

    found = pace(area.plan, dt.date(2017, 1, 1), 1)

    assert (found.first, found.last) == (dt.date(2016, 1, 1), dt.date(2020, 6, 30))


def test_an_empty_plan_has_no_lines():
    found = pace(ActionPlanFactory(), dt.date(2016, 5, 1), 0)

    assert (found.completed, found.planned) == ((), ())
    assert [(point.completed, point.planned) for point in found.table] == [(0, 0), (0, 0)]
