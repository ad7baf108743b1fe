"""Closing the mandate, decisions and documents in a real browser: without barriers, and settled by keyboard alone."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from actionplan.models import ActionPlan, Activity, User
from actionplan.services.closing import start_successor
from actionplan.tests.browser.test_editing import fill, press, tab_to
from actionplan.tests.browser.test_proposals import fits
from actionplan.tests.factories import DocumentFactory

WIDTHS = [1320, 320]
CLOSE = "/planen/avsluta/"


@pytest.fixture(autouse=True)
def as_chief(sign_in, example):
    sign_in(User.objects.get(username="demo-naringslivschef"))


@pytest.fixture
def following():
    """The plan that continues the example's."""
    facts = {"title": "Nästa plan", "valid_from": dt.date(2019, 1, 1), "valid_to": dt.date(2022, 12, 31)}
    return start_successor(ActionPlan(**facts), after=ActionPlan.objects.get())


def settle(code):
    return f"{CLOSE}{Activity.objects.get(code=code, predecessor=None).pk}/"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_have_no_barriers(page, barriers, following, width):
    page.set_viewport_size({"width": width, "height": 900})
    document = DocumentFactory(plan=ActionPlan.objects.get(predecessor=None))
    addresses = [
        CLOSE,
        settle("SI-03"),
        settle("SI-04"),
        "/planen/ny/",
        "/planen/dokument/tjansteskrivelse_anta/",
        f"/planen/dokument/version/{document.pk}/",
        f"/planen/beslut/nytt/?aktivitet={Activity.objects.get(code='SI-03', predecessor=None).pk}",
    ]
    for address in addresses:
        page.goto(address)
        assert (address, barriers(page), fits(page)) == (address, [], True)


@pytest.mark.parametrize("width", WIDTHS)
def test_forms_that_come_back_have_no_barriers(page, barriers, complaints, following, width):
    page.set_viewport_size({"width": width, "height": 900})
    forms = {settle("SI-03"): "Spara och ta nästa", "/planen/ny/": "Skapa planen", "/planen/beslut/nytt/": "Spara"}
    for address, button in forms.items():
        page.goto(address)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert (address, barriers(page), fits(page)) == (address, [], True)
    page.goto("/planen/dokument/tjansteskrivelse_anta/")
    page.get_by_label("Förslag till beslut").fill("")
    page.get_by_role("button", name="Ta fram dokumentet").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert (barriers(page), fits(page)) == ([], True)
    complaints.clear()  # Chromium tells of every answer of 400


@pytest.mark.parametrize("width", WIDTHS)
def test_a_preview_and_a_question_have_no_barriers(page, barriers, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/planen/dokument/tjansteskrivelse_anta/")
    page.get_by_role("button", name="Förhandsgranska").click()
    expect(page.get_by_role("heading", name="Förhandsgranskning")).to_be_focused()
    assert (barriers(page), fits(page)) == ([], True)
    page.goto("/planen/beslut/nytt/")
    page.get_by_label("Beslut*", exact=True).select_option("antas")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Planens status blir Antagen.")).to_be_visible()
    assert (barriers(page), fits(page)) == ([], True)


def choose(page, words):
    """Choose one of the buttons by keyboard: into the group with Tab, then along it with the arrows."""
    tab_to(page, page.locator("input[name=how]").first)
    page.keyboard.press("Space")
    while not page.get_by_role("radio", name=words).is_checked():
        page.keyboard.press("ArrowRight")


@pytest.mark.browser_pg
def test_two_activities_are_settled_by_keyboard_and_the_rest_waits(page, following):
    page.goto(CLOSE)
    expect(page.get_by_text("18 av 28 aktiviteter är avgjorda. 10 är kvar.")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Avgör SI-03"))
    page.keyboard.press("Enter")
    choose(page, "Förs över till nästa plan")
    fill(page, "Skäl*", "Fortsätter & växer 🙂")
    press(page, "Spara och ta nästa")
    expect(page.get_by_text("SI-03 förs över och fortsätter som SI-01 i Nästa plan.")).to_be_visible()
    expect(page.get_by_role("heading", name="Avgör SI-07")).to_be_visible()
    choose(page, "Avbryts")
    fill(page, "Skäl*", "Ersätts av servicegarantierna.")
    press(page, "Spara")

    expect(page.get_by_text("SI-07 är avbruten.")).to_be_visible()
    expect(page.get_by_text("20 av 28 aktiviteter är avgjorda. 8 är kvar.")).to_be_visible()
    continued = Activity.objects.get(plan=following)
    assert (continued.predecessor.code, continued.predecessor.closing_reason) == ("SI-03", "Fortsätter & växer 🙂")
    assert Activity.objects.get(code="SI-07").updates.filter(status="avbruten", as_of="2017-12-31").count() == 1
