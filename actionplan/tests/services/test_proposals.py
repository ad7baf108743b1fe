"""Putting proposals down, correcting, splitting, merging and taking them back."""

import datetime as dt
import uuid
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import ProposalOutcome, ProposalStepKind, Suggestion
from actionplan.models import ActionPlan, Anchoring, Proposal
from actionplan.services.anchoring import answer_anchoring, send_proposals
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import (
    edit_proposal,
    group_of,
    merge_proposals,
    remove_proposal,
    separate_proposal,
    split_proposal,
    submit_proposal,
)
from actionplan.services.versions import LostUpdate
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

pytestmark = pytest.mark.django_db
ON = dt.date(2015, 3, 18)


def told(proposal):
    """The proposal's steps in short."""
    return [(step.kind, step.outcome, step.text) for step in proposal.steps.all()]


def test_a_proposal_is_put_down_with_the_day_and_who_wrote(submit, chief):
    proposal = submit()

    step = proposal.steps.get()
    assert (proposal.outcome, proposal.received_on) == (ProposalOutcome.RECEIVED, ON)
    assert (step.kind, step.by, step.on) == (ProposalStepKind.SAID, chief, ON)


def test_a_line_sent_twice_is_one_proposal(submit):
    token = uuid.uuid4()

    assert submit(form_token=token) == submit(form_token=token)
    assert Proposal.objects.count() == 1


def test_a_form_filled_in_anew_after_it_was_sent_is_not_said_to_be_saved(submit):
    token = uuid.uuid4()
    first = submit(form_token=token)

    with pytest.raises(ValidationError, match=f"redan sparat som {first.code}"):
        submit("En annan text.", form_token=token)


def test_a_line_of_another_event_is_not_taken_for_this_one(submit):
    token = uuid.uuid4()
    submit(form_token=token, event=ConsultationEventFactory())

    with pytest.raises(ValidationError, match="ett annat möte"):
        submit(form_token=token)


@pytest.mark.parametrize("text", ["", "   ", "å" * 20_000])
def test_an_empty_or_endless_text_is_refused_and_leaves_nothing(submit, text):
    with pytest.raises(ValidationError) as refused:
        submit(text)

    assert list(refused.value.error_dict) == ["text"]
    assert Proposal.objects.count() == 0


def test_a_company_of_the_register_takes_the_place_of_a_typed_name(submit):
    proposal = submit(company=CompanyFactory(name="Exempelbygg AB"), proposer_name="exempelbygg")

    assert (proposal.proposer, proposal.proposer_name) == ("Exempelbygg AB", "")


def test_every_change_of_what_is_counted_moves_the_revision_of_the_period_s_plans(chief):
    period = MandatePeriodFactory()
    plan, other = ActionPlanFactory(mandate_period=period), ActionPlanFactory(mandate_period=MandatePeriodFactory())

    submit_proposal(event=ConsultationEventFactory(mandate_period=period), text="Ring oss.", by=chief, on=ON)

    assert [ActionPlan.objects.get(pk=one.pk).revision for one in (plan, other)] == [1, 0]


def test_an_edit_keeps_the_words_there_were(submit, chief):
    proposal = submit("Svara inom tva dagar.")
    proposal.text = "Svara inom två dagar."

    edit_proposal(proposal, expected_version=1, by=chief, on=ON)

    assert told(proposal)[1:] == [(ProposalStepKind.EDITED, "", "Förut stod det: ”Svara inom tva dagar.”")]


def test_who_edits_second_is_told(submit, chief):
    proposal = submit()
    edit_proposal(proposal, expected_version=1, by=chief, on=ON)

    with pytest.raises(LostUpdate):
        edit_proposal(Proposal.objects.get(pk=proposal.pk), expected_version=1, by=chief, on=ON)


