"""What has changed since the last meeting, and a report on one page: who may see what, and what it says."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape, strip_tags

from actionplan.choices import Role, Visibility
from actionplan.models import ActionPlan, Activity, Report
from actionplan.swedish import DATE_HELP
from actionplan.tests.factories import ActionPlanFactory, ActivityFactory, StatusUpdateFactory, UserFactory
from actionplan.tests.reports.made import T2_2016, YEAR_2017, YEAR_2018, draft, published

SINCE = "/rapporter/sedan/"
BETWEEN = (
    "Från 31 augusti 2016 till 31 december 2017: 7 har blivit genomförda, 2 har blivit försenade, "
    "1 har avbrutits och 8 har startat."
)


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


@pytest.fixture
def officer_client(plan, sign_in_client):
    return sign_in_client(UserFactory(role=Role.OFFICER))


@pytest.fixture
def reports(plan):
    return [published(plan, T2_2016), published(plan, YEAR_2017, T2_2016)]


def words(response):
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def headings(response):
    return [strip_tags(one).strip() for one in re.findall(r"<h2.*?</h2>", response.content.decode(), re.S)]


@pytest.mark.parametrize("who", ["council_client", "officer_client", "chief_client", "administrator_client"])
def test_the_two_newest_reports_are_compared_without_being_asked_for(who, reports, request):
    page = request.getfixturevalue(who).get(SINCE)

    assert page.status_code == 200
    assert BETWEEN in words(page)
    assert headings(page) == [
        "Genomförda (7)",
        "Nya förseningar (2)",
        "Avbrutna (1)",
        "Startade (8)",
        "Så många aktiviteter i varje läge",
    ]


@pytest.mark.parametrize("who", ["council_client", "chief_client"])
def test_reports_of_one_day_count_as_one(who, plan, reports, request):
    published(plan, YEAR_2017, T2_2016, kind="slut")

    page = request.getfixturevalue(who).get(SINCE)

    assert page.status_code == 200
    assert BETWEEN in words(page)


def test_each_change_says_how_and_why(reports, council_client):
    text = words(council_client.get(SINCE))

    assert (
        "EB-03 Skriv om mallarna för beslut och brev på klarspråk Kommunledningskontoret "
        "Skulle vara klar 31 maj 2017. Tolv av tjugo mallar är klara. Ny sluttid: juni 2018."
    ) in text
    assert "Avbruten. Skäl: Upphandlingsmyndighetens vägledning används i stället." in text
    assert "Försenad 0 2 +2" in text
    assert "Pågår 13 11 –2" in text


def test_staff_ask_about_any_two_days(plan, chief_client):
    page = chief_client.get(SINCE, {"fran": "31 december 2017", "till": "2018-12-31"})

    assert "Från 31 december 2017 till 31 december 2018: 8 har blivit genomförda" in words(page)
    assert "Från 30 juni 2017 till 31 mars 2018. Skäl: Granskad" in words(page)


def test_staff_without_reports_see_what_the_dashboard_compares(plan, chief_client):
    assert "Från 31 augusti 2017 till 31 december 2017:" in words(chief_client.get(SINCE))


def test_staff_get_links_and_the_council_none(reports, chief_client, council_client):
    activity = Activity.objects.get(code="SI-03")
    link = f'href="/aktiviteter/{activity.pk}/"'

    assert link in chief_client.get(SINCE).content.decode()
    assert "/aktiviteter/" not in council_client.get(SINCE).content.decode()


def test_the_council_sees_what_the_reports_froze(reports, council_client, chief_client):
    before = council_client.get(SINCE).content
    activity = Activity.objects.get(code="SU-01")
    StatusUpdateFactory(activity=activity, as_of=YEAR_2017, status="genomford", assessment="ingen")
    Activity.objects.filter(code="SI-03").update(title="Ett annat namn")

    assert "7 har blivit genomförda" in words(council_client.get(SINCE))
    assert "Ett annat namn" not in words(council_client.get(SINCE))
    assert "8 har blivit genomförda" in words(chief_client.get(SINCE))
    assert len(before) == len(council_client.get(SINCE).content)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"fran": "2017-04-30"}, "Den rapporten finns inte. Välj en i listan."),
        ({"till": "i går"}, "Den rapporten finns inte. Välj en i listan."),
        ({"fran": "2017-12-31", "till": "2016-08-31"}, "Välj en dag före 31 augusti 2016."),
    ],
)
def test_the_council_compares_published_reports_alone(reports, council_client, query, said):
    page = council_client.get(SINCE, query)

    assert page.status_code == 400
    assert said in words(page)
    assert headings(page) == ["Något behöver rättas"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"fran": "2017-02-30"}, "Datumet finns inte: februari 2017 har 28 dagar."),
        ({"till": "<b>"}, DATE_HELP),
        ({"fran": "2017-12-31", "till": "2017-12-31"}, "Välj en dag före 31 december 2017."),
    ],
)
def test_a_day_that_is_none_is_told_of_and_stays_in_its_field(plan, chief_client, query, said):
    page = chief_client.get(SINCE, query)

    assert page.status_code == 400
    assert said in words(page)
    assert all(f'value="{escape(day)}"' in page.content.decode() for day in query.values())


def test_with_one_report_there_is_nothing_to_compare_yet(plan, council_client):
    published(plan, T2_2016)

    assert "Det behövs två publicerade rapporter för att jämföra." in words(council_client.get(SINCE))


def test_without_reports_the_council_is_told_so_and_others_are_shown_the_way_in(plan, council_client, anonymous_client):
    assert "Det behövs två publicerade rapporter" in words(council_client.get(SINCE))
    assert anonymous_client.get(SINCE)["Location"] == f"/logga-in/?next={SINCE}"


def test_anybody_compares_reports_marked_for_all(plan, anonymous_client):
    published(plan, T2_2016, visibility=Visibility.EVERYBODY)
    published(plan, YEAR_2017, T2_2016)
    few = anonymous_client.get(SINCE)
    published(plan, YEAR_2018, YEAR_2017, visibility=Visibility.EVERYBODY)

    assert "Det behövs två publicerade rapporter" in words(few)
    page = anonymous_client.get(SINCE)
    assert "Från 31 augusti 2016 till 31 december 2018:" in words(page)
    assert "2017-12-31" not in page.content.decode()  # that report is not for all


def test_a_corrected_report_gives_way_to_its_new_version(plan, council_client):
    published(plan, T2_2016)
    first = published(plan, YEAR_2017, T2_2016)
    StatusUpdateFactory(
        activity=Activity.objects.get(code="SU-01"), as_of=YEAR_2017, status="genomford", assessment="ingen"
    )
    plan.refresh_from_db()
    published(plan, YEAR_2017, T2_2016, number=2, previous=first, correction="SU-01 är genomförd.")

    page = council_client.get(SINCE)

    assert "8 har blivit genomförda" in words(page)
    assert page.content.decode().count("<option") == 4  # two reports in two lists


def test_reports_of_another_plan_are_not_mixed_in(reports, council_client):
    other = ActionPlanFactory(title="Annan plan", valid_from=dt.date(2012, 1, 1), valid_to=dt.date(2015, 12, 31))
    published(other, dt.date(2014, 12, 31))

    assert council_client.get(SINCE, {"fran": "2014-12-31"}).status_code == 400


def test_a_person_without_a_role_finds_nothing(plan, sign_in_client):
    assert sign_in_client(UserFactory()).get(SINCE).status_code == 404


def test_nothing_changed_is_said(plan, chief_client):
    page = chief_client.get(SINCE, {"fran": "2016-09-30", "till": "2016-10-31"})

    assert "Från 30 september 2016 till 31 oktober 2016: Inget har ändrats." in words(page)


def test_the_number_of_queries_does_not_grow_with_what_has_changed(plan, chief_client):
    def queries(number):
        for _ in range(number):
            activity = ActivityFactory(area=plan.areas.get(number=1), added_on=dt.date(2017, 1, 1))
            StatusUpdateFactory(activity=activity, as_of=dt.date(2017, 12, 1))
        with CaptureQueriesContext(connection) as found:
            chief_client.get(SINCE)
        return len(found)

    chief_client.get(SINCE)
    assert queries(1) == queries(2)


def summary(client, report):
    return client.get(f"/rapporter/{report.pk}/sammanfattning/")


def test_the_page_for_the_wall_says_the_most_important(reports, council_client):
    page = summary(council_client, reports[1])
    text = words(page)
    assert text.startswith("Helårsrapport 2017-12-31 på en sida ")

    assert (
        "8 av 28 aktiviteter följer inte planen: 2 är försenade, 1 har stor avvikelse och 5 har viss avvikelse." in text
    )
    assert headings(page) == [
        "1 Service och information",
        "2 Samarbete och utveckling",
        "3 Upphandling och inköp",
        "4 Den empatiske byråkraten",
        "Försenade",
        "Ändrat sedan 31 augusti 2016",
    ]
    assert "3 av 8 genomförda 1 försenad" in text
    assert (
        "EB-03 Skriv om mallarna för beslut och brev på klarspråk Kommunledningskontoret, skulle vara klar 31 maj 2017"
        in text
    )
    assert "7 har blivit genomförda SI-01, SI-02, SI-06, SU-07, UI-03, EB-04, EB-06" in text


def test_the_first_report_has_nothing_to_compare_with(reports, council_client):
    text = words(summary(council_client, reports[0]))

    assert "Ingen aktivitet är försenad." in text
    assert "Det finns ingen tidigare rapport att jämföra med." in text


@pytest.mark.parametrize(
    "content", [{}, {"x": 1}, {"head": {}}, {"head": {"notes": []}, "sections": [], "facts": {}}, []]
)
@pytest.mark.parametrize("which", [0, 1])
def test_content_that_cannot_be_read_is_said_to_be_damaged(reports, council_client, content, which):
    Report._base_manager.filter(pk=reports[which].pk).update(content=content)

    for page in (summary(council_client, reports[which]), council_client.get(SINCE)):
        assert page.status_code == 410
        assert "Rapporten är skadad och lämnas inte ut" in words(page)
        assert str(reports[which]) in words(page)


def test_a_draft_is_the_chiefs_alone(plan, chief_client, council_client, officer_client, anonymous_client):
    report = draft(plan, YEAR_2017)

    assert "Utkast" in words(summary(chief_client, report))
    assert [summary(client, report).status_code for client in (council_client, officer_client)] == [404, 404]
    assert summary(anonymous_client, report).status_code == 302


def test_who_reads_a_published_one(plan, anonymous_client, council_client, sign_in_client):
    closed = published(plan, T2_2016)
    opened = published(plan, YEAR_2017, visibility=Visibility.EVERYBODY)
    nobody = sign_in_client(UserFactory())

    assert [summary(client, closed).status_code for client in (anonymous_client, nobody, council_client)] == [
        302,
        404,
        200,
    ]
    assert [summary(client, opened).status_code for client in (anonymous_client, nobody, council_client)] == [200] * 3
    back = f'<nav class="np-crumbs no-print" aria-label="Brödsmulor"><ol><li><a href="{opened.get_absolute_url()}">'
    assert back in summary(anonymous_client, opened).content.decode()


def test_what_there_is_no_room_for_is_counted(plan, council_client):
    area = plan.areas.get(number=1)
    for number in range(20, 40):
        ActivityFactory(area=area, code=f"SI-{number}", ends_on=dt.date(2017, 6, 30), added_on=dt.date(2017, 1, 1))

    page = words(summary(council_client, published(plan, YEAR_2017, T2_2016)))

    assert "och 19 till" in page  # 22 are late
    assert "20 har tillkommit SI-20, SI-21, SI-22, SI-23, SI-24, SI-25, SI-26 och 13 till" in page


def test_a_report_of_an_empty_plan_is_shown(db, sign_in_client):
    report = draft(ActionPlanFactory(), YEAR_2017)

    assert "Planen hade inga aktiviteter." in words(summary(sign_in_client(UserFactory(role=Role.CHIEF)), report))
