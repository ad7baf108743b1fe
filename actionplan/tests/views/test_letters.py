"""Letters to those who made proposals: read first, sent once, and what became of each is told."""

import datetime as dt
import re

import pytest
from django.core import mail as locmem

from actionplan.choices import MailState
from actionplan.models import Outbox
from actionplan.services.contacts import remove_contact
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.tests.factories import (
    ActivityFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    OutboxFactory,
    ProposalFactory,
)
from actionplan.tests.said import became, completed, declined, somebody
from actionplan.tests.views.test_plans import said, text_of

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = DAY
    settings.CONTACT_EMAIL = "naringsliv@example.se"


@pytest.fixture
def event():
    return ConsultationEventFactory(title="Chefsforum")


@pytest.fixture
def address(event):
    return f"/samrad/{event.pk}/brev/"


@pytest.fixture
def company():
    """A company with an address."""
    company = CompanyFactory(name="Exempelbygg AB")
    ContactPersonFactory(company=company, email="info@example.com")
    return company


def keys_of(response):
    return re.findall(r'name="letters" value="(\w+)"', response.content.decode())


def send(client, address, keys=None):
    keys = keys_of(client.get(address)) if keys is None else keys
    return client.post(address, {"letters": keys})


def settle(client, mail, do):
    answer = client.post(f"/samrad/brev/{mail.pk}/", {"do": do})
    mail = Outbox.objects.filter(pk=mail.pk).first()
    return answer, mail and mail.state


def test_a_decision_changed_after_its_letter_is_told_once_more_and_only_once(chief_client, event, address, company):
    proposal = declined("Vi äger inte vägen.", event=event, company=company, text="En väg in.")
    changed = f"{address}?typ=andrat"
    send(chief_client, address)
    assert keys_of(chief_client.get(changed)) == []
    became_later = {"outcome": "blev_aktivitet", "activities": [ActivityFactory(title="Bygg en väg")], "reason": ""}
    decide_proposal(proposal, expected_version=proposal.version, **became_later, by=somebody(), on=DAY)

    page = text_of(chief_client.get(changed))
    send(chief_client, changed)

    assert "Ämne: Nytt besked om ert förslag: Chefsforum" in page
    assert "Beskedet ni fick är ändrat. Så här är det nu." in page
    assert "– Bygg en väg" in page
    assert [one.subject.partition(":")[0] for one in locmem.outbox] == [
        "Så blev det med ert förslag",
        "Nytt besked om ert förslag",
    ]
    assert keys_of(chief_client.get(changed)) == keys_of(chief_client.get(address)) == []


def test_a_decision_changed_again_is_told_by_the_first_of_two_who_press(chief_client, event, address, company):
    proposal = declined("Vi äger inte vägen.", event=event, company=company)
    changed = f"{address}?typ=andrat"
    send(chief_client, address)
    for reason in ("Trafikverket äger vägen.", "Vi äger inte vägen."):
        decide_proposal(
            proposal, outcome="avbojt", reason=reason, expected_version=proposal.version, by=somebody(), on=DAY
        )
        keys = keys_of(chief_client.get(changed))

        answers = [send(chief_client, changed, keys).status_code for _ in range(2)]

        assert (len(keys), answers) == (1, [302, 400])
    assert [reason in locmem.outbox[-1].body for reason in ("Trafikverket", "Vi äger inte vägen.")] == [False, True]
    assert text_of(chief_client.get(changed)).count("info@example.com Beskedet är ändrat") == 2


def test_every_letter_is_shown_whole_before_it_is_sent(chief_client, event, address, company):
    became(event=event, company=company, text="En väg in.")

    page = text_of(chief_client.get(address))

    assert "1 brev att skicka Skicka till info@example.com Ämne: Så blev det med ert förslag: Chefsforum Hej!" in page
    assert "Ni sa: ”En väg in.”" in page
    assert "Svaren går till naringsliv@example.se" in page
    assert locmem.outbox == []