def test_a_line_is_taken_back_while_nobody_has_worked_with_it(submit, chief, department_a):
    wrong, sent = submit(), submit("Ett annat.")
    send_proposals([sent], departments=[department_a], answer_by=None, by=chief, on=ON)

    remove_proposal(wrong, expected_version=1)
    with pytest.raises(ValidationError, match="Avböj det med en motivering"):
        remove_proposal(Proposal.objects.get(pk=sent.pk), expected_version=2)

    assert list(Proposal.objects.all()) == [sent]


def test_one_becomes_two_with_the_same_proposer_and_the_same_questions(submit, chief, department_a):
    whole = submit("Svara snabbt. Och håll tiden.", company=CompanyFactory())
    send_proposals([whole], departments=[department_a], answer_by=None, by=chief, on=ON)
    whole.refresh_from_db()

    part = split_proposal(
        whole, first="Svara snabbt.", second="Håll tiden.", expected_version=whole.version, by=chief, on=ON
    )

    assert (whole.text, part.text) == ("Svara snabbt.", "Håll tiden.")
    assert (part.company, part.event, part.outcome, part.split_from) == (
        whole.company,
        whole.event,
        ProposalOutcome.UNDER_PREPARATION,
        whole,
    )
    assert [asked.department for asked in part.anchorings.all()] == [department_a]
    assert told(part) == [
        (ProposalStepKind.SPLIT, "bereds", f"Delat ur {whole.code}: ”Svara snabbt. Och håll tiden.”"),
    ]


def test_a_decided_proposal_is_not_split(submit, chief):
    proposal = submit()
    decide_proposal(proposal, outcome="avbojt", reason="Nej.", by=chief, on=ON, expected_version=1)

    with pytest.raises(ValidationError, match="redan beslutat"):
        split_proposal(proposal, first="Ett.", second="Två.", expected_version=2, by=chief, on=ON)


def test_equal_proposals_become_a_group_that_keeps_every_proposer(submit, chief):
    lead, other, third = submit(proposer_name="Exempelkrogen"), submit(proposer_name="Exempelstäd"), submit()

    assert merge_proposals(lead, [other, third], by=chief, on=ON) == lead

    group = group_of(Proposal.objects.get(pk=other.pk))
    assert [one.pk for one in group] == [other.pk, lead.pk, third.pk]
    assert [one.proposer_name for one in group] == ["Exempelstäd", "Exempelkrogen", ""]


def test_merging_twice_adds_nobody(submit, chief):
    lead, other = submit(), submit()
    merge_proposals(lead, [other], by=chief, on=ON)

    again = merge_proposals(Proposal.objects.get(pk=lead.pk), [Proposal.objects.get(pk=other.pk)], by=chief, on=ON)

    assert (again, lead.steps.filter(kind=ProposalStepKind.MERGED).count()) == (lead, 1)


def test_what_was_asked_and_answered_of_one_is_so_of_the_group(submit, chief, department_a, department_b):
    lead, other = submit(), submit()
    send_proposals([other], departments=[department_a, department_b], answer_by=None, by=chief, on=ON)
    said = {"suggestion": Suggestion.NEW_ACTIVITY, "comment": "Bra.", "suggested_activity": None}
    answer_anchoring(other.anchorings.get(department=department_a), **said, by=chief, on=ON, expected_version=1)

    merge_proposals(Proposal.objects.get(pk=lead.pk), [Proposal.objects.get(pk=other.pk)], by=chief, on=ON)

    lead.refresh_from_db()
    assert lead.outcome == ProposalOutcome.UNDER_PREPARATION
    assert [(row.department, row.comment) for row in lead.anchorings.order_by("pk")] == [
        (department_a, "Bra."),
        (department_b, ""),
    ]


def test_an_answer_is_not_lost_where_both_were_asked(submit, chief, department_a):
    lead, other = submit(), submit()
    send_proposals([lead, other], departments=[department_a], answer_by=None, by=chief, on=ON)
    said = {"suggestion": Suggestion.NEW_ACTIVITY, "comment": "Bra.", "suggested_activity": None}
    answer_anchoring(other.anchorings.get(), **said, by=chief, on=ON, expected_version=1)

    merge_proposals(Proposal.objects.get(pk=lead.pk), [Proposal.objects.get(pk=other.pk)], by=chief, on=ON)

    assert [(row.answered_on, row.comment) for row in lead.anchorings.all()] == [(ON, "Bra.")]


