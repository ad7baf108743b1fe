"""The departments: what each answers for on a day, takes part in and has handed over."""

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.utils.html import strip_tags

from actionplan.choices import ResponsibilityRole
from actionplan.models import ActionPlan, Department
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    ResponsibilityFactory,
    StrategicAreaFactory,
)

CHIEF = "demo-naringslivschef"


@pytest.fixture
def chief_of_example(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def area(settings, db):
    settings.DEMO_TODAY = dt.date(2017, 12, 31)
    return StrategicAreaFactory(number=1, plan=ActionPlanFactory())


def text(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\N{SOFT HYPHEN}", "")
    return re.sub(r"\s+", " ", plain)


def links(response):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', response.content.decode())]


def part(response, heading):
    """The words of one part of the page."""
    return text(response).partition(f" {heading} ")[2]


def path(name):
    return f"/forvaltningar/{Department.objects.get(name=name).pk}/"


def counted_rows_differ(client, response):
    """Return the links with a number that lead to another number of rows, and how many were followed."""
    page = response.content.decode()
    found = re.findall(r'<a [^>]*href="(/aktiviteter/\?[^"]*)"[^>]*>(.*?)</a>', page, flags=re.DOTALL)
    wrong, checked = [], 0
    for address, inside in found:
        if figure := re.search(r"\d+", strip_tags(inside)):
            listed = client.get(address.replace("&amp;", "&")).content.decode()
            checked += 1
            if re.search(r'id="antal"[^>]*>(\d+)', listed)[1] != figure.group():
                wrong.append(address)
    return wrong, checked


def test_list_has_every_department_in_swedish_order(chief_of_example):
    response = chief_of_example.get("/forvaltningar/")
    names = re.findall(
        r'<th scope="row"><a [^>]*>([^<]+)</a>', response.content.decode().replace("\N{SOFT HYPHEN}", "")
    )

    assert names == [
        "Barn- och utbildningsförvaltningen",
        "Kommunledningskontoret",
        "Konsult- och servicekontoret",
        "Nyföretagarcentrum",
        "Näringsliv",
        "Socialförvaltningen",
        "Stadsbyggnadsförvaltningen",
        "Södertörns brandförsvarsförbund",
        "Södertörns miljö- och hälsoskyddsförbund",
        "Tekniska kontoret",
        "Utvecklingsförvaltningen",
    ]


def test_list_names_the_heirs_of_an_ended_department(chief_of_example):
    page = text(chief_of_example.get("/forvaltningar/"))

    assert (
        "Fanns inte den 31 december 2017 Samhällsbyggnadsförvaltningen upphörde 31 december 2015. "
        "Efterträds av Stadsbyggnadsförvaltningen och Tekniska kontoret ."
    ) in page


def test_list_of_an_old_day_has_the_departments_of_that_day(chief_of_example):
    page = text(chief_of_example.get("/forvaltningar/?dag=2015-12-31"))

    assert "Tekniska kontoret finns från 1 januari 2016." in page
    assert "Stadsbyggnadsförvaltningen Finns från 1 januari 2016, men ansvarar redan 3 aktiviteter" in page
    assert "Samhällsbyggnadsförvaltningen 4 aktiviteter" in page


@pytest.mark.parametrize("day", ["2016-08-31", "2017-12-31", "2018-12-31"])
def test_every_figure_of_the_list_leads_to_as_many_rows(chief_of_example, day):
    wrong, checked = counted_rows_differ(chief_of_example, chief_of_example.get(f"/forvaltningar/?dag={day}"))

    assert wrong == []
    assert checked >= 10


def test_every_figure_of_a_department_leads_to_as_many_rows(chief_of_example):
    response = chief_of_example.get(path("Stadsbyggnadsförvaltningen"))

    assert counted_rows_differ(chief_of_example, response) == ([], 7)


def test_an_external_department_is_marked(chief_of_example):
    assert "Utanför kommunen · läget den" in text(chief_of_example.get(path("Nyföretagarcentrum")))
    assert "Nyföretagarcentrum Utanför kommunen 0" in text(chief_of_example.get("/forvaltningar/"))


def test_department_says_since_when_and_after_whom(chief_of_example):
    page = text(chief_of_example.get(path("Tekniska kontoret")))

    assert "Finns från 1 januari 2016. Efterträder Samhällsbyggnadsförvaltningen ." in page


def test_ended_department_tells_what_it_handed_over_and_to_whom(chief_of_example):
    response = chief_of_example.get(path("Samhällsbyggnadsförvaltningen"))

    assert "Upphörde 31 december 2015. Efterträds av Stadsbyggnadsförvaltningen och Tekniska kontoret ." in text(
        response
    )
    assert "Förvaltningen ansvarade inte för någon aktivitet den dagen." in text(response)
    handed_over = re.findall(
        r"([A-Z]{2}-\d\d) .*? 4 december 2015 – 31 december 2015 (\w+)", part(response, "Lämnade till")
    )
    assert handed_over == [
        ("EB-02", "Stadsbyggnadsförvaltningen"),
        ("SI-03", "Stadsbyggnadsförvaltningen"),
        ("SU-03", "Tekniska"),
        ("SU-07", "Stadsbyggnadsförvaltningen"),
    ]


def test_nothing_is_handed_over_before_the_day(chief_of_example):
    response = chief_of_example.get(path("Samhällsbyggnadsförvaltningen") + "?dag=2015-12-31")

    assert "Har lämnat över" not in text(response)
    assert "0 av 4 aktiviteter är genomförda" in text(response)


def test_department_takes_part_by_a_row_of_its_own_or_as_one_of_all(area, chief_client):
    department, other = DepartmentFactory(name="Socialförvaltningen"), DepartmentFactory(name="Näringsliv")
    for code, everybody in {"AK-01": True, "AK-02": False, "AK-03": False}.items():
        ActivityFactory(area=area, code=code, responsible=other, all_participate=everybody)
    ActivityFactory(area=area, code="AK-04", responsible=department, all_participate=True)
    role = ResponsibilityRole.PARTICIPANT
    second, third = area.activities.get(code="AK-02"), area.activities.get(code="AK-03")
    ResponsibilityFactory(activity=second, department=department, role=role)
    ResponsibilityFactory(activity=third, department=department, role=role, to_on=dt.date(2016, 12, 31))

    response = chief_client.get(f"/forvaltningar/{department.pk}/")

    assert re.findall(r"AK-\d\d", part(response, "Ansvarar för").partition("Medverkar i")[0]) == ["AK-04"]
    assert re.findall(r"AK-\d\d", part(response, "Medverkar i")) == ["AK-01", "AK-02"]


def test_outsiders_are_not_among_all_departments(area, chief_client):
    outsider = DepartmentFactory(name="Nyföretagarcentrum", is_external=True)
    ActivityFactory(area=area, responsible=DepartmentFactory(), all_participate=True)

    assert "Medverkar i" not in text(chief_client.get(f"/forvaltningar/{outsider.pk}/"))


def test_only_the_chief_is_offered_to_hand_over_and_only_what_there_is(demo_client):
    address = path("Tekniska kontoret")
    empty = path("Nyföretagarcentrum")

    assert f"{address}overlamna/" in links(demo_client(CHIEF).get(address))
    assert f"{address}overlamna/" not in links(demo_client("demo-admin").get(address))
    assert f"{empty}overlamna/" not in links(demo_client(CHIEF).get(empty))


def test_nothing_is_handed_over_in_a_closed_plan(chief_of_example):
    ActionPlan.objects.update(state="avslutad")
    address = path("Tekniska kontoret")

    assert f"{address}overlamna/" not in links(chief_of_example.get(address))


def test_a_department_that_answers_for_something_though_ended_is_shown(area, chief_client):
    ended = DepartmentFactory(name="Gamla kontoret", valid_to=dt.date(2016, 12, 31))
    ActivityFactory(area=area, responsible=ended)

    assert "Gamla kontoret Upphörde 31 december 2016, men ansvarar fortfarande 1" in text(
        chief_client.get("/forvaltningar/")
    )


@pytest.mark.parametrize("pk", ["0", "4711", "99999999999999999999"])
def test_a_department_that_is_not_there_is_not_found(chief_of_example, pk):
    assert chief_of_example.get(f"/forvaltningar/{pk}/").status_code == 404


@pytest.mark.parametrize("address", ["/forvaltningar/", "Tekniska kontoret"])
def test_an_impossible_day_answers_400_with_the_page(chief_of_example, address):
    address = address if address.startswith("/") else path(address)

    response = chief_of_example.get(address, {"dag": "2017-02-30"})

    assert response.status_code == 400
    assert 'value="2017-02-30"' in response.content.decode()


def test_without_departments_the_list_says_so(area, chief_client):
    assert "Det finns inga förvaltningar ännu." in text(chief_client.get("/forvaltningar/"))


@pytest.mark.parametrize(("address", "number"), [("/forvaltningar/", 12), ("one", 15)])
def test_queries_do_not_grow_with_the_rows(area, chief_client, django_assert_num_queries, address, number):
    department = DepartmentFactory(name="Näringsliv")
    address = f"/forvaltningar/{department.pk}/" if address == "one" else address

    def add():
        activity = ActivityFactory(area=area, responsible=department)
        partner = ActivityFactory(area=area, responsible=DepartmentFactory())
        ResponsibilityFactory(activity=partner, department=department, role=ResponsibilityRole.PARTICIPANT)
        before, after = dt.date(2015, 12, 1), dt.date(2015, 12, 3)
        ResponsibilityFactory(activity=partner, department=department, from_on=before, to_on=after)
        department.successors.add(activity.responsibilities.first().department)

    add()
    with django_assert_num_queries(number):
        chief_client.get(address)
    add()
    add()
    caches["figures"].clear()
    with django_assert_num_queries(number):
        chief_client.get(address)