def test_the_letters_are_sent_and_stand_as_sent(chief_client, chief, event, address, company):
    became(event=event, company=company)
    declined(event=event, company=company)
    became(event=event)  # has no address

    answer = send(chief_client, address)

    assert (answer.status_code, said(answer)) == (302, ["1 brev är skickat."])
    [message] = locmem.outbox
    assert (message.to, message.reply_to) == (["info@example.com"], ["naringsliv@example.se"])
    [mail] = Outbox.objects.all()
    assert (mail.state, mail.created_by, message.body) == (MailState.SENT, chief, mail.body)
    page = text_of(chief_client.get(address))
    assert "info@example.com Besked om förslaget: F" in page
    assert "Skickat 31 december 2017" in page
    assert "Det finns inget brev att skicka nu." in page


def test_a_second_press_sends_nothing(chief_client, event, address, company):
    became(event=event, company=company)
    keys = keys_of(chief_client.get(address))
    send(chief_client, address, keys)

    again = send(chief_client, address, keys)

    assert (again.status_code, len(locmem.outbox), Outbox.objects.count()) == (400, 1, 1)
    assert "Ett brev har ändrats eller redan skickats sedan du öppnade sidan. Inget är skickat nu." in text_of(again)


def test_what_has_changed_since_it_was_read_is_not_sent(chief_client, event, address, company):
    proposal = became(event=event, company=company)
    keys = keys_of(chief_client.get(address))
    type(proposal).objects.update(text="Något annat.")

    page = send(chief_client, address, keys)

    assert (page.status_code, locmem.outbox) == (400, [])
    assert "Ni sa: ”Något annat.”" in text_of(page)


def test_only_the_ticked_letters_are_sent(chief_client, event, address, company):
    became(event=event, company=company)
    other = CompanyFactory()
    ContactPersonFactory(company=other, email="annan@example.com")
    became(event=event, company=other)
    first, second = keys_of(chief_client.get(address))

    send(chief_client, address, [second])

    assert [message.to for message in locmem.outbox] == [["annan@example.com"]]
    assert keys_of(chief_client.get(address)) == [first]


def test_no_letter_ticked_is_told(chief_client, event, address, company):
    became(event=event, company=company)

    page = send(chief_client, address, [])

    assert page.status_code == 400
    assert "Brev: Kryssa för minst ett brev att skicka." in text_of(page)
    assert "checked" not in page.content.decode()


def test_the_two_kinds_are_written_and_sent_apart(chief_client, event, address, company):
    completed(event=event, company=company)
    send(chief_client, address)

    answer = send(chief_client, f"{address}?typ=genomford")

    assert answer["Location"] == f"{address}?typ=genomford"
    assert [message.subject for message in locmem.outbox] == [
        "Så blev det med ert förslag: Chefsforum",
        "Ert förslag är genomfört: Chefsforum",
    ]


def test_an_unknown_kind_is_that_of_decisions(chief_client, address):
    assert chief_client.get(f"{address}?typ=x").context["kind"] == "beslut"


def test_the_public_hand_out_is_linked_when_it_is_public(chief_client, event, address, company):
    became(event=event, company=company)
    link = f"http://testserver/samrad/{event.pk}/ni-sa-vi-gjorde/"

    before = text_of(chief_client.get(address))
    event.is_public = True
    event.save()

    assert (link in before, link in text_of(chief_client.get(address))) == (False, True)


def test_who_has_no_address_is_listed_with_where_to_add_one(chief_client, event, address):
    company = CompanyFactory(name="Exempelbygg AB")
    proposals = [became(event=event, company=company) for _ in range(2)]
    typed = became(event=event, proposer_name="Robin Provsson")

    page = chief_client.get(address)

    codes = ", ".join(one.code for one in proposals)
    assert f"Exempelbygg AB: {codes} Robin Provsson: {typed.code}" in text_of(page)
    assert f'href="/foretag/{company.pk}/"' in page.content.decode()


