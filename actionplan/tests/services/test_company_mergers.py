"""Merging two companies: what moves, what is kept and forgotten, and what is refused with which words."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.models import ActionPlan, Company, ContactPerson, Proposal, ProposalStep
from actionplan.services.company_mergers import merge_companies, plan_merger, was_merged
from actionplan.services.personal_data import ERASED_TRADER, erase_person
from actionplan.services.versions import Edit, LostUpdate, lost_update
from actionplan.tests.everywhere import columns_holding
from actionplan.tests.factories import (
    ActionPlanFactory,
    CompanyFactory,
    ContactPersonFactory,
    OutboxFactory,
    ProposalFactory,
)
from actionplan.tests.test_organisation_numbers import COMPANY, MUNICIPALITY, PERSON

pytestmark = pytest.mark.django_db
ON = dt.date(2017, 12, 31)
GONE = "Provbygg HB finns inte längre. Någon har tagit bort eller slagit ihop det."


@pytest.fixture
def kept():
    return CompanyFactory(name="Exempelbygg AB")


@pytest.fixture
def other():
    return CompanyFactory(name="Provbygg HB")


@pytest.fixture
def merge(chief, kept, other):
    """merge(): let `kept` take over from `other`, as somebody does who has seen both as they were made."""

    def merge(**given):
        said = {"kept": kept, "other": other, "expected_version": 1, "other_version": 1, "by": chief, "on": ON}
        return merge_companies(**said | given)

    return merge


def test_all_that_can_refer_to_a_company_is_known_here():
    """A new noun that does must be moved by a merger, and counted before a removal."""
    fields = Company._meta.get_fields(include_hidden=True)
    referring = {field.related_model for field in fields if field.auto_created and not field.concrete}

    assert referring - {Company.history.model, Proposal.history.model} == {Proposal, ContactPerson}


def test_everything_moves_and_the_other_goes(merge, kept, other):
    proposals = ProposalFactory.create_batch(2, company=other)
    contact = ContactPersonFactory(company=other)
    mine, elsewhere = ProposalFactory(company=kept), ProposalFactory()

    merger = merge()

    assert (merger.proposals, merger.moved, merger.doubled) == (2, (contact,), ())
    assert list(Company.objects.all()) == [kept]
    assert set(kept.proposals.all()) == {*proposals, mine}
    assert list(kept.contacts.all()) == [contact]
    assert (str(merger.kept), str(merger.other)) == ("Exempelbygg AB", "Provbygg HB")
    assert Proposal.objects.get(pk=elsewhere.pk).version == 1


@pytest.mark.parametrize("number", [0, 1, 3])
def test_it_costs_as_much_for_three_proposals_as_for_one(merge, other, number, django_assert_max_num_queries):
    ProposalFactory.create_batch(number, company=other)
    ContactPersonFactory.create_batch(number, company=other)

    with django_assert_max_num_queries(36):
        merge()


def test_what_was_planned_is_what_is_done(merge, kept, other):
    ProposalFactory(company=other)
    ContactPersonFactory(company=kept, email="info@example.com")
    ContactPersonFactory(company=other, email="info@example.com")
    ContactPersonFactory(company=other)
    planned = plan_merger(kept, other)

    done = merge()

    assert [getattr(done, name) for name in ("proposals", "moved", "doubled")] == [
        planned.proposals,
        planned.moved,
        planned.doubled,
    ]


def test_a_missing_number_and_line_of_business_are_taken_over(merge, other, kept):
    Company.objects.filter(pk=other.pk).update(organisation_number=COMPANY, industry="bygg")

    merge()

    stored = Company.objects.get()
    assert (stored.name, stored.organisation_number, stored.industry) == ("Exempelbygg AB", COMPANY, "bygg")
    assert (stored.version, stored.history.count()) == (2, 2)


def test_what_the_kept_has_stays(merge, other, kept):
    Company.objects.filter(pk=kept.pk).update(organisation_number=COMPANY, industry="måleri")
    Company.objects.filter(pk=other.pk).update(industry="bygg")

    merge()

    assert Company.objects.values_list("organisation_number", "industry").get() == (COMPANY, "måleri")


def test_two_numbers_are_two_companies(merge, kept, other):
    Company.objects.filter(pk=kept.pk).update(organisation_number=COMPANY)
    Company.objects.filter(pk=other.pk).update(organisation_number=MUNICIPALITY)
    proposal = ProposalFactory(company=other)

    with pytest.raises(ValidationError) as refused:
        merge()

    assert refused.value.messages == [
        "Exempelbygg AB och Provbygg HB har olika organisationsnummer och kan inte slås ihop. Är de ändå samma företag? "
        "Ta bort det nummer som är fel, och försök igen."
    ]
    assert set(Company.objects.values_list("version", flat=True)) == {1}
    assert Proposal.objects.get().company == other
    assert (ProposalStep.objects.count(), proposal.history.count()) == (0, 1)


@pytest.mark.parametrize("turned", [False, True])
def test_a_person_and_a_company_with_its_own_number_are_not_one(merge, kept, other, turned):
    trader, company = (other, kept) if turned else (kept, other)
    Company.objects.filter(pk=trader.pk).update(is_sole_trader=True)
    Company.objects.filter(pk=company.pk).update(organisation_number=COMPANY)

    with pytest.raises(ValidationError) as refused:
        merge()

    assert refused.value.messages == [
        f"{trader} är märkt som enskild firma, men {company} har ett nummer som en enskild firma inte kan ha. De kan inte "
        "slås ihop. Är de ändå samma företag? Ändra märkningen eller numret, och försök igen."
    ]


def test_who_takes_over_from_a_person_is_marked_as_one(merge, other):
    Company.objects.filter(pk=other.pk).update(organisation_number=PERSON, is_sole_trader=True)

    merge()

    assert Company.objects.values_list("organisation_number", "is_sole_trader").get() == (PERSON, True)


def test_a_persons_number_goes_from_the_history_of_the_one_that_is_gone(chief, kept):
    other = CompanyFactory(name="Målaren", organisation_number=PERSON, is_sole_trader=True)

    merge_companies(kept, other, expected_version=1, other_version=1, by=chief, on=ON)

    assert set(Company.history.filter(id=other.pk).values_list("organisation_number", flat=True)) == {""}


def test_whoever_was_called_what_is_gone_is_still_erased(chief, kept):
    other = CompanyFactory(name="Anna Berg Måleri", organisation_number=PERSON, is_sole_trader=True)
    merge_companies(kept, other, expected_version=1, other_version=1, by=chief, on=ON)

    erase_person(name="Anna Berg Måleri")

    assert Company.objects.values_list("name", "organisation_number").get() == (ERASED_TRADER, "")
    assert (columns_holding("Anna Berg"), columns_holding(PERSON)) == ([], [])


def test_the_history_says_who_merged_what(merge, chief, kept, other):
    merge()

    gone = Company.history.filter(id=other.pk).latest()
    assert (gone.history_type, gone.name, gone.history_user) == ("-", "Provbygg HB", chief)
    assert gone.history_change_reason == f"Slogs ihop med företag {kept.pk}"
    assert Company.history.filter(id=kept.pk).latest().history_user == chief


def test_a_moved_proposal_says_so_and_names_nobody(merge, chief, other, kept):
    ProposalFactory(company=other)

    merge()

    step, proposal = ProposalStep.objects.get(), Proposal.objects.get()
    assert (step.kind, step.by, step.on, step.outcome) == ("andrat", chief, ON, "")
    assert step.text == "Företaget som lämnade förslaget slogs ihop med ett annat i registret."
    record = proposal.history.latest()
    assert (record.company_id, record.history_type, record.history_user) == (kept.pk, "~", chief)
    assert (proposal.version, record.version, proposal.history.count()) == (2, 2, 2)


def test_who_has_a_moved_proposal_open_is_told(merge, other):
    ProposalFactory(company=other)

    merge()

    told = lost_update(Proposal.objects.get(), 1).edits
    assert [(edit.label, edit.before, edit.after) for edit in told] == [("företag", "borttagen", "Exempelbygg AB")]


def test_the_same_address_is_not_doubled_and_its_proposals_get_the_one_that_stays(merge, kept, other):
    stays = ContactPersonFactory(company=kept, email="info@example.com", keep_until="2018-06-30")
    gone = ContactPersonFactory(company=other, email="INFO@example.com", name="Anna", keep_until="2019-06-30")
    proposal = ProposalFactory(company=other, contact=gone)

    merger = merge()

    assert (merger.moved, merger.doubled) == ((), ((gone, stays),))
    contact = ContactPerson.objects.get()
    assert (contact.pk, contact.name, str(contact.keep_until), contact.version) == (stays.pk, "", "2018-06-30", 1)
    assert Proposal.objects.get(pk=proposal.pk).contact == stays


def test_contacts_without_address_all_follow(merge, kept, other):
    ContactPersonFactory(company=kept, email="", name="Anna")
    moved = ContactPersonFactory(company=other, email="", name="Bo")
    proposal = ProposalFactory(company=other, contact=moved)

    merge()

    assert list(kept.contacts.values_list("name", "version")) == [("Anna", 1), ("Bo", 2)]
    assert Proposal.objects.get(pk=proposal.pk).contact == moved


def test_mails_stay_with_their_proposals(merge, other):
    mail = OutboxFactory(proposals=[ProposalFactory(company=other)])

    merge()

    assert list(mail.proposals.values_list("company__name", flat=True)) == ["Exempelbygg AB"]


def test_pages_drawn_before_are_drawn_anew(merge):
    plan = ActionPlanFactory()

    merge()

    assert ActionPlan.objects.get(pk=plan.pk).revision == plan.revision + 1


@pytest.mark.parametrize(
    ("kept_is", "other_is", "result"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_what_somebody_real_entered_is_no_example(merge, kept, other, kept_is, other_is, result):
    Company.objects.filter(pk=kept.pk).update(is_example=kept_is)
    Company.objects.filter(pk=other.pk).update(is_example=other_is)

    merge()

    assert Company.objects.get().is_example is result


def test_with_itself_is_refused(merge, kept):
    with pytest.raises(ValidationError) as refused:
        merge(other=kept)

    assert refused.value.messages == ["Ett företag kan inte slås ihop med sig självt. Välj ett annat."]
    assert Company.objects.filter(version=1).count() == 2


@pytest.mark.parametrize("changed", ["kept", "other"])
def test_whichever_has_changed_is_told_of(merge, request, changed):
    company = request.getfixturevalue(changed)
    company.industry, company.version = "bygg", 2
    company.save()
    ProposalFactory(company=request.getfixturevalue("other"))

    with pytest.raises(LostUpdate) as lost:
        merge()

    assert lost.value.edits == [Edit("bransch", "–", "bygg", "okänd")]
    assert (Company.objects.count(), ProposalStep.objects.count()) == (2, 0)


def test_a_company_that_is_gone_is_said(merge, other):
    Company.objects.filter(pk=other.pk).delete()

    with pytest.raises(ValidationError) as refused:
        merge()

    assert refused.value.messages == [GONE]


def test_only_who_merged_them_has_sent_the_form_before(merge, chief, administrator, kept, other):
    before = was_merged(other.pk, kept, chief)

    merge()

    assert (before, was_merged(other.pk, kept, chief), was_merged(other.pk, kept, administrator)) == (
        False,
        True,
        False,
    )
    assert was_merged(kept.pk, other, chief) is False
