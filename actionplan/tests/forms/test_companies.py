"""The forms of companies and contacts: every faulty value is answered beside its field, in words that say what to do."""

import datetime as dt

import pytest

from actionplan.forms.companies import CompanyForm, CompanySearch, ContactForm, ExpiredContactsForm
from actionplan.models import Company, ContactPerson
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory
from actionplan.tests.test_organisation_numbers import COMPANY, PERSON

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 12, 31)
HIDDEN = "Numret är sparat och visas inte. Skriv bara om det ska ändras."
WRONG_DIGIT = "Kontrollsiffran stämmer inte. Kontrollera numret, eller lämna fältet tomt."
ZEROS = "Organisationsnumret kan inte vara bara nollor. Skriv tio siffror, till exempel 212000-0092, eller lämna fältet tomt."


def filled(instance=None, **typed):
    data = {"version": "1", "name": "Exempelbygg AB"} | typed
    return CompanyForm(data, instance=instance or Company())


def errors(form):
    return {name: list(found) for name, found in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"name": ""}, {"name": ["Skriv vad företaget heter."]}),
        ({"name": "x" * 201}, {"name": ["Skriv högst 200 tecken. Nu är det 201."]}),
        ({"name": "a\x08b"}, {"name": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]}),
        ({"organisation_number": "556036-0794"}, {"organisation_number": [WRONG_DIGIT]}),
        ({"organisation_number": "0000000000"}, {"organisation_number": [ZEROS]}),
        (
            {"organisation_number": "DE123"},
            {
                "organisation_number": [
                    "”DE123” är inget organisationsnummer. Skriv tio siffror, till exempel 212000-0092, eller lämna "
                    "fältet tomt."
                ]
            },
        ),
    ],
)
def test_a_faulty_value_is_answered_beside_its_field(typed, expected):
    form = filled(**typed)

    assert errors(form) == expected
    assert {name: form[name].value() for name in typed} == typed


@pytest.mark.parametrize("typed", ["5560360793", "16 556036-0793", "556036 0793", "556036–0793"])
def test_every_way_to_write_a_number_is_taken(typed):
    form = filled(organisation_number=typed)

    assert (errors(form), form.instance.organisation_number) == ({}, COMPANY)


def test_a_foreign_company_needs_no_number_and_the_form_says_so():
    form = filled(name="Example GmbH")

    assert errors(form) == {}
    assert form.fields["organisation_number"].help_text == (
        "Tio siffror, till exempel 212000-0092. Lämna tomt om företaget är utländskt eller om du inte vet."
    )


def test_a_persons_number_is_taken_and_flagged():
    form = filled(organisation_number="19121212-1212")

    assert errors(form) == {}
    assert (form.instance.organisation_number, form.instance.is_sole_trader) == (PERSON, True)


@pytest.fixture
def trader():
    return CompanyFactory(name="Målaren", organisation_number=PERSON, is_sole_trader=True)


def test_a_sole_traders_number_is_not_printed_in_the_form(trader):
    form = CompanyForm(instance=trader)

    assert PERSON not in str(form)
    assert (form["organisation_number"].value(), form.fields["organisation_number"].help_text) == ("", HIDDEN)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ({}, PERSON),
        ({"industry": "måleri"}, PERSON),
        ({"organisation_number": COMPANY}, COMPANY),
        ({"forget_number": "on"}, ""),
    ],
)
def test_a_sole_traders_number_is_kept_changed_or_removed(trader, typed, number):
    form = filled(trader, name="Målaren", is_sole_trader="on", **typed)

    assert (errors(form), form.instance.organisation_number) == ({}, number)


def test_saying_nothing_of_a_hidden_number_is_no_change(trader):
    form = filled(trader, name="Målaren", is_sole_trader="on")

    assert form.is_valid()
    assert form.says_nothing_new()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"is_sole_trader": "on", "forget_number": "on", "organisation_number": COMPANY},
            {"forget_number": ["Du har skrivit ett nytt nummer. Ta bort krysset, eller töm numret."]},
        ),
        (
            {},
            {
                "is_sole_trader": [
                    "Numret som är sparat är ett personnummer. Ta bort det om företaget inte är en enskild firma."
                ]
            },
        ),
        ({"is_sole_trader": "on", "organisation_number": "556036-0794"}, {"organisation_number": [WRONG_DIGIT]}),
    ],
)
def test_a_hidden_number_is_not_revealed_by_mistake(trader, typed, expected):
    form = filled(trader, name="Målaren", **typed)

    assert errors(form) == expected
    assert PERSON not in str(form)


def test_an_ordinary_companys_number_is_shown_and_has_nothing_to_remove():
    form = CompanyForm(instance=CompanyFactory(organisation_number=COMPANY))

    assert form["organisation_number"].value() == COMPANY
    assert list(form.fields) == ["name", "organisation_number", "industry", "is_sole_trader", "version", "confirm"]


def asked(form):
    assert errors(form) == {}
    return form.questions()


