"""My activities, the status update, the dashboard and one activity in a real browser: by keyboard, by htmx and without."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from actionplan.models import Activity, User

DAY = dt.date(2017, 12, 31)
WIDTHS = [1320, 320]


@pytest.fixture
def be(sign_in, example):
    """be("demo-naringslivschef"): the browser is signed in as that example user."""
    return lambda username: sign_in(User.objects.get(username=username))


@pytest.fixture
def number(example):
    """number("SI-03"): the id of the example activity with that code."""
    return lambda code: Activity.objects.get(code=code).pk


def standing(code):
    return Activity.objects.on_day(DAY).get(code=code).standing


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address",
    ["/oversikt/", "/oversikt/?dag=2016-08-31", "/oversikt/?dag=2012-01-01", "/mina/", "/aktiviteter/{}/", "/aktiviteter/{}/uppdatera/"],
)  # fmt: skip
def test_page_has_no_barriers_and_does_not_scroll_sideways(page, be, number, barriers, width, address):
    be("demo-naringslivschef")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(address.format(number("SI-03")))

    assert barriers(page) == []
    assert page.locator("html").evaluate("e => e.scrollWidth") == width


@pytest.mark.browser_pg
@pytest.mark.parametrize("width", WIDTHS)
def test_form_with_errors_has_no_barriers_and_takes_focus(page, be, number, barriers, complaints, width):
    be("demo-naringslivschef")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/aktiviteter/{number('SI-05')}/uppdatera/")
    page.get_by_label("Vad har hänt").fill("")
    page.get_by_label("Läget avser").fill("31/2/2017")
    page.get_by_label("Ny sluttid, om den flyttas").fill("snart")

    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.locator(".np-errors")).to_be_focused()
    expect(page.get_by_label("Läget avser")).to_have_value("31/2/2017")
    assert barriers(page) == []
    complaints.clear()  # the browser reports the 400 itself


def test_dashboard_with_a_faulty_day_has_no_barriers(page, be, barriers, complaints):
    be("demo-naringslivschef")

    page.goto("/oversikt/?dag=31/2/2017&sedan=x")

    assert barriers(page) == []
    complaints.clear()


@pytest.mark.browser_pg
def test_whole_update_by_keyboard(page, be, number):
    be("demo-handlaggare-stad")
    page.goto(f"/aktiviteter/{number('SI-03')}/uppdatera/?back=mina")
    page.get_by_label("Pågående").focus()

    press(page, "ArrowRight")  # Genomförd
    page.keyboard.press("Tab")  # past the assessment to the words
    page.keyboard.press("Tab")
    page.keyboard.type(" Beslutad av nämnden.")
    page.get_by_role("button", name="Spara", exact=True).focus()
    press(page, "Enter")

    expect(page.get_by_text("SI-03 är sparad.")).to_be_visible()
    assert standing("SI-03") == "genomford"


def test_still_true_in_one_click_without_leaving_the_page(page, be):
    be("demo-handlaggare-stad")
    page.goto("/mina/")
    card = page.locator("article", has_text="EB-02")
    before = Activity.objects.get(code="EB-02").updates.count()

    card.get_by_role("button", name="Stämmer fortfarande").click()

    expect(page.get_by_text("Sparat: läget stämmer fortfarande.")).to_be_visible()
    assert Activity.objects.get(code="EB-02").updates.count() == before + 1


def test_form_opens_in_the_card_and_saves(page, be):
    be("demo-handlaggare-stad")
    page.goto("/mina/")
    card = page.locator("article", has_text="EB-02")

    card.get_by_role("link", name="Uppdatera").click()
    card.get_by_label("Vad har hänt").fill("Nio av tio handläggare har varit ute.")
    card.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_text("EB-02 är sparad.")).to_be_visible()
    expect(page.get_by_text("”Nio av tio handläggare har varit ute.”")).to_be_visible()


def test_everything_works_without_script(browser, base_url, sign_in, context, be, number):
    be("demo-handlaggare-stad")
    quiet = browser.new_context(java_script_enabled=False, base_url=base_url, locale="sv-SE")
    quiet.add_cookies(context.cookies())
    page = quiet.new_page()
    page.goto("/mina/")

    page.locator("article", has_text="EB-02").get_by_role("button", name="Stämmer fortfarande").click()
    expect(page.get_by_text("EB-02: läget stämmer fortfarande. Det är sparat.")).to_be_visible()
    page.locator("article", has_text="SI-03").get_by_role("link", name="Uppdatera").click()
    page.get_by_label("Genomförd").check(force=True)
    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_text("SI-03 är sparad.")).to_be_visible()
    assert standing("SI-03") == "genomford"
    quiet.close()


def test_two_people_at_once_lose_nothing(page, context, be, number, complaints):
    be("demo-naringslivschef")
    page.goto(f"/aktiviteter/{number('SU-01')}/uppdatera/")
    other = context.new_page()
    other.goto(f"/aktiviteter/{number('SU-01')}/uppdatera/")
    other.get_by_label("Vad har hänt").fill("44 besök är gjorda.")
    other.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_label("Vad har hänt").fill("Mitt eget ord.")

    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_text("44 besök är gjorda.").first).to_be_visible()
    expect(page.get_by_label("Vad har hänt")).to_have_value("Mitt eget ord.")
    page.get_by_role("button", name="Spara min också").click()
    expect(page.get_by_text("Mitt eget ord.")).to_be_visible()
    complaints.clear()  # the browser reports the 409 itself
    assert Activity.objects.get(code="SU-01").updates.until(DAY).count() == 4


def test_expired_session_carries_what_was_typed(page, context, be, number, settings):
    settings.DEMO = True
    be("demo-handlaggare-stad")
    page.goto(f"/aktiviteter/{number('SI-03')}/uppdatera/")
    page.get_by_label("Vad har hänt").fill("Åtgärden är klar & beslutad.")
    kept = [cookie for cookie in context.cookies() if "csrf" in cookie["name"]]
    context.clear_cookies()
    context.add_cookies(kept)

    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("button", name="Demo Handläggare Stadsbyggnad").click()

    expect(page.get_by_label("Vad har hänt")).to_have_value("Åtgärden är klar & beslutad.")
    assert Activity.objects.get(code="SI-03").updates.filter(comment__contains="Åtgärden").count() == 0
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("SI-03 är sparad.")).to_be_visible()


def test_figure_leads_to_as_many_rows(page, be):
    be("demo-naringslivschef")
    page.goto("/oversikt/")

    page.get_by_role("link", name="2 är försenade").click()

    expect(page.get_by_text("2 aktiviteter.").first).to_be_visible()


@pytest.mark.parametrize("width", [1320, 320])
@pytest.mark.parametrize("path", ["", "uppdatera/"])
def test_a_word_without_end_does_not_widen_the_page(be, page, number, width, path):
    pk = number("SI-03")
    Activity.objects.filter(pk=pk).update(title="Å" * 300, purpose="Ö" * 5000)
    be("demo-handlaggare-stad")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/aktiviteter/{pk}/{path}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Å" * 300)

    assert page.evaluate("document.documentElement.scrollWidth") == width
