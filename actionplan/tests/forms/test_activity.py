"""The activity's forms: the traps of exempeldata.md section 12, each beside its field."""

import datetime as dt

import pytest

from actionplan.choices import PlanState, ResponsibilityRole, Role
from actionplan.forms.activity import ActivityForm
from actionplan.forms.closing import CloseForm
from actionplan.models import Activity
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2016, 9, 1)


@pytest.fixture
def area():
    return StrategicAreaFactory(name="Service och information")


@pytest.fixture
def department():
    return DepartmentFactory(name="Näringsliv")


def new_form(area, department, /, **typed):
    data = {
        "version": 1,
        "area": area.pk,
        "code": "SI-01",
        "title": "Starta en lots",
        "kind": "engangs",
        "responsible": department.pk,
    }
    return ActivityForm(data | typed, instance=Activity(plan=area.plan), on=TODAY)


def edit_form(activity, **typed):
    data = {
        "version": activity.version,
        "area": activity.area_id,
        "code": activity.code,
        "title": activity.title,
        "kind": activity.kind,
        "starts_on": activity.starts_on or "",
        "ends_on": activity.ends_on or "",
    }
    return ActivityForm(data | typed, instance=activity, on=TODAY)


def test_a_new_activity_needs_area_number_title_and_responsible(area):
    form = ActivityForm({"kind": "engangs", "version": 1}, instance=Activity(plan=area.plan), on=TODAY)

    assert form.errors == {
        "area": ["Välj område."],
        "code": ["Skriv ett nummer, till exempel SI-01."],
        "title": ["Skriv vad ni gör."],
        "responsible": ["Välj en förvaltning i listan. En ska ansvara; ”alla förvaltningar” kan bara medverka."],
    }


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("4/12/2015", dt.date(2015, 12, 4)),
        ("20151204", dt.date(2015, 12, 4)),
        ("4 december 2015", dt.date(2015, 12, 4)),
        ("2015-12-04", dt.date(2015, 12, 4)),
    ],
)
def test_dates_are_read_as_swedes_write_them(area, department, typed, day):
    form = new_form(area, department, starts_on=typed)

    assert form.is_valid() is True
    assert form.instance.starts_on == day


def test_a_date_that_does_not_exist_is_refused_and_kept_as_typed(area, department):
    form = new_form(area, department, starts_on="2016-02-30")

    assert form.errors == {"starts_on": ["Datumet finns inte: februari 2016 har 29 dagar."]}
    assert form["starts_on"].value() == "2016-02-30"


def test_an_end_before_the_start_is_refused_beside_the_end(area, department):
    form = new_form(area, department, starts_on="2017-06-01", ends_on="2017-03-31")

    assert form.errors == {"ends_on": ["Sluttiden 2017-03-31 är före starten 2017-06-01. Rätta ett av datumen."]}


def test_an_end_outside_the_plan_is_asked_about_once(area, department):
    asked = new_form(area, department, ends_on="2019-03-31")
    answered = new_form(area, department, ends_on="2019-03-31", confirm="1")

    assert (asked.is_valid(), answered.is_valid()) == (True, True)
    assert asked.questions() == ["Sluttiden 2019-03-31 ligger efter planens period (2016–2018)."]
    assert answered.questions() == []


def test_dates_outside_the_plan_are_not_asked_about_again(area):
    activity = ActivityFactory(area=area, ends_on=dt.date(2019, 3, 31))
    form = edit_form(activity, title="Ny titel")

    assert form.is_valid() is True
    assert form.questions() == []


@pytest.mark.parametrize(
    "typed", ["alla förvaltningar", "Trafikförvaltningen", "konsult och servicekontoret", "9999999"]
)
def test_a_responsible_that_is_no_department_is_refused(area, department, typed):
    form = new_form(area, department, responsible=typed)

    assert form.errors == {
        "responsible": ["Välj en förvaltning i listan. En ska ansvara; ”alla förvaltningar” kan bara medverka."]
    }


def test_a_department_that_has_ended_is_refused_with_its_successors(area):
    ended = DepartmentFactory(name="Samhällsbyggnadsförvaltningen", valid_to=dt.date(2015, 12, 31))
    ended.successors.add(DepartmentFactory(name="Tekniska kontoret"))
    form = new_form(area, ended, starts_on="2016-09-01")

    assert form.errors == {
        "responsible": ["Samhällsbyggnadsförvaltningen upphörde 2015-12-31. Välj efterträdare: Tekniska kontoret."]
    }


def test_only_departments_of_the_day_are_offered(area, department):
    DepartmentFactory(name="Borta", valid_to=dt.date(2016, 8, 31))
    DepartmentFactory(name="Framtida", valid_from=dt.date(2016, 9, 2))
    form = ActivityForm(instance=Activity(plan=area.plan), on=TODAY)

    assert [str(row) for row in form.fields["responsible"].queryset] == ["Näringsliv"]
    assert [str(row) for row in form.fields["participants"].queryset] == ["Näringsliv"]


def test_the_responsible_does_not_take_part_as_well(area, department):
    form = new_form(area, department, participants=[department.pk])

    assert form.errors == {
        "participants": ["Näringsliv ansvarar redan. Ta bort krysset, eller välj en annan som ansvarig."]
    }


def test_a_target_needs_its_unit_beside_the_unit(area, department):
    form = new_form(area, department, target="1 000,5")

    assert form.errors == {"unit": ["Skriv vad målet räknas i, till exempel besök."]}
    assert new_form(area, department, target="1 000,5", unit="besök").is_valid() is True


