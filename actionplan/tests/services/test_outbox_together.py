"""Two chiefs press at once: each proposer gets one letter."""

import datetime as dt

import pytest

from actionplan.choices import MailKind, Role
from actionplan.models import Outbox, OutboxProposal
from actionplan.services import outbox
from actionplan.services.outbox import Letter, Told, queue_letters
from actionplan.tests.factories import ConsultationEventFactory, OutboxFactory, ProposalFactory, UserFactory, noon
from actionplan.tests.services.test_together import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT = noon(dt.date(2017, 12, 31))


@pytest.fixture
def event():
    return ConsultationEventFactory()


def letters_about(proposals, *, replacing=None, said=""):
    """One letter about each proposal; `replacing` are the ids of what was told before."""
    replacing = replacing or [None] * len(proposals)
    about = [Told(one.pk, "avbojt", said, replaced) for one, replaced in zip(proposals, replacing, strict=True)]
    return [Letter(f"info-{told.proposal}@example.com", "Ämne", "Hej!", (told,)) for told in about]


def press_at_once(event, kind, *letters):
    """How many letters each of those who press put in the outbox, fewest first."""
    chiefs = UserFactory.create_batch(len(letters), role=Role.CHIEF)
    presses = (
        lambda chief=chief, some=some: queue_letters(some, event=event, kind=kind, by=chief, at=AT)
        for chief, some in zip(chiefs, letters, strict=True)
    )
    return sorted(map(len, at_once(*presses)))


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_who_press_at_once_one_sends(event, _):
    letters = letters_about(ProposalFactory.create_batch(3, event=event))

    assert press_at_once(event, MailKind.DECIDED, letters, list(reversed(letters))) == [0, 3]
    assert Outbox.objects.count() == OutboxProposal.objects.count() == 3


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_who_tell_of_changed_decisions_at_once_one_sends(event, _):
    proposals = ProposalFactory.create_batch(3, event=event)
    OutboxFactory(state="skickat", sent_at=AT, proposals=proposals)

    for told in (3, 6):  # the second change too
        last = list(OutboxProposal.objects.filter(replaced_by__isnull=True).order_by("proposal"))
        keys = [row.pk for row in last]
        first, other = (letters_about(proposals, replacing=keys, said=said) for said in ("det ena", "det andra"))

        assert press_at_once(event, MailKind.CHANGED, first, list(reversed(other))) == [0, 3]
        assert OutboxProposal.objects.count() == told + 3


@pytest.mark.parametrize("_", range(ROUNDS))
def test_one_letter_is_claimed_by_one_of_two(_):
    mail = OutboxFactory()

    assert sorted(at_once(*[lambda: outbox.claim(mail)] * 2)) == [False, True]
