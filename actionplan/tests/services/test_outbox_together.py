"""Two chiefs press at once: each proposer gets one letter."""

import datetime as dt

import pytest

from actionplan.choices import MailKind, Role
from actionplan.models import Outbox, OutboxProposal
from actionplan.services import outbox
from actionplan.services.outbox import Letter, queue_letters
from actionplan.tests.factories import ConsultationEventFactory, OutboxFactory, ProposalFactory, UserFactory, noon
from actionplan.tests.services.test_together import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT = noon(dt.date(2017, 12, 31))


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_who_press_at_once_one_sends(_):
    event, chiefs = ConsultationEventFactory(), UserFactory.create_batch(2, role=Role.CHIEF)
    keys = [proposal.pk for proposal in ProposalFactory.create_batch(3, event=event)]
    letters = [Letter(f"info-{key}@example.com", "Ämne", "Hej!", (key,), ("avbojt",)) for key in keys]
    both = [letters, list(reversed(letters))]

    outcomes = at_once(
        *(
            lambda chief=chief, some=some: queue_letters(some, event=event, kind=MailKind.DECIDED, by=chief, at=AT)
            for chief, some in zip(chiefs, both, strict=True)
        )
    )

    assert sorted(map(len, outcomes)) == [0, 3]
    assert Outbox.objects.count() == OutboxProposal.objects.count() == 3


@pytest.mark.parametrize("_", range(ROUNDS))
def test_one_letter_is_claimed_by_one_of_two(_):
    mail = OutboxFactory()

    assert sorted(at_once(*[lambda: outbox.claim(mail)] * 2)) == [False, True]
