import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import PlanState
from actionplan.models import ActionPlan, Decision
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    ConsultationEventFactory,
    DecisionFactory,
    MandatePeriodFactory,
)

pytestmark = pytest.mark.django_db


def test_newest_begun_is_the_plan_that_began_last():
    old = ActionPlanFactory(valid_from=dt.date(2012, 1, 1), valid_to=dt.date(2015, 12, 31))
    new = ActionPlanFactory(valid_from=dt.date(2016, 1, 1))
    days = [dt.date(2000, 1, 1), dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2030, 1, 1)]

    assert [ActionPlan.objects.newest_begun(day) for day in days] == [old, old, new, new]


def test_newest_begun_of_no_plans_is_none():
    assert ActionPlan.objects.newest_begun(dt.date(2016, 1, 1)) is None


@pytest.mark.parametrize(
    ("valid_to", "sentence"),
    [
        (dt.date(2108, 12, 31), "Perioden är längre än 10 år. Menade du 2016–2018?"),
        (dt.date(2015, 12, 31), "Slutet 2015-12-31 är före starten 2016-01-01. Byt plats på dem eller rätta dem."),
    ],
)
def test_a_period_no_plan_has_is_refused(valid_to, sentence):
    with pytest.raises(ValidationError) as refused:
        ActionPlanFactory.build(valid_from=dt.date(2016, 1, 1), valid_to=valid_to).full_clean()

    assert refused.value.message_dict == {"valid_to": [sentence]}


def test_a_plan_outside_its_mandate_period_is_only_warned_of():
    period = MandatePeriodFactory(election_year=2014)
    plan = ActionPlanFactory(mandate_period=period, valid_from=dt.date(2014, 10, 14), valid_to=dt.date(2019, 1, 1))

    plan.full_clean()

    assert plan.warnings() == [
        "Planen börjar före mandatperioden 2015–2018 (val 2014), som börjar 2014-10-15.",
        "Planen slutar efter mandatperioden 2015–2018 (val 2014), som slutar 2018-12-31.",
        "Planen är längre än fyra år.",
    ]


def test_a_plan_within_the_union_of_both_calendars_is_not_warned_of():
    plan = ActionPlanFactory(
        mandate_period=MandatePeriodFactory(election_year=2014),
        valid_from=dt.date(2014, 10, 15),
        valid_to=dt.date(2018, 10, 14),
    )

    assert plan.warnings() == []


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (dt.date(2015, 12, 31), 0.0),
        (dt.date(2016, 1, 1), 1 / 1096),
        (dt.date(2017, 12, 31), 731 / 1096),
        (dt.date(2018, 12, 31), 1.0),
        (dt.date(2019, 6, 1), 1.0),
    ],
)
def test_share_elapsed_is_that_of_days_passed(on, share):
    assert ActionPlanFactory.build().share_elapsed(on) == share


def test_an_open_ended_plan_has_no_share_and_says_so():
    plan = ActionPlanFactory.build(valid_to=None)

    assert plan.share_elapsed(dt.date(2017, 1, 1)) is None
    assert plan.period_label == "från 2016, tills vidare"
    assert ActionPlanFactory.build().period_label == "2016–2018"


@pytest.mark.parametrize(
    ("state", "may_set_deadlines", "is_closed"),
    [
        (PlanState.DRAFT, True, False),
        (PlanState.PROPOSED, True, False),
        (PlanState.ADOPTED, False, False),
        (PlanState.CLOSED, False, True),
    ],
)
def test_state_decides_what_may_be_written(state, may_set_deadlines, is_closed):
    plan = ActionPlanFactory.build(state=state)

    assert (plan.may_set_deadlines, plan.is_closed) == (may_set_deadlines, is_closed)


def test_what_is_unknown_of_a_decision_stays_unknown():
    decision = DecisionFactory.build(plan=ActionPlanFactory(), body="", paragraph="", decided_on=None)

    decision.full_clean()
    decision.save()

    stored = Decision.objects.get()
    assert (stored.body, stored.paragraph, stored.decided_on) == (None, None, None)
    assert str(stored) == "Okänt organ okänt datum Antas"


def test_a_decision_is_about_an_activity_of_its_own_plan():
    decision = DecisionFactory.build(plan=ActionPlanFactory(), activity=ActivityFactory())

    with pytest.raises(ValidationError) as refused:
        decision.full_clean()

    assert refused.value.message_dict == {
        "activity": ["Aktiviteten hör till en annan handlingsplan. Välj en ur samma plan."]
    }


def test_the_newest_decision_comes_first_and_the_undated_last():
    plan = ActionPlanFactory()
    undated = DecisionFactory(plan=plan)
    old, new = (DecisionFactory(plan=plan, decided_on=dt.date(year, 1, 26)) for year in (2016, 2017))

    assert list(plan.decisions.all()) == [new, old, undated]


@pytest.mark.parametrize("number", ["2015/KS 0623 003", "KSM-2024-477", "06/KS 006 012"])
def test_a_registry_number_is_text(number):
    plan = ActionPlanFactory.build(registry_number=number)

    plan.full_clean()
    plan.save()

    assert ActionPlan.objects.get().registry_number == number


def test_an_event_is_answered_in_the_newest_plan_of_its_period_an_open_one_first():
    period = MandatePeriodFactory()
    older, newer = (ActionPlanFactory(mandate_period=period, valid_from=dt.date(year, 1, 1)) for year in (2015, 2016))
    event, elsewhere = ConsultationEventFactory(mandate_period=period), ConsultationEventFactory()

    found = ActionPlan.objects.answering(event)
    ActionPlan.objects.filter(pk=newer.pk).update(state=PlanState.CLOSED)

    assert (found, ActionPlan.objects.answering(event), ActionPlan.objects.answering(elsewhere)) == (
        newer,
        older,
        older,
    )
