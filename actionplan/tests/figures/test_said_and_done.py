"""What became of what was said: counted by event and period, and one row for each group, as it was on a day."""

import datetime as dt
from functools import partial

import pytest

from actionplan.choices import ProposalOutcome
from actionplan.figures import Names, event_figures, figures_by_event, said_and_done, summed
from actionplan.models import Proposal
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.tests.factories import (
    ActivityFactory,
    AnchoringFactory,
    CompanyFactory,
    ConsultationEventFactory,
    ContactPersonFactory,
    MandatePeriodFactory,
    ProposalFactory,
    VerdictFactory,
)
from actionplan.tests.said import DECIDED, DONE, became, completed, declined, done, merged, somebody

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture
def period():
    return MandatePeriodFactory()


@pytest.fixture
def event(period):
    return ConsultationEventFactory(mandate_period=period)


def row_of(proposal, on=DAY):
    [row] = said_and_done(Proposal.objects.on_day(on).filter(pk=proposal.pk), on)
    return row


def rows_at(event, on=DAY):
    return list(Proposal.objects.on_day(on).heads_said_at(event, on).order_by("pk"))


def test_an_events_figures_count_each_proposal_once(event):
    AnchoringFactory(proposal=completed(event=event), answered_on=DECIDED, suggestion="ny_aktivitet", answered_by=None)
    became(event=event)
    declined(event=event)
    ProposalFactory(event=event)
    completed()  # elsewhere

    figures = event_figures(event, DAY)

    assert (figures.total, figures.undecided, figures.not_yet) == (4, 1, 0)
    assert figures.by_outcome == {"inkommet": 1, "bereds": 0, "blev_aktivitet": 2, "pagar_redan": 0, "avbojt": 1}
    assert figures.funnel == {"sagda": 4, "forankrade": 1, "blev_aktiviteter": 2, "genomforda": 1}


def test_figures_follow_the_day(event):
    completed(event=event)

    assert event_figures(event, dt.date(2015, 3, 17)).total == 0
    assert event_figures(event, DECIDED - dt.timedelta(days=1)).by_outcome["inkommet"] == 1
    assert [event_figures(event, day).funnel["genomforda"] for day in (DONE - dt.timedelta(days=1), DONE)] == [0, 1]


def test_a_decision_made_anew_leaves_the_numbers_of_earlier_days(event):
    activity, later = done(ActivityFactory()), dt.date(2018, 2, 1)
    proposal = became(activity, event=event)
    before = event_figures(event, DAY)

    decide = {"reason": "Vi lägger ner det.", "by": somebody(), "on": later, "expected_version": proposal.version}
    decide_proposal(proposal, outcome=ProposalOutcome.DECLINED, **decide)

    assert event_figures(event, DAY) == before
    assert (before.funnel["genomforda"], event_figures(event, later).funnel["genomforda"]) == (1, 0)
    assert ([one.pk for one in row_of(proposal).activities], row_of(proposal).is_completed) == ([activity.pk], True)
    assert row_of(proposal, later).activities == ()


def test_an_earlier_day_keeps_its_decision_with_its_reason_and_its_day(event):
    proposal = declined(event=event)
    first, later = row_of(proposal), dt.date(2018, 2, 1)
    again = {"outcome": ProposalOutcome.DECLINED, "reason": "Av ett annat skäl.", "by": somebody()}
    decide_proposal(proposal, **again, on=later, expected_version=proposal.version)

    assert first.reason != "Av ett annat skäl."
    assert (row_of(proposal).reason, row_of(proposal).decided_on) == (first.reason, DECIDED)
    assert (row_of(proposal, later).reason, row_of(proposal, later).decided_on) == ("Av ett annat skäl.", later)
    undecided = row_of(proposal, DECIDED - dt.timedelta(days=1))
    assert (undecided.reason, undecided.decided_on) == ("", None)


def test_a_member_has_the_reason_of_its_group_and_not_of_a_decision_taken_back(event):
    lead, member = declined("Vägen är statens.", event=event), declined("Det är för dyrt.", event=event)
    decide_proposal(member, outcome="bereds", by=somebody(), on=DECIDED, expected_version=member.version)
    merged(lead, member)

    assert (row_of(member).reason, row_of(member).decided_on) == ("Vägen är statens.", DECIDED)


def test_the_reason_of_activities_does_not_say_which_they_are(event):
    activity = ActivityFactory()
    proposal = ProposalFactory(event=event)
    decide = {"reason": "Vi provar.\nDet börjar i vår.", "activities": [activity], "by": somebody(), "on": DECIDED}
    decide_proposal(proposal, outcome="blev_aktivitet", **decide, expected_version=1)

    assert row_of(proposal).reason == "Vi provar.\nDet börjar i vår."


def test_an_activity_taken_out_counts_until_its_last_day(event):
    finished, unfinished, later = done(ActivityFactory()), ActivityFactory(), dt.date(2018, 2, 1)
    proposal = became(finished, unfinished, event=event)

    decide = {"activities": [finished], "by": somebody(), "on": later, "expected_version": proposal.version}
    decide_proposal(proposal, outcome=ProposalOutcome.BECAME_ACTIVITY, **decide)

    days = (DAY, later - dt.timedelta(days=1), later)
    assert [event_figures(event, day).funnel["genomforda"] for day in days] == [0, 0, 1]
    assert [len(row_of(proposal, day).activities) for day in days] == [2, 2, 1]


