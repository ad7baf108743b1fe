"""What happened to a proposal on one day is told in the order it happened, once, by whoever did it."""

import datetime as dt

import pytest
from django.utils import timezone

from actionplan import clock
from actionplan.figures import proposal_story
from actionplan.models import Outbox, OutboxProposal, Proposal
from actionplan.services.anchoring import answer_anchoring, send_proposals
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import add_step, merge_proposals, separate_proposal, split_proposal
from actionplan.tests.factories import (
    ActivityFactory,
    AnchoringFactory,
    DepartmentFactory,
    ProposalFactory,
    StatusUpdateFactory,
    UserFactory,
)
from actionplan.tests.figures.test_proposal_story import DAY, sent_and_answered, told

pytestmark = pytest.mark.django_db
ONE_DAY = dt.date(2016, 2, 1)


def titles(story):
    return [(event.title, event.more) for event in story.events][1:]


def answer(anchoring, suggestion, comment, by, on=ONE_DAY):
    facts = {"suggestion": suggestion, "comment": comment, "suggested_activity": None}
    return answer_anchoring(anchoring, **facts, by=by, on=on, expected_version=anchoring.version)


def decide(proposal, outcome, on=ONE_DAY, **more):
    proposal.refresh_from_db()
    return decide_proposal(
        proposal, outcome=outcome, on=on, by=UserFactory(), expected_version=proposal.version, **more
    )


def mail_about(proposal, **more):
    facts = {"kind": "beslut", "recipient": "kontakt@example.com", "state": "skickat"}
    mail = Outbox.objects.create(**facts | more)
    return OutboxProposal.objects.create(mail=mail, proposal=proposal, kind="beslut")


def test_an_answer_changed_the_same_day_comes_last_and_the_one_before_it_first():
    proposal, officer = ProposalFactory(), UserFactory()
    anchoring = AnchoringFactory(proposal=proposal, department=DepartmentFactory(name="Aska"))
    answer(anchoring, "avboj", "Nej.", officer)
    answer(anchoring, "ny_aktivitet", "Jo.", officer)

    assert sent_and_answered(proposal_story(proposal, DAY))[1:] == [
        ("2016-02-01", "Svar", "Aska", "Föreslår: Avböj.\nNej."),
        ("2016-02-01", "Svar", "Aska föreslår: gör till en ny aktivitet", "Jo."),
    ]


def test_what_is_broken_out_of_a_group_after_the_decision_says_so_after_it():
    lead, person = ProposalFactory(), UserFactory()
    member = ProposalFactory(event=lead.event)
    merge_proposals(lead, [member], by=person, on=ONE_DAY)
    decide(lead, "avbojt", reason="Nej.")
    member.refresh_from_db()
    separate_proposal(member, expected_version=member.version, by=person, on=ONE_DAY)

    expected = [("Sammanslaget", ""), ("Beslutat", "Avböjt"), ("Utbrutet", "")]
    assert titles(proposal_story(Proposal.objects.get(pk=member.pk), DAY)) == expected
    assert titles(proposal_story(Proposal.objects.get(pk=lead.pk), DAY)) == expected


def test_a_letter_comes_before_the_decision_that_was_changed_after_it():
    proposal, activity = ProposalFactory(), ActivityFactory(code="SI-01")
    today = timezone.localdate()
    decide(proposal, "avbojt", reason="Nej.", on=today)
    mail_about(proposal, created_at=timezone.now(), sent_at=timezone.now(), created_by=UserFactory(first_name="Bo"))
    decide(proposal, "blev_aktivitet", activities=[activity], on=today)

    story = proposal_story(proposal, today)

    assert titles(story) == [
        ("Beslutat", "Avböjt"),
        ("Brev till företaget", "Besked om förslaget"),
        ("Beslutat", "Blev aktivitet"),
        ("Aktivitet som svarar på förslaget", ""),
    ]
    assert story.events[2].by.startswith("Bo")


def test_in_the_demo_letters_and_steps_of_the_day_are_told_in_their_order(settings):
    settings.DEMO_TODAY = DAY
    proposal = ProposalFactory()
    decide(proposal, "avbojt", reason="Nej.", on=DAY)
    now = clock.now() + dt.timedelta(milliseconds=1)
    mail_about(proposal, created_at=now, sent_at=now)
    later = timezone.now() + dt.timedelta(hours=1)
    add_step(proposal, "beslutat", by=None, on=DAY, outcome="avbojt", text="Nej, tyvärr.", recorded_at=later)

    assert [title for title, _ in titles(proposal_story(proposal, DAY))] == [
        "Beslutat",
        "Brev till företaget",
        "Beslutat",
    ]


def test_a_split_after_sending_comes_after_it_in_both_parts():
    proposal, chief = ProposalFactory(), UserFactory(first_name="Bo")
    send_proposals([proposal], departments=[DepartmentFactory(name="Aska")], answer_by=None, by=chief, on=ONE_DAY)
    proposal.refresh_from_db()
    part = split_proposal(
        proposal, first="Ett.", second="Två.", expected_version=proposal.version, by=UserFactory(), on=ONE_DAY
    )

    for one in (proposal, part):
        story = proposal_story(Proposal.objects.get(pk=one.pk), DAY)
        assert titles(story) == [("Skickat", "till Aska"), ("Delat", "")]
        assert (story.events[1].by, story.events[1].of) == (chief.full_label, "")


