"""Contacts of companies come and go, and leave nothing behind."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.models import Company, ContactPerson, Outbox
from actionplan.services.contacts import remove_contact, remove_expired, save_contact
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory, noon

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 12, 31)


def contact(**fields):
    return ContactPerson(**{"company": CompanyFactory(), "name": "Kontakt Ett", "keep_until": TODAY} | fields)


def test_a_contact_is_stored_once_however_often_it_is_sent():
    company = CompanyFactory()

    sent = [save_contact(contact(company=company, email="Ett@Example.com"), expected_version=1) for _ in range(2)]

    assert (sent[0], sent[0].email) == (sent[1], "ett@example.com")
    assert ContactPerson.objects.count() == 1


def test_a_contact_is_changed():
    stored = ContactPersonFactory()
    stored.keep_until = dt.date(2019, 1, 1)

    save_contact(stored, expected_version=1)

    assert ContactPerson.objects.get().keep_until == dt.date(2019, 1, 1)


def test_a_contact_without_name_and_address_is_refused():
    with pytest.raises(ValidationError) as refused:
        save_contact(contact(name=""), expected_version=1)

    assert refused.value.messages == ["Skriv ett namn eller en e-postadress."]


def test_a_contact_that_was_removed_meanwhile_stays_removed():
    stored = ContactPersonFactory()
    ContactPerson.objects.all().delete()

    with pytest.raises(ValidationError) as refused:
        save_contact(stored, expected_version=1)

    assert refused.value.messages == ["Kontakten har tagits bort. Lägg till den på nytt om den ska finnas."]
    assert ContactPerson.objects.count() == 0


def test_removing_a_contact_leaves_its_proposals():
    proposal = ProposalFactory(contact=ContactPersonFactory())

    remove_contact(proposal.contact, expected_version=1)

    proposal.refresh_from_db()
    assert (proposal.contact, ContactPerson.objects.count()) == (None, 0)


def test_only_what_is_chosen_and_has_expired_is_removed():
    expired, other = ContactPersonFactory.create_batch(2, keep_until=dt.date(2017, 12, 30))
    kept = ContactPersonFactory(keep_until=TODAY)

    number = remove_expired([expired, kept], on=TODAY)

    assert (number, list(ContactPerson.objects.order_by("pk"))) == (1, [other, kept])


def test_a_contact_of_a_company_that_is_gone_is_not_stored():
    contact = ContactPerson(
        company=CompanyFactory(name="Borta AB"), email="a@example.com", keep_until=dt.date(2018, 1, 1)
    )
    Company.objects.all().delete()

    with pytest.raises(ValidationError) as refused:
        save_contact(contact, expected_version=0)

    assert refused.value.messages == ["Borta AB finns inte längre. Någon har tagit bort eller slagit ihop det."]


@pytest.fixture
def mail():
    def mail(recipient, state="skickat"):
        sent_at = noon(TODAY) if state == "skickat" else None
        options = {"state": state, "created_at": noon(TODAY), "sent_at": sent_at}
        return Outbox.objects.create(kind="beslut", recipient=recipient, **options)

    return mail


def test_who_is_removed_is_gone_from_the_mails_and_what_waits_is_not_sent(mail):
    contact = ContactPersonFactory(email="anna@example.com")
    mail("Anna@example.com")
    mail("anna@example.com", "vantar")
    mail("bo@example.com")

    remove_contact(contact, expected_version=1)

    assert list(Outbox.objects.order_by("pk").values_list("recipient", "state")) == [
        ("raderad", "skickat"),
        ("raderad", "misslyckat"),
        ("bo@example.com", "skickat"),
    ]


def test_an_address_that_another_contact_has_stays(mail):
    contact, _ = ContactPersonFactory(email="info@example.com"), ContactPersonFactory(email="INFO@example.com")
    mail("info@example.com")

    remove_contact(contact, expected_version=1)

    assert Outbox.objects.get().recipient == "info@example.com"


def test_who_has_expired_is_gone_from_the_mails(mail):
    contact = ContactPersonFactory(email="anna@example.com", keep_until=TODAY - dt.timedelta(days=1))
    mail("anna@example.com")

    remove_expired([contact], on=TODAY)

    assert Outbox.objects.get().recipient == "raderad"


def test_who_was_changed_meanwhile_is_not_removed():
    contact = ContactPersonFactory(name="Anna")
    seen = ContactPerson.objects.get(pk=contact.pk)
    contact.name = "Bo"
    save_contact(contact, expected_version=1)

    with pytest.raises(LostUpdate):
        remove_contact(seen, expected_version=1)

    assert ContactPerson.objects.get().name == "Bo"
