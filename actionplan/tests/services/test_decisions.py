"""Recording and correcting decisions, and what each verb does to the plan."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import DecisionVerb, PlanState, RoundState
from actionplan.models import ActionPlan, Activity, Decision
from actionplan.services.activities import edit_activity
from actionplan.services.decisions import decision_version, edit_decision, record_decision
from actionplan.services.plan import CLOSED_PLAN
from actionplan.services.versions import Edit, LostUpdate
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DecisionFactory,
    ReportFactory,
    ReportingRoundFactory,
    StatusUpdateFactory,
)

pytestmark = pytest.mark.django_db
CLOSED = [CLOSED_PLAN]
TODAY = dt.date(2016, 2, 10)
PERIOD_END = dt.date(2018, 12, 31)


def record(plan, verb, extended_to=None, **facts):
    """Record a decision about the plan as it is stored; return the plan as it then is."""
    decision = Decision(plan=ActionPlan.objects.get(pk=plan.pk), verb=verb, **facts)
    record_decision(decision, on=TODAY, extended_to=extended_to)
    return ActionPlan.objects.get(pk=plan.pk)


def correct(verb, **facts):
    """Correct the verb of the only decision there is; return its plan as it then is."""
    decision = Decision.objects.get()
    decision.verb = verb
    edit_decision(decision, expected_version=decision_version(decision), on=TODAY, **facts)
    return ActionPlan.objects.get(pk=decision.plan_id)


def test_record_decision_keeps_unknown_parts_null():
    decision = record_decision(
        Decision(plan=ActionPlanFactory(), verb=DecisionVerb.ADOPTED, body="", paragraph=""), on=TODAY
    )

    stored = Decision.objects.get(pk=decision.pk)
    assert (stored.body, stored.decided_on, stored.paragraph) == (None, None, None)


def test_record_decision_sent_twice_is_one_decision():
    plan, facts = ActionPlanFactory(), {"verb": DecisionVerb.NOTED, "body": "Kommunstyrelsen", "paragraph": "§ 12"}

    first = record_decision(Decision(plan=plan, **facts), on=TODAY)
    again = record_decision(Decision(plan=plan, **facts), on=TODAY)
    other = record_decision(Decision(plan=plan, **facts | {"paragraph": "§ 13"}), on=TODAY)

    assert (again.pk, other.pk == first.pk, Decision.objects.count()) == (first.pk, False, 2)


def test_record_decision_about_a_closed_plan_is_refused():
    with pytest.raises(ValidationError) as refused:
        record_decision(Decision(plan=ActionPlanFactory(state=PlanState.CLOSED), verb=DecisionVerb.ADOPTED), on=TODAY)

    assert refused.value.messages == CLOSED


def test_edit_decision_tells_the_second_saver_what_the_first_wrote():
    decision = DecisionFactory(body="Kommunstyrelsen")
    opened = decision_version(decision)
    decision.body = "Kommunfullmäktige"
    edit_decision(decision, expected_version=opened, on=TODAY)
    decision.body = "Nämnden"

    with pytest.raises(LostUpdate) as lost:
        edit_decision(decision, expected_version=opened, on=TODAY)

    assert lost.value.edits == [Edit("beslutat av", "Kommunstyrelsen", "Kommunfullmäktige", "okänd")]
    assert Decision.objects.get(pk=decision.pk).body == "Kommunfullmäktige"
    edit_decision(decision, expected_version=lost.value.current_version, on=TODAY)
    assert Decision.objects.get(pk=decision.pk).body == "Nämnden"


# What the plan becomes from utkast, forslag and antagen.
FOLLOWS = {
    "antas": ["antagen", "antagen", "antagen"],
    "faststalls": ["antagen", "antagen", "antagen"],
    "godkanns": ["utkast", "forslag", "antagen"],
    "noteras": ["utkast", "forslag", "antagen"],
    "aterremitteras": ["utkast", "utkast", "antagen"],
    "bordlaggs": ["utkast", "forslag", "antagen"],
    "andras": ["utkast", "forslag", "antagen"],
    "forlangs": ["utkast", "forslag", "antagen"],
    "upphavs": ["avslutad", "avslutad", "avslutad"],
}


@pytest.mark.parametrize("verb", DecisionVerb.OF_PLANS)
def test_the_plans_status_follows_the_verb(verb):
    states = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.ADOPTED)

    assert [record(ActionPlanFactory(state=state), verb).state for state in states] == FOLLOWS[verb]


def test_adoption_takes_the_next_version_and_revision_and_locks_end_dates():
    activity = ActivityFactory(area__plan__state=PlanState.PROPOSED)

    plan = record(activity.plan, "antas")
    activity.refresh_from_db()
    activity.area.refresh_from_db()
    activity.ends_on = dt.date(2017, 6, 1)
    with pytest.raises(ValidationError) as refused:
        edit_activity(activity, expected_version=1, on=TODAY)

    assert (plan.version, plan.revision, plan.history.count()) == (2, 1, 2)
    assert refused.value.message_dict == {
        "ends_on": ["Planen är antagen. Flytta sluttiden i en lägesrapport, med ett skäl."]
    }


@pytest.mark.parametrize(
    ("state", "recorded", "corrected", "states"),
    [
        ("forslag", "antas", "bordlaggs", ["antagen", "forslag"]),
        ("forslag", "antas", "aterremitteras", ["antagen", "utkast"]),
        ("forslag", "antas", "faststalls", ["antagen", "antagen"]),
        ("forslag", "noteras", "antas", ["forslag", "antagen"]),
        ("antagen", "noteras", "godkanns", ["antagen", "antagen"]),  # what somebody set by hand stands
        ("antagen", "aterremitteras", "noteras", ["antagen", "forslag"]),
    ],
)
def test_a_corrected_decision_is_followed_too(state, recorded, corrected, states):
    plan = ActionPlanFactory(state=state)

    assert [record(plan, recorded).state, correct(corrected).state] == states


def test_one_of_several_decisions_that_adopt_may_be_corrected_without_undoing_the_adoption():
    plan = ActionPlanFactory(state=PlanState.PROPOSED)
    record(plan, "faststalls")
    record(plan, "antas")
    first = Decision.objects.get(verb="faststalls")
    first.verb = "bordlaggs"

    edit_decision(first, expected_version=1, on=TODAY)

    assert ActionPlan.objects.get().state == "antagen"


def test_a_repealed_plan_is_closed_only_when_its_activities_are_settled():
    activity = ActivityFactory(area__plan__state=PlanState.ADOPTED)

    left = record(activity.plan, "upphavs").state
    StatusUpdateFactory(activity=Activity.objects.get(), as_of=TODAY, status="genomford", assessment="ingen")
    Decision.objects.all().delete()
    closed = record(activity.plan, "upphavs").state

    assert (left, closed) == ("antagen", "avslutad")


def test_a_repealed_plan_is_not_closed_around_an_open_round():
    round_ = ReportingRoundFactory(plan__state=PlanState.ADOPTED, state=RoundState.OPEN)

    assert record(round_.plan, "upphavs").state == "antagen"


@pytest.mark.parametrize("until", [None, dt.date(2020, 12, 31)])
def test_a_plan_is_extended_until_a_day_or_until_further_notice(until):
    plan = record(ActionPlanFactory(state=PlanState.ADOPTED), "forlangs", until)

    assert (plan.valid_to, plan.state, plan.version) == (until, "antagen", 2)


@pytest.mark.parametrize(
    ("valid_to", "until", "text"),
    [
        (PERIOD_END, PERIOD_END, "Planen gäller redan till 2018-12-31. Skriv en senare dag."),
        (None, PERIOD_END, "Planen gäller redan tills vidare. Lämna fältet tomt."),
        (PERIOD_END, dt.date(2030, 1, 1), "Perioden är längre än 10 år. Kontrollera årtalen."),
    ],
)
def test_an_extension_that_is_none_is_refused_beside_its_field(valid_to, until, text):
    plan = ActionPlanFactory(valid_to=valid_to)

    with pytest.raises(ValidationError) as refused:
        record(plan, "forlangs", until)

    assert refused.value.message_dict == {"extended_to": [text]}
    assert (Decision.objects.count(), ActionPlan.objects.get().valid_to) == (0, valid_to)


def test_the_same_extension_sent_twice_is_one():
    plan = ActionPlanFactory()

    again = [record(plan, "forlangs", dt.date(2019, 12, 31)) for _ in range(2)][-1]

    assert (again.valid_to, again.version, Decision.objects.count()) == (dt.date(2019, 12, 31), 2, 1)


def test_only_another_verb_that_extends_moves_the_period():
    plan = ActionPlanFactory()

    noted = record(plan, "noteras", dt.date(2019, 12, 31)).valid_to
    extended = correct("forlangs", extended_to=dt.date(2019, 12, 31)).valid_to
    stays = correct("forlangs").valid_to
    undone = correct("noteras").valid_to

    assert (noted, extended, stays, undone) == (PERIOD_END, *[dt.date(2019, 12, 31)] * 3)


@pytest.mark.parametrize("verb", [*DecisionVerb.OF_ACTIVITIES, "antas", "forlangs", "upphavs"])
def test_a_decision_about_an_activity_leaves_the_plan_alone(verb):
    activity = ActivityFactory(area__plan__state=PlanState.PROPOSED)
    plan = activity.plan

    decision = record_decision(Decision(plan=plan, activity=activity, verb=verb), on=TODAY)

    stored = ActionPlan.objects.get()
    assert (stored.state, stored.valid_to, stored.version) == ("forslag", PERIOD_END, 1)
    assert list(activity.decisions.all()) == [decision]


@pytest.mark.parametrize("verb", DecisionVerb.OF_REPORTS)
def test_a_decision_about_a_report_is_recorded_after_the_plan_is_closed(verb):
    plan = ActionPlanFactory(state=PlanState.CLOSED)
    report = ReportFactory(plan=plan)

    decision = record_decision(Decision(plan=plan, report=report, verb=verb), on=TODAY)
    decision.body = "Kommunstyrelsen"
    edit_decision(decision, expected_version=1, on=TODAY)

    assert [str(one) for one in report.decisions.all()] == [f"Kommunstyrelsen okänt datum {DecisionVerb(verb).label}"]
    assert ActionPlan.objects.get().state == "avslutad"


def test_a_decision_is_about_what_belongs_to_its_plan():
    plan, other = ActionPlanFactory(), ActionPlanFactory()

    with pytest.raises(ValidationError) as refused:
        record_decision(Decision(plan=plan, report=ReportFactory(plan=other), verb="noteras"), on=TODAY)

    assert refused.value.message_dict == {
        "report": ["Rapporten hör till en annan handlingsplan. Välj en ur samma plan."]
    }
