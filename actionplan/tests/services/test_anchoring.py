"""Asking departments about proposals, and what they answer."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import ProposalOutcome, ProposalStepKind, Suggestion
from actionplan.models import Anchoring, Proposal
from actionplan.services.anchoring import answer_anchoring, send_proposals, withdraw_question
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import locked, merge_proposals
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    ActivityFactory,
    AnchoringFactory,
    ConsultationEventFactory,
    DepartmentFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db
SENT, ANSWERED, BY = dt.date(2015, 5, 15), dt.date(2015, 9, 30), dt.date(2015, 10, 1)


@pytest.fixture
def proposals():
    return ProposalFactory.create_batch(2, event=ConsultationEventFactory())


@pytest.fixture
def send(chief, department_a):
    def send(proposals, departments=None, answer_by=BY, on=SENT):
        departments = departments or [department_a]
        return send_proposals(proposals, departments=departments, answer_by=answer_by, by=chief, on=on)

    return send


@pytest.fixture
def answer(officer_a):
    def answer(anchoring, suggestion=Suggestion.NEW_ACTIVITY, comment="", activity=None, version=1, on=ANSWERED):
        said = {"suggestion": suggestion, "comment": comment, "suggested_activity": activity}
        return answer_anchoring(anchoring, **said, by=officer_a, on=on, expected_version=version)

    return answer


def asked():
    return list(Anchoring.objects.order_by("pk").values_list("proposal", "department", "sent_on", "answer_by"))


def test_several_proposals_go_to_several_departments_at_once(send, proposals, department_a, department_b):
    assert send(proposals, [department_a, department_b]) == 4

    keys = [(one.pk, department.pk, SENT, BY) for one in proposals for department in (department_a, department_b)]
    assert asked() == keys
    assert {one.outcome for one in Proposal.objects.all()} == {ProposalOutcome.UNDER_PREPARATION}


def test_who_was_asked_is_not_asked_again_but_gets_the_new_day(send, proposals):
    send(proposals)

    assert send(proposals, answer_by=dt.date(2015, 11, 1)) == 0
    assert {row[3] for row in asked()} == {dt.date(2015, 11, 1)}


def test_sending_the_same_twice_writes_nothing_twice(send, proposals):
    send(proposals)
    send(proposals)

    assert [step.kind for step in proposals[0].steps.all()] == [ProposalStepKind.SENT]


def test_a_merged_proposal_is_asked_about_with_its_lead(send, proposals, chief):
    lead, other = proposals
    merge_proposals(lead, [other], by=chief, on=SENT)
    other.refresh_from_db()

    send([other])

    assert [row[0] for row in asked()] == [lead.pk]
    assert Proposal.objects.get(pk=other.pk).outcome == ProposalOutcome.UNDER_PREPARATION


def test_a_department_that_has_ended_is_refused_with_its_successors(send, proposals):
    ended = DepartmentFactory(name="Samhällsbyggnadsförvaltningen", valid_to=dt.date(2015, 1, 1))
    ended.successors.add(DepartmentFactory(name="Tekniska kontoret"))

    with pytest.raises(ValidationError) as refused:
        send(proposals, [ended])

    assert refused.value.message_dict == {
        "departments": ["Samhällsbyggnadsförvaltningen upphörde 2015-01-01. Välj efterträdare: Tekniska kontoret."]
    }
    assert asked() == []


def test_a_day_gone_by_is_refused(send, proposals):
    with pytest.raises(ValidationError, match="Svarstiden har redan gått ut"):
        send(proposals, answer_by=dt.date(2015, 5, 14))


def test_what_is_decided_is_not_sent(send, proposals, chief):
    decide_proposal(proposals[0], outcome="avbojt", reason="Nej.", by=chief, on=SENT, expected_version=1)

    with pytest.raises(ValidationError, match=f"{proposals[0].code} är redan beslutat"):
        send(proposals)
    assert asked() == []


def test_an_answer_keeps_who_when_and_what(answer, officer_a, department_a):
    anchoring = AnchoringFactory(department=department_a)

    answer(anchoring, comment="Vi behöver en samordnare.")

    anchoring.refresh_from_db()
    assert (anchoring.answered_on, anchoring.answered_by, anchoring.suggestion) == (ANSWERED, officer_a, "ny_aktivitet")
    step = anchoring.proposal.steps.get()
    assert (step.kind, step.department, step.text) == (
        ProposalStepKind.ANSWERED,
        department_a,
        "Föreslår: Gör till en ny aktivitet.\nVi behöver en samordnare.",
    )


def test_a_changed_answer_keeps_the_first_day(answer):
    anchoring, activity = AnchoringFactory(), ActivityFactory()
    answer(anchoring)

    answer(anchoring, Suggestion.PART_OF, activity=activity, version=2, on=dt.date(2015, 10, 5))

    anchoring.refresh_from_db()
    assert (anchoring.answered_on, anchoring.suggested_activity) == (ANSWERED, activity)


def test_an_activity_belongs_to_one_suggestion_alone(answer):
    anchoring = AnchoringFactory()

    answer(anchoring, Suggestion.NEW_ACTIVITY, activity=ActivityFactory())

    anchoring.refresh_from_db()
    assert anchoring.suggested_activity is None


@pytest.mark.parametrize(
    ("suggestion", "field"), [("ingar_i", "suggested_activity"), ("avboj", "comment"), ("", "__all__")]
)
def test_half_an_answer_is_refused_and_nothing_is_stored(answer, suggestion, field):
    anchoring = AnchoringFactory()

    with pytest.raises(ValidationError) as refused:
        answer(anchoring, suggestion)

    anchoring.refresh_from_db()
    assert (list(refused.value.message_dict), anchoring.answered_on) == ([field], None)


def test_an_answer_after_the_decision_is_refused(answer, chief):
    anchoring = AnchoringFactory()
    proposal = anchoring.proposal
    decide_proposal(proposal, outcome="avbojt", reason="Nej.", by=chief, on=SENT, expected_version=1)

    with pytest.raises(ValidationError, match="redan beslutat: avböjt"):
        answer(anchoring)


def test_two_of_a_department_who_answer_at_once_are_told(answer):
    anchoring = AnchoringFactory()
    answer(anchoring)

    with pytest.raises(LostUpdate) as lost:
        answer(Anchoring.objects.get(pk=anchoring.pk), Suggestion.DECLINE, "Nej.", version=1)

    assert lost.value.current_version == 2


def test_a_question_sent_to_the_wrong_department_is_taken_back(send, proposals, chief, department_a):
    send(proposals[:1])

    proposal = withdraw_question(Anchoring.objects.get(), by=chief, on=ANSWERED, expected_version=1)

    step = proposal.steps.last()
    assert (Anchoring.objects.count(), Proposal.objects.get(pk=proposal.pk).outcome) == (0, "inkommet")
    assert (step.text, step.outcome) == (f"Frågan till {department_a} togs tillbaka.", "inkommet")
    assert proposal.steps.filter(kind=ProposalStepKind.SENT).count() == 1


def test_what_another_department_is_asked_stays_under_preparation(send, proposals, chief, department_a, department_b):
    send(proposals[:1], [department_a, department_b])

    proposal = withdraw_question(department_a.anchorings.get(), by=chief, on=ANSWERED, expected_version=1)

    assert [row.department for row in proposal.anchorings.all()] == [department_b]
    assert Proposal.objects.get(pk=proposal.pk).outcome == "bereds"
    assert proposal.steps.last().outcome == ""


def test_a_group_is_received_again_as_one(send, proposals, chief):
    lead = merge_proposals(proposals[0], proposals[1:], by=chief, on=SENT)
    send([lead])

    withdraw_question(Anchoring.objects.get(), by=chief, on=ANSWERED, expected_version=1)

    assert {one.outcome for one in Proposal.objects.all()} == {"inkommet"}


def test_who_joined_what_was_sent_is_received_again_too(send, proposals, chief):
    send(proposals[:1])
    merge_proposals(*locked(proposals)[:1], locked(proposals)[1:], by=chief, on=SENT)

    withdraw_question(Anchoring.objects.get(), by=chief, on=ANSWERED, expected_version=1)

    assert set(Proposal.objects.on_day(ANSWERED).values_list("outcome_on", flat=True)) == {"inkommet"}


def test_what_is_answered_is_not_taken_back(send, answer, proposals, chief):
    send(proposals[:1])
    seen = Anchoring.objects.get()
    answer(Anchoring.objects.get())

    with pytest.raises(LostUpdate):
        withdraw_question(seen, by=chief, on=ANSWERED, expected_version=1)
    with pytest.raises(ValidationError, match="har redan svarat"):
        withdraw_question(Anchoring.objects.get(), by=chief, on=ANSWERED, expected_version=2)
    assert Anchoring.objects.get().is_answered
