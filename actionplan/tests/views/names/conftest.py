"""A plan, a meeting and somebody whose name may stand in a text."""

import datetime as dt

import pytest

from actionplan.models import ConsultationEvent, MandatePeriod
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    MandatePeriodFactory,
    ProposalFactory,
    StrategicAreaFactory,
)

TODAY = dt.date(2016, 9, 22)


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def plan():
    return ActionPlanFactory(title="Handlingsplan", mandate_period=MandatePeriodFactory(election_year=2014))


@pytest.fixture
def area(plan):
    return StrategicAreaFactory(plan=plan, number=1, name="Service")


@pytest.fixture
def activity(area):
    return ActivityFactory(area=area, code="SI-01", title="Lots", purpose="Att hitta rätt.")


@pytest.fixture
def event(plan):
    return ConsultationEventFactory(title="Dialogmöte", mandate_period=plan.mandate_period)


@pytest.fixture
def company():
    """A company with a contact; somebody without a company has made a proposal."""
    company = CompanyFactory(name="Åkes ”Öl & Ål” AB")
    ContactPersonFactory(company=company, name="Kim O'Exempelsson")
    ProposalFactory(proposer_name="Robin Prövsson")
    return company


@pytest.fixture
def proposal(event, company):
    return ProposalFactory(event=event, company=company, text="Svara fortare.")


@pytest.fixture(params=["event", "period"])
def public(request, event):
    """Everybody may read what was said: at the event, or in the whole period."""
    rows = ConsultationEvent if request.param == "event" else MandatePeriod
    rows.objects.update(is_public=True)
