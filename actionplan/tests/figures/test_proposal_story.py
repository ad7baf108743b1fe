import datetime as dt
from functools import partial

import pytest
from django.template.loader import render_to_string

from actionplan.figures import proposal_story
from actionplan.models import Activity, Outbox, OutboxProposal, Proposal, ProposalActivity
from actionplan.services.anchoring import answer_anchoring, send_proposals
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import add_step, merge_proposals
from actionplan.tests.factories import (
    ActivityFactory,
    AnchoringFactory,
    ConsultationEventFactory,
    DepartmentFactory,
    ProposalFactory,
    StatusUpdateFactory,
    UserFactory,
    VerdictFactory,
    noon,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2018, 12, 31)


def example_proposal(number):
    return Proposal.objects.order_by("pk")[number - 1]


def told(story):
    return [
        (str(event.on), event.title, event.more, " ".join(activity.code for activity in event.activities))
        for event in story.events
    ]


def said_sent_answered(department="Samhällsbyggnadsförvaltningen"):
    return [
        ("2015-03-31", "Sagt", "", ""),
        ("2015-05-15", "Skickat", f"till {department}", ""),
        ("2015-09-30", "Svar", f"{department} föreslår: gör till en ny aktivitet", ""),
        ("2015-10-15", "Beslutat", "Blev aktivitet", ""),
    ]


def test_the_way_of_a_proposal_with_two_activities(example):
    story = proposal_story(example_proposal(2), DAY)

    assert told(story) == [
        *said_sent_answered(),
        ("2015-12-04", "Aktiviteter som svarar på förslaget", "", "SI-03 SI-07"),
        ("2016-04-18", "Enligt plan", "Pågående", "SI-03"),
        ("2016-08-31", "Ej påbörjad", "", "SI-07"),
        ("2017-09-05", "Viss avvikelse", "Pågående", "SI-03"),
        ("2017-12-31", "Stor avvikelse", "Pågående", "SI-03"),
        ("2017-12-31", "Stor avvikelse", "Ej påbörjad", "SI-07"),
        ("2018-03-22", "Genomförd", "", "SI-03"),
        ("2018-12-31", "Avbruten", "", "SI-07"),
    ]
    assert story.later == 0


def test_a_proposal_is_done_the_day_the_last_of_its_activities_is(example):
    events = told(proposal_story(example_proposal(12), DAY))

    assert events[-3:] == [
        ("2017-12-31", "Genomförd", "", "SU-07"),
        ("2018-12-31", "Genomförd", "", "SU-03"),
        ("2018-12-31", "Klart", "alla aktiviteter som svarar på förslaget är genomförda", ""),
    ]
    earlier = proposal_story(example_proposal(12), dt.date(2018, 12, 30))
    assert told(earlier)[-2:] == [
        ("2017-12-31", "Enligt plan", "Pågående", "SU-03"),
        ("2017-12-31", "Genomförd", "", "SU-07"),
    ]


def test_one_activity_says_itself_that_it_is_done(example):
    assert told(proposal_story(example_proposal(6), DAY))[-1] == ("2017-12-31", "Genomförd", "", "UI-03")


def test_a_declined_proposal_ends_with_the_reason(example):
    story = proposal_story(example_proposal(10), DAY)
    reason = "Frukostar (SU-02) och dialogmöten (SU-03) prövas först. Frågan tas upp inför nästa plan."

    assert told(story)[1:] == [
        ("2015-05-15", "Skickat", "till Näringsliv", ""),
        ("2015-09-30", "Svar", "Näringsliv föreslår: avböj", ""),
        ("2015-10-15", "Beslutat", "Avböjt", ""),
    ]
    assert [event.text for event in story.events] == ["", "", reason, reason]
    assert story.events[-1].by == "Demo Näringslivschef"


def test_what_was_under_way_already_names_the_activity_suggested(example):
    assert told(proposal_story(example_proposal(14), dt.date(2015, 12, 31)))[1:] == [
        ("2015-05-15", "Skickat", "till Utvecklingsförvaltningen", ""),
        ("2015-09-30", "Svar", "Utvecklingsförvaltningen föreslår: ingår i en aktivitet som finns", "SU-05"),
        ("2015-10-15", "Beslutat", "Pågår redan", ""),
        ("2015-12-04", "Aktivitet som svarar på förslaget", "", "SU-05"),
    ]


def test_an_older_day_leaves_later_things_out_and_counts_the_steps(example):
    story = proposal_story(example_proposal(1), dt.date(2015, 9, 29))

    assert told(story) == [
        ("2015-03-31", "Sagt", "", ""),
        ("2015-05-15", "Skickat", "till Konsult- och servicekontoret och Samhällsbyggnadsförvaltningen", ""),
    ]
    assert story.later == 3
    assert story.events[0].meeting.label == "Chefsforum, mars 2015"


def sent_and_answered(story):
    return [
        (str(event.on), event.title, event.more, event.text)
        for event in story.events
        if event.title in ("Skickat", "Svar")
    ]


