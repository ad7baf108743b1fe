"""A meeting, and what is said at it."""

import datetime as dt

import pytest

from actionplan.services.proposals import submit_proposal
from actionplan.tests.factories import ConsultationEventFactory


@pytest.fixture
def event():
    return ConsultationEventFactory()


@pytest.fixture
def submit(event, chief):
    """submit(text, …): a proposal that somebody made at the event."""

    def submit(text="Svara inom två dagar.", **more):
        return submit_proposal(**{"event": event, "text": text, "by": chief, "on": dt.date(2015, 3, 18)} | more)

    return submit
