"""Showing a hand-out to everybody: one change, told in the history, that an open form does not trip on."""

import pytest

from actionplan.models import ConsultationEvent
from actionplan.services.publishing import show_to_all
from actionplan.tests.factories import ConsultationEventFactory, MandatePeriodFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [ConsultationEventFactory, MandatePeriodFactory])
def test_shown_twice_is_one_change_in_the_history(factory):
    row = factory()

    show_to_all(row, is_public=True)
    show_to_all(row, is_public=True)
    show_to_all(row, is_public=False)

    told = list(row.history.order_by("history_id").values_list("is_public", flat=True))
    assert told == [False, True, False]


def test_what_somebody_else_changed_meanwhile_stands():
    seen = ConsultationEventFactory()
    ConsultationEvent.objects.filter(pk=seen.pk).update(title="Nytt namn", version=2)

    show_to_all(seen, is_public=True)

    stored = ConsultationEvent.objects.get()
    assert (stored.title, stored.version, stored.is_public) == ("Nytt namn", 2, True)
