"""Working with proposals in a real browser: without barriers, by keyboard, and from the board to a department's answer."""

import pytest
from playwright.sync_api import expect

from actionplan.models import Activity, ConsultationEvent, Department, Proposal, User
from actionplan.tests.browser.test_editing import press, tab_to

WIDTHS = [1320, 320]
CHIEF = "demo-naringslivschef"


@pytest.fixture
def as_(sign_in, example):
    def as_(username):
        sign_in(User.objects.get(username=username))

    return as_


def key(number):
    """The row of the example's proposal with that number in exempeldata.md."""
    return list(Proposal.objects.order_by("pk").values_list("pk", flat=True))[number - 1]


def fits(page):
    """Whether nothing scrolls sideways."""
    return page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_proposals_have_no_barriers(page, barriers, as_, width):
    as_(CHIEF)
    page.set_viewport_size({"width": width, "height": 900})
    undecided, decided = key(15), key(1)
    anchoring = Proposal.objects.get(pk=undecided).anchorings.get().pk
    addresses = [
        "/forslag/",
        "/forslag/?lage=blev_aktivitet",
        "/forslag/?q=finns-inte&lage=avbojt",
        f"/forslag/{decided}/",
        f"/forslag/{undecided}/",
        f"/forslag/{undecided}/beslut/",
        f"/forslag/{undecided}/ny-aktivitet/",
        f"/forslag/{undecided}/dela/",
        f"/forslag/{undecided}/andra/",
        f"/forslag/skicka/?f={undecided}",
        f"/forslag/slaihop/?f={undecided}&f={decided}",
        f"/forslag/svar/{anchoring}/",
        f"/forslag/svar/{anchoring}/ta-tillbaka/",
        f"/forslag/ny/?samrad={Proposal.objects.get(pk=undecided).event_id}",
    ]
    for address in addresses:
        page.goto(address)
        assert (address, barriers(page), fits(page)) == (address, [], True)


@pytest.mark.parametrize("width", WIDTHS)
def test_forms_that_come_back_have_no_barriers(page, barriers, complaints, as_, width):
    as_(CHIEF)
    page.set_viewport_size({"width": width, "height": 900})
    undecided = key(15)
    forms = {
        f"/forslag/{undecided}/beslut/": "Spara beslutet",
        f"/forslag/{undecided}/dela/": "Dela i två",
        f"/forslag/skicka/?f={undecided}": "Skicka",
        f"/forslag/slaihop/?f={undecided}": "Slå ihop",
    }
    for address, button in forms.items():
        page.goto(address)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert (address, barriers(page), fits(page)) == (address, [], True)
    complaints.clear()  # Chromium tells of every answer of 400


@pytest.mark.browser_pg
def test_a_proposal_goes_from_the_board_to_a_department_and_back_by_keyboard(page, as_):
    as_(CHIEF)
    proposal, department = key(15), Department.objects.get(name="Utvecklingsförvaltningen")
    page.goto("/forslag/?lage=bereds")
    tab_to(page, page.locator(f"input[name=f][value='{proposal}']"))
    page.keyboard.press("Space")
    press(page, "Skicka till förvaltningar")
    tab_to(page, page.get_by_label("Utvecklingsförvaltningen", exact=True))
    page.keyboard.press("Space")
    press(page, "Skicka")
    expect(page.get_by_text("1 fråga är skickad.")).to_be_visible()

    as_("demo-handlaggare-utveckling")
    page.goto("/mina/")
    expect(page.get_by_role("heading", name="1 förslag att svara på")).to_be_visible()
    tab_to(page, page.get_by_role("link", name=f"Svara på F{proposal:02d}"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Gör till en ny aktivitet"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Kommentar"))
    page.keyboard.type("Vi prövar det i vår.")
    press(page, "Spara svaret")
    expect(page.get_by_text("Näringslivschefen kan nu se det.")).to_be_visible()

    answered = Proposal.objects.get(pk=proposal).anchorings.get(department=department)
    assert (answered.suggestion, answered.comment) == ("ny_aktivitet", "Vi prövar det i vår.")


def type_at_meeting(page, event, text):
    page.goto(f"/samrad/{event.pk}/skriv/")
    expect(page.get_by_label("Förslag*")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_text("sparad.")).to_be_visible()
    return Proposal.objects.get(text=text)


def send_to(page, proposal, department):
    page.goto(f"/forslag/skicka/?f={proposal.pk}")
    page.get_by_label(department, exact=True).check()
    page.get_by_role("button", name="Skicka", exact=True).click()
    expect(page.get_by_text("1 fråga är skickad.")).to_be_visible()


def answer(page, proposal, suggestion):
    page.goto("/mina/")
    page.get_by_role("link", name=f"Svara på {proposal.code}").click()
    page.get_by_label(suggestion).check()
    page.get_by_role("button", name="Spara svaret").click()
    expect(page.get_by_text("Näringslivschefen kan nu se det.")).to_be_visible()


def make_activity(page, proposal, code):
    page.goto(f"/forslag/{proposal.pk}/ny-aktivitet/")
    page.get_by_label("Område").select_option(label="1 Service och information")
    page.get_by_label("Nummer").fill(code)
    page.get_by_role("button", name="Skapa aktiviteten").click()
    expect(page.get_by_role("heading", name="Varför gör vi det?")).to_be_visible()
    return Activity.objects.get(code=code)


def complete(page, activity):
    page.goto(f"/aktiviteter/{activity.pk}/uppdatera/")
    page.get_by_text("Genomförd", exact=True).click()
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text(f"{activity.code} är sparad.")).to_be_visible()


def test_what_is_said_at_a_meeting_ends_on_the_paper_of_the_next(page, as_):
    """From the event to a completed activity and the printed hand-out, each person in their own part of it."""
    text, officer = "Ge oss en enda faktura.", "demo-handlaggare-stad"
    as_(CHIEF)
    event = ConsultationEvent.objects.get(title="Chefsforum")
    proposal = type_at_meeting(page, event, text)
    send_to(page, proposal, "Stadsbyggnadsförvaltningen")
    as_(officer)
    answer(page, proposal, "Gör till en ny aktivitet")
    as_(CHIEF)
    activity = make_activity(page, proposal, "SI-99")
    as_(officer)
    complete(page, activity)

    page.goto(f"/forslag/{proposal.pk}/")
    way = page.locator(".np-timeline > li strong").all_inner_texts()
    page.goto(f"/samrad/{event.pk}/ni-sa-vi-gjorde/")
    page.emulate_media(media="print")

    assert way[:4] + way[-1:] == ["Sagt", "Skickat", "Svar", "Beslutat", "Genomförd"]
    done = page.locator("section", has=page.get_by_role("heading", name="Det här är genomfört"))
    expect(done.get_by_text(f"”{text}”")).to_be_visible()
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_hidden()
    assert len(page.pdf(format="A4")) > 1000


def test_all_on_the_page_are_ticked_and_sent_at_once(page, as_):
    as_(CHIEF)
    page.goto("/forslag/?lage=blev_aktivitet")
    boxes, button = page.locator("input[name=f]"), page.get_by_role("button", name="Kryssa för alla på sidan")

    button.press("Enter")
    ticked = [box.is_checked() for box in boxes.all()]
    boxes.first.uncheck()
    again = button.is_visible()
    button.press("Enter")
    page.get_by_role("button", name="Ta bort alla kryss").press("Enter")

    assert (len(ticked), all(ticked), again) == (12, True, True)
    assert not any(box.is_checked() for box in boxes.all())
