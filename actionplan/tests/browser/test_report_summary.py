"""The pages for the meeting in a real browser: no barriers, everything on one screen, everything on one sheet."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from actionplan.models import ActionPlan, Department, User
from actionplan.tests.factories import ActivityFactory, StatusUpdateFactory
from actionplan.tests.reports.made import T2_2016, YEAR_2017, published

WIDTHS = [1320, 320]


@pytest.fixture
def as_(sign_in, example):
    def as_(username):
        sign_in(User.objects.get(username=username))

    return as_


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


@pytest.fixture
def summary(plan):
    published(plan, T2_2016)
    return f"/rapporter/{published(plan, YEAR_2017, T2_2016).pk}/sammanfattning/"


@pytest.fixture
def crowded_summary(plan):
    """More is late, added and moved than the page has room for."""
    days = {"starts_on": dt.date(2017, 1, 1), "ends_on": dt.date(2017, 3, 31), "added_on": dt.date(2017, 1, 1)}
    title = "Samordna tillsynen av restauranger med förbundet och berätta om den i god tid"
    owner = Department.objects.get(name="Södertörns miljö- och hälsoskyddsförbund")
    for number in range(20, 40):
        activity = ActivityFactory(
            area=plan.areas.get(number=1), code=f"SI-{number}", title=title, responsible=owner, **days
        )
        moved = {"new_ends_on": dt.date(2017, 10, 31), "new_ends_reason": "Mer tid."}
        StatusUpdateFactory(activity=activity, as_of=dt.date(2017, 9, 1), **moved)
    plan.refresh_from_db()
    return f"/rapporter/{published(plan, YEAR_2017, T2_2016).pk}/sammanfattning/"


def fits(page):
    """Whether nothing scrolls sideways."""
    return page.locator("html").evaluate("root => root.scrollWidth <= root.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_for_the_meeting_have_no_barriers(page, barriers, complaints, as_, summary, width):
    page.set_viewport_size({"width": width, "height": 900})
    for username in ("demo-naringslivschef", "demo-fortroendevald"):
        as_(username)
        for address in ("/rapporter/sedan/", "/rapporter/sedan/?fran=2017-02-30", summary):
            page.goto(address)
            assert (username, address, barriers(page), fits(page)) == (username, address, [], True)
    complaints.clear()  # a day that is none answers 400


@pytest.mark.parametrize("report", ["summary", "crowded_summary"])
def test_the_page_for_the_wall_stands_on_one_screen_and_one_sheet(page, as_, report, request):
    as_("demo-fortroendevald")
    page.set_viewport_size({"width": 1320, "height": 900})
    page.goto(request.getfixturevalue(report))

    assert page.locator(".np-wall").evaluate("wall => wall.getBoundingClientRect().bottom") <= 900
    assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == 1


def test_two_reports_are_chosen_by_keyboard(page, as_, summary, complaints):
    as_("demo-fortroendevald")
    page.goto("/rapporter/sedan/")

    page.get_by_label("Från rapporten").focus()
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Jämför").press("Enter")

    assert page.get_by_role("link", name="Från rapporten: Välj en dag före 31 december 2017.").is_visible()
    complaints.clear()  # two reports in the wrong order answer 400
