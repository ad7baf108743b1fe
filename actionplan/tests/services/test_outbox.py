"""The outbox: who is told once is told once, whatever happens between the press of the button and the server's answer."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError

from actionplan.choices import MailKind, MailState
from actionplan.models import AppendOnlyError, Outbox, OutboxProposal
from actionplan.models.outbox import FORGOTTEN
from actionplan.services import outbox
from actionplan.services.outbox import Letter, Told, queue_letters
from actionplan.tests.factories import ConsultationEventFactory, OutboxFactory, ProposalFactory, noon

pytestmark = pytest.mark.django_db
AT = noon(dt.date(2017, 12, 31))


@pytest.fixture
def event():
    return ConsultationEventFactory()


@pytest.fixture
def queue(event, chief):
    """queue(letter, …): what was put in the outbox."""

    def queue(*letters, kind=MailKind.DECIDED):
        return queue_letters(letters, event=event, kind=kind, by=chief, at=AT)

    return queue


def letter(*proposals, recipient="info@example.com", replaces=None):
    about = tuple(Told(proposal.pk, proposal.outcome, "motivering", replaces) for proposal in proposals)
    return Letter(recipient, "Så blev det", "Hej!", about)


def state_of(mail):
    mail.refresh_from_db()
    return mail.state, mail.sent_at, mail.error


def test_a_letter_waits_with_all_that_it_is_about(event, queue, chief):
    first, second = ProposalFactory.create_batch(2, event=event)

    [mail] = queue(letter(first, second))

    assert (mail.recipient, mail.state, mail.created_by, mail.created_at) == (
        "info@example.com",
        MailState.WAITING,
        chief,
        AT,
    )
    assert set(mail.proposals.all()) == {first, second}
    assert (
        list(mail.about.order_by("pk").values_list("kind", "outcome", "said", "replaces"))
        == [(MailKind.DECIDED, "inkommet", "motivering", None)] * 2
    )


def test_nobody_is_told_twice_of_the_same_thing(event, queue):
    first, second = ProposalFactory.create_batch(2, event=event)
    queue(letter(first))

    assert queue(letter(first, second), letter(first)) == []
    assert Outbox.objects.count() == OutboxProposal.objects.count() == 1


def test_what_is_completed_is_told_of_besides_what_was_decided(event, queue):
    proposal = ProposalFactory(event=event)
    queue(letter(proposal))

    [mail] = queue(letter(proposal), kind=MailKind.COMPLETED)

    assert mail.kind == MailKind.COMPLETED


def test_each_word_is_replaced_by_one_alone(event, queue):
    proposal, other = ProposalFactory.create_batch(2, event=event)
    first = queue(letter(proposal))[0].about.get()
    second = queue(letter(proposal, replaces=first.pk), kind=MailKind.CHANGED)[0].about.get()

    assert queue(letter(proposal, replaces=first.pk), letter(proposal), kind=MailKind.DECIDED) == []
    assert (
        queue(letter(other), letter(proposal, replaces=first.pk), kind=MailKind.CHANGED)[0].about.get().proposal
        == other
    )
    [third] = queue(letter(proposal, replaces=second.pk), kind=MailKind.CHANGED)
    chain = OutboxProposal.objects.filter(proposal=proposal).order_by("pk").values_list("pk", "replaces")
    assert list(chain) == [(first.pk, None), (second.pk, first.pk), (third.about.get().pk, second.pk)]


def test_a_letter_that_is_taken_back_can_be_written_about_another_decision(event, queue):
    proposal = ProposalFactory(event=event)
    first = queue(letter(proposal))[0].about.get()
    [mail] = queue(letter(proposal, replaces=first.pk), kind=MailKind.CHANGED)

    outbox.withdraw(mail)

    assert len(queue(letter(proposal, replaces=first.pk), kind=MailKind.CHANGED)) == 1


def test_a_chain_of_letters_goes_with_its_proposal(event, queue):
    proposal = ProposalFactory(event=event)
    first = queue(letter(proposal))[0].about.get()
    queue(letter(proposal, replaces=first.pk), kind=MailKind.CHANGED)

    with pytest.raises(RestrictedError):
        first.mail.delete()
    proposal.delete()

    assert OutboxProposal.objects.count() == 0


@pytest.mark.parametrize("address", ["", "ingen", "a@b.se\nBcc: c@d.se", "a@b.se, c@d.se", "a@b.se;c@d.se"])
def test_what_is_no_address_is_refused_and_nothing_is_stored(event, queue, address):
    with pytest.raises(ValidationError):
        queue(letter(ProposalFactory(event=event)), letter(ProposalFactory(event=event), recipient=address))

    assert Outbox.objects.count() == 0


def test_a_letter_is_claimed_by_one_alone():
    mail = OutboxFactory()

    assert [outbox.claim(mail), outbox.claim(mail)] == [True, False]
    assert state_of(mail) == (MailState.SENDING, None, "")


def test_a_claimed_letter_is_sent_or_fails_and_then_stands():
    sent, failed = OutboxFactory(), OutboxFactory()
    for mail in (sent, failed):
        outbox.claim(mail)

    assert (outbox.mark_sent(sent, at=AT), outbox.mark_failed(failed, error="Fel adress.")) == (True, True)
    assert (outbox.mark_failed(sent, error="Nej"), outbox.claim(sent), outbox.release(sent)) == (False, False, False)
    assert (state_of(sent), state_of(failed)) == ((MailState.SENT, AT, ""), (MailState.FAILED, None, "Fel adress."))


def test_a_letter_that_waits_is_not_marked_as_sent():
    mail = OutboxFactory()

    assert not outbox.mark_sent(mail, at=AT)


@pytest.mark.parametrize("state", [MailState.SENDING, MailState.FAILED])
def test_what_may_not_have_arrived_is_released_once(state):
    mail = OutboxFactory(state=state)

    assert [outbox.release(mail), outbox.release(mail)] == [True, False]
    assert state_of(mail)[0] == MailState.WAITING


def test_an_erased_address_gets_no_more_letters():
    waiting, failed = OutboxFactory(recipient=FORGOTTEN), OutboxFactory(recipient=FORGOTTEN, state=MailState.FAILED)

    assert (outbox.claim(waiting), outbox.release(failed)) == (False, False)


def test_an_unsent_letter_is_taken_back_and_written_anew(event, queue):
    proposal = ProposalFactory(event=event)
    [mail] = queue(letter(proposal))
    outbox.claim(mail)
    outbox.mark_failed(mail, error="Fel adress.")

    assert outbox.withdraw(mail)
    [again] = queue(letter(proposal, recipient="ny@example.com"))
    assert list(Outbox.objects.all()) == [again]


@pytest.mark.parametrize(("state", "sent_at"), [(MailState.SENDING, None), (MailState.SENT, AT)])
def test_what_was_or_may_be_sent_is_never_taken_back(state, sent_at):
    mail = OutboxFactory(state=state, sent_at=sent_at)

    assert not outbox.withdraw(mail)
    assert Outbox.objects.count() == 1


def test_a_letter_is_never_changed_otherwise():
    mail = OutboxFactory()
    mail.body = "Annat"

    with pytest.raises(AppendOnlyError, match=r"Ett brev ändras inte\."):
        mail.save()
