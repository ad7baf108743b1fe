"""Hostile and broken input to every editing form: a plain Swedish answer, never a 500, and nothing stored."""

import pytest

from actionplan.models import (
    ActionPlan,
    Activity,
    Company,
    ContactPerson,
    Department,
    Responsibility,
    StrategicArea,
)
from actionplan.tests.factories import ContactPersonFactory, DecisionFactory
from actionplan.tests.views.test_plans import CHIEF

FORMS = [
    "/planen/andra/",
    "/planen/beslut/nytt/",
    "/planen/beslut/{decision}/andra/",
    "/planen/beslut/nytt/?aktivitet={activity}",
    "/planen/ny/",
    "/planen/avsluta/{activity}/",
    "/omraden/1/andra/",
    "/aktiviteter/ny/",
    "/aktiviteter/{activity}/andra/",
    "/aktiviteter/{activity}/avsluta/",
    "/aktiviteter/{activity}/overlamna/",
    "/forvaltningar/{department}/overlamna/",
    "/foretag/ny/",
    "/foretag/{company}/andra/",
    "/foretag/{company}/sla-ihop/",
    "/foretag/{company}/ta-bort/",
    "/foretag/{company}/kontakter/ny/",
    "/foretag/kontakter/{contact}/andra/",
    "/foretag/gallring/",
]
BROKEN = [
    "9" * 30,
    "9" * 5000,
    "-1",
    "NaN",
    "1e999",
    "2016-13-45",
    "\x08",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "٣" * 400,
    "å" * 60_000,
]


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def address(editor):
    contact = ContactPersonFactory(keep_until="2017-01-01")
    ids = {
        "company": contact.company_id,
        "contact": contact.pk,
        "decision": DecisionFactory(plan=ActionPlan.objects.get()).pk,
        "activity": Activity.objects.get(code="SI-03").pk,
        "department": Department.objects.get(name="Näringsliv").pk,
    }
    return lambda path: path.format(**ids)


def stored():
    """Return all that the forms could have changed."""
    models = (ActionPlan, StrategicArea, Activity, Responsibility, Company, ContactPerson)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("path", FORMS)
def test_broken_values_in_every_field_are_answered_with_400_or_409_and_store_nothing(editor, address, path):
    before, fields = stored(), editor.get(address(path)).context["form"].fields

    answers = {editor.post(address(path), dict.fromkeys(fields, value)).status_code for value in BROKEN}

    assert answers <= {400, 409}
    assert stored() == before


@pytest.mark.parametrize("path", FORMS)
def test_a_version_out_of_this_world_is_a_version_that_is_gone(editor, address, path):
    form = editor.get(address(path)).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}

    response = editor.post(address(path), data | {"version": "9" * 30})

    assert response.status_code in (200, 302, 400, 409)


@pytest.mark.parametrize("path", FORMS)
def test_text_without_a_form_token_is_refused(sign_in_client, address, path):
    client = sign_in_client(enforce_csrf_checks=True)

    assert client.post(address(path), {"title": "x"}).status_code == 403


@pytest.mark.parametrize("path", FORMS)
def test_other_methods_are_refused(editor, address, path):
    assert [editor.put(address(path)).status_code, editor.delete(address(path)).status_code] == [405, 405]


def test_a_department_that_ends_in_the_year_9999_can_still_hand_over(editor):
    department = Department.objects.get(name="Näringsliv")
    Department.objects.filter(pk=department.pk).update(valid_to="9999-12-31")

    form = editor.get(f"/forvaltningar/{department.pk}/overlamna/").context["form"]

    assert form["from_on"].value() == "2017-12-31"
