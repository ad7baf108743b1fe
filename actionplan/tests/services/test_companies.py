"""Companies are found, made and changed; look-alikes are told of."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.models import Company, ContactPerson
from actionplan.services.companies import (
    companies_alike,
    company_named,
    create_company,
    edit_company,
    remove_company,
)
from actionplan.services.versions import Edit, LostUpdate
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory
from actionplan.tests.test_organisation_numbers import COMPANY, PERSON

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 12, 31)
TAKEN = (
    "Exempelbygg AB har redan det numret. Är det samma företag? Använd i så fall det som finns. "
    "Annars: kontrollera numret, eller lämna fältet tomt."
)


def test_the_oldest_company_of_the_name_is_the_one():
    first = CompanyFactory(name="Exempelbygg AB")
    CompanyFactory(name="exempelbygg  ab")

    assert (company_named(" EXEMPELBYGG AB "), company_named("Exempelbygg")) == (first, None)


@pytest.mark.parametrize(
    "asked",
    [
        "Exempelbygg AB",
        "Exempelbygg HB",
        "exempel bygg",
        "Exempelbyg",
        "Exmpelbygg",
        "Exempelbyggg",
        "Eksempelbygg",
        "Exempelbygg i Tyresö",
        "Exempel",
    ],
)
def test_another_way_to_write_the_name_is_alike(asked):
    company = CompanyFactory(name="Exempelbygg AB")

    assert companies_alike(asked) == [company]


@pytest.mark.parametrize("asked", ["Exempelbageriet", "Bygg", "Nordbygg", "AB", "", "%", "!!!"])
def test_another_name_is_not_alike(asked):
    CompanyFactory(name="Exempelbygg AB")

    assert companies_alike(asked) == []


def test_at_most_five_are_alike_and_the_closest_comes_first():
    for number in range(7):
        CompanyFactory(name=f"Exempelbygg {number}")
    same = CompanyFactory(name="Exempelbygg AB")

    found = companies_alike("Exempelbygg")

    assert (len(found), found[0]) == (5, same)


def test_looking_for_alike_asks_once(django_assert_num_queries):
    CompanyFactory.create_batch(5)

    with django_assert_num_queries(1):
        companies_alike("Företag 1 AB")


def test_a_company_is_stored_with_its_number_checked():
    company = create_company(Company(name="Exempelbygg AB", organisation_number="165560360793"))

    stored = Company.objects.get()
    assert (stored, stored.organisation_number, stored.version) == (company, COMPANY, 1)


def test_a_number_in_use_is_refused_with_the_company_named():
    CompanyFactory(name="Exempelbygg AB", organisation_number=COMPANY)

    with pytest.raises(ValidationError) as refused:
        create_company(Company(name="Ett annat", organisation_number="5560360793"))

    assert refused.value.message_dict == {"organisation_number": [TAKEN]}
    assert Company.objects.count() == 1


def test_a_form_sent_twice_is_one_company(chief, rf):
    def send():
        company = Company(name="Exempelbygg AB", organisation_number=COMPANY)
        company._history_user = chief
        return create_company(company, author=chief)

    assert send() == send()
    assert Company.objects.count() == 1


def test_the_same_name_by_somebody_else_is_another_company(chief, administrator):
    for author in (chief, administrator):
        company = Company(name="Exempelbygg AB")
        company._history_user = author
        create_company(company, author=author)

    assert Company.objects.count() == 2


def test_edit_company_stores_and_takes_the_next_version():
    company = CompanyFactory(name="Exempelbygg AB")
    company.name = "Exempelbygg i Tyresö AB"

    edit_company(company, expected_version=1)

    stored = Company.objects.get()
    assert (stored.name, stored.bare_name, stored.version) == ("Exempelbygg i Tyresö AB", "exempelbyggityresö", 2)


def test_edit_company_keeps_its_own_number():
    company = CompanyFactory(organisation_number=COMPANY)

    edit_company(company, expected_version=1)

    assert Company.objects.get().organisation_number == COMPANY


def test_edit_company_refuses_anothers_number_and_stores_nothing():
    CompanyFactory(name="Exempelbygg AB", organisation_number=COMPANY)
    company = CompanyFactory(name="Ett annat")
    company.name, company.organisation_number = "Ändrat", COMPANY

    with pytest.raises(ValidationError) as refused:
        edit_company(company, expected_version=1)

    to_do = TAKEN.replace("Använd i så fall det som finns", "Slå i så fall ihop dem")
    assert refused.value.message_dict == {"organisation_number": [to_do]}
    stored = Company.objects.get(pk=company.pk)
    assert (stored.name, stored.organisation_number, stored.version) == ("Ett annat", "", 1)


def test_the_second_saver_is_told_what_the_first_wrote():
    company = CompanyFactory(name="Exempelbygg AB", industry="bygg")
    first, second = Company.objects.get(), Company.objects.get()
    first.industry = "måleri"
    edit_company(first, expected_version=1)
    second.name = "Mitt namn"

    with pytest.raises(LostUpdate) as lost:
        edit_company(second, expected_version=1)

    assert lost.value.edits == [Edit("bransch", "bygg", "måleri", "okänd")]
    assert Company.objects.get(pk=company.pk).name == "Exempelbygg AB"


@pytest.mark.parametrize(("before", "after"), [("", PERSON), (PERSON, ""), (COMPANY, PERSON)])
def test_the_second_saver_is_not_told_a_persons_number(before, after):
    company = CompanyFactory(organisation_number=before, is_sole_trader=before == PERSON)
    second = Company.objects.get()
    company.organisation_number = after
    edit_company(company, expected_version=1)

    with pytest.raises(LostUpdate) as lost:
        edit_company(second, expected_version=1)

    words = str([(edit.before, edit.after) for edit in lost.value.edits])
    assert (PERSON in words, COMPANY in words) == (False, False)


def test_a_persons_number_goes_from_the_history_when_it_is_removed():
    company = CompanyFactory(organisation_number=PERSON, is_sole_trader=True)
    company.organisation_number = ""

    edit_company(company, expected_version=1)

    assert set(Company.history.values_list("organisation_number", flat=True)) == {""}


@pytest.mark.parametrize("is_new", [True, False])
def test_a_number_taken_at_the_very_moment_is_no_crash(monkeypatch, is_new):
    company = Company(name="Ett") if is_new else CompanyFactory(name="Ett")
    company.organisation_number = COMPANY
    monkeypatch.setattr(
        "actionplan.services.companies.check_company",
        lambda _: CompanyFactory(name="Ett annat", organisation_number=COMPANY),
    )

    with pytest.raises(ValidationError) as refused:
        create_company(company) if is_new else edit_company(company, expected_version=1)

    assert refused.value.message_dict == {
        "organisation_number": ["Någon annan sparade nyss ett företag med det numret. Sök upp det och använd det."]
    }


@pytest.mark.parametrize("name", ["Anna Bygg (enskild firma)", "Anna Bygg EF", "ENSKILD FIRMA Anna Bygg"])
def test_what_is_called_a_sole_trader_is_flagged(name):
    assert create_company(Company(name=name)).is_sole_trader


def test_a_companys_number_tells_more_than_its_name():
    assert not create_company(Company(name="Anna Bygg EF", organisation_number=COMPANY)).is_sole_trader


@pytest.mark.parametrize("name", ["Efterbygg AB", "Enskilda Firman Bygg AB", "Reef Bygg", "EF Språkresor AB"])
def test_what_only_resembles_it_is_not(name):
    assert not create_company(Company(name=name)).is_sole_trader


def test_a_company_that_nothing_refers_to_is_removed_and_its_history_stays(chief):
    company = CompanyFactory(name="Felskrivet AB", organisation_number=COMPANY)

    assert remove_company(company, expected_version=1, by=chief) == "Felskrivet AB"

    gone = Company.history.latest()
    assert (Company.objects.count(), gone.name, gone.history_type) == (0, "Felskrivet AB", "-")
    assert (gone.history_user, gone.organisation_number) == (chief, COMPANY)


def test_a_removed_persons_number_goes_from_the_history_too(chief):
    company = CompanyFactory(name="Målaren", organisation_number=PERSON, is_sole_trader=True)

    remove_company(company, expected_version=1, by=chief)

    assert set(Company.history.values_list("name", "organisation_number")) == {("Målaren", "")}


@pytest.mark.parametrize(
    ("proposals", "contacts", "words"),
    [(1, 0, "1 förslag"), (2, 1, "2 förslag och 1 kontakt"), (0, 2, "2 kontakter")],
)
def test_a_company_that_something_refers_to_stays(chief, proposals, contacts, words):
    company = CompanyFactory(name="Exempelbygg AB")
    ProposalFactory.create_batch(proposals, company=company)
    ContactPersonFactory.create_batch(contacts, company=company)

    with pytest.raises(ValidationError) as refused:
        remove_company(company, expected_version=1, by=chief)

    assert refused.value.messages == [f"Exempelbygg AB har {words} och kan inte tas bort."]
    assert (Company.objects.get().version, ContactPerson.objects.count()) == (1, contacts)


def test_a_company_that_was_changed_meanwhile_is_not_removed(chief):
    company = CompanyFactory()
    Company.objects.update(version=2)

    with pytest.raises(LostUpdate):
        remove_company(company, expected_version=1, by=chief)

    assert Company.objects.count() == 1


def test_a_company_that_is_gone_is_not_removed_again(chief):
    company = CompanyFactory(name="Exempelbygg AB")
    Company.objects.filter(pk=company.pk).delete()

    with pytest.raises(ValidationError) as refused:
        remove_company(company, expected_version=1, by=chief)

    assert refused.value.messages == ["Exempelbygg AB finns inte längre. Någon har tagit bort eller slagit ihop det."]
