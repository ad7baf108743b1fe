"""Names in what others will read: the reminders, the questions and the lists have no barriers on any page."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from actionplan.models import Activity, ConsultationEvent, MandatePeriod, User
from actionplan.tests.factories import CompanyFactory, ProposalFactory, ReportFactory

WIDTHS = [1320, 320]
NAMED = "Låt Exempelkrogen AB och andra visa vad de kan"


@pytest.fixture
def public(example, sign_in):
    """Everything is shown to everybody, and a company has a name to look for."""
    CompanyFactory(name="Exempelkrogen AB")
    ConsultationEvent.objects.update(is_public=True)
    MandatePeriod.objects.update(is_public=True)
    sign_in(User.objects.get(username="demo-naringslivschef"))


@pytest.fixture(params=WIDTHS)
def looked_at(request, page, barriers, public):
    """looked_at(path, button, **typed): open the page, type and press, and return what axe finds and how wide it is."""
    page.set_viewport_size({"width": request.param, "height": 900})

    def looked_at(path, button="", **typed):
        page.goto(path)
        for name, text in typed.items():
            page.locator(f"form.np-form [name={name}]").fill(text)
        if button:
            page.get_by_role("button", name=button, exact=True).click()
            expect(page.get_by_role("alert")).to_be_focused()
        return barriers(page), page.locator("html").evaluate("e => e.scrollWidth") - request.param

    return looked_at


def test_pages_that_remind_and_ask_have_no_barriers(looked_at):
    event = ConsultationEvent.objects.first()
    proposal = ProposalFactory(event=event, text="Visa vad ni kan.")
    own, meeting = f"/forslag/{proposal.pk}", f"/samrad/{event.pk}"
    found = {
        "new proposal": looked_at(f"/forslag/ny/?samrad={event.pk}", "Spara", text=NAMED),
        "proposal": looked_at(f"{own}/andra/", "Spara", text=NAMED),
        "split": looked_at(f"{own}/dela/", "Dela i två", second=NAMED),
        "decide": looked_at(f"{own}/beslut/"),
        "write": looked_at(f"{meeting}/skriv/"),
        "paste": looked_at(f"{meeting}/klistra/", "Förhandsgranska", text=NAMED),
        "event": looked_at(f"{meeting}/andra/", "Spara", title=NAMED),
        "activity": looked_at(f"/aktiviteter/{Activity.objects.first().pk}/andra/", "Spara", result=NAMED),
    }

    assert found == dict.fromkeys(found, ([], 0))


def test_pages_that_list_names_before_publishing_have_no_barriers(looked_at):
    first = Activity.objects.get(code="SI-01")
    Activity.objects.filter(pk=first.pk).update(title=NAMED, purpose=f"{NAMED} ”på riktigt”. " * 9)
    report = ReportFactory(
        plan=first.plan,
        cutoff=dt.date(2017, 8, 31),
        created_by=User.objects.get(username="demo-naringslivschef"),
        summary=NAMED,
    )
    found = {
        "report": looked_at(f"/rapporter/{report.pk}/publicera/"),
        "plan": looked_at("/planen/dokument/handlingsplan/"),
        "memo": looked_at("/planen/dokument/tjansteskrivelse_anta/", "Ta fram dokumentet", about=NAMED),
        "hand-out": looked_at(f"/samrad/{ConsultationEvent.objects.first().pk}/visa/"),
    }

    assert found == dict.fromkeys(found, ([], 0))
