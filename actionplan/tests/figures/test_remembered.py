import datetime as dt

import pytest

from actionplan.figures import attention, changes, pace, plan_figures, upcoming, waiting_count
from actionplan.figures.remembered import remembered
from actionplan.models import ActionPlan, Department, StrategicArea
from actionplan.tests.factories import ActionPlanFactory

pytestmark = pytest.mark.django_db
ON = dt.date(2017, 12, 31)


def test_what_is_remembered_is_counted_once_for_each_revision_and_question():
    plan, other = ActionPlanFactory.create_batch(2)
    counted = []

    def ask(plan, *about):
        return remembered(plan, "numbers", *about, count=lambda: counted.append(about) or len(counted))

    assert [ask(plan, ON), ask(plan, ON), ask(plan, ON, 1), ask(other, ON)] == [1, 1, 2, 3]
    plan.revision += 1
    assert ask(plan, ON) == 4


@pytest.mark.parametrize("nothing", [None, 0, [], {}])
def test_nothing_is_remembered_too(nothing):
    plan, counted = ActionPlanFactory(), []

    answers = [remembered(plan, "numbers", count=lambda: counted.append(1) or nothing) for _ in range(2)]

    assert (answers, counted) == ([nothing, nothing], [1])


def test_names_are_read_fresh(example):
    plan = ActionPlan.objects.get()
    plan_figures(plan, ON)
    Department.objects.filter(name="Näringsliv").update(name="Näringslivsenheten")
    StrategicArea.objects.filter(number=1).update(name="Service")

    figures = plan_figures(plan, ON)

    assert "Näringslivsenheten" in {department.name for department in figures.departments}
    assert figures.areas[0].name == "Service"


def test_what_is_handed_out_is_ones_own(example):
    plan = ActionPlan.objects.get()
    first = changes(plan, dt.date(2017, 8, 31), ON)
    first.counts.clear()

    assert changes(plan, dt.date(2017, 8, 31), ON).counts["genomforda"] == 7


def test_a_page_asks_only_for_names_and_texts_the_second_time(example, django_assert_num_queries):
    plan = ActionPlan.objects.get()
    ids = [Department.objects.get(name="Näringsliv").pk]

    def page():
        plan_figures(plan, ON)
        changes(plan, dt.date(2017, 8, 31), ON)
        pace(plan, ON, 28)
        upcoming(plan, ON)
        attention(plan, ON)
        waiting_count(plan, ids, ON)

    page()
    with django_assert_num_queries(6):
        page()
