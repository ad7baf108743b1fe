"""The frame and the pages of signing in, as people meet them: by keyboard, on a narrow screen, without script."""

import re

import pytest
from playwright.sync_api import expect

from actionplan.choices import Role
from actionplan.models import Department
from actionplan.services.people import create_user

PASSWORD = "tre gröna hästar"
WIDTHS = [1320, 320]
OPEN_PAGES = ["/logga-in/", "/losenord/glomt/", "/losenord/glomt/skickat/", "/losenord/nytt/1-abc/", "/tillganglighet/"]


@pytest.fixture
def officer():
    department = Department.objects.create(name="Konsult- och servicekontoret")
    return create_user(username="kim", role=Role.OFFICER, password=PASSWORD, department=department)


@pytest.fixture
def narrow(page):
    page.set_viewport_size({"width": 360, "height": 740})
    return page


def runs_over(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_open_pages_have_no_barriers_and_no_sideways_scroll(page, barriers, settings, width):
    settings.DEMO = True
    create_user(
        username="demo-chef", role=Role.CHIEF, password=None, first_name="Demo Näringslivschef", is_example=True
    )
    page.set_viewport_size({"width": width, "height": 740})

    for path in OPEN_PAGES:
        page.goto(path)
        assert (path, barriers(page), runs_over(page)) == (path, [], False)


@pytest.mark.parametrize("width", WIDTHS)
def test_signed_in_pages_have_no_barriers_and_no_sideways_scroll(page, officer, sign_in, barriers, width):
    sign_in(officer)
    page.set_viewport_size({"width": width, "height": 740})

    for path in ["/rapporter/", "/losenord/", "/logga-ut/"]:
        page.goto(path)
        page.locator(".np-user > summary").click()
        assert (path, barriers(page), runs_over(page)) == (path, [], False)


@pytest.mark.parametrize("width", WIDTHS)
def test_forms_with_errors_have_no_barriers_and_their_summary_takes_focus(page, officer, sign_in, barriers, width):
    page.set_viewport_size({"width": width, "height": 740})

    for path, user in [("/logga-in/", None), ("/losenord/glomt/", None), ("/losenord/", officer)]:
        if user:
            sign_in(user)
        page.goto(path)
        page.locator("main button[type=submit]").last.click()
        expect(page.locator(".np-errors")).to_be_focused()
        assert (path, barriers(page), runs_over(page)) == (path, [], False)


@pytest.mark.parametrize("width", WIDTHS)
def test_error_pages_have_no_barriers(page, officer, sign_in, barriers, complaints, width):
    sign_in(officer)
    page.set_viewport_size({"width": width, "height": 740})

    for path, status in [("/finns-inte/", 404), ("/logga-in/fortsatt/", 405), ("/rapporter/?a=%00", 400)]:
        assert page.goto(path).status == status
        assert (path, barriers(page), runs_over(page)) == (path, [], False)
    complaints.clear()


def test_the_skip_link_comes_first_and_leads_to_the_content(page, officer, sign_in):
    sign_in(officer)
    page.goto("/rapporter/")

    page.keyboard.press("Tab")
    expect(page.locator(".np-skip")).to_be_focused()
    expect(page.locator(".np-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def focused_text(page):
    return page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]")


def tab_through(page, count):
    seen = []
    for _ in range(count):
        page.keyboard.press("Tab")
        seen.append(focused_text(page))
    return seen


def test_on_a_wide_screen_the_menu_is_open_and_reached_by_tab(page, officer, sign_in):
    sign_in(officer)
    page.goto("/rapporter/")
    items = page.locator(".np-nav a")
    names = [name.split("\n")[0].strip() for name in items.all_inner_texts()]

    seen = tab_through(page, 3 + len(names))

    expect(page.locator(".np-menu > summary")).to_be_hidden()
    assert seen == ["Hoppa till innehållet", "N\nNäringslivsplanen".split("\n")[0], *names, "Handläggare"]


def test_on_a_narrow_screen_the_menu_opens_and_closes_by_keyboard(narrow, officer, sign_in):
    sign_in(officer)
    narrow.goto("/oversikt/")
    expect(narrow.get_by_role("link", name="Rapporter")).to_be_hidden()

    narrow.locator(".np-menu > summary").focus()
    narrow.keyboard.press("Enter")
    expect(narrow.get_by_role("link", name="Rapporter")).to_be_visible()
    narrow.keyboard.press("Escape")
    expect(narrow.get_by_role("link", name="Rapporter")).to_be_hidden()
    expect(narrow.locator(".np-menu > summary")).to_be_focused()


def test_without_script_the_menu_still_opens(browser, base_url, officer, sign_in, context):
    sign_in(officer)
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, base_url=base_url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto("/rapporter/")

    page.get_by_text("Meny", exact=True).click()
    page.locator(".np-nav").get_by_role("link", name="Rapporter").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Rapporter")
    plain.close()


def test_signing_in_and_out_by_keyboard_alone(page, officer):
    page.goto("/logga-in/")
    page.get_by_label("Användarnamn eller e-postadress").focus()
    page.keyboard.type("kim")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/logga-in/"))
    page.goto("/rapporter/")

    page.locator(".np-user > summary").focus()
    page.keyboard.press("Enter")
    assert tab_through(page, 2) == ["Byt lösenord", "Logga ut"]
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("Du är utloggad.")


SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
DOUBLE_TEXT = "html { font-size: 200% }"


def restyle(page, rules):
    page.evaluate(
        "text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = [sheet] }",
        rules,
    )


@pytest.mark.parametrize(("width", "rules"), [(320, SPACING), (1280, SPACING), (1280, DOUBLE_TEXT)])
def test_wider_spacing_and_double_text_cause_no_sideways_scroll(page, officer, sign_in, width, rules):
    sign_in(officer)
    page.set_viewport_size({"width": width, "height": 740})

    for path in ["/rapporter/", "/losenord/", "/tillganglighet/"]:
        page.goto(path)
        restyle(page, rules)
        assert (path, runs_over(page)) == (path, False)
