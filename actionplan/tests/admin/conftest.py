"""One row of every noun, as the administration shows it."""

import datetime as dt

import pytest

from actionplan import models
from actionplan.choices import Role
from actionplan.tests import factories


@pytest.fixture
def make_rows(db):
    """make_rows(n): the nth row of every noun, by the noun's name in addresses; each with its own related rows."""

    def make_rows(n: int) -> dict:
        department = factories.DepartmentFactory(name=f"Ängsförvaltningen {n}", email=f"angen{n}@example.com")
        user = factories.UserFactory(username=f"osten{n}", first_name="Östen", last_name=f"Ås {n}", role=Role.OFFICER)
        membership = factories.MembershipFactory(user=user, department=department)
        period = factories.MandatePeriodFactory(election_year=2010 + 4 * n)
        plan = factories.ActionPlanFactory(title=f"Översiktlig plan {n}", mandate_period=period)
        area = factories.StrategicAreaFactory(plan=plan, number=n, name=f"Ökad tillväxt {n}")
        decision = factories.DecisionFactory(plan=plan, body="Årsmötet", decided_on=dt.date(2015, 12, n))
        activity = factories.ActivityFactory(area=area, code=f"AK-{n:02d}", title=f"Åtgärd {n}", responsible=department)
        update = factories.StatusUpdateFactory(activity=activity, author=user, comment=f"Öppet hus {n}")
        company = factories.CompanyFactory(name=f"Åkeriet {n}", industry="åkeri")
        contact = factories.ContactPersonFactory(company=company, name=f"Kontakt Öst {n}", email=f"ost{n}@example.com")
        return {
            "user": user,
            "department": department,
            "membership": membership,
            "mandateperiod": period,
            "actionplan": plan,
            "strategicarea": area,
            "decision": decision,
            "activity": activity,
            "responsibility": models.Responsibility.objects.get(activity=activity),
            "statusupdate": update,
            "company": company,
            "contactperson": contact,
            "outbox": factories.OutboxFactory(recipient=f"ostra{n}@example.com", subject=f"Åtgärder {n}"),
        }

    return make_rows


@pytest.fixture
def rows(make_rows):
    return make_rows(1)
