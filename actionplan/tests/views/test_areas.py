"""The page of one strategic area."""

import datetime as dt
import re

import pytest
from django.utils.html import strip_tags

from actionplan.models import ActionPlan
from actionplan.tests.factories import ActionPlanFactory, ActivityFactory, StatusUpdateFactory, StrategicAreaFactory

CHIEF = "demo-naringslivschef"


@pytest.fixture
def chief_of_example(demo_client):
    return demo_client(CHIEF)


def text(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\N{SOFT HYPHEN}", "")
    return re.sub(r"\s+", " ", plain)


def codes(response):
    return re.findall(r'<td class="num no-wrap np-code">([^<]+)</td>', response.content.decode())


def links(response):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', response.content.decode())]


def test_area_shows_name_description_and_all_its_activities(chief_of_example):
    response = chief_of_example.get("/omraden/1/")

    assert "Det ska vara lätt att få kontakt, rätt besked och snabbt svar." in text(response)
    assert codes(response) == [f"SI-0{n}" for n in range(1, 9)]
    assert "3 av 8 aktiviteter är genomförda . 3 kräver åtgärd" in text(response)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("day", ["2016-08-31", "2017-12-31", "2018-12-31"])
def test_every_figure_of_an_area_leads_to_as_many_rows(chief_of_example, number, day):
    page = chief_of_example.get(f"/omraden/{number}/?dag={day}").content.decode()
    found = re.findall(r'<a [^>]*href="(/aktiviteter/\?[^"]*)"[^>]*>(.*?)</a>', page, flags=re.DOTALL)
    checked = 0

    for address, inside in found:
        if figure := re.search(r"\d+", strip_tags(inside)):
            listed = chief_of_example.get(address.replace("&amp;", "&")).content.decode()
            assert (address, re.search(r'id="antal"[^>]*>(\d+)', listed)[1]) == (address, figure.group())
            checked += 1

    assert checked >= 3


def test_next_are_the_open_activities_whose_deadlines_come_first(chief_of_example):
    page = text(chief_of_example.get("/omraden/1/?dag=2016-08-31"))
    following = page.partition("Närmast förestående sluttider")[2].partition("Områdets aktiviteter")[0]

    assert re.findall(r"(\d+ \w+ \d{4}) (SI-\d\d)", following) == [
        ("31 aug 2016", "SI-02"),
        ("31 dec 2016", "SI-01"),
        ("30 juni 2017", "SI-03"),
        ("31 dec 2017", "SI-06"),
        ("31 mars 2018", "SI-08"),
    ]


def test_neighbours_are_a_click_away_on_the_same_day(chief_of_example):
    second = links(chief_of_example.get("/omraden/2/?dag=2016-08-31"))

    assert "/omraden/1/?dag=2016-08-31" in second
    assert "/omraden/3/?dag=2016-08-31" in second
    assert "/omraden/0/" not in links(chief_of_example.get("/omraden/1/"))
    assert "/omraden/5/" not in links(chief_of_example.get("/omraden/4/"))


def test_only_the_chief_is_offered_to_change_the_area(demo_client):
    assert "/omraden/1/andra/" in links(demo_client(CHIEF).get("/omraden/1/"))
    assert "/omraden/1/andra/" not in links(demo_client("demo-handlaggare-stad").get("/omraden/1/"))
    assert "/omraden/1/andra/" not in links(demo_client("demo-admin").get("/omraden/1/"))


def test_nobody_is_offered_to_change_a_closed_plan(chief_of_example):
    ActionPlan.objects.update(state="avslutad")

    assert "/omraden/1/andra/" not in links(chief_of_example.get("/omraden/1/"))


@pytest.mark.parametrize("number", ["5", "0", "99999999999999999999"])
def test_an_area_that_is_not_there_is_not_found(chief_of_example, number):
    assert chief_of_example.get(f"/omraden/{number}/").status_code == 404


def test_an_impossible_day_answers_400_with_the_page(chief_of_example):
    response = chief_of_example.get("/omraden/1/?dag=30/2/2017")

    assert response.status_code == 400
    assert 'value="30/2/2017"' in response.content.decode()
    assert len(codes(response)) == 8


def test_an_area_without_activities_says_so(chief_client):
    StrategicAreaFactory(number=1, name="Tomt", plan=ActionPlanFactory())

    assert "Området hade inga aktiviteter den dagen." in text(chief_client.get("/omraden/1/"))


def test_an_area_with_nothing_ahead_says_so(chief_client):
    area = StrategicAreaFactory(number=1, plan=ActionPlanFactory())
    activity = ActivityFactory(area=area)
    StatusUpdateFactory(activity=activity, as_of=dt.date(2018, 1, 1), status="genomford", assessment="ingen")

    page = text(chief_client.get("/omraden/1/?dag=2018-02-01"))

    assert "Ingen öppen aktivitet har sin sluttid framför sig." in page
    assert "1 av 1 aktivitet är genomförd . Inget kräver åtgärd." in page