def test_each_sending_is_told_once_with_its_departments_and_a_new_deadline_too():
    proposal, chief = ProposalFactory(), UserFactory()
    departments = [DepartmentFactory(name=name) for name in ("Cypress", "Aska", "Bok")]
    first, second = dt.date(2015, 5, 15), dt.date(2015, 6, 15)
    send = partial(send_proposals, [proposal], by=chief)
    send(departments=departments[:2], answer_by=dt.date(2015, 6, 30), on=first)
    send(departments=departments[2:], answer_by=None, on=first)
    send(departments=departments[:1], answer_by=dt.date(2015, 8, 31), on=second)

    assert sent_and_answered(proposal_story(Proposal.objects.get(), second)) == [
        ("2015-05-15", "Skickat", "till Aska och Cypress", "Svar senast 30 juni 2015."),
        ("2015-05-15", "Skickat", "till Bok", ""),
        ("2015-06-15", "Skickat", "till Cypress", "Ny svarstid. Svar senast 31 augusti 2015."),
    ]


def test_what_has_an_anchoring_and_no_step_is_told_too():
    proposal, department = ProposalFactory(), DepartmentFactory(name="Aska")
    AnchoringFactory(
        proposal=proposal,
        department=department,
        answer_by=dt.date(2015, 6, 30),
        answered_on=dt.date(2015, 6, 1),
        suggestion="avboj",
        comment="Nej.",
    )

    assert sent_and_answered(proposal_story(Proposal.objects.get(), DAY)) == [
        ("2015-05-15", "Skickat", "till Aska", "Svar senast 30 juni 2015."),
        ("2015-06-01", "Svar", "Aska föreslår: avböj", "Nej."),
    ]


def test_an_answer_that_was_changed_is_told_with_the_one_before():
    proposal, officer = ProposalFactory(), UserFactory()
    anchoring = AnchoringFactory(proposal=proposal, department=DepartmentFactory(name="Aska"))
    first, second = dt.date(2015, 6, 1), dt.date(2015, 6, 8)
    for day, suggestion, comment in ((first, "avboj", "Nej."), (second, "ny_aktivitet", "Jo.")):
        answer = {"suggestion": suggestion, "comment": comment, "suggested_activity": None}
        answer_anchoring(anchoring, **answer, by=officer, on=day, expected_version=anchoring.version)

    def answers(on):
        return sent_and_answered(proposal_story(proposal, on))[1:]

    before = ("2015-06-01", "Svar", "Aska", "Föreslår: Avböj.\nNej.")
    assert answers(DAY) == [before, ("2015-06-08", "Svar", "Aska föreslår: gör till en ny aktivitet", "Jo.")]
    assert answers(first) == [before]


def test_a_member_of_a_group_tells_what_was_done_with_its_lead_and_marks_it():
    event, person, department = ConsultationEventFactory(), UserFactory(), DepartmentFactory(name="Aska")
    lead, member = ProposalFactory.create_batch(2, event=event)
    merged, sent, decided = dt.date(2015, 4, 1), dt.date(2015, 5, 15), dt.date(2015, 10, 15)
    merge_proposals(lead, [member], by=person, on=merged)
    AnchoringFactory(proposal=lead, department=department, sent_on=sent)
    add_step(lead, "sant", by=person, on=sent, department=department, outcome="bereds")
    for one in (lead, member):
        add_step(one, "beslutat", by=person, on=decided, outcome="avbojt", text="Det finns redan.")

    story = proposal_story(Proposal.objects.get(pk=member.pk), DAY)

    assert [(str(event.on), event.title, event.of) for event in story.events] == [
        ("2015-03-18", "Sagt", ""),
        ("2015-04-01", "Sammanslaget", ""),
        ("2015-05-15", "Skickat", lead.code),
        ("2015-10-15", "Beslutat", ""),
    ]
    assert [event.of for event in proposal_story(lead, DAY).events] == ["", "", "", ""]


def test_a_decision_the_lead_alone_was_told_of_is_marked():
    lead = ProposalFactory()
    member = ProposalFactory(event=lead.event, lead=lead)
    add_step(lead, "beslutat", by=None, on=dt.date(2015, 10, 15), outcome="avbojt", text="Nej.")

    assert [(event.title, event.of) for event in proposal_story(member, DAY).events] == [
        ("Sagt", ""),
        ("Beslutat", lead.code),
    ]


def test_an_activity_that_was_under_way_begins_with_how_it_went_then():
    proposal = ProposalFactory(received_on=dt.date(2016, 10, 1))
    activity = ActivityFactory(code="SU-05")
    for day, assessment in (("2016-04-30", "gul"), ("2016-08-31", "gron"), ("2016-12-31", "gron")):
        StatusUpdateFactory(activity=activity, as_of=dt.date.fromisoformat(day), assessment=assessment, comment="Så.")
    ProposalActivity.objects.create(proposal=proposal, activity=activity, linked_on="2016-11-01")

    assert told(proposal_story(proposal, DAY)) == [
        ("2016-10-01", "Sagt", "", ""),
        ("2016-11-01", "Aktivitet som svarar på förslaget", "", "SU-05"),
        ("2016-11-01", "Enligt plan", "Pågående · sedan 31 augusti 2016", "SU-05"),
    ]


