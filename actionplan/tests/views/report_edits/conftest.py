"""Drafts of reports: what its tests begin with."""

import datetime as dt

import pytest

from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    ReportFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
)


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = dt.date(2016, 9, 22)


@pytest.fixture
def plan():
    return ActionPlanFactory()


@pytest.fixture
def area(plan):
    return StrategicAreaFactory(plan=plan, number=1, name="Service & <information>")


@pytest.fixture
def draft(plan, area):
    """A draft whose one area has an activity that deviates a little."""
    activity = ActivityFactory(area=area, code="SI-01")
    StatusUpdateFactory(activity=activity, assessment="gul", comment="Dröjer.")
    return ReportFactory(plan=plan)


@pytest.fixture
def edit(draft):
    return f"/rapporter/{draft.pk}/andra/"
