"""Changing the plan and its areas."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import PlanState
from actionplan.models import ActionPlan, StrategicArea
from actionplan.services.plan import edit_area, edit_plan
from actionplan.services.versions import Edit, LostUpdate
from actionplan.tests.factories import ActionPlanFactory, StrategicAreaFactory

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


def test_a_plan_is_not_closed_by_an_edit():
    plan = ActionPlanFactory()
    plan.state = PlanState.CLOSED

    with pytest.raises(ValidationError) as refused:
        edit_plan(plan, expected_version=1)

    assert refused.value.message_dict == {
        "state": ["Planen avslutas på sidan Avsluta planen, när alla aktiviteter är avgjorda."]
    }
    assert ActionPlan.objects.get(pk=plan.pk).state == "utkast"
