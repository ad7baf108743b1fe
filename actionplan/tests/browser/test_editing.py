"""Changing the plan and its activities in a real browser: by keyboard, on a narrow screen, with errors and questions."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from actionplan.models import ActionPlan, Activity, Department, User

WIDTHS = [1320, 320]


@pytest.fixture(autouse=True)
def as_chief(sign_in, example):
    sign_in(User.objects.get(username="demo-naringslivschef"))


def path(page, code):
    return f"/aktiviteter/{Activity.objects.get(code=code).pk}/{page}/"


def department(name):
    return Department.objects.get(name=name).pk


def tab_to(page, locator):
    """Press Tab until the element has focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the element cannot be reached by keyboard")


def fill(page, label, text):
    field = page.get_by_label(label, exact=True)
    tab_to(page, field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def press(page, name):
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "address",
    [
        "/planen/",
        "/planen/andra/",
        "/planen/beslut/nytt/",
        "/omraden/4/andra/",
        "/aktiviteter/ny/?omrade=1",
        "SI-03 andra",
        "SI-03 avsluta",
        "SI-04 oppna",
        "SI-03 overlamna",
        "/forvaltningar/{}/overlamna/",
    ],
)
def test_page_has_no_barriers_and_does_not_scroll_sideways(page, barriers, width, address):
    page.set_viewport_size({"width": width, "height": 900})
    code, _, action = address.partition(" ")

    page.goto(path(action, code) if action else address.format(department("Konsult- och servicekontoret")))

    assert barriers(page) == []
    assert page.locator("html").evaluate("e => e.scrollWidth") == width


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("address", "button", "emptied"),
    [
        ("/planen/andra/", "Spara", ["Titel*", "Period*"]),
        ("/planen/beslut/nytt/", "Spara", []),
        ("/omraden/4/andra/", "Spara", ["Namn*"]),
        ("/aktiviteter/ny/", "Spara", []),
        ("SI-03 avsluta", "Avsluta i planen", []),
        ("SI-03 overlamna", "Överlämna", []),
        ("/forvaltningar/{}/overlamna/", "Visa vad som händer", []),
    ],
)
def test_errors_take_focus_lead_to_their_fields_and_raise_no_barriers(
    page, barriers, complaints, width, address, button, emptied
):
    page.set_viewport_size({"width": width, "height": 900})
    code, _, action = address.partition(" ")
    page.goto(path(action, code) if action else address.format(department("Konsult- och servicekontoret")))
    for label in emptied:
        page.get_by_label(label, exact=True).fill("")

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.locator(".np-errors")).to_be_focused()
    assert barriers(page) == []
    assert page.locator("html").evaluate("e => e.scrollWidth") == width
    link = page.locator(".np-errors a").first
    field = page.locator(link.get_attribute("href"))
    link.click()
    expect(field).to_be_focused()
    complaints.clear()  # the browser reports the 400 itself


@pytest.mark.browser_pg
def test_2016_2108_is_asked_about_and_put_right_by_keyboard(page, barriers, complaints):
    page.goto("/planen/andra/")
    fill(page, "Period*", "2016-2108")
    page.keyboard.press("Enter")

    expect(page.locator(".np-errors")).to_be_focused()
    expect(page.locator(".np-errors")).to_contain_text("menade du 2016–2018?")
    expect(page.get_by_label("Period*", exact=True)).to_have_value("2016-2108")
    assert barriers(page) == []
    complaints.clear()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the summary's link leads to the field
    expect(page.get_by_label("Period*", exact=True)).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("2016-2018")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Planen är sparad.")).to_be_visible()
    assert ActionPlan.objects.get().period_label == "2016–2018"


def test_a_new_activity_by_keyboard_with_a_question(page, barriers):
    page.goto("/aktiviteter/ny/?omrade=1")
    fill(page, "Aktivitet*", "Starta en lots")
    fill(page, "Ska vara klar", "31 mars 2019")
    tab_to(page, page.get_by_label("Ansvarig förvaltning"))
    page.keyboard.type("Tekniska")
    tab_to(page, page.get_by_role("checkbox", name="Socialförvaltningen"))
    page.keyboard.press("Space")
    press(page, "Spara")

    question = page.locator(".np-note.warning")
    expect(question).to_be_focused()
    expect(question).to_contain_text("Sluttiden 2019-03-31 ligger efter planens period (2016–2018).")
    assert barriers(page) == []
    press(page, "Spara ändå")

    expect(page.get_by_text("SI-09 är skapad.")).to_be_visible()
    rows = Activity.objects.get(code="SI-09").responsibilities.values_list("role", "department__name")
    assert sorted(rows) == [("ansvarig", "Tekniska kontoret"), ("medverkar", "Socialförvaltningen")]


