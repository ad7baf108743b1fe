"""What is counted about companies."""

import datetime as dt

import pytest

from actionplan.figures import CompanyFigures, company_figures, expired_contact_count
from actionplan.models import Company
from actionplan.tests.factories import CompanyFactory, ContactPersonFactory, ProposalFactory

pytestmark = pytest.mark.django_db


def test_merged_proposals_count_one_each():
    first, second = CompanyFactory(name="Alfa"), CompanyFactory(name="Beta")
    lead = ProposalFactory(company=first)
    ProposalFactory(company=first, lead=lead)

    assert company_figures([second, first]) == [CompanyFigures(second, 0), CompanyFigures(first, 2)]


def test_counting_asks_twice_however_many(django_assert_num_queries):
    for _ in range(3):
        ProposalFactory.create_batch(2, company=CompanyFactory())

    with django_assert_num_queries(2):
        rows = company_figures(Company.objects.all())

    assert [row.proposals for row in rows] == [2, 2, 2]


@pytest.mark.parametrize(("day", "number"), [("2017-12-31", 1), ("2018-01-01", 2)])
def test_contacts_expire_when_their_day_has_passed(day, number):
    for last in ("2017-12-30", "2017-12-31", "2018-01-01"):
        ContactPersonFactory(keep_until=last)

    assert expired_contact_count(dt.date.fromisoformat(day)) == number
