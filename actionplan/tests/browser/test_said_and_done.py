"""From an event's page to the hand-out, the letters and the company's verdict, in a real browser."""

import pytest
from django.core import mail as locmem
from playwright.sync_api import expect

from actionplan.models import Company, ConsultationEvent, MandatePeriod, Outbox, Proposal, User, Verdict
from actionplan.tests.factories import ConsultationEventFactory, ContactPersonFactory, OutboxFactory

WIDTHS = [1320, 320]


@pytest.fixture
def be(sign_in, example):
    """be("demo-naringslivschef"): the browser is signed in as that example user."""
    return lambda username: sign_in(User.objects.get(username=username))


@pytest.fixture
def event(example):
    return ConsultationEvent.objects.get(title="Chefsforum")


@pytest.fixture
def addressed(event):
    """Two of the event's companies have an address; a letter to a third may have been sent, one to a fourth failed."""
    for n, company in enumerate(Company.objects.filter(proposals__event=event).distinct()[:2]):
        ContactPersonFactory(company=company, email=f"info-{n}@example.com", is_function=True)
    first, second = event.proposals.order_by("-pk")[:2]
    OutboxFactory(state="skickas", proposals=[first])
    OutboxFactory(state="misslyckat", error="E-postservern svarar inte.", proposals=[second])


@pytest.fixture
def look(page, barriers):
    """look(address): open it at every width; what axe finds and how wide the page became."""

    def look(address):
        found = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            found[width] = (barriers(page), page.locator("html").evaluate("e => e.scrollWidth"))
        return found

    return look


CLEAN = {width: ([], width) for width in WIDTHS}


def test_the_event_page_has_no_barriers(be, look, event):
    be("demo-naringslivschef")
    Verdict.objects.create(
        proposal=event.proposals.get(pk=_done(event)),
        activity=event.proposals.get(pk=_done(event)).activities.first(),
        value="inte_an",
        comment="Svaret dröjer.",
        said_on="2017-12-01",
        recorded_at="2017-12-01T12:00:00Z",
        by=User.objects.first(),
    )

    assert look(f"/samrad/{event.pk}/") == CLEAN
    assert look(f"/samrad/{ConsultationEventFactory().pk}/") == CLEAN


def test_hand_outs_have_no_barriers_for_the_public(look, event):
    ConsultationEvent.objects.update(is_public=True)
    MandatePeriod.objects.update(is_public=True)

    assert look(f"/samrad/{event.pk}/ni-sa-vi-gjorde/") == CLEAN
    assert look("/ni-sa-vi-gjorde/2014/") == CLEAN


def test_the_chiefs_pages_have_no_barriers(be, look, event, addressed):
    be("demo-naringslivschef")
    Proposal.objects.filter(event=event).update(text="Fråga Exempelkrogen AB.")

    assert look(f"/samrad/{event.pk}/brev/") == CLEAN
    assert look(f"/samrad/{event.pk}/brev/?typ=genomford") == CLEAN
    assert look(f"/samrad/{ConsultationEventFactory().pk}/brev/") == CLEAN
    assert look(f"/samrad/{event.pk}/visa/") == CLEAN
    assert look(f"/samrad/{event.pk}/ni-sa-vi-gjorde/") == CLEAN
    assert look("/ni-sa-vi-gjorde/2014/") == CLEAN


def test_the_period_leads_staff_on_and_its_print_leads_nowhere(page, be, event):
    be("demo-naringslivschef")
    page.goto("/ni-sa-vi-gjorde/2014/")

    paper = page.pdf(format="A4")
    page.get_by_role("link", name="15 sagda").click()
    expect(page.get_by_text("15 förslag.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Chefsforum").click()

    assert [path in paper for path in (b"/forslag/", b"/samrad/")] == [False, False]
    expect(page.get_by_role("heading", level=1, name="Chefsforum")).to_be_visible()


def _done(event):
    """Return a proposal that the example has completed."""
    return event.proposals.filter(activities__code="UI-02").values_list("pk", flat=True).get()


def test_letters_are_read_chosen_and_sent(page, be, barriers, event, addressed):
    be("demo-naringslivschef")
    page.goto(f"/samrad/{event.pk}/")
    page.get_by_role("link", name="Brev till förslagslämnarna").click()
    page.get_by_label("Skicka till info-1@example.com").uncheck()

    page.get_by_role("button", name="Skicka de ikryssade breven").click()

    expect(page.get_by_text("1 brev är skickat.")).to_be_visible()
    assert [message.to for message in locmem.outbox] == [["info-0@example.com"]]
    assert barriers(page) == []
    page.get_by_role("button", name="Det kom fram").click()
    expect(page.get_by_text("Brevet står nu som skickat.")).to_be_visible()
    assert sorted(Outbox.objects.values_list("state", flat=True)) == ["misslyckat", "skickat", "skickat"]


def test_no_letter_chosen_takes_focus(page, be, barriers, event, addressed, complaints):
    be("demo-naringslivschef")
    page.goto(f"/samrad/{event.pk}/brev/")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()

    page.get_by_role("button", name="Skicka de ikryssade breven").click()

    expect(page.locator(".np-errors")).to_be_focused()
    assert barriers(page) == []
    complaints.clear()  # the browser reports the 400 itself


def test_the_chief_shows_the_hand_out_and_anybody_reads_and_prints_it(page, browser, base_url, be, event):
    be("demo-naringslivschef")
    page.goto(f"/samrad/{event.pk}/")
    page.get_by_role("link", name="Visa för alla").click()
    page.get_by_role("button", name="Visa för alla").click()
    expect(page.get_by_text("Visas för alla.", exact=True)).to_be_visible()

    stranger = browser.new_context(base_url=base_url, locale="sv-SE").new_page()
    stranger.goto(f"/samrad/{event.pk}/ni-sa-vi-gjorde/")

    expect(stranger.get_by_role("heading", name="Det här är genomfört")).to_be_visible()
    expect(stranger.get_by_role("navigation")).to_have_count(0)
    paper = stranger.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    stranger.emulate_media(media="print")
    expect(stranger.get_by_role("link", name="Tillgänglighet")).to_be_hidden()
    stranger.context.close()


def test_a_verdict_with_errors_has_no_barriers_and_is_then_saved(page, be, barriers, event, complaints):
    be("demo-naringslivschef")
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto(f"/forslag/{_done(event)}/omdome/")
    page.get_by_text("Inte än", exact=True).click()
    page.get_by_label("Dag då företaget sa det").fill("31/2/2017")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".np-errors")).to_be_focused()
    assert barriers(page) == []
    complaints.clear()  # the browser reports the 400 itself

    page.get_by_label("Kommentar").fill("Planen kommer för sent på året.")
    page.get_by_label("Dag då företaget sa det").fill("1 december 2017")
    page.get_by_role("button", name="Spara").click()

    expect(page.get_by_text("är sparat.")).to_be_visible()
    page.goto(f"/samrad/{event.pk}/")
    expect(page.get_by_text("Planen kommer för sent på året.")).to_be_visible()
    assert Verdict.objects.get().value == "inte_an"
