"""The dashboard says what the figures say, and every figure leads to its rows."""

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.utils.html import strip_tags

from actionplan.models import ActionPlan, Activity, Department, Proposal, User
from actionplan.services.versions import advance_period, advance_revision
from actionplan.tests.factories import ReportFactory, VerdictFactory

CHIEF = "demo-naringslivschef"


def words(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()).replace("\N{SOFT HYPHEN}", ""))


def test_dashboard_begins_with_the_sentence(demo_client):
    page = words(demo_client(CHIEF).get("/oversikt/"))

    assert (
        "8 av 28 aktiviteter är genomförda när 67 % av planperioden har gått. 2 är försenade, "
        "6 till avviker från planen och 0 har inte följts upp på mer än 90 dagar."
    ) in page


def test_dashboard_of_an_old_day_shows_that_day(demo_client):
    response = demo_client(CHIEF).get("/oversikt/?dag=31/8/2016")

    assert response.context["figures"].on == dt.date(2016, 8, 31)
    assert response.context["figures"].counts.by_standing["pagar"] == 13


@pytest.mark.parametrize("day", ["2017-02-30", "igår", "2017-13-01", "0000-00-00", "9999-99-99", "1 mars 201"])
def test_dashboard_answers_an_impossible_day_with_the_page_and_its_field(demo_client, day):
    response = demo_client(CHIEF).get("/oversikt/", {"dag": day})

    assert response.status_code == 400
    assert response.context["scope"].day_text == day
    assert response.context["scope"].day_error != ""
    assert f'value="{day}"' in response.content.decode()


@pytest.mark.parametrize("plan", ["999999", "abc", "1;drop", "-1", "1" * 40])
def test_dashboard_of_an_unknown_plan_is_not_found(demo_client, plan):
    assert demo_client(CHIEF).get("/oversikt/", {"plan": plan}).status_code == 404


def test_attention_begins_with_what_has_been_late_longest(demo_client):
    rows = demo_client(CHIEF).get("/oversikt/").context["attention"]

    assert [row.activity.code for row, _ in rows] == [
        "EB-03",
        "SI-03",
        "EB-05",
        "SI-07",
        "EB-01",
        "UI-05",
        "SI-05",
        "SU-06",
    ]
    assert rows[1][0].reasons == ("Skulle vara klar 30 juni 2017, 184 dagar försenad.",)


def test_changes_are_counted_since_the_chosen_day(demo_client):
    response = demo_client(CHIEF).get("/oversikt/?dag=2017-12-31&sedan=2016-08-31")

    assert {key: number for key, _, number in response.context["changes"]} == {
        "genomforda": 7,
        "startade": 8,
        "nya_forseningar": 2,
        "flyttade": 0,
        "tillkomna": 0,
        "avbrutna": 1,
    }


def test_moved_deadlines_are_counted_from_the_day_they_were_recorded(demo_client):
    response = demo_client(CHIEF).get("/oversikt/?dag=2018-04-30&sedan=2017-12-31")

    assert {key: number for key, _, number in response.context["changes"]}["flyttade"] == 2


def test_changes_since_a_later_day_are_refused_beside_the_field(demo_client):
    response = demo_client(CHIEF).get("/oversikt/?sedan=2018-05-01")

    assert response.status_code == 400
    assert response.context["since"].error == "Välj en dag före 31 december 2017."


def test_pace_ends_where_the_counts_stand(demo_client):
    pace = demo_client(CHIEF).get("/oversikt/").context["pace"]

    assert (pace.table[-1].on, pace.table[-1].completed) == (dt.date(2017, 12, 31), 8)
    assert pace.completed == ((dt.date(2016, 8, 31), 1), (dt.date(2017, 12, 31), 8))


def test_dashboard_links_lead_to_as_many_rows_as_they_say(demo_client):
    """Every link to the list that shows a number: the list has that many rows."""
    client = demo_client(CHIEF)
    page = client.get("/oversikt/?dag=2017-12-31&sedan=2016-08-31").content.decode()
    links = re.findall(r'<a [^>]*href="(/aktiviteter/\?[^"]*)"[^>]*>(.*?)</a>', page, flags=re.DOTALL)

    checked = 0
    for address, inside in links:
        number = int(re.search(r"\d+", strip_tags(inside)).group())
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert (address, re.search(r'id="antal"[^>]*>(\d+)', listed)[1]) == (address, str(number))
        checked += 1
    assert checked >= 35


def funnel(response):
    """The card of proposals as words."""
    body = response.content.decode()
    card = re.search(r'<section[^>]*aria-labelledby="forslag-till-handling">(.*?)</section>', body, re.DOTALL)[1]
    return re.sub(r"\s+", " ", strip_tags(card)).strip()