def test_a_decision_made_anew_leaves_the_way_of_earlier_days_and_tells_what_ended():
    proposal, activity, chief = ProposalFactory(), ActivityFactory(code="SU-05"), UserFactory()
    first, second = dt.date(2016, 2, 1), dt.date(2017, 3, 1)
    decide = partial(decide_proposal, proposal, by=chief)
    decide(outcome="blev_aktivitet", activities=[activity], on=first, expected_version=1)
    before = told(proposal_story(proposal, dt.date(2016, 12, 31)))
    StatusUpdateFactory(activity=activity, as_of=dt.date(2016, 8, 31), assessment="gron")
    decide(outcome="avbojt", reason="Det gick inte.", on=second, expected_version=2)
    StatusUpdateFactory(activity=activity, as_of=dt.date(2017, 8, 31), assessment="gul", comment="Så.")

    assert told(proposal_story(proposal, dt.date(2016, 7, 31))) == before
    assert told(proposal_story(proposal, DAY))[1:] == [
        ("2016-02-01", "Beslutat", "Blev aktivitet", ""),
        ("2016-02-01", "Aktivitet som svarar på förslaget", "", "SU-05"),
        ("2016-08-31", "Enligt plan", "Pågående", "SU-05"),
        ("2017-03-01", "Beslutat", "Avböjt", ""),
        ("2017-03-01", "Svarar inte längre på förslaget", "", "SU-05"),
    ]


def test_verdicts_of_the_whole_group_are_told():
    lead = ProposalFactory()
    member = ProposalFactory(event=lead.event, lead=lead)
    activity = ActivityFactory(code="SI-01")
    VerdictFactory(
        proposal=member, activity=activity, value="inte_an", comment="Telefonen.", said_on=dt.date(2017, 6, 1)
    )
    VerdictFactory(proposal=lead, activity=activity, said_on=dt.date(2017, 9, 1))

    events = proposal_story(lead, dt.date(2017, 8, 31)).events[1:]

    assert [(event.more, event.text, event.of) for event in events] == [("inte än", "Telefonen.", member.code)]
    assert [event.more for event in proposal_story(lead, DAY).events[1:]] == ["inte än", "löst för oss"]


@pytest.mark.parametrize(
    ("state", "sent_at", "told_as"),
    [
        ("skickat", noon(dt.date(2016, 1, 11)), [("2016-01-11", "Besked om förslaget")]),
        ("skickas", None, [("2016-01-10", "Besked om förslaget (kanske skickat)")]),
        ("vantar", None, []),
        ("misslyckat", None, []),
    ],
)
def test_a_mail_is_told_of_by_its_kind_and_day_and_never_its_address(state, sent_at, told_as):
    proposal = ProposalFactory()
    mail = Outbox.objects.create(
        kind="beslut",
        recipient="kontakt@example.com",
        state=state,
        created_at=noon(dt.date(2016, 1, 10)),
        sent_at=sent_at,
    )
    OutboxProposal.objects.create(mail=mail, proposal=proposal, kind="beslut")

    story = proposal_story(proposal, DAY)

    assert [(str(event.on), event.more) for event in story.events[1:]] == told_as
    assert "kontakt@example.com" not in render_to_string("actionplan/_proposal_story.html", {"story": story})


def test_the_story_is_drawn_with_links_to_meeting_and_activities(example):
    proposal = example_proposal(6)
    page = render_to_string("actionplan/_proposal_story.html", {"story": proposal_story(proposal, DAY)})

    assert f'<a href="/samrad/{proposal.event_id}/">Avstämning med näringsidkarna, första tillfället, 2015</a>' in page
    activity = Activity.objects.get(code="UI-03")
    assert page.count(f'<a href="/aktiviteter/{activity.pk}/">UI-03 {activity.title}</a>') == 3
    assert "Inkom 15 maj 2015 · Demo Näringslivschef" in page


@pytest.mark.parametrize("number", [1, 3])
def test_a_story_asks_the_same_number_of_questions_however_long_it_is(number, django_assert_num_queries):
    proposal = ProposalFactory()
    for department in DepartmentFactory.create_batch(number):
        answer = {"answered_on": "2015-06-01", "suggestion": "ny_aktivitet", "answered_by": UserFactory()}
        AnchoringFactory(proposal=proposal, department=department, **answer)
        add_step(proposal, "sant", by=UserFactory(), on=dt.date(2015, 5, 15), department=department)
        activity = ActivityFactory()
        StatusUpdateFactory(activity=activity)
        ProposalActivity.objects.create(proposal=proposal, activity=activity, linked_on="2015-12-04")
        VerdictFactory(proposal=proposal, activity=activity)
    proposal = Proposal.objects.select_related("event").get()

    with django_assert_num_queries(8):
        proposal_story(proposal, DAY)
