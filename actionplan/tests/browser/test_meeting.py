"""Meetings with companies in a real browser: typing in at the keyboard, a lost connection, a lost session, pasting."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from actionplan.models import ActionPlan, Company, Proposal, User
from actionplan.tests.example import remove_meetings
from actionplan.tests.factories import (
    CompanyFactory,
    ConsultationEventFactory,
    EventFileFactory,
    ProposalFactory,
    UserFactory,
)

WIDTHS = [1320, 320]
TWENTY = [f"Förslag {number}: ”mindre krångel” & <kortare> kö" for number in range(1, 21)]


@pytest.fixture
def example(example):
    remove_meetings()


@pytest.fixture
def chief(example):
    return User.objects.get(username="demo-naringslivschef")


@pytest.fixture
def event(example):
    return ConsultationEventFactory(title="Dialogmöte", mandate_period=ActionPlan.objects.get().mandate_period)


@pytest.fixture
def writing(page, chief, sign_in, event):
    """The page where lines are typed in, opened."""
    sign_in(chief)
    page.goto(f"/samrad/{event.pk}/skriv/")
    expect(page.get_by_label("Förslag*")).to_be_focused()
    return page


def type_line(page, text, company="", area=""):
    """Type one line as somebody without a mouse does; ends with Enter in the last field that was used."""
    page.keyboard.type(text)
    if company or area:
        page.keyboard.press("Tab")
        page.keyboard.type(company)
    if area:
        page.keyboard.press("Tab")
        page.keyboard.type(area)
    page.keyboard.press("Enter")


def texts():
    return list(Proposal.objects.order_by("pk").values_list("text", flat=True))


def rows(page):
    return page.locator("#rader tr")


def kept(page):
    """Return how many lines the browser keeps until they are saved."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('np-rad:')).length")


def test_twenty_proposals_are_typed_by_keyboard_alone(writing):
    expect(writing.get_by_label("Förslag*")).to_be_focused()

    for number, text in enumerate(TWENTY, 1):
        type_line(writing, text, "Exempelbygg AB" if number % 2 else "", "2" if number % 4 == 1 else "")
        expect(writing.get_by_label("Förslag*")).to_be_focused()

    expect(rows(writing)).to_have_count(20)
    expect(writing.locator("#rad-status")).to_have_text(re.compile(r"^F\d+ sparad\.$"))
    assert texts() == TWENTY
    assert kept(writing) == 0
    assert Company.objects.get().proposals.count() == 10
    assert list(Proposal.objects.filter(area__number=2).values_list("text", flat=True)) == TWENTY[::4]


def test_lines_wait_for_the_connection_survive_a_reload_and_are_saved_once(writing, context, complaints, barriers):
    context.set_offline(True)
    for text in TWENTY[:3]:
        type_line(writing, text)

    expect(writing.locator("#rad-status")).to_have_text("Inget är förlorat: 3 rader väntar på anslutning.")
    expect(writing.locator("#rader-vantar li")).to_have_count(3)
    assert (texts(), kept(writing), barriers(writing)) == ([], 3, [])

    context.set_offline(False)
    writing.evaluate("window.dispatchEvent(new Event('online'))")
    expect(rows(writing)).to_have_count(3)
    writing.reload()
    expect(rows(writing)).to_have_count(3)
    assert (texts(), kept(writing)) == (TWENTY[:3], 0)
    complaints.clear()  # Chromium tells of each failed request


def test_an_answer_that_never_arrives_does_not_double_the_line(writing, complaints):
    saved = []

    def lose_the_answer(route):
        saved.append(route.fetch().status)
        route.abort()

    writing.route("**/skriv/", lose_the_answer, times=1)
    type_line(writing, TWENTY[0])
    expect(writing.locator("#rad-status")).to_have_text("Inget är förlorat: 1 rad väntar på anslutning.")
    writing.reload()

    expect(rows(writing)).to_have_count(1)
    expect(writing.locator("#rader-vantar li")).to_have_count(0)
    assert (saved, texts()) == ([200], TWENTY[:1])
    complaints.clear()


def test_lines_wait_for_a_new_sign_in_and_are_saved_then(writing, chief, event):
    Session.objects.all().delete()
    type_line(writing, TWENTY[0], "Exempelbygg AB")
    type_line(writing, TWENTY[1])
    expect(writing.locator("#rad-status")).to_have_text("Inget är förlorat: 2 rader väntar på att du loggar in igen.")
    writing.keyboard.type("Halvskriven")

    writing.get_by_role("link", name="Logga in och kom tillbaka hit").click()
    chief.set_password("tre gröna hästar")
    chief.save()
    writing.get_by_label("Användarnamn eller e-postadress").fill(chief.username)
    writing.locator("[name=password]").fill("tre gröna hästar")
    writing.get_by_role("button", name="Logga in", exact=True).click()

    expect(rows(writing)).to_have_count(2)
    expect(writing.get_by_label("Förslag*")).to_have_value("Halvskriven")
    assert (texts(), kept(writing)) == (TWENTY[:2], 0)
    assert Proposal.objects.get(text=TWENTY[0]).company.name == "Exempelbygg AB"