@pytest.mark.browser_pg
@pytest.mark.parametrize("width", [1320, 320])
def test_the_second_saver_reads_what_the_first_wrote_and_chooses(page, context, barriers, complaints, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path("andra", "SI-04"))
    other = context.new_page()
    other.goto(path("andra", "SI-04"))
    other.get_by_label("Syfte").fill("Det den andra skrev")
    other.get_by_role("button", name="Spara", exact=True).click()
    expect(other.get_by_text("SI-04 är sparad.")).to_be_visible()

    page.get_by_label("Syfte").fill("Det jag skrev")
    page.get_by_role("button", name="Spara", exact=True).click()

    told = page.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("Det den andra skrev")
    expect(page.get_by_label("Syfte")).to_have_value("Det jag skrev")
    expect(page.get_by_role("link", name="Behåll den andras")).to_be_visible()
    assert barriers(page) == []
    assert page.locator("html").evaluate("e => e.scrollWidth") == width
    complaints.clear()

    press(page, "Spara min version ändå")
    expect(page.get_by_text("SI-04 är sparad.")).to_be_visible()
    assert Activity.objects.get(code="SI-04").purpose == "Det jag skrev"


def test_closing_and_reopening_by_keyboard(page):
    page.goto(path("avsluta", "SI-03"))
    tab_to(page, page.get_by_label("Överförd till nästa plan"))
    page.keyboard.press("Space")
    fill(page, "Skäl*", "Fortsätter nästa år")
    press(page, "Avsluta i planen")
    expect(page.get_by_text("SI-03 är avslutad i planen. Sista dagen är 2017-12-31.")).to_be_visible()

    page.goto(path("oppna", "SI-03"))
    press(page, "Öppna aktiviteten igen")

    expect(page.get_by_text("SI-03 är öppen igen.")).to_be_visible()
    assert Activity.objects.get(code="SI-03").closed_on is None


@pytest.mark.parametrize("width", WIDTHS)
def test_a_departments_activities_are_handed_over_after_a_preview_by_keyboard(page, barriers, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/forvaltningar/{department('Utvecklingsförvaltningen')}/overlamna/")
    tab_to(page, page.get_by_label("Till förvaltning"))
    page.keyboard.type("Tekniska")
    fill(page, "Från och med*", "2018-01-01")
    press(page, "Visa vad som händer")

    preview = page.get_by_role("region", name="Det här händer")
    expect(preview).to_be_focused()
    expect(preview.get_by_role("listitem")).to_have_count(2)
    assert barriers(page) == []
    assert page.locator("html").evaluate("e => e.scrollWidth") == width
    press(page, "Ja, överlämna")

    expect(page.get_by_text("lämnar över 2 aktiviteter till Tekniska kontoret från 2018-01-01.")).to_be_visible()
    rows = Activity.objects.get(code="SU-04").responsibilities.responsible().values_list("department__name", "from_on")
    assert sorted(rows) == [
        ("Tekniska kontoret", dt.date(2018, 1, 1)),
        ("Utvecklingsförvaltningen", dt.date(2015, 12, 4)),
    ]


def test_one_activity_is_handed_over_by_keyboard(page):
    page.goto(path("overlamna", "UI-03"))
    tab_to(page, page.get_by_label("Ny ansvarig förvaltning"))
    page.keyboard.type("Social")
    fill(page, "Från och med*", "1 januari 2018")
    press(page, "Överlämna")

    expect(page.get_by_text("Socialförvaltningen ansvarar för UI-03 från 2018-01-01.")).to_be_visible()


def test_a_decision_is_recorded_and_corrected_by_keyboard(page):
    page.goto("/planen/beslut/nytt/")
    tab_to(page, page.get_by_label("Beslut*", exact=True))
    page.keyboard.type("Antas")
    press(page, "Spara")
    expect(page.get_by_text("Planens status blir Antagen.")).to_be_visible()
    press(page, "Spara ändå")
    expect(page.get_by_text("Av: okänt · Datum: okänt · Paragraf: okänd")).to_be_visible()

    tab_to(page, page.get_by_role("link", name="Ändra beslutet"))
    page.keyboard.press("Enter")
    fill(page, "Beslutsdatum", "1/2 2016")
    press(page, "Spara")

    expect(page.get_by_text("Datum: 1 februari 2016")).to_be_visible()


def test_everything_works_without_script(browser, base_url, context):
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/omraden/4/andra/")
    page.get_by_label("Beskrivning").fill("Vi skriver klarspråk.")

    page.get_by_role("button", name="Spara", exact=True).click()

    expect(page.get_by_text("Området 4 Den empatiske byråkraten är sparat.")).to_be_visible()
    plain.close()
