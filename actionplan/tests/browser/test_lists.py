"""The lists in a real browser: on any screen, by keyboard, with htmx and without script."""

import re

import pytest
from playwright.sync_api import expect

from actionplan.models import Department, User

WIDTHS = [1320, 320]


@pytest.fixture(autouse=True)
def as_chief(sign_in, example):
    sign_in(User.objects.get(username="demo-naringslivschef"))


def count(page, text):
    expect(page.locator("#antal")).to_have_text(text)


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def tab_to(page, locator):
    """Press Tab until the element has focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the element cannot be reached by keyboard")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address",
    [
        "/aktiviteter/",
        "/aktiviteter/?q=si&lage=forsenad&flagga=nagon&andrat=startade&sedan=2015-12-31&sort=-deadline&dag=2018-01-15",
        "/aktiviteter/?q=xyz&omrade=1",
        "/aktiviteter/tidslinje/?dag=2018-01-15",
        "/aktiviteter/tidslinje/?q=xyz",
        "/omraden/1/",
        "/omraden/1/?dag=2015-01-01",
        "/forvaltningar/",
        "/forvaltningar/Stadsbyggnadsförvaltningen/",
        "/forvaltningar/Samhällsbyggnadsförvaltningen/",
    ],
)
def test_page_has_no_barriers_and_never_scrolls_sideways(page, barriers, address, width):
    for name in ("Stadsbyggnadsförvaltningen", "Samhällsbyggnadsförvaltningen"):
        address = address.replace(name, str(Department.objects.get(name=name).pk))
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(address)
    for summary in page.locator("main details:not([open]) > summary").all():
        summary.click()

    assert barriers(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address", ["/aktiviteter/?omrade=9&fran=2017-02-30&lage=klar&andrat=startade", "/omraden/1/?dag=hej"]
)
def test_errors_have_no_barriers(page, complaints, barriers, address, width):
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(address)

    assert barriers(page) == []
    assert overflow(page) == 0
    assert complaints == ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]
    complaints.clear()


def test_htmx_changes_the_results_and_leaves_the_form_alone(page):
    page.goto("/aktiviteter/")
    page.get_by_label("Sök", exact=True).evaluate("element => element.dataset.same = 'yes'")

    page.get_by_label("Sök", exact=True).fill("ÅRSVIS nyhetsbrev")
    page.keyboard.press("Enter")
    count(page, "0 aktiviteter.")
    page.get_by_label("Sök", exact=True).fill("NYHETSBREV")
    page.keyboard.press("Enter")

    count(page, "1 aktivitet.")
    expect(page).to_have_url(re.compile(r"/aktiviteter/\?q=NYHETSBREV&sort=area$"))
    expect(page.get_by_label("Sök", exact=True)).to_have_attribute("data-same", "yes")
    expect(page.get_by_label("Sök", exact=True)).to_be_focused()


def test_day_is_kept_when_htmx_filters_and_choices_when_the_day_changes(page):
    page.goto("/aktiviteter/?dag=2016-08-31")
    page.get_by_label("Område").select_option("2")
    page.get_by_role("search", name="Filtrera aktiviteter").get_by_role("button", name="Visa").click()
    count(page, "8 aktiviteter.")

    page.get_by_label("Läget den").fill("31 december 2017")
    page.get_by_role("search", name="Plan och dag").get_by_role("button", name="Visa").click()

    expect(page.get_by_text("läget den 31 december 2017")).to_be_visible()
    count(page, "8 aktiviteter.")
    expect(page.get_by_label("Område")).to_have_value("2")


def test_heading_sorts_keeps_focus_and_the_choice_of_order_follows(page):
    page.goto("/aktiviteter/?omrade=1")
    heading = page.locator("#sortera-deadline")

    heading.focus()
    page.keyboard.press("Enter")

    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Klar senast")
    expect(heading).to_be_focused()
    expect(page.locator("#id_sort")).to_have_value("deadline")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Klar senast")
    expect(page.locator("#id_sort")).to_have_value("-deadline")


def test_back_brings_the_earlier_list_with_its_form(page):
    page.goto("/aktiviteter/")
    page.get_by_label("Sök", exact=True).fill("nyhetsbrev")
    page.keyboard.press("Enter")
    count(page, "1 aktivitet.")

    page.go_back()

    count(page, "28 aktiviteter. Visar 1–25.")
    expect(page.get_by_label("Sök", exact=True)).to_have_value("")


def test_next_page_is_shown_and_takes_focus(page):
    page.goto("/aktiviteter/")

    page.get_by_role("link", name="Nästa").click()

    count(page, "28 aktiviteter. Visar 26–28.")
    expect(page.locator("#aktiviteter")).to_be_focused()


def test_faulty_day_opens_the_form_with_its_error_in_focus(page, complaints):
    page.goto("/aktiviteter/")
    page.get_by_text("Fler val").click()
    page.get_by_label("Pågår från").fill("30 februari 2017")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Pågår från")).to_have_value("30 februari 2017")
    page.get_by_role("link", name="Pågår från: Datumet finns inte: februari 2017 har 28 dagar.").click()
    expect(page.get_by_label("Pågår från")).to_be_focused()
    assert complaints == ["Failed to load resource: the server responded with a status of 400 (Bad Request)"]
    complaints.clear()


def test_filter_by_keyboard_alone(page):
    page.goto("/aktiviteter/")

    tab_to(page, page.locator("main summary", has_text="Fler val"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("group", name="Läge").get_by_label("Försenad"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    count(page, "2 aktiviteter.")
    tab_to(page, page.get_by_role("link", name="Ta bort Läge: Försenad"))
    page.keyboard.press("Enter")

    count(page, "28 aktiviteter. Visar 1–25.")


def test_rows_are_cards_on_a_phone_and_sort_by_a_field(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/aktiviteter/?omrade=1")

    expect(page.locator("#sortera-title")).to_be_hidden()
    page.get_by_text("Fler val").click()
    page.get_by_label("Ordning").select_option("-title")
    page.get_by_role("search", name="Filtrera aktiviteter").get_by_role("button", name="Visa").click()

    expect(page.locator(".np-activities tbody th").first).to_have_text(
        "Ta fram servicegarantier med handläggningstider för bygglov"
    )


def test_everything_works_without_script(browser, browser_context_args, context):
    without = browser.new_context(**browser_context_args, java_script_enabled=False)
    without.add_cookies(context.cookies())
    page = without.new_page()

    page.goto("/aktiviteter/")
    page.get_by_label("Område").select_option("1")
    page.get_by_role("search", name="Filtrera aktiviteter").get_by_role("button", name="Visa").click()
    count(page, "8 aktiviteter.")
    page.locator("#sortera-deadline").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Klar senast")
    count(page, "8 aktiviteter.")
    page.get_by_role("link", name="Tidslinje").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidslinje")
    count(page, "8 aktiviteter.")
    without.close()


def test_file_is_downloaded_with_the_choices(page):
    page.goto("/aktiviteter/?omrade=1")

    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ned som Excel").click()

    assert download.value.suggested_filename == "aktiviteter-2017-12-31.xlsx"


def test_timeline_is_drawn_beside_its_words_and_below_them_on_a_phone(page):
    page.goto("/aktiviteter/tidslinje/?q=si-03&dag=2018-01-15")
    words, bar = page.locator("li.np-tl-row > div").nth(0), page.locator("li.np-tl-row > div").nth(1)
    assert bar.bounding_box()["x"] > words.bounding_box()["x"] + words.bounding_box()["width"] - 1

    page.set_viewport_size({"width": 320, "height": 800})

    assert bar.bounding_box()["y"] >= words.bounding_box()["y"] + words.bounding_box()["height"] - 1
    assert bar.bounding_box()["width"] > 200
