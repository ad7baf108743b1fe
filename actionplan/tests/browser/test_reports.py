"""From draft to printed report in a real browser: the chief makes, writes, publishes and corrects; a council member reads."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from actionplan.models import Activity, Report, User
from actionplan.tests.factories import ReportFactory

WIDTHS = [1320, 320]
CLEAN = {width: ([], width) for width in WIDTHS}


@pytest.fixture
def be(sign_in, example):
    """be("demo-naringslivschef"): the browser is signed in as that example user."""
    return lambda username: sign_in(User.objects.get(username=username))


@pytest.fixture
def seen(page, barriers):
    """What axe finds on the page as it stands, and how wide it becomes, by width."""

    def seen():
        found = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = (barriers(page), page.locator("html").evaluate("e => e.scrollWidth"))
        return found

    return seen


@pytest.fixture
def draft(published_example):
    """A draft for T2 2017, whose activities nobody told of for that day."""
    chief, plan = User.objects.get(username="demo-naringslivschef"), published_example[0].plan
    return ReportFactory(plan=plan, cutoff=dt.date(2017, 8, 31), created_by=chief, is_example=True)


def test_the_pages_of_readers_have_no_barriers(page, be, seen, published_example):
    be("demo-fortroendevald")

    page.goto("/rapporter/")
    assert seen() == CLEAN
    page.goto(f"/rapporter/{published_example[1].pk}/")
    assert seen() == CLEAN


def test_the_public_page_has_no_way_in(page, published_example):
    page.goto(f"/rapporter/{published_example[1].pk}/")

    expect(page.get_by_role("link", name="PDF för handlingarna")).to_be_visible()
    expect(page.get_by_role("link", name="Rapporter", exact=True)).to_have_count(0)


def test_the_chiefs_pages_have_no_barriers_with_errors_too(page, be, seen, draft, complaints):
    Activity.objects.filter(code="SI-01").update(title="x" * 150)
    be("demo-naringslivschef")
    page.goto(f"/rapporter/{draft.pk}/andra/")
    page.get_by_label("Sammanfattning").fill("Ett \x01 tecken")
    page.get_by_label("Motivering, område 2").fill("Ett till \x01")
    page.get_by_role("button", name="Spara utkastet").click()

    expect(page.locator(".np-errors")).to_be_focused()
    assert seen() == CLEAN
    page.goto(f"/rapporter/{draft.pk}/publicera/")
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator(".np-errors")).to_be_focused()
    assert seen() == CLEAN
    complaints.clear()  # the browser reports the 400s itself


def test_a_report_from_draft_to_its_second_version(page, be, published_example):
    be("demo-naringslivschef")
    page.goto("/rapporter/")
    page.get_by_role("link", name="Gör en rapport").click()
    page.get_by_text("Delårsrapport", exact=True).click()
    page.get_by_label("Brytdatum").fill("31 augusti 2017")
    page.get_by_role("button", name="Gör utkastet").click()
    _look_at_it(page)
    _write(page)
    _publish(page)
    report = Report.objects.get(cutoff="2017-08-31")

    be("demo-fortroendevald")
    _read(page, report)

    be("demo-naringslivschef")
    page.goto(report.get_absolute_url())
    page.get_by_role("link", name="Rätta med en ny version").click()
    page.get_by_label("Vad är rättat, och varför?").fill("Bedömningen av område 1 var fel.")
    page.get_by_role("button", name="Gör ett utkast").click()
    _publish(page)

    be("demo-fortroendevald")
    page.goto(report.get_absolute_url())
    page.get_by_role("link", name="Läs version 2").click()
    expect(page.get_by_text("Version 2. Rättat: Bedömningen av område 1 var fel.")).to_be_visible()


def _look_at_it(page):
    expect(page.get_by_text("Utkast. Bara du som är näringslivschef ser det.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert download.value.suggested_filename == "utkast-delarsrapport-2017-08-31.pdf"


def _write(page):
    page.get_by_role("link", name="Skriv sammanfattning och bedömningar").click()
    page.get_by_label("Sammanfattning").fill("Halvvägs.\n\nVi tar igen det i höst.")
    page.get_by_label("Din bedömning av område 1").select_option("gul")
    page.get_by_role("button", name="Spara utkastet").click()
    expect(page.get_by_text("Stämmer det här?")).to_be_visible()
    page.get_by_label("Motivering, område 1").fill("Det mesta är på gång.")
    page.get_by_role("button", name="Spara ändå").click()
    expect(page.get_by_text("Vi tar igen det i höst.")).to_be_visible()


def _publish(page):
    page.get_by_role("link", name="Publicera").click()
    page.get_by_label("Varför publiceras rapporten utan alla svar?").fill("Sommaren kom emellan.")
    page.get_by_role("button", name="Publicera").click()
    expect(page.get_by_text("Rapporten är publicerad. Den ändras inte längre.")).to_be_visible()


def _read(page, report):
    page.goto("/")
    page.get_by_role("link", name="Delårsrapport per 31 augusti 2017").click()
    expect(page.get_by_text("Sommaren kom emellan.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF för handlingarna").click()
    assert download.value.suggested_filename == "delarsrapport-2017-08-31.pdf"
    assert download.value.path().read_bytes() == bytes(report.files.get(format="pdf").content)
