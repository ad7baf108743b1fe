"""Deciding what becomes of proposals."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import ProposalOutcome, ProposalStepKind
from actionplan.models import Activity, Proposal, ProposalActivity
from actionplan.services.proposal_decisions import accept_as_new_activity, decide_proposal
from actionplan.services.proposals import merge_proposals
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    ActivityFactory,
    ConsultationEventFactory,
    DepartmentFactory,
    ProposalFactory,
    StrategicAreaFactory,
)

pytestmark = pytest.mark.django_db
ON, LATER = dt.date(2015, 10, 15), dt.date(2016, 1, 10)


@pytest.fixture
def proposal():
    return ProposalFactory()


@pytest.fixture
def decide(chief):
    def decide(proposal, outcome, reason="", activities=(), on=ON, version=None):
        version = version or Proposal.objects.get(pk=proposal.pk).version
        said = {"outcome": outcome, "reason": reason, "activities": activities}
        return decide_proposal(proposal, **said, by=chief, on=on, expected_version=version)

    return decide


def linked(proposal):
    return list(proposal.links.order_by("pk").values_list("activity", "linked_on"))


def test_a_proposal_becomes_activities(decide, proposal, chief):
    activities = ActivityFactory.create_batch(2)

    decide(proposal, "blev_aktivitet", activities=activities)

    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.answered_on) == ("blev_aktivitet", ON)
    assert linked(proposal) == [(activity.pk, ON) for activity in activities]
    step = proposal.steps.get()
    assert (step.kind, step.outcome, step.by, step.on) == (ProposalStepKind.DECIDED, "blev_aktivitet", chief, ON)
    assert step.text == f"Aktiviteter: {activities[0].code}, {activities[1].code}."


@pytest.mark.parametrize(
    ("outcome", "field", "message"),
    [
        ("blev_aktivitet", "activities", "Välj minst en aktivitet som svarar på förslaget, eller gör en ny."),
        ("pagar_redan", "reason", "Skriv en motivering som företaget kan läsa."),
        ("avbojt", "reason", "Skriv en motivering som företaget kan läsa."),
        ("inkommet", "outcome", "Välj vad som händer med förslaget."),
        ("annat", "outcome", "Välj vad som händer med förslaget."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_stored(decide, proposal, outcome, field, message):
    with pytest.raises(ValidationError) as refused:
        decide(proposal, outcome)

    stored = Proposal.objects.get(pk=proposal.pk)
    assert refused.value.message_dict == {field: [message]}
    assert (stored.outcome, stored.version, stored.steps.count()) == ("inkommet", 1, 0)


def test_a_no_has_no_activities(decide, proposal):
    decide(proposal, "avbojt", "Frågan tas upp inför nästa plan.", [ActivityFactory()])

    assert linked(proposal) == []


def test_a_decision_is_taken_back(decide, proposal):
    decide(proposal, "avbojt", "Nej.")

    decide(proposal, "bereds", on=LATER)

    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.answered_on, proposal.reason) == ("bereds", None, "")
    assert [step.outcome for step in proposal.steps.all()] == ["avbojt", "bereds"]


def test_activities_that_stay_keep_their_day(decide, proposal):
    first, second, third = ActivityFactory.create_batch(3)
    decide(proposal, "blev_aktivitet", activities=[first, second])

    decide(proposal, "blev_aktivitet", activities=[second, third], on=LATER)

    assert linked(proposal) == [(second.pk, ON), (third.pk, LATER)]


def test_the_same_decision_twice_is_one(decide, proposal):
    activity = ActivityFactory()
    decide(proposal, "blev_aktivitet", activities=[activity], version=1)

    decide(Proposal.objects.get(pk=proposal.pk), "blev_aktivitet", activities=[activity], version=1)

    assert proposal.steps.count() == 1


def test_who_decides_second_is_told_what_the_first_decided(decide, proposal):
    decide(proposal, "avbojt", "Nej.", version=1)

    with pytest.raises(LostUpdate) as lost:
        decide(Proposal.objects.get(pk=proposal.pk), "pagar_redan", "Finns redan.", version=1)

    said = {edit.label: (edit.before, edit.after) for edit in lost.value.edits}
    assert said["utfall"] == ("Inkommet", "Avböjt")
    assert said["motivering"] == ("–", "Nej.")


def test_a_group_is_decided_as_one_whoever_of_it_is_chosen(decide, chief):
    lead, other = ProposalFactory.create_batch(2, event=ConsultationEventFactory())
    merge_proposals(lead, [other], by=chief, on=ON)
    activity = ActivityFactory()

    decide(Proposal.objects.get(pk=other.pk), "blev_aktivitet", activities=[activity])

    assert {one.outcome for one in Proposal.objects.all()} == {ProposalOutcome.BECAME_ACTIVITY}
    assert linked(lead) == linked(other) == [(activity.pk, ON)]


@pytest.fixture
def accept(chief, proposal):
    area, department = StrategicAreaFactory(), DepartmentFactory()

    def accept(code="SI-01", version=1):
        activity = Activity(plan=area.plan, area=area, code=code, title="Svara inom två dagar")
        activity._history_user = chief
        who = {"by": chief, "on": ON, "expected_version": version}
        stored = Proposal.objects.get(pk=proposal.pk)
        return accept_as_new_activity(stored, activity=activity, responsible=department, **who)

    return accept


def test_a_proposal_becomes_a_new_activity_in_one_go(accept, proposal):
    activity = accept()

    proposal.refresh_from_db()
    assert (proposal.outcome, list(proposal.activities.all())) == ("blev_aktivitet", [activity])
    assert activity.added_on == ON


def test_a_new_activity_joins_those_that_already_answer(accept, decide, proposal):
    first = ActivityFactory()
    decide(proposal, "blev_aktivitet", activities=[first])

    made = accept(version=2)

    assert set(proposal.activities.all()) == {first, made}


def test_accepting_twice_makes_one_activity(accept):
    assert accept() == accept()
    assert (Activity.objects.count(), ProposalActivity.objects.count()) == (1, 1)


def test_no_activity_is_left_when_somebody_else_decided_first(accept, decide, proposal):
    decide(proposal, "avbojt", "Nej.")

    with pytest.raises(LostUpdate):
        accept(version=1)
    assert Activity.objects.count() == 0


def test_no_activity_is_left_and_nothing_decided_when_the_number_is_taken(accept, proposal):
    ActivityFactory(area=StrategicAreaFactory(), code="SI-01")
    accept_code = accept()  # another plan's SI-01 is no obstacle
    assert accept_code.code == "SI-01"
