"""Company and ContactPerson: how they are checked, found again and shown."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.models import Company, ContactPerson
from actionplan.models.companies import bare_name
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory
from actionplan.tests.test_organisation_numbers import COMPANY, MUNICIPALITY, PERSON

pytestmark = pytest.mark.django_db
MASK = "••••••-••••"


def test_a_number_is_stored_one_way():
    company = CompanyFactory.build(organisation_number="16 5560360793")

    company.full_clean()

    assert (company.organisation_number, company.is_sole_trader) == (COMPANY, False)


def test_a_persons_number_makes_a_sole_trader():
    company = CompanyFactory.build(organisation_number="19121212-1212")

    company.full_clean()

    assert (company.organisation_number, company.is_sole_trader) == (PERSON, True)


def test_a_foreign_company_has_no_number():
    first, second = CompanyFactory(), CompanyFactory()

    first.full_clean()
    second.full_clean()

    assert Company.objects.filter(organisation_number="").count() == 2


@pytest.mark.parametrize("number", ["556036-0794", "0000000000", "DE123456789"])
def test_a_faulty_number_is_refused_beside_the_field(number):
    with pytest.raises(ValidationError) as refused:
        CompanyFactory.build(organisation_number=number).full_clean()

    assert list(refused.value.message_dict) == ["organisation_number"]


@pytest.mark.parametrize(
    ("fields", "shown", "hides"),
    [
        ({"organisation_number": COMPANY}, COMPANY, False),
        ({"organisation_number": PERSON, "is_sole_trader": True}, MASK, True),
        ({"organisation_number": COMPANY, "is_sole_trader": True}, MASK, True),
        ({"is_sole_trader": True}, "", False),
        ({}, "", False),
    ],
)
def test_a_sole_traders_number_is_never_shown(fields, shown, hides):
    company = CompanyFactory.build(**fields)

    assert (company.shown_number, company.hides_number) == (shown, hides)


@pytest.mark.parametrize(("industry", "label"), [("städ", "Företag, städ"), ("", "Företag")])
def test_in_public_a_company_has_no_name(industry, label):
    assert CompanyFactory.build(name="Exempelbygg AB", industry=industry).anonymous_label == label


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Exempelbygg AB", "exempelbygg"),
        ("AB Exempel-Bygg (publ)", "exempelbygg"),
        ("Exempelbygg   HB", "exempelbygg"),
        ("Enskild firma Å & Ö", "åö"),
        ("AB", "ab"),
        ("!!!", ""),
    ],
)
def test_look_alikes_are_compared_without_signs_and_form_of_business(name, bare):
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Exempelbygg AB", True),
        ("  EXEMPELBYGG   ab ", True),
        ("Exempelbygg", False),
        ("Exempelbygg A-B", False),
        ("Exempelbygg ÄB", False),
        ("", False),
    ],
)
def test_the_same_name_is_the_same_but_for_case_and_spaces(asked, found):
    CompanyFactory(name="Exempelbygg AB")

    assert Company.objects.named(asked).exists() is found


@pytest.mark.parametrize("name", ["Müller AB", "Myller AB", "Café & Co", "Cafe + Co"])
def test_names_that_only_sort_alike_are_others(name):
    for other in ("Müller AB", "Myller AB", "Café & Co", "Cafe + Co"):
        CompanyFactory(name=other)

    assert [company.name for company in Company.objects.named(name)] == [name]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bygg", ["Exempelbygg AB"]),
        ("AB exempel", ["Exempelbygg AB"]),
        ("ÅKERI", ["Ö-åkeriet"]),
        (COMPANY, ["Exempelbygg AB"]),
        ("16 5560360793", ["Exempelbygg AB"]),
        (PERSON, []),
        (MUNICIPALITY, []),
        ("%", []),
        ("", ["Exempelbygg AB", "Målaren", "Ö-åkeriet"]),
    ],
)
def test_companies_are_found_by_words_or_number_but_not_by_a_persons(text, found):
    CompanyFactory(name="Ö-åkeriet")
    CompanyFactory(name="Målaren", organisation_number=PERSON, is_sole_trader=True)
    CompanyFactory(name="Exempelbygg AB", organisation_number=COMPANY)

    assert [company.name for company in Company.objects.search(text)] == found


def test_a_contact_expires_the_day_after_its_last():
    ContactPersonFactory(keep_until=dt.date(2017, 12, 31))

    assert ContactPerson.objects.expired(dt.date(2017, 12, 31)).count() == 0
    assert ContactPerson.objects.expired(dt.date(2018, 1, 1)).count() == 1


def test_mail_goes_to_the_function_address_first():
    company = CompanyFactory()
    person = ContactPersonFactory(company=company, name="Kontakt Ett", email="ett@example.com")
    ContactPersonFactory(company=company, name="Kontakt Två", email="")
    function = ContactPersonFactory(company=company, email="info@example.com", is_function=True)

    assert list(company.contacts.addresses_first()) == [function, person]


def test_an_address_is_stored_in_lower_case():
    contact = ContactPersonFactory.build(company=CompanyFactory(), email="Info@Example.COM")

    contact.full_clean()

    assert contact.email == "info@example.com"


def test_a_contact_leaves_no_history():
    assert not hasattr(ContactPerson, "history")
