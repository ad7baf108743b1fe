"""What the calendar proposes, against the rounds of exempeldata.md section 10."""

import datetime as dt

import pytest

from actionplan.figures import newest_cutoff, proposed_rounds
from actionplan.services.example_data import invented
from actionplan.tests.factories import ActionPlanFactory, ReportingRoundFactory

pytestmark = pytest.mark.django_db


def told(proposed):
    return [(one.name, str(one.cutoff), str(one.opens_on), str(one.closes_on)) for one in proposed]


@pytest.mark.parametrize("row", invented()["rounds"], ids=lambda row: row["name"])
def test_the_calendar_proposes_the_rounds_of_the_data_set(row):
    proposed = proposed_rounds(ActionPlanFactory(), dt.date.fromisoformat(row["cutoff"]))

    assert told(proposed)[0] == (row["name"], row["cutoff"], row["opens_on"], row["closes_on"])


def test_three_are_proposed_from_the_newest_cutoff_on():
    names = [one.name for one in proposed_rounds(ActionPlanFactory(), dt.date(2016, 7, 1))]

    assert names == ["T1 2016", "T2 2016", "Helår 2016"]


def test_what_the_plan_has_is_not_proposed_nor_what_came_before():
    plan = ActionPlanFactory()
    ReportingRoundFactory(plan=plan, cutoff=dt.date(2017, 8, 31))

    assert [one.name for one in proposed_rounds(plan, dt.date(2016, 7, 1))] == ["Helår 2017", "T1 2018", "T2 2018"]


def test_nothing_is_proposed_after_the_plans_end():
    plan = ActionPlanFactory(valid_to=dt.date(2018, 12, 31))

    assert [one.name for one in proposed_rounds(plan, dt.date(2018, 9, 1))] == ["T2 2018", "Helår 2018"]
    assert proposed_rounds(plan, dt.date(2019, 9, 1)) == []


def test_a_plan_without_end_goes_on():
    assert len(proposed_rounds(ActionPlanFactory(valid_to=None), dt.date(2030, 1, 1))) == 3


def test_nothing_is_proposed_before_the_plan_begins():
    plan = ActionPlanFactory(valid_from=dt.date(2016, 1, 1))

    assert proposed_rounds(plan, dt.date(2015, 12, 31))[0].name == "T1 2016"


def test_the_newest_cutoff_is_the_last_of_three_days_a_year():
    assert newest_cutoff(dt.date(2017, 4, 29)) == dt.date(2016, 12, 31)