def test_a_target_that_is_no_number_is_refused(area, department):
    form = new_form(area, department, target="många", unit="besök")

    assert form.errors == {"target": ["Skriv ett tal med siffror, till exempel 42 eller 42,5."]}


def test_a_number_of_another_form_is_refused(area, department):
    form = new_form(area, department, code="SI 1")

    assert form.errors == {"code": ["Skriv numret som SI-01: två till fyra stora bokstäver, bindestreck, siffror."]}


def test_text_is_kept_as_text_in_nfc(area, department):
    form = new_form(area, department, title="=1+1", purpose="Tyreso\N{COMBINING DIAERESIS}")
    form.is_valid()

    assert (form.instance.title, form.instance.purpose) == ("=1+1", "Tyresö")


def test_areas_of_another_plan_are_not_taken(area, department):
    other = StrategicAreaFactory(plan=ActionPlanFactory())

    assert list(new_form(area, department, area=other.pk).errors) == ["area"]


def test_the_form_says_which_numbers_are_free(area):
    ActivityFactory(area=area, code="SI-08")
    StrategicAreaFactory(plan=area.plan, number=area.number + 1, name="Upphandling och inköp")
    form = ActivityForm(instance=Activity(plan=area.plan), on=TODAY)

    assert form.fields["code"].help_text == "Nästa lediga: SI-09 och UI-01."


def test_an_edited_activity_offers_those_who_take_part_even_if_they_have_ended(area, department):
    ended = DepartmentFactory(name="Borta", valid_to=dt.date(2016, 8, 31))
    other = DepartmentFactory(name="Annan")
    activity = ActivityFactory(area=area, responsible=department)
    ResponsibilityFactory(activity=activity, department=ended, role=ResponsibilityRole.PARTICIPANT)
    form = ActivityForm(instance=activity, on=TODAY)

    assert list(form.fields["participants"].queryset) == [other, ended]
    assert form["participants"].value() == [ended.pk]
    assert "responsible" not in form.fields


@pytest.mark.parametrize("adopted", [True, False])
def test_a_locked_end_date_is_shown_and_never_silently_dropped(adopted):
    state = PlanState.ADOPTED if adopted else PlanState.PROPOSED
    activity = ActivityFactory(area__plan__state=state, ends_on=dt.date(2017, 1, 1))
    if not adopted:
        StatusUpdateFactory(activity=activity, new_ends_on=dt.date(2017, 9, 1), new_ends_reason="Försenat")
        activity = Activity.objects.get(pk=activity.pk)
    form = edit_form(activity, ends_on="2018-01-01", title="Ny titel")
    form.is_valid()

    assert "ends_on" not in form.fields
    assert form.questions() == [f"Sluttiden ”2018-01-01” sparas inte. {form.deadline_lock}"]
    assert form.instance.ends_on == (dt.date(2017, 1, 1) if adopted else dt.date(2017, 9, 1))


def test_a_start_after_a_locked_end_is_said_beside_the_start():
    activity = ActivityFactory(area__plan__state=PlanState.ADOPTED, ends_on=dt.date(2017, 1, 1))
    form = edit_form(activity, starts_on="2017-06-01")

    assert form.errors == {"starts_on": ["Sluttiden 2017-01-01 är före starten 2017-06-01. Rätta ett av datumen."]}


def test_fields_the_form_does_not_have_are_ignored(area):
    activity = ActivityFactory(area=area)
    form = edit_form(activity, status="genomford", deadline_moves="7", closed_on="2016-01-01", is_example="on")
    form.is_valid()

    assert (form.instance.status, form.instance.deadline_moves, form.instance.closed_on, form.instance.is_example) == (
        "ej_paborjad",
        0,
        None,
        False,
    )


def test_contacts_are_those_who_report(area, department):
    chief, officer = UserFactory(role=Role.CHIEF), UserFactory(role=Role.OFFICER)
    UserFactory(role=Role.COUNCIL)
    UserFactory(role=Role.OFFICER, is_active=False)
    form = ActivityForm(instance=Activity(plan=area.plan), on=TODAY)

    assert set(form.fields["contact"].queryset) == {chief, officer}


def test_predecessors_come_from_earlier_plans_and_are_asked_for_only_then(area):
    none_yet = "predecessor" in ActivityForm(instance=Activity(plan=area.plan), on=TODAY).fields
    earlier = ActivityFactory(area__plan__valid_from=dt.date(2012, 1, 1))
    ActivityFactory(area=area)
    ActivityFactory(area__plan__valid_from=dt.date(2019, 1, 1), area__plan__valid_to=None)

    form = ActivityForm(instance=Activity(plan=area.plan), on=TODAY)

    assert (none_yet, list(form.fields["predecessor"].queryset)) == (False, [earlier])


def test_an_unchanged_form_says_nothing_new_whatever_its_version(area):
    activity = ActivityFactory(area=area)
    same, other = edit_form(activity, version=99, confirm="1"), edit_form(activity, title="Ny titel")

    assert (same.is_valid(), other.is_valid()) == (True, True)
    assert (same.says_nothing_new(), other.says_nothing_new()) == (True, False)


def test_closing_needs_kind_reason_and_day():
    assert CloseForm({"version": 1}).errors == {
        "closing": ["Välj vad som händer med aktiviteten."],
        "closing_reason": ["Skriv skälet till att aktiviteten avslutas i planen."],
        "closed_on": ["Skriv vilken dag som är aktivitetens sista i planen."],
    }
