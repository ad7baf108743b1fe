"""Two people with the same proposal at the same moment, each with a connection of their own."""

import datetime as dt
import uuid

import pytest

from actionplan.choices import Role
from actionplan.models import Activity, Anchoring, Proposal, ProposalStep
from actionplan.services.anchoring import send_proposals
from actionplan.services.proposal_decisions import accept_as_new_activity, decide_proposal
from actionplan.services.proposals import merge_proposals, submit_proposal
from actionplan.tests.factories import (
    ActionPlanFactory,
    ConsultationEventFactory,
    DepartmentFactory,
    MandatePeriodFactory,
    ProposalFactory,
    StrategicAreaFactory,
    UserFactory,
)
from actionplan.tests.services.test_editing_together import kinds
from actionplan.tests.services.test_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ON = dt.date(2015, 10, 15)


@pytest.fixture
def chiefs():
    return UserFactory.create_batch(2, role=Role.CHIEF)


@pytest.fixture(params=["with a plan", "without one"])
def event(request):
    """With a plan, its row makes writers wait for each other; without one, the database's own rules must hold."""
    period = MandatePeriodFactory()
    if request.param == "with a plan":
        ActionPlanFactory(mandate_period=period)
    return ConsultationEventFactory(mandate_period=period)


def test_one_decides_and_the_other_is_told(chiefs, event):
    proposal = ProposalFactory(event=event)

    def decide(chief, outcome):
        mine = Proposal.objects.select_related("event").get(pk=proposal.pk)
        said = {"outcome": outcome, "reason": f"Därför {outcome}."}
        return lambda: decide_proposal(mine, **said, by=chief, on=ON, expected_version=1)

    outcomes = at_once(decide(chiefs[0], "avbojt"), decide(chiefs[1], "pagar_redan"))

    stored = Proposal.objects.get(pk=proposal.pk)
    assert kinds(outcomes) == ["LostUpdate", "Proposal"]
    assert (stored.reason, ProposalStep.objects.count()) == (f"Därför {stored.outcome}.", 1)


def test_a_line_sent_twice_at_once_is_one_proposal(chiefs, event):
    token = uuid.uuid4()

    def submit():
        return submit_proposal(event=event, text="Ring oss.", by=chiefs[0], on=ON, form_token=token)

    assert kinds(at_once(submit, submit)) == ["Proposal", "Proposal"]
    assert (Proposal.objects.count(), ProposalStep.objects.count()) == (1, 1)


def test_one_makes_an_activity_and_the_other_leaves_none(chiefs, event):
    proposal, area, department = ProposalFactory(event=event), StrategicAreaFactory(), DepartmentFactory()

    def accept(chief, code):
        mine = Proposal.objects.select_related("event").get(pk=proposal.pk)
        activity = Activity(plan=area.plan, area=area, code=code, title=code)
        who = {"by": chief, "on": ON, "expected_version": 1}
        return lambda: accept_as_new_activity(mine, activity=activity, responsible=department, **who)

    outcomes = at_once(accept(chiefs[0], "SI-01"), accept(chiefs[1], "SI-02"))

    assert kinds(outcomes) == ["Activity", "LostUpdate"]
    assert list(Proposal.objects.get().activities.all()) == list(Activity.objects.all())


def test_both_send_and_each_department_is_asked_once(chiefs, event):
    proposals, department = ProposalFactory.create_batch(3, event=event), DepartmentFactory()

    def send(chief, order):
        mine = list(Proposal.objects.select_related("event").order_by(order))
        return lambda: send_proposals(mine, departments=[department], answer_by=None, by=chief, on=ON)

    numbers = at_once(send(chiefs[0], "pk"), send(chiefs[1], "-pk"))

    assert sorted(numbers) == [0, 3]
    assert Anchoring.objects.filter(proposal__in=proposals).count() == 3


def test_two_merge_opposite_ways_and_no_ring_comes_of_it(chiefs, event):
    first, second = ProposalFactory.create_batch(2, event=event)

    def merge(chief, lead, other):
        rows = Proposal.objects.select_related("event").in_bulk([lead.pk, other.pk])
        return lambda: merge_proposals(rows[lead.pk], [rows[other.pk]], by=chief, on=ON)

    at_once(merge(chiefs[0], first, second), merge(chiefs[1], second, first))

    assert sorted(proposal.lead is None for proposal in Proposal.objects.all()) == [False, True]
