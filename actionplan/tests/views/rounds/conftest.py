"""The pages of rounds: what its tests begin with."""

import pytest

from actionplan.models import ReportingRound, User
from actionplan.services.rounds import open_round
from actionplan.tests.factories import noon
from actionplan.tests.views.rounds.common import CHIEF, DAY


@pytest.fixture
def chief_client(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def round_(example):
    return ReportingRound.objects.get(name="Helår 2017")


@pytest.fixture
def opened(round_):
    return open_round(round_, by=User.objects.get(username=CHIEF), at=noon(DAY), expected_version=1)
