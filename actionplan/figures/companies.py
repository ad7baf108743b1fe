"""How many proposals each company has made, and how many contacts should be removed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from actionplan.models import Company, ContactPerson, Proposal


@dataclass(frozen=True)
class CompanyFigures:
    """A company and how many proposals it has made; merged ones count one each."""

    company: Company
    proposals: int


def company_figures(companies) -> list[CompanyFigures]:
    """Count the proposals of each of the companies (one page of them), in one query more than the companies cost."""
    companies = list(companies)
    made = Proposal.objects.filter(company__in=companies).order_by().values_list("company")
    counted = dict(made.annotate(number=Count("pk")))
    return [CompanyFigures(company, counted.get(company.pk, 0)) for company in companies]


def expired_contact_count(on: dt.date) -> int:
    """Count the contacts that were to be kept no longer than to a day before this one."""
    return ContactPerson.objects.expired(on).count()
