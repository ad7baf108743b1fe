import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.choices import Assessment, Flag, Standing, Status
from actionplan.figures import plan_figures
from actionplan.tests.cases import as_case, asked_days, drawn_activities, stored, undone
from actionplan.tests.factories import ActionPlanFactory, DepartmentFactory, StrategicAreaFactory, UserFactory
from actionplan.tests.reference import seen_on

pytestmark = pytest.mark.django_db


def counted(rows):
    """Count what the reference saw, by hand."""
    flags = {Flag.LATE: "late", Flag.SHOULD_HAVE_STARTED: "should_have_started"}
    flags |= {Flag.DEVIATING: "deviating", Flag.SILENT: "silent"}
    raised = [{flag.value for flag, name in flags.items() if getattr(row, name)} for row in rows]
    return {
        "total": len(rows),
        "by_status": {key: sum(row.status == key for row in rows) for key in Status.values},
        "by_assessment": {key: sum(row.assessment == key for row in rows) for key in Assessment.values},
        "by_standing": {key: sum(row.standing == key for row in rows) for key in Standing.values},
        "by_flag": {key: sum(key in one for one in raised) for key in Flag.values},
        "attention": sum(bool(one) for one in raised),
        "told_on": max((row.reported_on for row in rows if row.reported_on), default=None),
    }


@settings(max_examples=30)
@given(drawn=st.lists(drawn_activities(), min_size=1, max_size=5), on=asked_days)
def test_plan_figures_count_what_the_reference_sees(drawn, on):
    with undone():
        plan, author = ActionPlanFactory(), UserFactory()
        StrategicAreaFactory.create_batch(2, plan=plan)
        departments = DepartmentFactory.create_batch(2)
        rows = []
        for one in drawn:
            activity = stored(one, plan, author, departments)
            if found := seen_on(as_case(activity, one), on, 90):
                rows.append((activity.area_id, found))
        plan.refresh_from_db()

        figures = plan_figures(plan, on)

        assert dataclasses.asdict(figures.counts) == counted([row for _, row in rows])
        assert {area.id: dataclasses.asdict(area.counts) for area in figures.areas} == {
            area.pk: counted([row for pk, row in rows if pk == area.pk]) for area in plan.areas.all()
        }
        answering = {row.responsible for _, row in rows if row.responsible}
        assert {one.name: dataclasses.asdict(one.counts) for one in figures.departments} == {
            name: counted([row for _, row in rows if row.responsible == name]) for name in answering
        }


def test_figures_of_one_plan_leave_other_plans_out(example):
    other = StrategicAreaFactory()

    figures = plan_figures(other.plan, dt.date(2017, 12, 31))

    assert figures.counts.total == 0
    assert [(area.name, area.counts.total) for area in figures.areas] == [(other.name, 0)]
    assert figures.departments == ()
