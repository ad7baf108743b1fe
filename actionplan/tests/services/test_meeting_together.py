"""The same thing sent at the same moment by two, or by one who pressed twice."""

import datetime as dt
import uuid

import pytest

from actionplan.choices import EventKind
from actionplan.models import Company, ConsultationEvent, EventFile, Proposal
from actionplan.services.events import add_file, create_event
from actionplan.services.typing_in import Line, type_in, type_in_all
from actionplan.tests.factories import (
    ActionPlanFactory,
    ConsultationEventFactory,
    MandatePeriodFactory,
    UserFactory,
    noon,
)
from actionplan.tests.services.test_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2015, 3, 18)


@pytest.fixture(params=["with a plan", "without a period"])
def event(request):
    period = MandatePeriodFactory() if request.param == "with a plan" else None
    if period:
        ActionPlanFactory(mandate_period=period)
    return ConsultationEventFactory(mandate_period=period)


def test_the_same_line_at_once_is_one_proposal(event):
    user, line = UserFactory(), Line("x", "Nytt AB", None, uuid.uuid4())

    outcomes = at_once(*[lambda: type_in(event, line, by=user, on=DAY)] * 2)

    assert outcomes == [Proposal.objects.get()] * 2
    assert Company.objects.count() == 1


def test_a_new_company_named_by_two_at_once_is_one(event):
    users = UserFactory.create_batch(2)

    at_once(*(lambda user=user: type_in(event, Line(user.username, "Nytt AB"), by=user, on=DAY) for user in users))

    assert Company.objects.get().proposals.count() == 2


def test_the_same_paste_at_once_is_saved_once(event):
    user, lines = UserFactory(), [Line(f"x{place}", "", None, uuid.uuid4()) for place in range(5)]

    outcomes = at_once(*[lambda: type_in_all(event, lines, by=user, on=DAY)] * 2)

    assert (sorted(outcomes), Proposal.objects.count()) == ([0, 5], 5)


def test_the_same_file_at_once_is_one(event):
    user = UserFactory()
    said = {"name": "a.pdf", "content_type": "application/pdf", "content": b"%PDF-1", "by": user, "at": noon(DAY)}

    outcomes = at_once(*[lambda: add_file(event=event, **said)] * 2)

    assert outcomes == [EventFile.objects.get()] * 2


def test_the_same_meeting_at_once_is_one():
    user = UserFactory()

    outcomes = at_once(*[lambda: create_event(ConsultationEvent(kind=EventKind.VISIT, title="Besök"), by=user)] * 2)

    assert outcomes == [ConsultationEvent.objects.get()] * 2
