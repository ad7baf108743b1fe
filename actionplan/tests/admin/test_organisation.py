"""Departments: written with dates as Swedes write them, ended with a warning, and not removed with work on them."""

import datetime as dt

import pytest

from actionplan import models
from actionplan.choices import PlanState
from actionplan.tests.factories import ActivityFactory, DepartmentFactory

LIST = "/admin/actionplan/department/"
NO_MEMBERSHIPS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def change(client, department, **changes):
    return client.post(f"{LIST}{department.pk}/change/", {"name": department.name} | NO_MEMBERSHIPS | changes)


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize("typed", ["4/12/2015", "2015-12-04", "4 december 2015", "20151204", "4 dec. 2015"])
def test_a_date_is_read_day_first_in_every_form(administrator_client, department_a, typed):
    change(administrator_client, department_a, valid_from=typed)

    assert models.Department.objects.get(pk=department_a.pk).valid_from == dt.date(2015, 12, 4)


def test_a_stored_date_comes_back_in_the_field(administrator_client, department_a):
    models.Department.objects.update(valid_from=dt.date(2015, 12, 4))

    page = administrator_client.get(f"{LIST}{department_a.pk}/change/").content.decode()

    assert 'name="valid_from" value="2015-12-04"' in page


def test_an_impossible_date_is_kept_and_explained(administrator_client, department_a):
    response = change(administrator_client, department_a, valid_to="31/2/2017")

    assert errors(response) == {"valid_to": ["Datumet finns inte: februari 2017 har 28 dagar."]}
    assert 'name="valid_to" value="31/2/2017"' in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"valid_from": "2017-01-02", "valid_to": "2017-01-01"},
            {"valid_to": ["Förvaltningens slutdag är före dess startdag. Rätta datumen."]},
        ),
        ({"name": "Konsult- och servicekontoret"}, {"name": ["Det finns redan en förvaltning med det namnet."]}),
        ({"name": ""}, {"name": ["Detta fält måste fyllas i."]}),
    ],
)
def test_a_faulty_department_is_refused_beside_the_field(
    administrator_client, department_a, department_b, changes, expected
):
    response = change(administrator_client, department_a, **changes)

    assert errors(response) == expected


def test_a_department_cannot_succeed_itself(administrator_client, department_a):
    response = change(administrator_client, department_a, successors=[department_a.pk])

    assert errors(response) == {"successors": ["En förvaltning kan inte efterträda sig själv. Välj en annan."]}


@pytest.mark.parametrize("key", ["9" * 30, "x", "<b>"])
def test_a_successor_that_is_no_department_is_refused(administrator_client, department_a, key):
    response = change(administrator_client, department_a, successors=[key])

    assert list(errors(response)) == ["successors"]


def test_successor_and_predecessor_are_shown_on_each_others_pages(administrator_client, department_a, department_b):
    change(administrator_client, department_a, successors=[department_b.pk])

    page = administrator_client.get(f"{LIST}{department_b.pk}/change/").content.decode()

    assert list(department_a.successors.all()) == [department_b]
    assert '<div class="readonly">Stadsbyggnadsförvaltningen</div>' in page


def test_a_name_from_a_mac_is_stored_as_others_write_it(administrator_client, db):
    administrator_client.post(f"{LIST}add/", {"name": "A\u030angfo\u0308rvaltningen"} | NO_MEMBERSHIPS)

    assert models.Department.objects.get().name == "Ångförvaltningen"


@pytest.mark.parametrize(("number", "words"), [(1, "1 aktivitet"), (3, "3 aktiviteter")])
def test_ending_a_department_warns_of_what_it_still_answers_for(administrator_client, department_a, number, words):
    ActivityFactory.create_batch(number, responsible=department_a)
    closed = ActivityFactory(responsible=department_a)
    models.ActionPlan.objects.filter(pk=closed.plan_id).update(state=PlanState.CLOSED)

    change(administrator_client, department_a, valid_to="30/6/2017")
    page = administrator_client.get(LIST).content.decode()

    assert models.Department.objects.get(pk=department_a.pk).valid_to == dt.date(2017, 6, 30)
    assert f"ansvarar fortfarande för {words} efter sin sista dag, 2017-06-30." in page
    assert f'<a href="/forvaltningar/{department_a.pk}/">förvaltningens sida</a>' in page


def test_a_department_that_goes_on_is_not_warned_of(administrator_client, department_a):
    ActivityFactory(responsible=department_a)

    change(administrator_client, department_a)

    assert "ansvarar fortfarande" not in administrator_client.get(LIST).content.decode()


def test_a_department_with_responsibilities_is_ended_instead_of_removed(administrator_client, department_a):
    ActivityFactory(responsible=department_a)

    response = administrator_client.post(f"{LIST}{department_a.pk}/delete/", {"post": "yes"})

    assert "Skriv i stället den sista dagen i fältet ”Finns till”" in response.content.decode()
    assert models.Department.objects.filter(pk=department_a.pk).exists()


def test_what_stands_in_the_way_is_named_only_so_far(administrator_client, department_a):
    ActivityFactory.create_batch(22, responsible=department_a)

    page = administrator_client.get(f"{LIST}{department_a.pk}/delete/").content.decode()

    assert page.count("Stadsbyggnadsförvaltningen (ansvarig)") == 20
    assert "<li>och 2 till</li>" in page


def test_a_department_made_by_mistake_can_be_removed(administrator_client, department_a):
    administrator_client.post(f"{LIST}{department_a.pk}/delete/", {"post": "yes"})

    assert models.Department.objects.count() == 0


def test_list_is_in_swedish_order(administrator_client, db):
    for name in ("Österled", "Åkeri", "Zonen", "Ängen", "Arkivet"):
        DepartmentFactory(name=name)

    found = administrator_client.get(LIST).context["cl"].queryset

    assert [one.name for one in found] == ["Arkivet", "Zonen", "Åkeri", "Ängen", "Österled"]


@pytest.mark.parametrize(("choice", "names"), [("idag", ["Nya"]), ("inte", ["Gamla"]), ("", ["Gamla", "Nya"])])
def test_list_is_filtered_by_what_exists_today(administrator_client, db, choice, names):
    DepartmentFactory(name="Nya", valid_from=dt.date(2010, 1, 1))
    DepartmentFactory(name="Gamla", valid_to=dt.date(2010, 1, 1))

    found = administrator_client.get(LIST, {"finns": choice} if choice else {}).context["cl"].queryset

    assert [one.name for one in found] == names
