"""From the funnel to a proposal's story, and on to its activity and back, in a real browser."""

import pytest
from playwright.sync_api import expect

from actionplan.models import Activity, Proposal, User
from actionplan.services.versions import advance_period
from actionplan.tests.factories import VerdictFactory

DAY = "dag=2018-12-31"


@pytest.fixture(autouse=True)
def as_chief(sign_in, example):
    chief = User.objects.get(username="demo-naringslivschef")
    proposal = Proposal.objects.get(activities__code="UI-03")
    advance_period(proposal.event.mandate_period_id)
    VerdictFactory(
        proposal=proposal,
        activity=Activity.objects.get(code="UI-03"),
        value="inte_an",
        comment="Rutinen används inte i alla upphandlingar.",
        by=chief,
    )
    sign_in(chief)


@pytest.mark.parametrize("width", [1320, 320])
@pytest.mark.parametrize("which", ["dashboard", "activity", "proposal"])
def test_page_has_no_barriers_and_never_scrolls_sideways(page, barriers, which, width):
    addresses = {
        "dashboard": "/oversikt/",
        "activity": Activity.objects.get(code="UI-03").get_absolute_url(),
        "proposal": Proposal.objects.get(activities__code="UI-03").get_absolute_url(),
    }
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{addresses[which]}?{DAY}")

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_funnel_leads_to_a_story_that_leads_to_the_activity_and_back(page):
    code = Proposal.objects.get(activities__code="UI-03").code
    page.goto(f"/oversikt/?{DAY}")
    page.get_by_role("link", name="1 är inte löst än, enligt företagen").click()
    page.locator("main").get_by_role("link", name=code, exact=True).click()

    story = page.locator(".np-timeline > li")
    expect(story.first).to_contain_text("Sagt · Avstämning med näringsidkarna, första tillfället, 2015")
    expect(story.last).to_contain_text("Genomförd")
    expect(page.locator(".np-timeline")).to_contain_text("Rutinen används inte i alla upphandlingar.")

    story.last.get_by_role("link", name="UI-03").click()
    why = page.get_by_role("region", name="Varför gör vi det?")
    expect(why).to_contain_text("”Dela upp de stora avtalen så att även små företag kan lämna anbud.”")
    why.get_by_role("link", name="Förslag F").click()
    expect(page.get_by_role("heading", name="Förslagets väg")).to_be_visible()