def test_dashboard_shows_how_far_proposals_have_come(demo_client):
    words_of_card = funnel(demo_client(CHIEF).get("/oversikt/?dag=2018-12-31"))

    assert words_of_card == (
        "Från förslag till handlingAlla förslag "
        "Av 15 förslag är 14 förankrade hos en förvaltning, 12 blev aktiviteter och 8 är genomförda. "
        "Från förslag till handling, antal förslag StegAntalStapel "
        "Sagda 15 sagda Förankrade 14 förankrade Blev aktiviteter 12 blev aktiviteter Genomförda 8 genomförda "
        "1 förslag väntar på beslut"
    )


def test_dashboard_says_beside_completed_what_is_not_solved_yet_at_once(demo_client, activity):
    client, proposal = demo_client(CHIEF), Proposal.objects.get(activities__code="UI-03")
    assert "enligt företagen" not in funnel(client.get("/oversikt/"))
    verdict = {"proposal": proposal, "activity": activity("UI-03"), "by": User.objects.get(username=CHIEF)}
    advance_period(proposal.event.mandate_period_id)
    VerdictFactory(**verdict, value="inte_an", comment="Bara på papper.", said_on=dt.date(2017, 12, 1))

    assert "1 är inte löst än, enligt företagen 1 förslag väntar på beslut" in funnel(client.get("/oversikt/"))
    assert "enligt företagen" not in funnel(client.get("/oversikt/?dag=2017-11-30"))


def test_dashboard_links_to_proposals_lead_to_as_many_as_they_say(demo_client, activity):
    client, proposal = demo_client(CHIEF), Proposal.objects.get(activities__code="UI-03")
    verdict = {"proposal": proposal, "activity": activity("UI-03"), "by": User.objects.get(username=CHIEF)}
    VerdictFactory(**verdict, value="inte_an", comment="Bara på papper.", said_on=dt.date(2017, 12, 1))
    page = client.get("/oversikt/?dag=2017-12-31").content.decode()
    links = re.findall(r'<a [^>]*href="(/forslag/\?[^"]*)"[^>]*>(\d.*?)</a>', page, flags=re.DOTALL)

    found = []
    for address, inside in links:
        listed = client.get(address.replace("&amp;", "&"))
        assert listed.context["count"] == f"{re.search(r'[0-9]+', inside).group()} förslag"
        found.append(address.partition("dag=2017-12-31&amp;")[2])
    assert found == [
        "steg=sagda",
        "steg=forankrade",
        "steg=blev_aktiviteter",
        "steg=genomforda",
        "omdome=inte_an",
        "lage=bereds&amp;lage=inkommet",
    ]


def test_dashboard_of_a_period_without_proposals_says_so(demo_client):
    assert funnel(demo_client(CHIEF).get("/oversikt/?dag=2015-01-31")) == (
        "Från förslag till handling Inga förslag är inskrivna än."
    )


def test_dashboard_asks_the_same_number_of_queries_whatever_the_rows(demo_client, django_assert_num_queries):
    client = demo_client(CHIEF)
    with django_assert_num_queries(32):
        client.get("/oversikt/")
    caches["figures"].clear()
    Activity.objects.exclude(code__in=["SI-01", "SU-01", "UI-01", "EB-01"]).update(added_on="2020-01-01")
    with django_assert_num_queries(32):
        client.get("/oversikt/")


def test_dashboard_remembers_what_it_counted_until_something_changes(demo_client, django_assert_num_queries, activity):
    client = demo_client(CHIEF)
    client.get("/oversikt/")

    with django_assert_num_queries(13):
        client.get("/oversikt/")
    advance_revision(activity("SI-03").plan_id)
    with django_assert_num_queries(32):
        client.get("/oversikt/")


def test_dashboard_shows_a_new_name_of_a_department_at_once(demo_client):
    client = demo_client(CHIEF)
    client.get("/oversikt/")
    department = Department.objects.get(name="Tekniska kontoret")
    department.name = "Gatukontoret"
    department.save()

    page = words(client.get("/oversikt/"))

    assert ("Gatukontoret" in page, "Tekniska kontoret" in page) == (True, False)


def test_dashboard_without_a_plan_says_so(chief_client):
    assert "Ingen plan ännu" in words(chief_client.get("/oversikt/"))


def test_dashboard_does_not_take_a_reports_decision_for_the_plans(demo_client):
    plan = ActionPlan.objects.get()
    client = demo_client(CHIEF)
    before = client.get("/oversikt/").context["decision_line"]
    report = ReportFactory(plan=plan)
    plan.decisions.create(report=report, verb="noteras", body="Kommunstyrelsen", decided_on=dt.date(2017, 12, 30))

    assert client.get("/oversikt/").context["decision_line"] == before