def test_lines_are_not_saved_in_the_name_of_somebody_else(writing, sign_in, complaints):
    sign_in(UserFactory(username="annan", role="chief"))
    type_line(writing, TWENTY[0])

    expect(writing.locator("#rad-status")).to_have_text(
        "Inget är förlorat: 1 rad väntar på att du loggar in igen som samma person."
    )
    assert (texts(), kept(writing)) == ([], 1)
    complaints.clear()  # Chromium tells of the answer 409


def test_a_token_from_before_a_sign_in_in_another_tab_is_renewed(writing, complaints):
    writing.context.clear_cookies(name="csrftoken")
    writing.context.new_page().goto("/logga-ut/")
    type_line(writing, TWENTY[0])

    expect(rows(writing)).to_have_count(1)
    assert texts() == TWENTY[:1]
    complaints.clear()  # Chromium tells of the answer 403


def test_a_browser_that_cannot_keep_a_line_leaves_it_in_the_field_until_it_is_saved(writing, context, complaints):
    writing.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); } }")
    context.set_offline(True)
    type_line(writing, TWENTY[0])
    field = writing.get_by_label("Förslag*")
    expect(writing.locator("#rad-status")).to_have_text("Inget är förlorat: 1 rad väntar på anslutning.")
    expect(field).to_have_value(TWENTY[0])

    context.set_offline(False)  # which sends what waits
    expect(rows(writing)).to_have_count(1)
    expect(field).to_have_value("")
    assert texts() == TWENTY[:1]
    complaints.clear()


def test_lines_get_their_tokens_where_there_is_no_https_too(writing):
    writing.evaluate("() => { crypto.randomUUID = undefined; }")
    for text in TWENTY[:2]:
        type_line(writing, text)

    expect(rows(writing)).to_have_count(2)
    assert texts() == TWENTY[:2]


def test_a_far_too_long_line_is_not_cut_and_says_so_beside_the_field(writing):
    field = writing.get_by_label("Förslag*")
    field.fill("å" * 20_000)
    writing.keyboard.press("Enter")

    expect(writing.locator("#rad-fel")).to_have_text(
        "Förslaget är 20000 tecken långt. Det får vara högst 5000. Korta det, eller dela det i flera."
    )
    expect(field).to_be_focused()
    assert (len(field.input_value()), texts()) == (20_000, [])


def test_what_the_site_refuses_comes_back_to_the_field(writing, complaints):
    writing.get_by_label("Förslag*").evaluate("(field) => { field.value = 'Ett\\u0008två'; }")
    writing.keyboard.press("Enter")
    expect(writing.locator("#rader-vantar .invalid-feedback")).to_contain_text("osynliga styrtecken")

    writing.get_by_role("button", name="Rätta raden").click()
    expect(writing.get_by_label("Förslag*")).to_be_focused()
    expect(writing.locator("#rader-vantar li")).to_have_count(0)
    assert (texts(), kept(writing)) == ([], 0)
    complaints.clear()  # Chromium tells of the answer 400


def test_a_company_that_looks_like_another_is_asked_about_and_never_chosen_by_itself(writing):
    CompanyFactory(name="Exempelbygg AB")
    type_line(writing, TWENTY[0], "Exempelbygge")
    expect(rows(writing)).to_contain_text("Finns redan Exempelbygg AB. Är det samma?")
    assert Proposal.objects.get().proposer_name == "Exempelbygge"

    writing.get_by_role("button", name="Ja, Exempelbygg AB").click()
    expect(writing.get_by_role("status").first).to_contain_text("är från Exempelbygg AB.")
    assert (Proposal.objects.get().proposer, Company.objects.count()) == ("Exempelbygg AB", 1)


def test_a_name_in_a_line_that_everybody_can_read_is_asked_about_once(writing, event, barriers):
    CompanyFactory(name="Exempelbygg AB")
    type(event).objects.update(is_public=True)
    writing.reload()
    type_line(writing, "Exempelbygg vill ha skyltar")
    type_line(writing, TWENTY[0])

    waiting = writing.locator("#rader-vantar li")
    expect(rows(writing)).to_have_count(1)
    expect(waiting).to_contain_text("Under ”Förslag” står namnet Exempelbygg AB.")
    assert (texts(), kept(writing), barriers(writing)) == (TWENTY[:1], 1, [])
    waiting.get_by_role("button", name="Spara ändå").click()

    expect(rows(writing)).to_have_count(2)
    expect(writing.get_by_label("Förslag*")).to_be_focused()
    assert (texts(), kept(writing)) == ([TWENTY[0], "Exempelbygg vill ha skyltar"], 0)


