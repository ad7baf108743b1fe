"""A follow-up round from opening to lock, by the two who work in it, in a real browser."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from actionplan.choices import RoundState
from actionplan.models import ReportingRound, RoundReview, User
from actionplan.services.rounds import open_round
from actionplan.tests.browser.test_followup import DAY
from actionplan.tests.factories import noon

WIDTHS = [1320, 320]
CHIEF, OFFICER = "demo-naringslivschef", "demo-handlaggare-stad"


@pytest.fixture
def be(sign_in, example):
    """be("demo-naringslivschef"): the browser is signed in as that example user."""
    return lambda username: sign_in(User.objects.get(username=username))


@pytest.fixture
def round_(example):
    return ReportingRound.objects.get(name="Helår 2017")


@pytest.fixture
def opened(round_):
    return open_round(round_, by=User.objects.get(username=CHIEF), at=noon(DAY), expected_version=1)


@pytest.fixture
def spring(example, settings):
    """T1 2018, planned, on 2 May 2018: nobody has told of anything since 2017."""
    settings.DEMO_TODAY = dt.date(2018, 5, 2)
    return ReportingRound.objects.get(name="T1 2018")


def open_it(page, round_):
    page.goto(round_.get_absolute_url())
    page.get_by_role("link", name="Öppna omgången").click()
    page.get_by_role("button", name="Öppna omgången").click()
    expect(page.get_by_text("T1 2018 är öppen. Aktiviteterna väntar nu på svar.")).to_be_visible()


def answer(page, button, sees, says):
    page.goto("/mina/")
    card = page.locator("article", has_text="EB-02")
    expect(card.get_by_text(sees)).to_be_visible()
    card.get_by_role("link", name=button).click()
    expect(card.get_by_label("Läget avser")).to_have_value("2018-04-30")
    card.get_by_label("Vad har hänt").fill(says)
    card.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("EB-02 är sparad.")).to_be_visible()
    expect(card.get_by_text(sees)).to_have_count(0)


def ask_for_more(page, round_, said, question):
    page.goto(f"{round_.get_absolute_url()}?visa=att-granska")
    row = page.get_by_role("row").filter(has_text="EB-02")
    expect(row.get_by_text(said)).to_be_visible()
    row.get_by_role("link", name="Komplettera").click()
    page.get_by_label("Vad behöver kompletteras?").fill(question)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_text("Frågan om EB-02 är sparad.")).to_be_visible()


def review_and_lock(page, round_, said):
    page.goto(f"{round_.get_absolute_url()}?visa=att-granska")
    page.get_by_role("row").filter(has_text=said).get_by_role("button", name="Granskad").click()
    page.get_by_role("link", name="Lås omgången").click()
    page.get_by_role("link", name="Skulle ha startat men har inte börjat").click()
    expect(page.get_by_role("heading", name="Skulle ha startat men har inte börjat")).to_be_visible()
    page.get_by_role("link", name="Lås omgången").click()
    page.get_by_label("Kommentar").fill("Allt är på plats.")
    page.get_by_role("button", name="Lås omgången").click()
    expect(page.get_by_text("T1 2018 är låst.", exact=True)).to_be_visible()
    expect(page.get_by_text("Allt är på plats.")).to_be_visible()


@pytest.mark.browser_pg
def test_a_round_from_opening_to_lock(page, be, spring):
    be(CHIEF)
    open_it(page, spring)
    be(OFFICER)
    answer(page, "Uppdatera", "Väntar på din lägesrapport.", "Nio av tio har varit ute.")
    be(CHIEF)
    ask_for_more(page, spring, "Nio av tio har varit ute.", "Vilken är den tionde?")
    be(OFFICER)
    answer(page, "Svara", "Vilken är den tionde?", "Alla tio har varit ute.")
    be(CHIEF)
    review_and_lock(page, spring, "Alla tio har varit ute.")

    assert ReportingRound.objects.get(pk=spring.pk).state == RoundState.LOCKED
    assert list(RoundReview.objects.order_by("at").values_list("verdict", flat=True)) == ["komplettera", "granskad"]


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_have_no_barriers_and_do_not_scroll_sideways(page, be, opened, barriers, width):
    be(CHIEF)
    page.set_viewport_size({"width": width, "height": 900})
    one = opened.get_absolute_url()

    for address in ("/uppfoljning/", one, f"{one}las/", f"{one}paminn/", f"{one}andra/"):
        page.goto(address)
        assert (address, barriers(page)) == (address, [])
        assert (address, page.locator("html").evaluate("e => e.scrollWidth")) == (address, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_form_with_errors_has_no_barriers_and_takes_focus(page, be, example, barriers, complaints, width):
    be(CHIEF)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/uppfoljning/ny/")
    page.get_by_label("Brytdatum").fill("31/2/2018")

    page.get_by_role("button", name="Spara").click()

    expect(page.locator(".np-errors")).to_be_focused()
    expect(page.get_by_label("Brytdatum")).to_have_value("31/2/2018")
    assert barriers(page) == []
    complaints.clear()  # the browser reports the 400 itself
