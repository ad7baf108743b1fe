"""The last word a proposer has is true: a decision that differs from what was told last is told, each once."""

import datetime as dt

import pytest

from actionplan.choices import MailKind, MailState
from actionplan.mail import draft_letters
from actionplan.models import Outbox, OutboxProposal
from actionplan.services import outbox
from actionplan.services.outbox import queue_letters
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.tests.factories import (
    ActivityFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    OutboxFactory,
    ProposalFactory,
    noon,
)
from actionplan.tests.said import became, declined, merged, somebody

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)
NO = "Vi äger inte vägen."


@pytest.fixture
def event():
    return ConsultationEventFactory(title="Chefsforum")


@pytest.fixture
def company():
    company = CompanyFactory()
    ContactPersonFactory(company=company, email="info@example.com")
    return company


@pytest.fixture
def proposal(event, company):
    """A proposal that was declined, which its proposer does not know."""
    return declined(NO, event=event, company=company, text="En väg in.")


@pytest.fixture
def offered(event):
    """offered(kind): the letters that can be sent now."""
    return lambda kind=MailKind.CHANGED: draft_letters(event, kind, DAY).letters


@pytest.fixture
def queue(event, offered, chief):
    """queue(kind): the letters that could be sent, in the outbox."""
    return lambda kind=MailKind.CHANGED: queue_letters(offered(kind), event=event, kind=kind, by=chief, at=noon(DAY))


@pytest.fixture
def tell(queue):
    """tell(kind): what could be sent is sent; how many letters there were."""

    def tell(kind=MailKind.CHANGED):
        mails = queue(kind)
        return sum(outbox.claim(mail) and outbox.mark_sent(mail, at=noon(DAY)) for mail in mails)

    return tell


@pytest.fixture
def told(proposal, tell):
    """The proposal, whose proposer has been told that it was declined."""
    tell(MailKind.DECIDED)
    return proposal


def decide(proposal, outcome, *activities, reason=""):
    proposal.refresh_from_db()
    said = {"outcome": outcome, "activities": activities, "reason": reason, "by": somebody(), "on": DAY}
    return decide_proposal(proposal, expected_version=proposal.version, **said)


def test_a_decision_that_is_changed_twice_is_told_twice(told, offered, tell):
    activity = ActivityFactory(title="Bygg en väg")
    decide(told, "blev_aktivitet", activity)
    first = tell()
    decide(told, "pagar_redan", activity, reason="Arbetet har börjat.")

    [letter] = offered()

    assert "Beskedet ni fick är ändrat. Så här är det nu." in letter.body
    assert "Det här pågår redan.\n– Bygg en väg (läget: borde ha startat)\nArbetet har börjat.\n" in letter.body
    assert (first, tell(), tell()) == (1, 1, 0)
    rows = OutboxProposal.objects.order_by("pk").values_list("kind", "outcome")
    assert list(rows) == [("beslut", "avbojt"), ("andrat", "blev_aktivitet"), ("andrat", "pagar_redan")]


def test_a_decision_that_is_changed_back_after_it_was_told_is_told_again(told, tell):
    activity = ActivityFactory()
    told_of = []
    for outcome, activities, reason in [("blev_aktivitet", [activity], ""), ("avbojt", [], NO)] * 2:
        decide(told, outcome, *activities, reason=reason)
        told_of.append(tell())

    assert told_of == [1, 1, 1, 1]
    assert tell() == 0


def test_a_decision_that_is_changed_back_before_it_was_told_needs_no_letter(told, offered):
    decide(told, "blev_aktivitet", ActivityFactory())
    before = len(offered())
    decide(told, "avbojt", reason=NO)

    assert (before, offered()) == (1, ())


def test_another_reason_is_told(told, offered, tell):
    decide(told, "avbojt", reason="Trafikverket äger vägen.")

    [letter] = offered()

    assert "Det här kommer vi inte att göra.\nTrafikverket äger vägen.\n" in letter.body
    assert (tell(), tell()) == (1, 0)


def test_other_activities_are_told(event, company, offered, tell):
    first, second = ActivityFactory.create_batch(2)
    proposal = became(first, event=event, company=company)
    tell(MailKind.DECIDED)
    decide(proposal, "blev_aktivitet", first, second)
    added = tell()
    decide(proposal, "blev_aktivitet", second, first)
    same = tell()
    decide(proposal, "blev_aktivitet", second)

    [letter] = offered()

    assert (added, same) == (1, 0)
    assert (f"– {second.title} (" in letter.body, f"– {first.title} (" in letter.body) == (True, False)


def test_the_same_decision_made_again_is_not_told(told, offered):
    decide(told, "bereds")
    undecided = offered()
    decide(told, "avbojt", reason=NO)

    assert (undecided, offered(), offered(MailKind.DECIDED)) == ((), (), ())


def test_how_an_activity_goes_is_no_changed_decision(event, company, offered, tell):
    activity = ActivityFactory()
    became(activity, event=event, company=company)
    tell(MailKind.DECIDED)
    type(activity).objects.update(title="Ett annat namn", code="SI-99", status="genomford")

    assert offered() == ()


