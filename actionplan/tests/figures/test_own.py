import datetime as dt

import pytest

from actionplan.choices import PlanState
from actionplan.figures import newest_cutoff, next_waiting, own_activities, waiting_count
from actionplan.models import ActionPlan
from actionplan.tests.factories import (
    ActivityFactory,
    DepartmentFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
)

pytestmark = pytest.mark.django_db
ON = dt.date(2016, 12, 31)


@pytest.fixture
def area():
    return StrategicAreaFactory()


@pytest.fixture
def department():
    return DepartmentFactory()


@pytest.fixture
def activity(area, department):
    """activity("AK-01", told_on=…, said=…, …): one that the department answers for."""

    def activity(code, told_on=None, said=None, **more):
        row = ActivityFactory(area=area, code=code, responsible=more.pop("responsible", department), **more)
        if told_on:
            StatusUpdateFactory(activity=row, as_of=told_on, **{"comment": "Ja."} | (said or {}))
        return row

    return activity


def plan():
    return ActionPlan.objects.get()


def codes(rows):
    return [row.code for row in rows]


@pytest.mark.parametrize(
    ("on", "cutoff"),
    [
        (dt.date(2016, 4, 29), dt.date(2015, 12, 31)),
        (dt.date(2016, 4, 30), dt.date(2016, 4, 30)),
        (dt.date(2016, 8, 30), dt.date(2016, 4, 30)),
        (dt.date(2016, 8, 31), dt.date(2016, 8, 31)),
        (dt.date(2016, 12, 31), dt.date(2016, 12, 31)),
        (dt.date(2017, 1, 1), dt.date(2016, 12, 31)),
    ],
)
def test_newest_cutoff_is_the_last_of_the_three_days_a_year(on, cutoff):
    assert newest_cutoff(on) == cutoff


def test_what_waits_is_open_begun_and_untold_since_the_cutoff(activity, department):
    activity("AK-01", told_on=dt.date(2016, 12, 30))  # the day before the cut-off
    activity("AK-02", told_on=ON)
    activity("AK-03", starts_on=dt.date(2017, 1, 1))
    activity("AK-04", told_on=dt.date(2016, 5, 1), said={"status": "genomford", "assessment": "ingen"})
    activity("AK-05")
    activity("AK-06", starts_on=None)
    activity("AK-07", responsible=DepartmentFactory())

    own = own_activities(plan(), [department.pk], ON)

    assert {row.code for row in own.responsible if row.is_waiting} == {"AK-01", "AK-05", "AK-06"}
    assert {row.code for row in own.responsible if not row.is_waiting} == {"AK-02", "AK-03"}
    assert (own.waiting, own.total, own.finished, own.hidden, own.cutoff) == (3, 5, 1, 0, ON)
    assert waiting_count(plan(), [department.pk], ON) == 3


def test_the_most_urgent_comes_first(activity, department):
    old = dt.date(2016, 12, 1)
    activity("AK-01", told_on=ON)
    activity("AK-02", told_on=old)
    activity("AK-03", told_on=old, said={"assessment": "gul"})
    activity("AK-04", told_on=dt.date(2016, 8, 1))
    activity("AK-05", told_on=old, said={"status": "ej_paborjad", "assessment": "ingen"})
    activity("AK-06", told_on=old, ends_on=dt.date(2016, 11, 30))
    activity("AK-07", told_on=old, ends_on=dt.date(2016, 10, 31))

    own = own_activities(plan(), [department.pk], ON)

    assert codes(own.responsible) == ["AK-07", "AK-06", "AK-05", "AK-04", "AK-03", "AK-02", "AK-01"]


def test_what_a_department_takes_part_in_stands_below_and_does_not_wait(activity, department):
    elsewhere = DepartmentFactory()
    activity("AK-01")
    shared = activity("AK-02", responsible=elsewhere)
    ResponsibilityFactory(activity=shared, department=department, role="medverkar")
    activity("AK-03", responsible=elsewhere, all_participate=True)
    activity("AK-04", responsible=elsewhere)
    activity("AK-05", all_participate=True)

    own = own_activities(plan(), [department.pk], ON)

    assert codes(own.responsible) == ["AK-01", "AK-05"]
    assert codes(own.participating) == ["AK-02", "AK-03"]
    assert own.waiting == 2


def test_all_departments_does_not_mean_those_outside(activity, department):
    outside = DepartmentFactory(is_external=True)
    activity("AK-01", all_participate=True)

    assert own_activities(plan(), [outside.pk], ON).participating == []


def test_somebody_without_a_department_has_nothing(activity):
    activity("AK-01", all_participate=True)

    own = own_activities(plan(), [], ON)

    assert (own.responsible, own.participating, own.waiting, own.total) == ([], [], 0, 0)
    assert waiting_count(plan(), [], ON) == 0


def test_after_saving_comes_the_most_urgent_that_still_waits(activity, department):
    first = activity("AK-01", ends_on=dt.date(2016, 10, 31))
    second = activity("AK-02", ends_on=dt.date(2016, 11, 30))
    activity("AK-03", told_on=ON)

    assert next_waiting(plan(), [department.pk], ON, after=first) == second
    StatusUpdateFactory(activity=first, as_of=ON)
    StatusUpdateFactory(activity=second, as_of=ON)
    assert next_waiting(plan(), [department.pk], ON, after=second) is None


def test_in_a_closed_plan_nothing_waits(activity, department):
    row = activity("AK-01")
    assert waiting_count(plan(), [department.pk], ON) == 1
    closed = plan()
    closed.state = PlanState.CLOSED
    closed.save()

    own = own_activities(plan(), [department.pk], ON)

    assert (own.waiting, own.expected, codes(own.responsible)) == (0, 0, ["AK-01"])
    assert (waiting_count(plan(), [department.pk], ON), next_waiting(plan(), [department.pk], ON, after=row)) == (
        0,
        None,
    )


def test_without_a_plan_nothing_waits(db):
    assert waiting_count(None, [1], ON) == 0