def test_a_department_asked_about_both_is_asked_once_about_the_group(submit, chief, department_a):
    lead, other, soon, late = submit(), submit(), dt.date(2015, 4, 1), dt.date(2015, 5, 1)
    send = partial(send_proposals, departments=[department_a], by=chief)
    send([other], answer_by=soon, on=ON)
    send([lead], answer_by=late, on=ON + dt.timedelta(days=1))

    merge_proposals(Proposal.objects.get(pk=lead.pk), [Proposal.objects.get(pk=other.pk)], by=chief, on=ON)

    asked = Anchoring.objects.get()
    assert (asked.proposal, asked.sent_on, asked.answer_by, asked.is_answered) == (lead, ON, soon, False)
    assert other.steps.filter(kind=ProposalStepKind.SENT).count() == 1


def test_what_a_department_answered_about_each_stays(submit, chief, department_a):
    lead, other = submit(), submit()
    send_proposals([lead, other], departments=[department_a], answer_by=None, by=chief, on=ON)
    for proposal, suggestion in ((lead, Suggestion.NEW_ACTIVITY), (other, Suggestion.DECLINE)):
        said = {"suggestion": suggestion, "comment": f"Om {proposal.code}.", "suggested_activity": None}
        answer_anchoring(proposal.anchorings.get(), **said, by=chief, on=ON, expected_version=1)

    merge_proposals(Proposal.objects.get(pk=lead.pk), [Proposal.objects.get(pk=other.pk)], by=chief, on=ON)

    kept = Anchoring.objects.order_by("pk").values_list("proposal", "comment")
    assert list(kept) == [(one.pk, f"Om {one.code}.") for one in (lead, other)]


def test_who_leaves_a_group_has_been_asked_what_the_group_was(submit, chief, department_a):
    lead, other = submit(), submit()
    merge_proposals(lead, [other], by=chief, on=ON)
    send_proposals([Proposal.objects.get(pk=lead.pk)], departments=[department_a], answer_by=None, by=chief, on=ON)
    other.refresh_from_db()

    separate_proposal(other, expected_version=other.version, by=chief, on=ON)

    assert [row.department for row in other.anchorings.all()] == [department_a]


def test_a_lead_that_was_merged_meanwhile_leads_no_more(submit, chief):
    first, second, third = submit(), submit(), submit()
    seen = Proposal.objects.get(pk=first.pk)
    merge_proposals(second, [first], by=chief, on=ON)

    lead = merge_proposals(seen, [third], by=chief, on=ON)

    assert (lead, list(Proposal.objects.order_by("pk").values_list("lead", flat=True))) == (
        second,
        [second.pk, None, second.pk],
    )


def test_what_was_removed_meanwhile_is_said_and_nothing_is_merged(submit, chief):
    lead, gone = submit(), submit()
    seen = Proposal.objects.get(pk=gone.pk)
    remove_proposal(gone, expected_version=1)

    with pytest.raises(ValidationError, match=f"{seen.code} finns inte längre"):
        merge_proposals(lead, [seen], by=chief, on=ON)


def test_a_member_joins_with_what_is_already_decided_of_the_lead(submit, chief):
    lead, other, activity = submit(), submit(), ActivityFactory()
    decide_proposal(lead, outcome="blev_aktivitet", activities=[activity], by=chief, on=ON, expected_version=1)

    merge_proposals(lead, [other], by=chief, on=ON)

    other.refresh_from_db()
    assert (other.outcome, list(other.activities.all())) == ("blev_aktivitet", [activity])


def test_what_is_decided_otherwise_is_not_merged(submit, chief):
    lead, other = submit(), submit()
    decide_proposal(other, outcome="avbojt", reason="Nej.", by=chief, on=ON, expected_version=1)

    with pytest.raises(ValidationError, match="redan beslutat på ett annat sätt"):
        merge_proposals(lead, [other], by=chief, on=ON)


