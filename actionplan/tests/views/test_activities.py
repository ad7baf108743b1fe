"""The page of one activity."""

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.utils.html import strip_tags

from actionplan.models import Proposal, ProposalActivity


@pytest.fixture
def activity_page(demo_client, activity):
    """activity_page("SI-03", "2018-12-31"): what the chief sees."""
    return lambda code, day="": demo_client("demo-naringslivschef").get(
        f"/aktiviteter/{activity(code).pk}/", {"dag": day} if day else {}
    )


def test_story_shows_the_moved_deadline_with_its_reason(activity_page):
    story = activity_page("SI-03", "2018-12-31").context["story"]

    moved = [event for event in story.events if event.moved_to]
    assert [(event.moved_from, event.moved_to, event.moved_reason) for event in moved] == [
        (dt.date(2017, 6, 30), dt.date(2018, 3, 31), "Granskad")
    ]
    assert story.moves == 1


def test_story_is_told_newest_first_and_begins_when_the_activity_was_added(activity_page):
    story = activity_page("SI-03").context["story"]

    assert [event.on.isoformat() for event in story.events] == [
        "2017-12-31",
        "2017-09-05",
        "2016-08-31",
        "2016-04-18",
        "2016-01-01",
        "2015-12-04",
    ]
    assert (story.events[-1].title, story.later_updates) == ("Skapad ur förslag från Chefsforum", 3)


def test_story_shows_who_was_responsible_before(activity_page):
    response = activity_page("SI-03")

    assert [(row.department.name, holds) for row, holds in response.context["owners"]] == [
        ("Samhällsbyggnadsförvaltningen", False),
        ("Stadsbyggnadsförvaltningen", True),
    ]


def test_all_departments_means_the_internal_ones_but_the_responsible(activity_page):
    names = [department.name for department in activity_page("SU-01").context["participants"]]

    assert names == [
        "Barn- och utbildningsförvaltningen",
        "Kommunledningskontoret",
        "Konsult- och servicekontoret",
        "Socialförvaltningen",
        "Stadsbyggnadsförvaltningen",
        "Tekniska kontoret",
        "Utvecklingsförvaltningen",
    ]


def test_outcome_is_told_against_the_target(activity_page):
    assert "44 av 40 besök" in activity_page("SU-01").content.decode()


def test_closed_activity_shows_its_closing_from_the_day_after(activity_page):
    assert activity_page("SU-01", "2018-12-31").context["activity"].standing == "pagar"
    assert activity_page("SU-01", "2019-01-01").context["activity"].standing == "overford"


def test_unknown_activity_is_not_found(demo_client):
    assert demo_client("demo-naringslivschef").get("/aktiviteter/999999/").status_code == 404


def why(response):
    """The card "Varför gör vi det?" as words, or None."""
    card = re.search(r'<section[^>]*aria-labelledby="varfor">(.*?)</section>', response.content.decode(), re.DOTALL)
    return card and re.sub(r"\s+", " ", strip_tags(card[1])).strip()


def test_why_quotes_each_proposal_with_its_event(activity_page):
    first, third = Proposal.objects.order_by("pk")[0], Proposal.objects.order_by("pk")[2]

    assert why(activity_page("SI-06")) == (
        "Varför gör vi det? Aktiviteten svarar på två förslag från företagen: "
        "”Låt oss ha en enda väg in till kommunen. I dag får vi ringa fem olika nummer.” "
        f"Förslag {first.code} · Chefsforum, mars 2015 "
        "”Ge samma besked oavsett vilken handläggare vi pratar med.” "
        f"Förslag {third.code} · Chefsforum, mars 2015"
    )


def test_why_leads_to_the_proposal_and_to_the_event_on_the_same_day(activity_page):
    page = activity_page("UI-03", "2018-12-31").content.decode()
    proposal = Proposal.objects.get(activities__code="UI-03")

    assert f'<a href="/forslag/{proposal.pk}/?dag=2018-12-31">Förslag {proposal.code}</a>' in page
    label = "Avstämning med näringsidkarna, första tillfället, 2015"
    assert f'<a href="/samrad/{proposal.event_id}/?dag=2018-12-31">{label}</a>' in page


def test_why_says_nothing_of_who_made_the_proposal(activity_page):
    assert "Exempelkonsulten" not in activity_page("SI-05").content.decode()


def test_an_activity_without_proposals_has_no_such_card(activity_page):
    assert why(activity_page("SI-04")) is None


def test_a_proposal_is_shown_from_the_day_it_was_linked(activity_page, activity):
    proposal = Proposal.objects.order_by("pk").first()
    ProposalActivity.objects.create(proposal=proposal, activity=activity("SI-04"), linked_on=dt.date(2017, 3, 1))

    assert why(activity_page("SI-04", "2017-02-28")) is None
    assert why(activity_page("SI-04", "2017-03-01")).startswith(
        "Varför gör vi det? Aktiviteten svarar på ett förslag från företagen: ”Låt oss"
    )


def test_the_page_asks_the_same_number_of_questions_however_many_proposals(
    demo_client, activity, django_assert_num_queries
):
    client, address = demo_client("demo-naringslivschef"), f"/aktiviteter/{activity('UI-03').pk}/"
    client.get(address)
    for answered in (1, 3):
        for proposal in Proposal.objects.exclude(activities__code="UI-03")[: answered - 1]:
            ProposalActivity.objects.create(proposal=proposal, activity=activity("UI-03"), linked_on="2016-01-01")
        caches["figures"].clear()
        with django_assert_num_queries(18):
            page = client.get(address)
        assert len(page.context["story"].proposals) == answered
