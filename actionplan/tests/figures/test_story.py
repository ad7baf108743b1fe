import datetime as dt
from functools import partial

import pytest

from actionplan.figures import activity_story
from actionplan.models import Activity, ProposalActivity
from actionplan.services.followup import record_status_update
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import add_step
from actionplan.tests.factories import (
    ActivityFactory,
    ConsultationEventFactory,
    DepartmentFactory,
    ProposalFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    UserFactory,
    noon,
)

pytestmark = pytest.mark.django_db


def told(story):
    return [(str(event.on), event.title, event.more) for event in story.events]


def test_the_story_of_the_row_that_shows_traceability(example):
    story = activity_story(Activity.objects.get(code="SI-03"), dt.date(2018, 12, 31))

    assert told(story) == [
        ("2018-12-31", "Genomförd", "oförändrat"),
        ("2018-03-22", "Genomförd", ""),
        ("2018-01-15", "Stor avvikelse", "Pågående"),
        ("2017-12-31", "Stor avvikelse", "Pågående"),
        ("2017-09-05", "Viss avvikelse", "Pågående"),
        ("2016-08-31", "Enligt plan", "Pågående · oförändrat"),
        ("2016-04-18", "Enligt plan", "Pågående"),
        ("2016-01-01", "Överlämnad", "till Stadsbyggnadsförvaltningen"),
        ("2015-12-04", "Skapad ur förslag från Chefsforum", ""),
    ]
    moved = story.events[2]
    assert (moved.moved_from, moved.moved_to, moved.moved_reason) == (
        dt.date(2017, 6, 30),
        dt.date(2018, 3, 31),
        "Granskad",
    )
    assert (moved.by, story.moves, story.later_updates) == ("Demo Näringslivschef", 1, 0)


def test_an_older_day_leaves_later_things_out_and_counts_them(example):
    story = activity_story(Activity.objects.get(code="SI-03"), dt.date(2017, 12, 31))

    assert [on for on, _, _ in told(story)] == [
        "2017-12-31",
        "2017-09-05",
        "2016-08-31",
        "2016-04-18",
        "2016-01-01",
        "2015-12-04",
    ]
    assert (story.later_updates, story.moves) == (3, 0)
    assert story.events[0].recorded_on == dt.date(2018, 1, 12)


def test_of_two_things_told_on_one_day_the_later_comes_first():
    activity, author, day = ActivityFactory(), UserFactory(), dt.date(2016, 8, 31)
    for hour, comment in enumerate(("Först.", "Sedan.", "Till sist.")):
        record_status_update(
            activity=activity,
            author=author,
            as_of=day,
            recorded_at=noon(day) + dt.timedelta(hours=hour),
            status="pagaende",
            assessment="gron",
            comment=comment,
        )

    story = activity_story(activity, day)

    assert [event.text for event in story.events] == ["Till sist.", "Sedan.", "Först.", ""]


def test_a_closing_is_told_with_its_kind_and_reason():
    day = dt.date(2018, 12, 31)
    activity = ActivityFactory(closed_on=day, closing="ordinarie_arbete", closing_reason="Görs nu varje dag.")
    StatusUpdateFactory(activity=activity, as_of=day)

    event = activity_story(activity, day).events[0]

    assert (event.title, event.more, event.text) == (
        "Avslutad i planen",
        "till ordinarie arbete",
        "Görs nu varje dag.",
    )
    assert len(activity_story(activity, dt.date(2018, 12, 30)).events) == 1


def test_who_answered_from_the_beginning_is_no_event():
    activity = ActivityFactory(added_on=dt.date(2015, 12, 4), responsible=DepartmentFactory())
    ResponsibilityFactory(activity=activity, role="medverkar", from_on=dt.date(2016, 5, 1))

    assert told(activity_story(activity, dt.date(2017, 1, 1))) == [("2015-12-04", "Tillkom i planen", "")]


def test_the_outcome_is_the_newest_told():
    activity = ActivityFactory(target=40, unit="besök")
    for month, outcome in ((4, 12), (8, 30), (12, None)):
        StatusUpdateFactory(activity=activity, as_of=dt.date(2016, month, 28), outcome=outcome)

    assert activity_story(activity, dt.date(2016, 12, 31)).outcome == 30
    assert activity_story(activity, dt.date(2016, 5, 1)).outcome == 12
    assert activity_story(activity, dt.date(2016, 1, 1)).outcome is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_story_asks_the_same_number_of_questions_however_long_it_is(number, django_assert_num_queries):
    activity = ActivityFactory()
    for month in range(1, number + 1):
        StatusUpdateFactory(activity=activity, as_of=dt.date(2016, month, 1))

    with django_assert_num_queries(3):
        activity_story(activity, dt.date(2016, 12, 31))


def linked(activity, title, linked_on, outcome="blev_aktivitet"):
    proposal = ProposalFactory(event=ConsultationEventFactory(title=title))
    add_step(proposal, "beslutat", by=None, on=dt.date(2015, 10, 15), outcome=outcome)
    ProposalActivity.objects.create(proposal=proposal, activity=activity, linked_on=linked_on)


def test_an_activity_made_out_of_proposals_names_each_meeting_once():
    activity = ActivityFactory(added_on=dt.date(2015, 12, 4))
    for title in ("Chefsforum", "Frukostmöte", "Chefsforum"):
        linked(activity, title, dt.date(2015, 12, 4))

    assert told(activity_story(activity, dt.date(2016, 1, 1))) == [
        ("2015-12-04", "Skapad ur förslag från Chefsforum och Frukostmöte", "")
    ]
    assert told(activity_story(activity, dt.date(2015, 12, 3))) == [("2015-12-04", "Tillkom i planen", "")]


def test_what_was_under_way_already_was_not_made_out_of_a_proposal():
    activity = ActivityFactory(added_on=dt.date(2015, 12, 4))
    linked(activity, "Chefsforum", dt.date(2015, 12, 4), "pagar_redan")

    story = activity_story(activity, dt.date(2016, 1, 1))

    assert (told(story), len(story.proposals)) == ([("2015-12-04", "Tillkom i planen", "")], 1)


def test_proposals_that_came_later_are_told_of_the_day_they_were_linked():
    activity = ActivityFactory(added_on=dt.date(2015, 12, 4))
    linked(activity, "Dialogmöte", dt.date(2017, 3, 1))

    assert told(activity_story(activity, dt.date(2017, 3, 1))) == [
        ("2017-03-01", "Svarar mot fler förslag", "från Dialogmöte"),
        ("2015-12-04", "Tillkom i planen", ""),
    ]
    assert activity_story(activity, dt.date(2017, 2, 28)).proposals == ()


def test_an_older_day_still_tells_of_a_proposal_that_is_answered_otherwise_since():
    proposal, activity, chief = ProposalFactory(), ActivityFactory(), UserFactory()
    decide = partial(decide_proposal, proposal, by=chief)
    decide(outcome="blev_aktivitet", activities=[activity], on=dt.date(2016, 2, 1), expected_version=1)
    decide(outcome="avbojt", reason="Nej.", on=dt.date(2017, 3, 1), expected_version=2)

    assert activity_story(activity, dt.date(2017, 2, 28)).proposals == (proposal,)
    assert activity_story(activity, dt.date(2017, 3, 1)).proposals == ()
