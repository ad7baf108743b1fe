"""What somebody else does to a proposal, its question or its contact while one works with it is told, or heeded."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Suggestion
from actionplan.models import Anchoring, ContactPerson, Proposal
from actionplan.services.anchoring import answer_anchoring, send_proposals
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import (
    edit_proposal,
    merge_proposals,
    separate_proposal,
    split_proposal,
)
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    CompanyFactory,
    ContactPersonFactory,
)

pytestmark = pytest.mark.django_db
ON = dt.date(2015, 3, 18)


def test_an_answer_that_is_being_written_does_not_undo_a_merging(submit, chief, department_a):
    lead, other = submit(), submit()
    send_proposals([other], departments=[department_a], answer_by=None, by=chief, on=ON)
    seen = Anchoring.objects.get()
    merge_proposals(lead, [Proposal.objects.get(pk=other.pk)], by=chief, on=ON)

    said = {"suggestion": Suggestion.NEW_ACTIVITY, "comment": "Bra.", "suggested_activity": None}
    with pytest.raises(LostUpdate):
        answer_anchoring(seen, **said, by=chief, on=ON, expected_version=1)

    asked = Anchoring.objects.get()
    assert (asked.proposal, asked.is_answered) == (lead, False)


def test_a_contact_that_was_removed_meanwhile_is_said_and_the_old_one_kept(submit, chief):
    company = CompanyFactory()
    proposal, contact = submit(company=company), ContactPersonFactory(company=company)
    proposal.contact = contact
    ContactPerson.objects.all().delete()

    with pytest.raises(ValidationError) as refused:
        edit_proposal(proposal, expected_version=1, by=chief, on=ON)

    assert refused.value.message_dict == {"contact": ["Kontakten har just tagits bort. Välj en annan, eller ingen."]}


@pytest.mark.parametrize("verb", ["decide", "separate", "split"])
def test_what_is_done_while_its_contact_is_removed_is_done_without_it(submit, chief, verb):
    company = CompanyFactory()
    lead, proposal = submit(), submit(company=company, contact=ContactPersonFactory(company=company))
    if verb == "separate":
        merge_proposals(lead, [proposal], by=chief, on=ON)
    seen = Proposal.objects.select_related("contact").get(pk=proposal.pk)
    ContactPerson.objects.all().delete()

    who = {"by": chief, "on": ON, "expected_version": seen.version}
    if verb == "decide":
        decide_proposal(seen, outcome="avbojt", reason="Nej.", **who)
    elif verb == "separate":
        separate_proposal(seen, **who)
    else:
        split_proposal(seen, first="Ett.", second="Två.", **who)

    assert set(Proposal.objects.values_list("contact", flat=True)) == {None}