def test_a_line_that_names_somebody_can_be_mended_instead(writing, event):
    CompanyFactory(name="Exempelbygg AB")
    type(event).objects.update(is_public=True)
    type_line(writing, "Exempelbygg vill ha skyltar")

    writing.get_by_role("button", name="Rätta raden").click()
    writing.get_by_label("Förslag*").fill("Skyltar")
    writing.keyboard.press("Enter")

    expect(rows(writing)).to_have_count(1)
    assert (texts(), kept(writing)) == (["Skyltar"], 0)


def test_twenty_pasted_lines_are_shown_and_then_saved(writing, barriers):
    CompanyFactory(name="Exempelbygg AB")
    pasted = "\n".join(f"{text}\tExempelbygg AB\t{number % 4 + 1}" for number, text in enumerate(TWENTY))
    writing.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.querySelector("#rad [name=text]").dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        pasted,
    )

    expect(writing.get_by_role("heading", level=1)).to_have_text("Klistra in förslag")
    expect(writing.locator(".np-lines tbody tr")).to_have_count(20)
    expect(writing.get_by_label("Förslagen, ett per rad")).to_have_value(pasted)
    assert (barriers(writing), texts()) == ([], [])
    writing.get_by_role("button", name="Spara 20 förslag").click()

    expect(rows(writing)).to_have_count(20)
    assert texts() == TWENTY
    assert Company.objects.get().proposals.count() == 20


def test_the_page_works_without_script(browser, chief, event, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    _sign_in_without_script(page, chief)
    page.goto(f"/samrad/{event.pk}/skriv/")

    expect(page.get_by_label("Förslag*")).to_be_focused()
    for number, text in enumerate(TWENTY[:2], start=1):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(rows(page)).to_have_count(number)  # the page that shows the line, not the one it was sent from
        expect(page.get_by_label("Förslag*")).to_be_focused()
    page.get_by_label("Förslag*").fill("å" * 20_000)
    page.keyboard.press("Enter")

    expect(page.locator(".np-errors")).to_contain_text("Förslaget är 20000 tecken långt.")
    assert len(page.get_by_label("Förslag*").input_value()) == 20_000
    assert texts() == TWENTY[:2]
    context.close()


def _sign_in_without_script(page, user):
    user.set_password("tre gröna hästar")
    user.save()
    page.goto("/logga-in/")
    page.get_by_label("Användarnamn eller e-postadress").fill(user.username)
    page.locator("[name=password]").fill("tre gröna hästar")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Logga in")


def test_a_file_is_taken_in_and_handed_out(page, chief, sign_in, event):
    sign_in(chief)
    page.goto(f"/samrad/{event.pk}/filer/ny/")
    file = {"name": "Minnes ”anteckningar” å.pdf", "mimeType": "text/html", "buffer": b"%PDF-1.7 hej"}
    page.get_by_label("Fil").set_input_files(file)
    page.get_by_role("button", name="Spara filen").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="Minnes ”anteckningar” å.pdf", exact=True).click()
    assert download.value.suggested_filename == "Minnes ”anteckningar” å.pdf"


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_have_no_barriers_and_do_not_scroll_sideways(page, barriers, chief, sign_in, event, complaints, width):
    sign_in(chief)
    page.set_viewport_size({"width": width, "height": 900})
    CompanyFactory(name="Exempelbygg AB")
    ProposalFactory.create_batch(2, event=event, proposer_name="Exempelbygge")
    ProposalFactory(event=event, text="Upphandlingsdokument" * 12)
    EventFileFactory(event=event, name=f"{'protokoll' * 15}.pdf")
    found = {}

    def look(what):
        found[what] = (barriers(page) if width > 320 else [], page.locator("html").evaluate("e => e.scrollWidth"))

    for path in ("/samrad/", "/samrad/ny/", *(f"/samrad/{event.pk}/{part}/" for part in ("skriv", "filer/ny"))):
        page.goto(path)
        look(path)
    page.get_by_role("button", name="Spara filen").click()
    look("file with errors")
    page.goto("/samrad/ny/")
    page.get_by_label("När").fill("2016-02-30")
    page.get_by_role("button", name="Spara").click()
    look("event with errors")
    page.goto(f"/samrad/{event.pk}/klistra/")
    page.get_by_label("Förslagen, ett per rad").fill(
        f"Bra\tExempelbygge\t9\n{'å' * 6000}\nBra\n\nNytt\tNyföretaget AB\t1"
    )
    page.get_by_role("button", name="Förhandsgranska").click()
    look("pasted with errors")

    assert found == dict.fromkeys(found, ([], width))
    complaints.clear()  # Chromium tells of each answer 400