def test_a_server_that_does_not_answer_is_told_and_the_letter_can_be_sent_again(
    chief_client, event, address, company, settings
):
    became(event=event, company=company)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = send(chief_client, address)
    [mail] = Outbox.objects.all()
    page = text_of(chief_client.get(address))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert said(answer) == ["0 av 1 brev är skickade. Vad som hände med de andra står längst ned."]
    assert "Gick inte att skicka E-postservern svarar inte. Försök igen om en stund." in page
    assert settle(chief_client, mail, "skicka")[1] == MailState.SENT
    assert len(locmem.outbox) == 1


@pytest.fixture
def letter(event):
    """letter(state): a letter about a proposal of the event."""
    return lambda state: OutboxFactory(state=state, proposals=[ProposalFactory(event=event)])


def test_what_may_have_been_sent_waits_for_the_chiefs_word(chief_client, address, letter):
    first, second = letter(MailState.SENDING), letter(MailState.SENDING)

    page = text_of(chief_client.get(address))

    assert page.count("Kanske skickat Brevet lämnades till e-postservern, men svaret kom inte fram.") == 2
    assert settle(chief_client, first, "skickat")[1] == MailState.SENT
    assert locmem.outbox == []
    assert settle(chief_client, second, "skicka")[1] == MailState.SENT
    assert [message.to for message in locmem.outbox] == [[second.recipient]]


def test_a_letter_whose_address_was_removed_is_let_go_and_the_proposer_told_elsewhere(
    chief_client, event, address, company
):
    contact = company.contacts.get()
    proposal = declined(event=event, company=company)
    mail = OutboxFactory(recipient=contact.email, state=MailState.WAITING, proposals=[proposal])
    remove_contact(contact, expected_version=1)
    ContactPersonFactory(company=company, email="ny@example.com")
    page = chief_client.get(address).content.decode()

    _, state = settle(chief_client, mail, "skriv-om")

    assert ('value="skicka"' in page, 'value="skriv-om"' in page) == (False, True)
    assert (state, len(keys_of(chief_client.get(address)))) == (None, 1)


def test_a_letter_that_waits_is_sent(chief_client, letter):
    mail = letter(MailState.WAITING)

    answer, state = settle(chief_client, mail, "skicka")

    assert (state, said(answer), len(locmem.outbox)) == (MailState.SENT, ["1 brev är skickat."], 1)


def test_a_failed_letter_is_written_anew_with_todays_address(chief_client, event, address, company):
    proposal = became(event=event, company=company)
    mail = OutboxFactory(state=MailState.FAILED, recipient="fel@example.com", proposals=[proposal])
    assert keys_of(chief_client.get(address)) == []

    _, state = settle(chief_client, mail, "skriv-om")

    assert (state, len(keys_of(chief_client.get(address)))) == (None, 1)


@pytest.mark.parametrize("do", ["skicka", "skickat", "skriv-om"])
def test_a_sent_letter_stands(chief_client, event, do):
    sent = dt.datetime(2017, 12, 1, tzinfo=dt.UTC)
    mail = OutboxFactory(state=MailState.SENT, sent_at=sent, proposals=[ProposalFactory(event=event)])

    answer, state = settle(chief_client, mail, do)

    assert (state, locmem.outbox) == (MailState.SENT, [])
    assert said(answer) == [
        "Brevet kan inte ändras längre: det är skickat, eller så har någon annan redan gjort det här."
    ]


def test_an_unknown_button_does_nothing(chief_client, letter):
    answer, state = settle(chief_client, letter(MailState.FAILED), "radera")

    assert (state, said(answer)) == (MailState.FAILED, ["Välj med en av knapparna vad som ska hända med brevet."])


def test_a_letter_about_nothing_left_is_not_found(chief_client):
    assert settle(chief_client, OutboxFactory(), "skicka")[0].status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_letters_take_as_many_queries_for_many(chief_client, event, address, number, django_assert_num_queries):
    for _ in range(number):
        company = CompanyFactory()
        became(event=event, company=company, contact=ContactPersonFactory(company=company))
        became(event=event, company=CompanyFactory())
        OutboxFactory(proposals=[ProposalFactory(event=event)])

    with django_assert_num_queries(15):
        chief_client.get(address)
