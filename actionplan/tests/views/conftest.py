"""The example data with the site's clock on the demo's day, and its people signed in."""

import datetime as dt

import pytest

from actionplan.models import Activity, User
from actionplan.services.example import load_example


@pytest.fixture
def example(db, settings):
    """The example of 28 activities; today is 2017-12-31."""
    settings.DEMO_TODAY = dt.date(2017, 12, 31)
    load_example()


@pytest.fixture
def demo_client(example, sign_in_client):
    """demo_client("demo-naringslivschef"): a client with that example user's session."""
    return lambda username: sign_in_client(User.objects.get(username=username))


@pytest.fixture
def activity(example):
    """activity("SI-03"): the example activity with that code, as it stands today."""
    return lambda code: Activity.objects.seen_on(dt.date(2017, 12, 31)).get(code=code)