def test_who_was_told_nothing_is_told_of_the_decision_alone(proposal, offered):
    decide(proposal, "avbojt", reason="Av ett annat skäl.")

    assert (offered(), len(offered(MailKind.DECIDED))) == ((), 1)


@pytest.mark.parametrize("kind", [MailKind.DECIDED, MailKind.CHANGED])
@pytest.mark.parametrize("state", [MailState.WAITING, MailState.SENDING, MailState.FAILED])
def test_nothing_is_offered_until_the_letter_before_is_settled(proposal, offered, queue, tell, kind, state):
    if kind == MailKind.CHANGED:
        tell(MailKind.DECIDED)
        decide(proposal, "blev_aktivitet", ActivityFactory())
    [mail] = queue(kind)
    decide(proposal, "avbojt", reason="Trafikverket äger vägen.")
    Outbox.objects.filter(pk=mail.pk).update(state=state)
    before = offered(kind), offered()

    Outbox.objects.filter(pk=mail.pk).update(state=MailState.SENDING)
    outbox.mark_sent(mail, at=noon(DAY))

    assert before == ((), ())
    assert (tell(), tell()) == (1, 0)


def test_a_letter_that_failed_is_written_anew_with_the_decision_that_holds_then(told, offered, queue):
    decide(told, "blev_aktivitet", ActivityFactory())
    [mail] = queue()
    outbox.claim(mail)
    outbox.mark_failed(mail, error="Fel adress.")
    decide(told, "avbojt", reason="Trafikverket äger vägen.")

    outbox.withdraw(mail)

    [letter] = offered()
    assert "Trafikverket äger vägen." in letter.body


def test_a_letter_that_failed_is_not_written_anew_when_the_last_word_is_true_again(told, offered, queue):
    decide(told, "blev_aktivitet", ActivityFactory())
    [mail] = queue()
    decide(told, "avbojt", reason=NO)

    outbox.withdraw(mail)

    assert offered() == ()


def test_the_proposals_of_a_group_are_told_each_to_its_own_proposer(event, proposal, offered, tell):
    other = CompanyFactory()
    ContactPersonFactory(company=other, email="annan@example.com")
    merged(proposal, declined(NO, event=event, company=other))
    tell(MailKind.DECIDED)
    decide(proposal, "avbojt", reason="Trafikverket äger vägen.")

    assert sorted(letter.recipient for letter in offered()) == ["annan@example.com", "info@example.com"]
    assert (tell(), tell()) == (2, 0)
    decide(proposal, "avbojt", reason=NO)
    assert tell() == 2


def test_a_proposal_that_joins_what_is_decided_otherwise_is_told(event, told, offered, tell):
    lead = became(ActivityFactory(title="Bygg en väg"), event=event)
    decide(told, "bereds")
    merged(lead, told, on=DAY)

    [letter] = offered()

    assert ([one.proposal for one in letter.about], "– Bygg en väg (" in letter.body) == ([told.pk], True)
    assert (tell(), tell()) == (1, 0)


def test_a_proposal_that_joins_what_is_decided_alike_is_not_told(event, told, offered):
    merged(declined(NO, event=event), told)

    assert offered() == ()


def test_a_lead_that_others_join_is_not_told(event, told, offered):
    merged(told, ProposalFactory(event=event), declined(NO, event=event))

    assert offered() == ()


def test_activities_that_come_with_a_group_are_told(event, company, offered, tell):
    own = became(event=event, company=company)
    tell(MailKind.DECIDED)
    merged(became(ActivityFactory(title="Bygg en väg"), event=event), own, on=DAY)

    [letter] = offered()

    assert "– Bygg en väg (" in letter.body
    assert (tell(), tell()) == (1, 0)


@pytest.mark.parametrize(
    ("outcome", "letters"), [("", 0), ("avbojt", 0), ("pagar_redan", 1)], ids=["unknown", "same", "another"]
)
def test_of_an_old_letter_the_outcome_alone_is_compared(proposal, offered, outcome, letters):
    old = OutboxFactory(state="skickat", sent_at=noon(DAY), proposals=[proposal])
    old.about.update(outcome=outcome)

    assert len(offered()) == letters


def test_after_an_old_letter_about_a_change_a_new_one_can_follow(proposal, tell):
    for kind in (MailKind.DECIDED, MailKind.CHANGED):
        OutboxFactory(kind=kind, state="skickat", sent_at=noon(DAY), proposals=[proposal]).about.update(
            outcome="blev_aktivitet" if kind == MailKind.DECIDED else "avbojt"
        )
    unchanged = tell()
    decide(proposal, "blev_aktivitet", ActivityFactory())

    assert (unchanged, tell(), tell()) == (0, 1, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_telling_many_of_changes_takes_as_many_queries(event, tell, offered, number, django_assert_num_queries):
    activity = ActivityFactory()
    for _ in range(number):
        company = CompanyFactory()
        became(activity, event=event, company=company, contact=ContactPersonFactory(company=company))
    tell(MailKind.DECIDED)
    for proposal in event.proposals.all():
        decide(proposal, "pagar_redan", activity, reason="Arbetet har börjat.")

    with django_assert_num_queries(8):
        letters = offered()

    assert len(letters) == number
