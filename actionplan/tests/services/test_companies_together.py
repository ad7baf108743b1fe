"""Two people with the same companies at the same moment, each with a connection of their own."""

import datetime as dt

import pytest

from actionplan.choices import Role
from actionplan.models import Company, ContactPerson, Proposal
from actionplan.services.companies import remove_company
from actionplan.services.company_mergers import merge_companies
from actionplan.services.contacts import save_contact
from actionplan.services.proposals import submit_proposal
from actionplan.tests.factories import (
    ActionPlanFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    MandatePeriodFactory,
    ProposalFactory,
    UserFactory,
)
from actionplan.tests.services.test_editing_together import kinds
from actionplan.tests.services.test_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ON = dt.date(2017, 12, 31)
ROUNDS = range(3)


@pytest.fixture
def chiefs():
    return UserFactory.create_batch(2, role=Role.CHIEF)


@pytest.fixture
def event():
    period = MandatePeriodFactory()
    ActionPlanFactory(mandate_period=period)
    return ConsultationEventFactory(mandate_period=period)


def merging(kept, other, by):
    rows = Company.objects.in_bulk([kept.pk, other.pk])
    said = {"expected_version": 1, "other_version": 1, "by": by, "on": ON}
    return lambda: merge_companies(rows[kept.pk], rows[other.pk], **said)


@pytest.mark.parametrize("_", ROUNDS)
def test_two_merge_opposite_ways_and_one_company_is_left(chiefs, event, _):
    first, second = CompanyFactory.create_batch(2)
    for company in (first, second):
        ProposalFactory(company=company, event=event)
        ContactPersonFactory(company=company)

    outcomes = at_once(merging(first, second, chiefs[0]), merging(second, first, chiefs[1]))

    assert kinds(outcomes) == ["Merger", "ValidationError"]
    [left] = Company.objects.all()
    assert (left.proposals.count(), left.contacts.count()) == (2, 2)


@pytest.mark.parametrize("_", ROUNDS)
def test_a_form_sent_twice_at_once_merges_once(chiefs, _):
    kept, other = CompanyFactory.create_batch(2)
    ProposalFactory(company=other)

    outcomes = at_once(*(merging(kept, other, chiefs[0]) for _ in range(2)))

    assert kinds(outcomes) in (["LostUpdate", "Merger"], ["Merger", "ValidationError"])
    assert Proposal.objects.get().steps.count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_a_ring_of_three_leaves_what_is_merged_somewhere(chiefs, _):
    companies = CompanyFactory.create_batch(3)
    for company in companies:
        ProposalFactory(company=company)
    pairs = zip(companies, [*companies[1:], companies[0]], strict=True)

    at_once(*(merging(kept, other, chiefs[0]) for kept, other in pairs))

    assert Proposal.objects.filter(company__isnull=False).count() == 3
    assert Company.objects.count() == 2


@pytest.mark.parametrize("_", ROUNDS)
def test_a_proposal_put_down_meanwhile_keeps_its_company_or_is_told(chiefs, event, _):
    company = CompanyFactory()

    def submit():
        return submit_proposal(event=event, text="Ring oss.", by=chiefs[0], on=ON, company=company)

    def remove():
        return remove_company(Company.objects.get(pk=company.pk), expected_version=1, by=chiefs[1])

    outcomes = at_once(submit, remove)

    assert kinds(outcomes) in (["Proposal", "ValidationError"], ["ValidationError", "str"])
    assert Proposal.objects.count() == Company.objects.count()


@pytest.mark.parametrize("_", ROUNDS)
def test_a_contact_added_meanwhile_keeps_its_company_or_is_told(chiefs, _):
    company = CompanyFactory()

    def save():
        contact = ContactPerson(company=company, email="ny@example.com", keep_until=ON)
        return save_contact(contact, expected_version=0)

    def remove():
        return remove_company(Company.objects.get(pk=company.pk), expected_version=1, by=chiefs[1])

    outcomes = at_once(save, remove)

    assert kinds(outcomes) in (["ContactPerson", "ValidationError"], ["ValidationError", "str"])
    assert ContactPerson.objects.count() == Company.objects.count()
