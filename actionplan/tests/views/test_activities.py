"""The page of one activity."""

import datetime as dt

import pytest


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
    assert (story.events[-1].title, story.later_updates) == ("Tillkom i planen", 3)


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
