"""Rounds: what its tests begin with."""

import pytest

from actionplan.services.rounds import open_round
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    ReportingRoundFactory,
    StrategicAreaFactory,
    UserFactory,
)
from actionplan.tests.services.rounds.common import OPENED


@pytest.fixture
def plan():
    return ActionPlanFactory()


@pytest.fixture
def chief():
    return UserFactory(first_name="Näringslivs", last_name="Chefen")


@pytest.fixture
def activity(plan):
    return ActivityFactory(area=StrategicAreaFactory(plan=plan))


@pytest.fixture
def round_(plan):
    return ReportingRoundFactory(plan=plan, name="T2 2016")


@pytest.fixture
def opened(round_, chief):
    return open_round(round_, by=chief, at=OPENED, expected_version=1)