def test_a_periods_events_add_up_to_the_period(period, event):
    other = ConsultationEventFactory(mandate_period=period)
    ConsultationEventFactory(mandate_period=period)  # nothing was said there
    VerdictFactory(proposal=completed(event=event), value="inte_an", comment="Det tar för lång tid.")
    for made in (became, declined, ProposalFactory):
        made(event=other)

    by_event = figures_by_event(period, DAY)

    assert by_event == {event.pk: event_figures(event, DAY), other.pk: event_figures(other, DAY)}
    assert (summed(by_event.values()).total, summed(by_event.values()).not_yet) == (4, 1)


def test_a_group_is_one_row_at_each_event_where_somebody_spoke(period, event):
    other = ConsultationEventFactory(mandate_period=period)
    lead, member = ProposalFactory(event=event), ProposalFactory(event=other)
    same = ProposalFactory(event=event)
    merged(lead, member, same)

    assert (rows_at(event), rows_at(other)) == ([lead], [lead])


def test_before_its_lead_was_said_a_proposal_stands_for_itself(period, event):
    other = ConsultationEventFactory(mandate_period=period)
    early = ProposalFactory(event=event, received_on=dt.date(2015, 3, 18))
    late = ProposalFactory(event=other, received_on=dt.date(2016, 3, 18))
    merged(late, early, on=dt.date(2016, 4, 1))

    assert rows_at(event, dt.date(2015, 12, 31)) == [early]
    assert rows_at(event, dt.date(2016, 12, 31)) == [late]


def test_a_row_is_completed_when_all_its_activities_are():
    half, nothing = done(ActivityFactory()), ActivityFactory()

    assert row_of(completed()).is_completed
    assert not row_of(became(half, nothing)).is_completed
    assert not row_of(ProposalFactory()).is_completed


def test_a_reason_belongs_to_the_decision_of_its_day():
    proposal = declined(reason="Marken är inte vår.")
    before = DECIDED - dt.timedelta(days=1)

    assert (row_of(proposal).reason, row_of(proposal, before).reason) == ("Marken är inte vår.", "")


def test_a_row_says_who_has_not_answered_by_the_day():
    proposal = ProposalFactory()
    asked = AnchoringFactory(proposal=proposal, sent_on=dt.date(2015, 5, 1))
    answered = {"answered_on": dt.date(2015, 9, 1), "suggestion": "ny_aktivitet"}
    later = AnchoringFactory(proposal=proposal, sent_on=dt.date(2015, 5, 1), **answered)

    assert row_of(proposal).unanswered == [asked]
    [before] = said_and_done(Proposal.objects.on_day(dt.date(2015, 8, 31)), dt.date(2015, 8, 31))
    assert before.unanswered == [asked, later]
    assert [row.suggestion for row in before.anchorings] == ["", ""]


@pytest.mark.parametrize("number", [1, 3])
def test_counting_and_showing_take_as_many_queries_for_many(period, event, number, django_assert_num_queries):
    for _ in range(number):
        lead = completed(event=event, company=CompanyFactory())
        AnchoringFactory(proposal=lead)
        merged(lead, ProposalFactory(event=event))
    with django_assert_num_queries(2):
        event_figures(event, DAY)
    with django_assert_num_queries(2):
        figures_by_event(period, DAY)
    with django_assert_num_queries(6):
        said_and_done(Proposal.objects.on_day(DAY).heads_said_at(event, DAY), DAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vi på Exempelbygg AB vill bygga.", ["Exempelbygg AB"]),
        ("exempelbyggs lada", ["Exempelbygg AB"]),
        ("Exempel Bygg!", ["Exempelbygg AB"]),
        ("Fråga Kim Exempelsson.", ["Kim Exempelsson"]),
        ("Hos Robin Provsson finns plats", ["Robin Provsson"]),
        ("Skriv till Info@Example.com.", ["Info@Example.com"]),
        ("Bygg ett exempel.", []),
        ("", []),
    ],
)
def test_names_of_the_register_are_found_in_what_was_written(text, found):
    company = CompanyFactory(name="Exempelbygg AB")
    CompanyFactory(name="AB")  # too short to be told from other words
    ContactPersonFactory(company=company, name="Kim Exempelsson")
    ProposalFactory(proposer_name="Robin Provsson")

    assert Names().found_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mer bygg, och byggs väg.", []),
        ("Låt Bygg svara.", ["Bygg AB"]),
        ("Byggs väg", ["Bygg AB"]),
        ("Gör åäö åt oss", []),
        ("Gör Åäöå åt oss", ["Åäöå"]),
        ("hos exempelkrogen", ["Exempelkrogen KB"]),
    ],
)
def test_a_short_name_of_one_word_is_told_from_the_word_by_its_capital(text, found):
    CompanyFactory(name="Bygg AB")
    CompanyFactory(name="Åäöå")

    assert Names("Exempelkrogen KB").found_in(text) == found


def test_outcome_on_day_is_what_rows_carry():
    assert row_of(became()).proposal.outcome_on == ProposalOutcome.BECAME_ACTIVITY


def test_a_group_is_not_content_while_one_of_its_proposers_is_not(event):
    lead, member = completed(event=event), ProposalFactory(event=event)
    merged(lead, member)
    [activity] = lead.activities.all()
    say = partial(VerdictFactory, activity=activity, comment="Telefonen.")
    say(proposal=member, value="inte_an", said_on=dt.date(2017, 7, 1))
    say(proposal=lead, value="lost", said_on=dt.date(2017, 8, 1))
    before = row_of(lead).verdict.value
    say(proposal=member, value="lost", said_on=dt.date(2017, 9, 1))

    assert (before, row_of(lead).verdict.value) == ("inte_an", "lost")
