"""The meetings of a mandate period, with what became of what was said at them."""

import datetime as dt

import pytest

from actionplan.choices import ProposalOutcome, ProposalStepKind
from actionplan.figures import events_of_period
from actionplan.services.proposals import add_step
from actionplan.tests.factories import (
    ActionPlanFactory,
    ConsultationEventFactory,
    MandatePeriodFactory,
    ProposalFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2016, 8, 31)


@pytest.fixture
def plan():
    return ActionPlanFactory(mandate_period=MandatePeriodFactory())


def meeting(plan, title, when=""):
    event = ConsultationEventFactory.build(title=title, mandate_period=plan.mandate_period)
    event.set_when(when)
    event.save()
    return event


def became_activity(proposal, on):
    add_step(proposal, ProposalStepKind.DECIDED, by=None, on=on, outcome=ProposalOutcome.BECAME_ACTIVITY)


def test_events_are_those_of_the_period_newest_first_and_the_unknown_last(plan):
    for title, when in (("Okänt", ""), ("År", "2015"), ("Dag", "2015-03-18"), ("Kommande", "2016-09-01")):
        meeting(plan, title, when)
    meeting(ActionPlanFactory(mandate_period=MandatePeriodFactory()), "Annan period", "2015")
    ConsultationEventFactory(title="Ingen period")

    assert [(row.event.title, row.is_ahead) for row in events_of_period(plan, DAY)] == [
        ("Kommande", True),
        ("Dag", False),
        ("År", False),
        ("Okänt", False),
    ]


def test_events_of_a_plan_without_period_are_those_without_period(plan):
    meeting(plan, "Annan")
    ConsultationEventFactory(title="Ingen period")

    assert [row.event.title for row in events_of_period(ActionPlanFactory(), DAY)] == ["Ingen period"]


def test_events_count_what_was_said_and_became_by_the_day(plan):
    event, silent = meeting(plan, "Forum", "2015-03-18"), meeting(plan, "Tyst")
    first, second, _ = ProposalFactory.create_batch(3, event=event, received_on=dt.date(2015, 3, 18))
    ProposalFactory(event=event, received_on=dt.date(2016, 9, 1))
    became_activity(first, DAY)
    became_activity(second, DAY + dt.timedelta(days=1))

    assert {
        row.event: (row.figures.total, row.figures.funnel["blev_aktiviteter"]) for row in events_of_period(plan, DAY)
    } == {
        event: (3, 1),
        silent: (0, 0),
    }


@pytest.mark.parametrize("number", [1, 3])
def test_events_are_read_with_the_same_questions_for_one_and_for_many(plan, number, django_assert_num_queries):
    for place in range(number):
        ProposalFactory.create_batch(number, event=meeting(plan, f"Möte {place}"))

    with django_assert_num_queries(8):
        events_of_period(plan, DAY)