def test_a_similar_name_is_asked_about_with_what_tells_them_apart():
    CompanyFactory(name="Exempelbygg i Tyresö AB", organisation_number=COMPANY, industry="bygg")
    CompanyFactory(name="Exempelbyg", organisation_number=PERSON, is_sole_trader=True)

    assert asked(filled()) == [
        "Det finns redan företag med liknande namn: Exempelbyg (••••••-••••) och Exempelbygg i Tyresö AB "
        "(556036-0793, bygg). Är det samma? Använd i så fall det som finns."
    ]
    assert asked(filled(confirm="1")) == []


def test_a_name_like_no_other_is_not_asked_about():
    CompanyFactory(name="Nordbygg AB")

    assert asked(filled()) == []


def test_a_stored_name_is_asked_about_only_when_it_changes():
    CompanyFactory(name="Exempelbyg AB")
    stored = CompanyFactory(name="Exempelbygg AB")

    assert asked(filled(stored, industry="bygg")) == []
    assert len(asked(filled(stored, name="Exempelbygget AB"))) == 1


def test_a_company_is_not_like_itself():
    assert asked(filled(CompanyFactory(name="Exempelbygg AB"), name="Exempelbygget AB")) == []


def contact_form(instance=None, **typed):
    data = {"version": "0", "name": "Kontakt Ett", "email": "ett@example.com", "keep_until": "2019-12-31"} | typed
    return ContactForm(data, instance=instance or ContactPerson(company=CompanyFactory()), on=TODAY)


@pytest.mark.parametrize(("day", "proposed"), [(TODAY, "2019-12-31"), (dt.date(2016, 2, 29), "2018-02-28")])
def test_a_new_contact_is_kept_for_two_years_unless_said(day, proposed):
    form = ContactForm(instance=ContactPerson(company=CompanyFactory()), on=day)

    assert form["keep_until"].value() == proposed


def test_a_stored_contact_opens_with_its_own_day():
    form = ContactForm(instance=ContactPersonFactory(keep_until=dt.date(2018, 1, 1)), on=TODAY)

    assert form["keep_until"].value() == "2018-01-01"


@pytest.mark.parametrize("day", ["2017-12-31", "31 december 2022"])
def test_today_and_five_years_ahead_are_days_to_keep_until(day):
    assert errors(contact_form(keep_until=day)) == {}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"name": "", "email": ""}, {"name": ["Skriv ett namn eller en e-postadress."]}),
        ({"email": "inte en adress"}, {"email": ["Det är ingen e-postadress. Skriv den så här: info@foretaget.se."]}),
        ({"email": "", "is_function": "on"}, {"email": ["Skriv funktionsadressen, eller ta bort krysset."]}),
        ({"keep_until": ""}, {"keep_until": ["Skriv hur länge uppgifterna ska sparas."]}),
        ({"keep_until": "2017-02-30"}, {"keep_until": ["Datumet finns inte: februari 2017 har 28 dagar."]}),
        ({"keep_until": "2017-12-30"}, {"keep_until": ["Dagen 2017-12-30 har redan varit. Välj en kommande dag."]}),
        (
            {"keep_until": "2023-01-01"},
            {"keep_until": ["Uppgifterna får sparas i högst 5 år. Välj en dag till och med 2022-12-31."]},
        ),
        ({"name": "a\x00b"}, {"name": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]}),
    ],
)
def test_a_faulty_contact_is_answered_beside_the_field(typed, expected):
    assert errors(contact_form(**typed)) == expected


def test_an_expired_contact_gets_a_new_day_or_goes():
    form = contact_form(ContactPersonFactory(keep_until=dt.date(2017, 1, 1)), keep_until="2017-01-01")

    assert errors(form) == {
        "keep_until": ["Dagen 2017-01-01 har redan varit. Välj en kommande dag, eller ta bort kontakten."]
    }


def test_a_second_contact_with_the_same_address_is_asked_about():
    stored = ContactPersonFactory(email="ett@example.com")
    again = ContactPerson(company=stored.company)

    assert asked(contact_form(again, email="ETT@example.com")) == [
        "Företaget har redan en kontakt med den e-postadressen."
    ]
    assert asked(contact_form(stored)) == []
    assert asked(contact_form()) == []


def test_the_form_says_why_and_how_long_where_personal_data_is_typed(rf):
    drawn = ContactForm(instance=ContactPerson(company=CompanyFactory()), on=TODAY)

    assert drawn.helper.layout[1].html == '{% include "actionplan/_personal_data_note.html" %}'


def test_only_expired_contacts_can_be_chosen():
    expired = ContactPersonFactory(keep_until=dt.date(2017, 12, 30))
    kept = ContactPersonFactory(keep_until=TODAY)

    form = ExpiredContactsForm({"version": "0", "contacts": [expired.pk, kept.pk]}, on=TODAY)

    assert form.rows == [expired]
    assert errors(form) == {
        "contacts": ["En av kontakterna finns inte längre i listan. Läs den igen och välj på nytt."]
    }


@pytest.mark.parametrize("key", ["x", "9" * 30, "-1", "<b>"])
def test_what_is_no_contact_cannot_be_chosen(key):
    assert list(errors(ExpiredContactsForm({"version": "0", "contacts": [key]}, on=TODAY))) == ["contacts"]


def test_too_long_a_search_is_refused():
    assert errors(CompanySearch({"q": "x" * 201})) == {"q": ["Skriv högst 200 tecken. Nu är det 201."]}