def test_groups_are_not_merged_into_each_other_unseen(submit, chief):
    lead, other, group, member = submit(), submit(), submit(), submit()
    merge_proposals(group, [member], by=chief, on=ON)

    with pytest.raises(ValidationError, match="redan en grupp"):
        merge_proposals(lead, [other, Proposal.objects.get(pk=group.pk)], by=chief, on=ON)
    with pytest.raises(ValidationError, match="hör redan ihop"):
        merge_proposals(lead, [Proposal.objects.get(pk=member.pk)], by=chief, on=ON)
    assert Proposal.objects.get(pk=other.pk).lead is None


def test_proposals_of_two_mandate_periods_are_not_merged(submit, chief):
    stranger = ProposalFactory(event=ConsultationEventFactory(mandate_period=MandatePeriodFactory()))

    with pytest.raises(ValidationError, match="en annan mandatperiod"):
        merge_proposals(submit(), [stranger], by=chief, on=ON)


def test_a_proposal_leaves_its_group_with_what_was_decided(submit, chief):
    lead, other = submit(), submit()
    merge_proposals(lead, [other], by=chief, on=ON)
    other.refresh_from_db()

    separate_proposal(other, expected_version=other.version, by=chief, on=ON)

    assert [one.pk for one in group_of(Proposal.objects.get(pk=lead.pk))] == [lead.pk]
    assert told(other)[-1] == (ProposalStepKind.SEPARATED, "", f"Hör inte längre ihop med {lead.code}.")


def test_nothing_that_is_written_down_names_a_proposer(submit, chief, department_a):
    """Erasing a person must erase; the steps and the history stay."""
    lead, other = submit(proposer_name="Hemlig Person"), submit(proposer_name="Hemlig Person")
    send_proposals([lead], departments=[department_a], answer_by=None, by=chief, on=ON)
    answer_anchoring(
        lead.anchorings.get(),
        suggestion=Suggestion.NEW_ACTIVITY,
        comment="Bra.",
        suggested_activity=None,
        by=chief,
        on=ON,
        expected_version=1,
    )
    merge_proposals(Proposal.objects.get(pk=lead.pk), [other], by=chief, on=ON)

    written = [str(row) for row in [*lead.steps.values(), *other.steps.values(), *Proposal.history.values()]]
    assert [text for text in written if "Hemlig" in text] == []


def test_every_change_is_in_the_story_without_the_names(submit, chief):
    area = StrategicAreaFactory(number=2, name="Mark")
    company = CompanyFactory(name="Hemligt AB")
    proposal = submit(proposer_name="Hemlig Person")
    proposal.area, proposal.company, proposal.proposer_name = area, company, ""
    proposal.contact, proposal.text = ContactPersonFactory(company=company), "Ring oss."

    edit_proposal(proposal, expected_version=1, by=chief, on=ON)

    assert told(proposal)[-1] == (
        ProposalStepKind.EDITED,
        "",
        f"Område: {area} (förut inget valt).\nFörslagslämnaren är ändrad.\nKontaktpersonen är ändrad.\n"
        "Förut stod det: ”Svara inom två dagar.”",
    )


def test_an_edit_that_changes_nothing_is_no_step(submit, chief):
    proposal = submit()

    edit_proposal(proposal, expected_version=1, by=chief, on=ON)

    assert len(told(proposal)) == 1


def test_the_second_saver_is_told_who_stands_as_proposer_now(submit, chief):
    proposal = submit(proposer_name="Anna")
    mine = Proposal.objects.get(pk=proposal.pk)
    proposal.proposer_name, mine.proposer_name = "Bo", "Cecilia"
    edit_proposal(proposal, expected_version=1, by=chief, on=ON)

    with pytest.raises(LostUpdate) as lost:
        edit_proposal(mine, expected_version=1, by=chief, on=ON)

    assert [(edit.label, edit.before, edit.after) for edit in lost.value.edits] == [("förslagslämnare", None, "Bo")]
