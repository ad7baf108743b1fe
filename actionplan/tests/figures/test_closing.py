"""How the plan's activities ended: the data set's own account, and what is left on the demo's day."""

import datetime as dt

import pytest

from actionplan.choices import Closing
from actionplan.figures import ClosingSummary, closing_summary, closing_work, next_unsettled
from actionplan.models import ActionPlan, Activity
from actionplan.services.activities import close_activity
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
)

LAST_DAY, DEMO_DAY = dt.date(2018, 12, 31), dt.date(2017, 12, 31)
CARRIED = ["SI-04", "SI-05", "SU-01", "SU-02", "SU-05", "SU-06", "SU-08", "UI-01", "UI-05"]
LEFT = ["SI-03", "SI-07", "SI-08", "SU-03", "SU-04", "UI-04", "EB-01", "EB-02", "EB-03", "EB-05"]


def test_the_account_of_the_whole_period_is_that_of_the_data_set(example):
    summary = closing_summary(ActionPlan.objects.get(), LAST_DAY)

    assert summary == ClosingSummary(completed=16, cancelled=3, carried_over=9, ordinary_work=0, unsettled=0)
    assert (summary.total, summary.settled) == (28, 28)


def test_on_the_demos_day_ten_are_left_and_nine_have_nothing_that_continues_them(example):
    work = closing_work(ActionPlan.objects.get(), DEMO_DAY)

    assert work.summary == ClosingSummary(completed=8, cancelled=1, carried_over=9, ordinary_work=0, unsettled=10)
    assert [activity.code for activity in work.unsettled] == LEFT
    assert [activity.code for activity in work.not_continued] == CARRIED
    assert (work.unsettled[0].standing, work.unsettled[0].responsible_name) == (
        "forsenad",
        "Stadsbyggnadsförvaltningen",
    )


def test_the_rows_of_the_account_add_up(example):
    summary = closing_summary(ActionPlan.objects.get(), DEMO_DAY)

    assert summary.rows == [
        ("Genomförda", 8),
        ("Överförda till nästa plan", 9),
        ("Till ordinarie arbete", 0),
        ("Avbrutna", 1),
        ("Kvar att avgöra", 10),
    ]


@pytest.mark.django_db
def test_a_closed_activity_that_was_finished_counts_as_finished_and_ordinary_work_as_that():
    area = StrategicAreaFactory()
    finished, ordinary = ActivityFactory(area=area), ActivityFactory(area=area)
    for activity in (finished, ordinary):
        close_activity(
            activity,
            closing=Closing.ORDINARY_WORK,
            reason="Linjen",
            closed_on=LAST_DAY,
            on=LAST_DAY,
            expected_version=1,
        )
    StatusUpdateFactory(activity=finished, as_of=DEMO_DAY, status="genomford", assessment="ingen")

    summary = closing_summary(area.plan, LAST_DAY)

    assert summary == ClosingSummary(completed=1, cancelled=0, carried_over=0, ordinary_work=1, unsettled=0)


def test_what_continues_in_another_plan_is_not_listed(example):
    carried = Activity.objects.get(code="SI-04")
    ActivityFactory(area=StrategicAreaFactory(plan=ActionPlanFactory()), code="SI-01", predecessor=carried)

    work = closing_work(ActionPlan.objects.get(pk=carried.plan_id), DEMO_DAY)

    assert [activity.code for activity in work.not_continued] == CARRIED[1:]


@pytest.mark.parametrize(("code", "following"), [("SI-03", "SI-07"), ("SU-01", "SU-03"), ("EB-05", "SI-03")])
def test_the_next_to_settle_is_the_one_after_and_the_first_after_the_last(example, code, following):
    activity = Activity.objects.select_related("area").get(code=code)

    assert next_unsettled(ActionPlan.objects.get(), DEMO_DAY, activity).code == following


def test_when_nothing_is_left_nothing_is_next(example):
    activity = Activity.objects.select_related("area").get(code="SI-03")

    assert next_unsettled(ActionPlan.objects.get(), LAST_DAY, activity) is None


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    area = StrategicAreaFactory()
    for number in (1, 3):
        for _ in range(number):
            ActivityFactory(area=area, responsible=DepartmentFactory())
        with django_assert_num_queries(3):
            closing_work(area.plan, DEMO_DAY)