def test_activities_are_told_of_after_the_decisions_that_made_and_ended_their_links():
    proposal = ProposalFactory()
    old, new = ActivityFactory(code="SI-01"), ActivityFactory(code="SI-02")
    decide(proposal, "blev_aktivitet", activities=[old])
    second = dt.date(2017, 3, 1)
    decide(proposal, "avbojt", reason="Fel knapp.", on=second)
    decide(proposal, "blev_aktivitet", activities=[old], on=second)
    StatusUpdateFactory(activity=new, as_of=second)
    decide(proposal, "blev_aktivitet", activities=[old, new], on=second)

    assert [one[1:] for one in told(proposal_story(proposal, DAY))[3:]] == [
        ("Beslutat", "Avböjt", ""),
        ("Svarar inte längre på förslaget", "", "SI-01"),
        ("Beslutat", "Blev aktivitet", ""),
        ("Aktivitet som svarar på förslaget", "", "SI-01"),
        ("Beslutat", "Blev aktivitet", ""),
        ("Aktivitet som svarar på förslaget", "", "SI-02"),
        ("Enligt plan", "Pågående", "SI-02"),
    ]


def test_activities_that_came_with_the_group_are_told_of_after_the_merging():
    lead, activity = ProposalFactory(), ActivityFactory(code="SI-01")
    member = ProposalFactory(event=lead.event)
    decide(lead, "blev_aktivitet", activities=[activity])
    merge_proposals(lead, [member], by=UserFactory(), on=ONE_DAY)

    story = proposal_story(Proposal.objects.get(pk=member.pk), DAY)

    assert [title for title, _ in titles(story)][-2:] == ["Sammanslaget", "Aktivitet som svarar på förslaget"]


def test_a_decision_taken_back_says_so_without_the_reason_that_no_longer_holds():
    proposal = ProposalFactory()
    decide(proposal, "avbojt", reason="Nej.")
    decide(proposal, "bereds", reason="Nej.")

    last = proposal_story(proposal, DAY).events[-1]

    assert (last.title, last.more, last.text) == ("Beslutet togs tillbaka", "", "")


def test_to_prepare_what_was_never_decided_takes_nothing_back():
    proposal = ProposalFactory()
    decide(proposal, "bereds", reason="Vi frågar fler.")

    last = proposal_story(proposal, DAY).events[-1]

    assert (last.title, last.more, last.text) == ("Beslutat", "Bereds", "Vi frågar fler.")


def test_a_question_that_moved_to_the_lead_is_told_once_with_its_sender_and_its_answer():
    lead, chief, department = ProposalFactory(), UserFactory(), DepartmentFactory(name="Aska")
    member, third = ProposalFactory.create_batch(2, event=lead.event)
    send_proposals([member], departments=[department], answer_by=None, by=chief, on=ONE_DAY)
    officer = UserFactory()
    answer(member.anchorings.get(), "avboj", "Nej.", officer, on=dt.date(2016, 2, 8))
    merge_proposals(lead, [member, third], by=UserFactory(), on=dt.date(2016, 2, 9))

    for one, of in ((lead, ""), (member, ""), (third, lead.code)):
        story = proposal_story(Proposal.objects.get(pk=one.pk), DAY)
        assert sent_and_answered(story) == [
            ("2016-02-01", "Skickat", "till Aska", ""),
            ("2016-02-08", "Svar", "Aska föreslår: avböj", "Nej."),
        ]
        assert [(event.by, event.of) for event in story.events if event.title in ("Skickat", "Svar")] == [
            (chief.full_label, of),
            (officer.full_label, of),
        ]


def test_what_was_sent_with_its_lead_is_told_once():
    lead, chief = ProposalFactory(), UserFactory()
    member = ProposalFactory(event=lead.event)
    send_proposals([lead, member], departments=[DepartmentFactory(name="Aska")], answer_by=None, by=chief, on=ONE_DAY)
    merge_proposals(lead, [member], by=chief, on=ONE_DAY)

    story = proposal_story(Proposal.objects.get(pk=member.pk), DAY)

    assert [(event.title, event.by, event.of) for event in story.events[1:]] == [
        ("Skickat", chief.full_label, ""),
        ("Sammanslaget", chief.full_label, ""),
    ]


def test_what_was_asked_about_a_group_keeps_its_sender_in_a_proposal_broken_out_of_it():
    lead, chief = ProposalFactory(), UserFactory()
    member = ProposalFactory(event=lead.event)
    merge_proposals(lead, [member], by=UserFactory(), on=ONE_DAY)
    send_proposals([lead], departments=[DepartmentFactory(name="Aska")], answer_by=None, by=chief, on=ONE_DAY)
    member.refresh_from_db()
    separate_proposal(member, expected_version=member.version, by=UserFactory(), on=ONE_DAY)

    story = proposal_story(Proposal.objects.get(pk=member.pk), DAY)

    assert titles(story) == [("Sammanslaget", ""), ("Skickat", "till Aska"), ("Utbrutet", "")]
    assert (story.events[2].by, story.events[2].of) == (chief.full_label, "")
