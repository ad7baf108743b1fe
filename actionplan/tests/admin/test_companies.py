"""Companies and contacts in the administration: numbers hidden, persons handed out and erased, no name left in any log."""

import json
import logging

import pytest

from actionplan.models import Company, ContactPerson, Proposal
from actionplan.services.companies import edit_company
from actionplan.tests.everywhere import columns_holding
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory
from actionplan.tests.test_organisation_numbers import COMPANY, PERSON

LIST, COMPANIES = "/admin/actionplan/contactperson/", "/admin/actionplan/company/"
NAME, EMAIL = "Kontakt Åberg", "kontakt.aberg@example.com"


@pytest.fixture
def trader(db):
    return CompanyFactory(name="Målaren", organisation_number=PERSON, is_sole_trader=True)


@pytest.fixture
def contact(db):
    return ContactPersonFactory(name=NAME, email=EMAIL)


def act(client, action, *contacts, **more):
    data = {"action": action, "_selected_action": [contact.pk for contact in contacts]}
    return client.post(LIST, data | more, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_a_sole_traders_number_is_nowhere(administrator_client, trader):
    trader.organisation_number = ""
    edit_company(trader, expected_version=1)
    CompanyFactory(organisation_number=COMPANY)
    pages = [COMPANIES, f"{COMPANIES}{trader.pk}/change/", f"{COMPANIES}{trader.pk}/history/", f"{COMPANIES}?q=målaren"]

    answers = [administrator_client.get(page).content.decode() for page in pages]

    assert [PERSON in page or "••••••-••••" in page for page in answers] == [False] * 4
    assert COMPANY in answers[0]


def test_a_sole_traders_number_is_masked(administrator_client, trader):
    pages = [COMPANIES, f"{COMPANIES}{trader.pk}/change/"]

    answers = [administrator_client.get(page).content.decode() for page in pages]

    assert [(PERSON in page, "••••••-••••" in page) for page in answers] == [(False, True)] * 2


def test_a_number_cannot_be_guessed_through_search_or_filter(administrator_client, trader):
    found = administrator_client.get(COMPANIES, {"q": PERSON}).context["cl"].queryset

    assert list(found) == []
    guesses = [(COMPANIES, "organisation_number__startswith"), (LIST, "company__organisation_number__startswith")]
    assert [administrator_client.get(page, {guess: "12"}).status_code for page, guess in guesses] == [400, 400]


def exported(caplog):
    """Return what the log of exports was told."""
    return [record.getMessage() for record in caplog.records if record.name == "actionplan.export"]


def test_the_chosen_are_handed_out_as_a_file(administrator_client, contact, caplog):
    other = ContactPersonFactory(name="Kontakt Ek", email="ek@example.com")
    ProposalFactory(proposer_name=NAME)

    with caplog.at_level(logging.INFO, logger="actionplan.export"):
        response = act(administrator_client, "export", contact, other)

    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="personuppgifter.json"'
    people = sorted(json.loads(response.content), key=lambda person: person["uppgifter om"]["namn"])
    assert [person["uppgifter om"] for person in people] == [
        {"namn": "Kontakt Ek", "e-postadress": "ek@example.com"},
        {"namn": NAME, "e-postadress": EMAIL},
    ]
    assert [len(person["förslag"]) for person in people] == [0, 1]
    assert exported(caplog) == ["export by administrator from 127.0.0.1: personal data of 2 contacts"]


def test_erasing_asks_first(administrator_client, contact):
    response = act(administrator_client, "erase", contact)

    page = response.content.decode()
    assert f"<li>{NAME}, {EMAIL} ({contact.company})</li>" in page
    assert 'value="Ja, radera"' in page
    assert ContactPerson.objects.count() == 1


def test_the_chosen_are_erased_and_no_log_names_them(administrator_client, contact, caplog):
    ContactPersonFactory(name="Kontakt Ek")
    proposal = ProposalFactory(proposer_name=NAME, text="Längre bro.")

    with caplog.at_level(logging.INFO, logger="actionplan.export"):
        response = act(administrator_client, "erase", contact, post="yes")

    assert said(response) == ["Raderat: 1 kontakt. Namn eller adress är borttagna ur 1 förslag och 0 brev."]
    assert [columns_holding(word) for word in ("åberg", EMAIL)] == [[], []]
    assert (ContactPerson.objects.get().name, Proposal.objects.get().proposer_name) == ("Kontakt Ek", "")
    assert exported(caplog) == [
        "personal data erased by administrator: 1 contacts, 1 proposals, 0 mails, 0 companies",
    ]
    assert proposal.text == "Längre bro."


def test_what_is_left_is_pointed_out(administrator_client, contact):
    proposal = ProposalFactory(text=f"{NAME} vill ha en bro.")

    response = act(administrator_client, "erase", contact, post="yes")

    assert said(response)[1] == (
        "Namnet eller adressen står kanske kvar här, ändra för hand: "
        f"historik för förslag {proposal.pk}: förslag; förslag {proposal.pk}: förslag."
    )


def test_a_removed_contact_is_named_in_no_log(administrator_client, contact, caplog):
    with caplog.at_level(logging.INFO, logger="actionplan.export"):
        administrator_client.post(f"{LIST}{contact.pk}/delete/", {"post": "yes"})

    assert ContactPerson.objects.count() == 0
    assert columns_holding("åberg") == []
    assert exported(caplog) == ["1 contacts removed by administrator in the administration"]


@pytest.mark.parametrize("action", ["export", "erase", "delete_selected"])
def test_nothing_chosen_does_nothing(administrator_client, contact, action):
    response = administrator_client.post(LIST, {"action": action, "post": "yes"}, follow=True)

    assert response.status_code == 200
    assert ContactPerson.objects.count() == 1


def test_list_offers_these_two_actions_alone(administrator_client, contact):
    form = administrator_client.get(LIST).context["action_form"]

    assert form.fields["action"].choices == [
        ("", "---------"),
        ("export", "Exportera personuppgifter"),
        ("erase", "Radera personuppgifter"),
    ]


@pytest.mark.parametrize("action", ["export", "erase"])
def test_nobody_but_administrators_can_act(chief_client, contact, action):
    response = act(chief_client, action, contact, post="yes")

    assert response.status_code == 404
    assert ContactPerson.objects.count() == 1


def test_a_name_is_text_and_no_markup(administrator_client, db):
    contact = ContactPersonFactory(name="<script>x</script>", company__name="<script>y</script>")

    page = act(administrator_client, "erase", contact).content.decode()

    assert [words in page for words in ("<script>x", "<script>y", "&lt;script&gt;x", "&lt;script&gt;y")] == [
        False,
        False,
        True,
        True,
    ]


def test_companies_stay(administrator_client, trader):
    administrator_client.post(f"{COMPANIES}{trader.pk}/delete/", {"post": "yes"})

    assert Company.objects.count() == 1
