"""What a proposer says of a completed activity: taken down once, only of what answers the proposal and is done."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import VerdictValue
from actionplan.figures import proposal_figures
from actionplan.models import ActionPlan, Verdict
from actionplan.services.verdicts import IN_THE_FUTURE, NOT_COMPLETED, NOT_ITS_ACTIVITY, USED_FORM, record_verdict
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    ConsultationEventFactory,
    MandatePeriodFactory,
    noon,
)
from actionplan.tests.said import DONE, became, completed, done

pytestmark = pytest.mark.django_db
DAY = dt.date(2017, 12, 31)


@pytest.fixture
def plan():
    return ActionPlanFactory(mandate_period=MandatePeriodFactory())


@pytest.fixture
def proposal(plan):
    return completed(event=ConsultationEventFactory(mandate_period=plan.mandate_period))


@pytest.fixture
def judge(chief):
    """judge(proposal, …): the verdict that was taken down."""

    def judge(proposal, **said):
        defaults = {
            "activity": proposal.activities.first(),
            "value": VerdictValue.SOLVED,
            "comment": "",
            "said_on": DAY,
            "by": chief,
            "on": DAY,
            "recorded_at": noon(DAY),
            "form_token": uuid.uuid4(),
        }
        return record_verdict(proposal=proposal, **defaults | said)

    return judge


def test_not_yet_is_counted_on_the_plan_at_once_and_until_it_is_solved(judge, proposal, plan):
    assert proposal_figures(plan, DAY).not_yet == 0
    judge(proposal, value=VerdictValue.NOT_YET, comment="Svaret kommer fortfarande sent.")
    after_the_first = proposal_figures(ActionPlan.objects.get(pk=plan.pk), DAY).not_yet
    judge(proposal, recorded_at=noon(DAY) + dt.timedelta(minutes=1))

    assert (after_the_first, proposal_figures(ActionPlan.objects.get(pk=plan.pk), DAY).not_yet) == (1, 0)
    assert Verdict.objects.count() == 2


def test_a_form_sent_twice_is_one_verdict(judge, proposal):
    token = uuid.uuid4()

    assert judge(proposal, form_token=token) == judge(proposal, form_token=token) == Verdict.objects.get()


def test_a_form_of_another_proposal_is_not_taken_for_this_one(judge, proposal):
    token = uuid.uuid4()
    judge(proposal, form_token=token)

    with pytest.raises(ValidationError) as refused:
        judge(completed(), form_token=token)

    assert refused.value.messages == [USED_FORM]


def test_an_activity_that_does_not_answer_the_proposal_is_refused(judge, proposal):
    with pytest.raises(ValidationError) as refused:
        judge(proposal, activity=done(ActivityFactory()))

    assert refused.value.message_dict == {"activity": [NOT_ITS_ACTIVITY]}


def test_an_activity_that_is_not_completed_is_refused(judge):
    with pytest.raises(ValidationError) as refused:
        judge(became())

    assert refused.value.message_dict == {"activity": [NOT_COMPLETED]}


def test_what_has_not_been_said_yet_is_refused(judge, proposal):
    with pytest.raises(ValidationError) as refused:
        judge(proposal, said_on=DAY + dt.timedelta(days=1))

    assert refused.value.message_dict == {"said_on": [IN_THE_FUTURE]}


def test_not_yet_says_what_is_missing(judge, proposal):
    with pytest.raises(ValidationError) as refused:
        judge(proposal, value=VerdictValue.NOT_YET)

    assert refused.value.messages == ["Skriv vad som fattas."]
    assert Verdict.objects.count() == 0


@pytest.mark.parametrize("status_again", [False, True])
def test_nothing_is_said_of_an_activity_before_it_was_completed(judge, proposal, status_again):
    [activity] = proposal.activities.all()
    if status_again:
        done(activity, DONE + dt.timedelta(days=60))

    with pytest.raises(ValidationError) as refused:
        judge(proposal, said_on=DONE - dt.timedelta(days=1))

    assert refused.value.message_dict == {
        "said_on": [
            "Aktiviteten var inte genomförd den dagen. Den blev det 1 juni 2017. Skriv dagen då företaget sa det."
        ]
    }
    assert judge(proposal, said_on=DONE).said_on == DONE
