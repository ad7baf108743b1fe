"""The list, the timeline and the file: the same rows for the same address, and a plain answer to every address."""

import datetime as dt
import io
import logging
import re

import openpyxl
import pytest
from django.core.cache import caches

from actionplan.models import Activity, Department, StrategicArea
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
)

CHIEF = "demo-naringslivschef"
EXAMPLE = "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def chief_of_example(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def area(settings, db):
    settings.DEMO_TODAY = dt.date(2017, 12, 31)
    return StrategicAreaFactory(number=1, name="Service", plan=ActionPlanFactory())


def text(response):
    """The page's words; every tag parts them."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\N{SOFT HYPHEN}", "")
    return re.sub(r"\s+", " ", plain)


def codes(response):
    return re.findall(r'<td class="num no-wrap np-code">([^<]+)</td>', response.content.decode())


def counted(response):
    return re.search(r'id="antal"[^>]*>([^<]+)<', response.content.decode())[1]


def links(response):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', response.content.decode())]


def test_list_shows_25_activities_in_the_plans_order_and_says_how_many(chief_of_example):
    response = chief_of_example.get("/aktiviteter/")

    assert counted(response) == "28 aktiviteter. Visar 1–25."
    assert codes(response)[:9] == [f"SI-0{n}" for n in range(1, 9)] + ["SU-01"]
    assert len(codes(response)) == 25


def test_second_page_has_the_rest(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?sida=2")

    assert counted(response) == "28 aktiviteter. Visar 26–28."
    assert codes(response) == ["EB-04", "EB-05", "EB-06"]


@pytest.mark.parametrize("page", ["0", "3", "-1", "abc", "1.5", "²", "٣", "9" * 5000, " ", "1 OR 1=1"])
@pytest.mark.parametrize("path", ["/aktiviteter/", "/aktiviteter/tidslinje/", "/omraden/1/"])
def test_a_page_that_is_not_there_is_not_found(chief_of_example, path, page):
    response = chief_of_example.get(path, {"sida": page})

    assert response.status_code == 404
    assert "Sidan finns inte" in text(response)


def test_row_tells_standing_owner_and_days(chief_of_example):
    page = text(chief_of_example.get("/aktiviteter/?q=servicegarantier"))

    assert (
        "Försenad Avviker från planen SI-03 Ta fram servicegarantier med handläggningstider för bygglov "
        "Service och information Stadsbyggnadsförvaltningen 30 juni 2017 31 dec 2017"
    ) in page


def test_row_says_how_often_the_deadline_had_moved_by_that_day(chief_of_example):
    moved = "31 mars 2018 flyttad 1 gång, ursprungligen 30 juni 2017"

    assert moved in text(chief_of_example.get("/aktiviteter/?q=si-03&dag=2018-01-15"))
    assert moved not in text(chief_of_example.get("/aktiviteter/?q=si-03&dag=2018-01-14"))


def test_row_says_what_nobody_has_told_of(area, chief_client):
    ActivityFactory(area=area, code="AK-01", responsible=DepartmentFactory(name="Näringsliv"))

    page = text(chief_client.get("/aktiviteter/"))

    assert "Borde ha startat AK-01 Aktivitet" in page
    assert "Aldrig Inte uppföljd på länge" in page


def test_titles_lead_to_the_activity_on_the_same_day(chief_of_example, activity):
    pk = activity("SI-03").pk

    assert f"/aktiviteter/{pk}/" in links(chief_of_example.get("/aktiviteter/?q=si-03"))
    assert f"/aktiviteter/{pk}/?dag=2016-08-31" in links(chief_of_example.get("/aktiviteter/?q=si-03&dag=2016-08-31"))


def test_headings_sort_and_keep_the_choices(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?omrade=1&lage=pagar&lage=genomford&sida=1")
    page = response.content.decode()

    assert "?omrade=1&lage=pagar&lage=genomford&sort=title" in links(response)
    assert re.findall(r'<th scope="col" aria-sort="(\w+)"><a id="sortera-(\w+)"', page) == [("ascending", "area")]


def test_sorted_heading_says_so_and_turns(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?sort=-deadline")
    page = response.content.decode()

    assert re.findall(r'<th scope="col" aria-sort="(\w+)"><a id="sortera-(\w+)"', page) == [("descending", "deadline")]
    assert "?sort=deadline" in links(response)
    assert '<option value="-deadline" selected>Klar senast, fallande</option>' in page


def test_paging_keeps_the_choices(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?typ=&sort=title&dag=2017-12-31")

    assert "?typ=&sort=title&dag=2017-12-31&sida=2" in links(response)


def test_nothing_found_says_how_to_widen(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?q=xyz&omrade=2&dag=2017-12-31")

    assert counted(response) == "0 aktiviteter."
    assert "Ta bort ett val i taget ovan, eller alla på en gång." in text(response)
    assert "?dag=2017-12-31" in links(response)


def test_a_day_before_the_plan_says_so(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?dag=2015-01-01")

    assert "Planen hade inga aktiviteter den dagen. Välj en senare dag." in text(response)


def test_one_activity_is_counted_in_singular(chief_of_example):
    assert counted(chief_of_example.get("/aktiviteter/?q=si-03")) == "1 aktivitet."


@pytest.mark.parametrize("path", ["/aktiviteter/", "/aktiviteter/tidslinje/", "/aktiviteter/export/"])
@pytest.mark.parametrize(
    ("query", "typed", "says"),
    [
        ({"fran": "2017-02-30"}, 'value="2017-02-30"', "Datumet finns inte: februari 2017 har 28 dagar."),
        ({"q": "x" * 10_000}, f'value="{"x" * 10_000}"', "Skriv högst 200 tecken. Nu är det 10000."),
        ({"q": "a\x01b"}, 'value="a\x01b"', "Texten innehåller osynliga styrtecken"),
        ({"lage": "<script>alert(1)</script>"}, "", "”&lt;script&gt;alert(1)&lt;/script&gt;” finns inte att välja."),
        ({"omrade": "9", "q": '"><b>'}, 'value="&quot;&gt;&lt;b&gt;"', "”9” finns inte att välja."),
    ],
)
def test_a_faulty_filter_answers_400_with_the_form_as_typed(chief_of_example, path, query, typed, says):
    response = chief_of_example.get(path, query)
    page = response.content.decode()

    assert response.status_code == 400
    assert typed in page
    assert says in page
    assert "Något behöver rättas" in page
    assert 'action="/aktiviteter/"' in page


@pytest.mark.parametrize("path", ["/aktiviteter/", "/aktiviteter/tidslinje/"])
def test_an_impossible_day_answers_400_with_the_page(chief_of_example, path):
    response = chief_of_example.get(path, {"dag": "2017-02-30"})

    assert response.status_code == 400
    assert 'value="2017-02-30"' in response.content.decode()
    assert "28 aktiviteter" in counted(response)


@pytest.mark.parametrize("path", ["/aktiviteter/", "/aktiviteter/export/", "/forvaltningar/", "/omraden/1/"])
def test_nul_and_unknown_plans_are_refused(chief_of_example, path):
    assert chief_of_example.get(path, {"q": "a\0b"}).status_code == 400
    assert chief_of_example.get(path, {"plan": "4711"}).status_code == 404


def test_without_a_plan_the_pages_say_so(chief_client):
    for path in ("/aktiviteter/", "/aktiviteter/tidslinje/", "/forvaltningar/"):
        assert "Ingen plan ännu" in text(chief_client.get(path))
    assert chief_client.get("/aktiviteter/export/").status_code == 400


def test_htmx_gets_the_results_alone_and_a_tidy_address(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?q=&omrade=1&lage=&sort=title", headers=HTMX)
    page = response.content.decode()

    assert response["HX-Push-Url"] == "/aktiviteter/?omrade=1&sort=title"
    assert "<html" not in page
    assert '<p class="np-count-line" id="antal" data-hx-swap-oob="innerHTML">8 aktiviteter.</p>' in page
    assert 'id="ordning" data-hx-swap-oob="true"' in page
    assert 'id="plan-dag-bevarat" hidden data-hx-swap-oob="true"' in page
    assert len(codes(response)) == 8


def test_htmx_is_sent_to_the_whole_page_when_the_filter_is_faulty(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?fran=x", headers=HTMX)

    assert response["HX-Redirect"] == "/aktiviteter/?fran=x"


def test_htmx_gets_the_whole_page_when_it_restores_one(chief_of_example):
    response = chief_of_example.get("/aktiviteter/", headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert "<html" in response.content.decode()
    assert 'role="status">28 aktiviteter' in response.content.decode()


def test_list_and_part_of_it_are_kept_apart(chief_of_example):
    chief_of_example.get("/aktiviteter/", headers=HTMX)

    assert "Hoppa till innehållet" in text(chief_of_example.get("/aktiviteter/"))


@pytest.mark.parametrize(
    ("path", "number"), [("/aktiviteter/", 11), ("/aktiviteter/tidslinje/", 11), ("/omraden/1/", 14)]
)
def test_queries_do_not_grow_with_the_rows(area, chief_client, django_assert_num_queries, path, number):
    def ask():
        caches["figures"].clear()
        caches["pages"].clear()
        chief_client.get(path)

    def add():
        activity = ActivityFactory(area=area, responsible=DepartmentFactory())
        StatusUpdateFactory(activity=activity, new_ends_on=dt.date(2019, 1, 31), new_ends_reason="Mer tid.")

    add()
    with django_assert_num_queries(number):
        ask()
    add()
    add()
    with django_assert_num_queries(number):
        ask()


def test_list_asked_for_again_is_neither_counted_nor_read_again(chief_of_example, django_assert_num_queries):
    chief_of_example.get("/aktiviteter/?flagga=nagon")

    with django_assert_num_queries(10):
        chief_of_example.get("/aktiviteter/?flagga=nagon")


def test_list_shows_every_change_at_once(area, chief_client):
    department = DepartmentFactory(name="Näringsliv")
    activity = ActivityFactory(area=area, code="AK-01", responsible=department)
    assert "Borde ha startat" in text(chief_client.get("/aktiviteter/")).partition("Senast uppföljd")[2]

    StatusUpdateFactory(activity=activity, as_of=dt.date(2017, 12, 31))
    assert "Pågår AK-01" in text(chief_client.get("/aktiviteter/"))

    Department.objects.filter(pk=department.pk).update(name="Tillväxt")
    assert "Service Tillväxt" in text(chief_client.get("/aktiviteter/"))

    StrategicArea.objects.filter(pk=area.pk).update(name="Information")
    assert "Information Tillväxt" in text(chief_client.get("/aktiviteter/"))


def test_timeline_groups_by_area_and_says_every_day_in_words(chief_of_example):
    response = chief_of_example.get("/aktiviteter/tidslinje/?dag=2018-01-15")
    page = text(response)

    assert re.findall(r'<h2 class="m-0" id="tidslinje-(\d)">', response.content.decode()) == ["1", "2", "3", "4"]
    assert (
        "Försenad SI-03 Ta fram servicegarantier med handläggningstider för bygglov "
        "1 april 2016 – 31 mars 2018, flyttad 1 gång, ursprungligen 30 juni 2017"
    ) not in page
    assert "1 april 2016 – 31 mars 2018, flyttad 1 gång, ursprungligen 30 juni 2017" in page
    assert counted(response) == "28 aktiviteter."


def test_timeline_has_the_rows_of_the_list(chief_of_example):
    query = "?omrade=1&lage=pagar&lage=genomford"
    drawn = re.findall(r">(S[IU]-\d\d) ", chief_of_example.get(f"/aktiviteter/tidslinje/{query}").content.decode())

    assert sorted(drawn) == sorted(codes(chief_of_example.get(f"/aktiviteter/{query}")))


def test_timeline_draws_with_points_not_commas(chief_of_example):
    drawing = "".join(
        re.findall(r"<svg.*?</svg>", chief_of_example.get("/aktiviteter/tidslinje/").content.decode(), re.S)
    )

    assert re.findall(r'"\d+,\d+%?"', drawing) == []
    assert "style=" not in drawing


def sheet(response):
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


def test_workbook_has_the_rows_of_the_list(chief_of_example):
    query = "?omrade=1&flagga=nagon&sort=-deadline"

    rows = list(sheet(chief_of_example.get(f"/aktiviteter/export/{query}")).iter_rows(values_only=True))

    assert rows[0][0] == EXAMPLE
    assert rows[1][:6] == ("Nummer", "Aktivitet", "Område", "Områdets namn", "Ansvarig förvaltning", "Läge")
    assert [row[0] for row in rows[2:]] == codes(chief_of_example.get(f"/aktiviteter/{query}"))


def test_workbook_has_every_row_not_only_a_page(chief_of_example):
    assert sheet(chief_of_example.get("/aktiviteter/export/")).max_row == 2 + 28
    assert sheet(chief_of_example.get("/aktiviteter/export/?sida=2")).max_row == 2 + 28


def test_workbook_is_named_after_the_day_and_sent_as_a_file(chief_of_example):
    response = chief_of_example.get("/aktiviteter/export/?dag=31/8/2016")

    assert response["Content-Disposition"] == 'attachment; filename="aktiviteter-2016-08-31.xlsx"'
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_csv_has_the_rows_of_the_list(chief_of_example):
    response = chief_of_example.get("/aktiviteter/export/?omrade=1&format=csv")
    lines = response.content.decode("utf-8-sig").split("\r\n")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0] == EXAMPLE
    assert lines[1].startswith("Nummer;Aktivitet;Område;")
    assert [line.partition(";")[0] for line in lines[2:10]] == [f"SI-0{n}" for n in range(1, 9)]


def test_real_data_is_exported_without_the_example_line(area, chief_client):
    ActivityFactory(area=area, code="AK-01", title="=1+1", responsible=DepartmentFactory(name="+46"))

    exported = sheet(chief_client.get("/aktiviteter/export/"))

    assert exported["A1"].value == "Nummer"
    assert (exported["B2"].value, exported["B2"].data_type) == ("=1+1", "s")
    assert (exported["E2"].value, exported["E2"].data_type) == ("+46", "s")


def test_an_unknown_format_is_refused(chief_of_example):
    response = chief_of_example.get("/aktiviteter/export/?format=pdf")

    assert response.status_code == 400
    assert "Det gick inte att läsa" in text(response)


def test_export_is_logged_with_who_and_what(chief_of_example, caplog):
    with caplog.at_level(logging.INFO, logger="actionplan.export"):
        chief_of_example.get("/aktiviteter/export/?omrade=1&q=%0Afake")

    assert [record.getMessage() for record in caplog.records] == [
        "export by demo-naringslivschef from 127.0.0.1: activities as xlsx, filtered by q, omrade"
    ]


def test_links_to_files_carry_the_choices(chief_of_example):
    response = chief_of_example.get("/aktiviteter/?omrade=1&sida=1")

    assert "/aktiviteter/export/?omrade=1&format=xlsx" in links(response)
    assert "/aktiviteter/export/?omrade=1&format=csv" in links(response)
    assert "/aktiviteter/tidslinje/?omrade=1" in links(response)


def test_every_reader_sees_the_same_rows(demo_client):
    users = [CHIEF, "demo-admin", "demo-handlaggare-stad"]

    seen = [codes(demo_client(user).get("/aktiviteter/?lage=pagar")) for user in users]

    assert seen == [seen[0]] * 3
    assert len(seen[0]) == 11
    assert Activity.objects.count() == 28
