"""The people of the example signed in, and its activities."""

import datetime as dt

import pytest

from actionplan.models import Activity, User


@pytest.fixture
def demo_client(example, sign_in_client):
    """demo_client("demo-naringslivschef"): a client with that example user's session."""
    return lambda username: sign_in_client(User.objects.get(username=username))


@pytest.fixture
def activity(example):
    """activity("SI-03"): the example activity with that code, as it stands today."""
    return lambda code: Activity.objects.seen_on(dt.date(2017, 12, 31)).get(code=code)
