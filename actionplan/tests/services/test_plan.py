"""Changing the plan, its areas and its decisions."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import DecisionVerb, PlanState
from actionplan.models import ActionPlan, Decision, StrategicArea
from actionplan.services.plan import decision_version, edit_area, edit_decision, edit_plan, record_decision
from actionplan.services.versions import Edit, LostUpdate
from actionplan.tests.factories import ActionPlanFactory, DecisionFactory, StrategicAreaFactory

pytestmark = pytest.mark.django_db
CLOSED = ["Planen är avslutad och kan inte ändras."]


def test_edit_plan_stores_and_takes_the_next_version():
    plan = ActionPlanFactory(title="Handlingsplan")
    plan.title = "Handlingsplan 2016-2018"

    edit_plan(plan, expected_version=1)

    stored = ActionPlan.objects.get(pk=plan.pk)
    assert (stored.title, stored.version) == ("Handlingsplan 2016-2018", 2)


def test_edit_plan_advances_the_revision_and_never_brings_an_older_one_back():
    plan = ActionPlanFactory()
    ActionPlan.objects.filter(pk=plan.pk).update(revision=41)
    plan.valid_to = dt.date(2019, 12, 31)

    edit_plan(plan, expected_version=1)

    assert ActionPlan.objects.get(pk=plan.pk).revision == 42


def test_edit_plan_tells_the_second_saver_what_the_first_wrote():
    plan = ActionPlanFactory(title="Planen", state=PlanState.DRAFT)
    first, second = ActionPlan.objects.get(pk=plan.pk), ActionPlan.objects.get(pk=plan.pk)
    first.state, first.valid_to = PlanState.PROPOSED, None
    edit_plan(first, expected_version=1)
    second.title = "Min titel"

    with pytest.raises(LostUpdate) as lost:
        edit_plan(second, expected_version=1)

    assert lost.value.current_version == 2
    assert sorted(lost.value.edits, key=lambda edit: edit.label) == [
        Edit("gäller till", "2018-12-31", "–", "okänd"),
        Edit("status", "Utkast", "Förslag", "okänd"),
    ]
    assert ActionPlan.objects.get(pk=plan.pk).title == "Planen"


def test_edit_plan_refuses_a_period_of_more_than_ten_years():
    plan = ActionPlanFactory(valid_from=dt.date(2016, 1, 1))
    plan.valid_to = dt.date(2108, 12, 31)

    with pytest.raises(ValidationError) as refused:
        edit_plan(plan, expected_version=1)

    assert refused.value.message_dict == {"valid_to": ["Perioden är längre än 10 år. Menade du 2016–2018?"]}


def test_a_closed_plan_is_only_opened_again():
    plan = ActionPlanFactory(state=PlanState.CLOSED, title="Planen")
    plan.title = "Ny titel"

    with pytest.raises(ValidationError) as refused:
        edit_plan(plan, expected_version=1)
    plan.title, plan.state = "Planen", PlanState.ADOPTED
    edit_plan(plan, expected_version=1)

    assert refused.value.messages == CLOSED
    assert ActionPlan.objects.get(pk=plan.pk).state == "antagen"


def test_edit_area_keeps_the_name_to_the_letter():
    area = StrategicAreaFactory(name="Den empatiske byråkraten")
    area.description = "Klarspråk"

    edit_area(area, expected_version=1)

    stored = StrategicArea.objects.get(pk=area.pk)
    assert (stored.name, stored.description, stored.version) == ("Den empatiske byråkraten", "Klarspråk", 2)


def test_edit_area_of_a_closed_plan_is_refused():
    area = StrategicAreaFactory(plan__state=PlanState.CLOSED)

    with pytest.raises(ValidationError) as refused:
        edit_area(area, expected_version=1)

    assert refused.value.messages == CLOSED


def test_record_decision_keeps_unknown_parts_null():
    decision = record_decision(Decision(plan=ActionPlanFactory(), verb=DecisionVerb.ADOPTED, body="", paragraph=""))

    stored = Decision.objects.get(pk=decision.pk)
    assert (stored.body, stored.decided_on, stored.paragraph) == (None, None, None)


def test_record_decision_sent_twice_is_one_decision():
    plan, facts = ActionPlanFactory(), {"verb": DecisionVerb.NOTED, "body": "Kommunstyrelsen", "paragraph": "§ 12"}

    first = record_decision(Decision(plan=plan, **facts))
    again = record_decision(Decision(plan=plan, **facts))
    other = record_decision(Decision(plan=plan, **facts | {"paragraph": "§ 13"}))

    assert (again.pk, other.pk == first.pk, Decision.objects.count()) == (first.pk, False, 2)


def test_record_decision_about_a_closed_plan_is_refused():
    with pytest.raises(ValidationError) as refused:
        record_decision(Decision(plan=ActionPlanFactory(state=PlanState.CLOSED), verb=DecisionVerb.ADOPTED))

    assert refused.value.messages == CLOSED


def test_edit_decision_tells_the_second_saver_what_the_first_wrote():
    decision = DecisionFactory(body="Kommunstyrelsen")
    opened = decision_version(decision)
    decision.body = "Kommunfullmäktige"
    edit_decision(decision, expected_version=opened)
    decision.body = "Nämnden"

    with pytest.raises(LostUpdate) as lost:
        edit_decision(decision, expected_version=opened)

    assert lost.value.edits == [Edit("beslutat av", "Kommunstyrelsen", "Kommunfullmäktige", "okänd")]
    assert Decision.objects.get(pk=decision.pk).body == "Kommunfullmäktige"
    edit_decision(decision, expected_version=lost.value.current_version)
    assert Decision.objects.get(pk=decision.pk).body == "Nämnden"
