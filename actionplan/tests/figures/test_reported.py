import dataclasses
import datetime as dt
import json

import pytest

from actionplan.choices import Change
from actionplan.figures import Seen, changes, compared, previous_cutoff, reported_activities
from actionplan.models import ActionPlan, Report
from actionplan.tests.factories import ActionPlanFactory, UserFactory, noon

pytestmark = pytest.mark.django_db
T2_2016, YEAR_2017, YEAR_2018 = dt.date(2016, 8, 31), dt.date(2017, 12, 31), dt.date(2018, 12, 31)


def kept(plan, on):
    """The activities as a published report keeps them and gives them back."""
    facts = json.loads(json.dumps([one.as_facts() for one in reported_activities(plan, on)]))
    return [Seen.from_facts(one) for one in facts]


def test_what_a_report_keeps_comes_back_as_it_was(example):
    plan = ActionPlan.objects.get()
    fields = [field.name for field in dataclasses.fields(Seen)]

    for seen, reported in zip(kept(plan, YEAR_2017), reported_activities(plan, YEAR_2017), strict=True):
        assert dataclasses.asdict(seen) == {name: getattr(reported, name) for name in fields}


@pytest.mark.parametrize(("since", "on"), [(T2_2016, YEAR_2017), (YEAR_2017, YEAR_2018), (T2_2016, YEAR_2018)])
def test_two_reports_differ_by_what_the_figures_count_between_their_days(example, since, on):
    plan = ActionPlan.objects.get()

    found = compared(kept(plan, since), kept(plan, on), since)

    assert {key: len(rows) for key, rows in found.items()} == changes(plan, since, on).counts
    assert list(found) == Change.values


def test_an_activity_the_earlier_report_did_not_have_is_added(example):
    plan = ActionPlan.objects.get()
    now = kept(plan, YEAR_2017)
    late = dataclasses.replace(next(one for one in now if one.code == "SI-03"), added_on=dt.date(2017, 1, 1))

    found = compared([], [late], T2_2016)

    assert {key: [row.now.code for row in rows] for key, rows in found.items() if rows} == {
        "startade": ["SI-03"],
        "nya_forseningar": ["SI-03"],
        "tillkomna": ["SI-03"],
    }


def test_the_previous_report_is_the_newest_published_one_of_the_plan(example):
    plan, chief = ActionPlan.objects.get(), UserFactory()

    def make(cutoff, plan=plan, published=True):
        Report.objects.create(
            plan=plan,
            kind="delar",
            cutoff=cutoff,
            created_at=noon(cutoff),
            created_by=chief,
            published_at=noon(cutoff) if published else None,
            published_by=chief if published else None,
        )

    assert previous_cutoff(plan, YEAR_2017) is None
    make(dt.date(2016, 4, 30))
    make(T2_2016)
    make(dt.date(2017, 4, 30), plan=ActionPlanFactory())
    make(dt.date(2017, 8, 31), published=False)
    make(YEAR_2017)

    assert previous_cutoff(plan, YEAR_2017) == T2_2016
    assert previous_cutoff(plan, dt.date(2016, 4, 30)) is None
