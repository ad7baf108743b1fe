"""The answer key of exempeldata.md section 9, by_standing of DESIGN.md section 3, and every boundary case, to the number."""

import datetime as dt
import json

import pytest
from django.core.management import call_command

from actionplan.choices import Assessment, Standing, Status
from actionplan.models import Activity

pytestmark = pytest.mark.usefixtures("example")
ASSESSMENTS = ("gron", "gul", "rod", "inte_bedomd", "ingen")
STATUSES = ("ej_paborjad", "pagaende", "genomford", "avbruten")
NAMES = {
    1: "Service och information",
    2: "Samarbete och utveckling",
    3: "Upphandling och inköp",
    4: "Den empatiske byråkraten",
}
# Day: area: not started, ongoing, completed, cancelled, in all, late
BY_AREA = {
    "2016-08-31": {1: (3, 5, 0, 0, 8, []), 2: (1, 7, 0, 0, 8, []), 3: (4, 1, 1, 0, 6, []), 4: (3, 3, 0, 0, 6, [])},
    "2017-12-31": {
        1: (1, 4, 3, 0, 8, ["SI-03"]),
        2: (0, 7, 1, 0, 8, []),
        3: (0, 3, 2, 1, 6, []),
        4: (1, 3, 2, 0, 6, ["EB-03"]),
    },
    "2018-12-31": {
        1: (0, 2, 5, 1, 8, []),
        2: (0, 5, 3, 0, 8, []),
        3: (0, 2, 3, 1, 6, ["UI-05"]),
        4: (0, 0, 5, 1, 6, []),
    },
}
IN_ALL = {
    "2016-08-31": (11, 16, 1, 0, 28, []),
    "2017-12-31": (2, 17, 8, 1, 28, ["EB-03", "SI-03"]),
    "2018-12-31": (0, 9, 16, 3, 28, ["UI-05"]),
}
BY_ASSESSMENT = {"2016-08-31": (12, 3, 1, 1, 11), "2017-12-31": (11, 6, 2, 0, 9), "2018-12-31": (7, 1, 1, 0, 19)}
BY_STANDING = {
    "2016-08-31": {"pagar": 13, "viss_avvikelse": 3, "stor_avvikelse": 1, "ej_paborjad": 10, "genomford": 1},
    "2017-12-31": {
        "genomford": 8,
        "forsenad": 2,
        "stor_avvikelse": 1,
        "viss_avvikelse": 5,
        "pagar": 11,
        "avbruten": 1,
    },
    "2018-12-31": {"genomford": 16, "pagar": 7, "viss_avvikelse": 1, "forsenad": 1, "avbruten": 3},
}
DEPARTMENTS = {
    "Barn- och utbildningsförvaltningen": 1,
    "Kommunledningskontoret": 4,
    "Konsult- och servicekontoret": 8,
    "Näringsliv": 5,
    "Socialförvaltningen": 1,
    "Stadsbyggnadsförvaltningen": 6,
    "Tekniska kontoret": 1,
    "Utvecklingsförvaltningen": 2,
}
DAYS = sorted(IN_ALL)


def figures(on, capsys):
    call_command("figures", "--on", on, "--json")
    return json.loads(capsys.readouterr().out)


def row(counts):
    """The figures as the answer key writes its rows."""
    return (*(counts["by_status"][key] for key in STATUSES), counts["total"], counts["late"])


@pytest.mark.parametrize("on", DAYS)
def test_the_whole_plan(on, capsys):
    found = figures(on, capsys)

    assert row(found) == IN_ALL[on]
    assert found["by_assessment"] == dict(zip(ASSESSMENTS, BY_ASSESSMENT[on], strict=True))
    assert found["by_standing"] == dict.fromkeys(Standing.values, 0) | BY_STANDING[on]


@pytest.mark.parametrize("on", DAYS)
def test_each_area(on, capsys):
    areas = figures(on, capsys)["by_area"]

    assert {area["number"]: area["name"] for area in areas} == NAMES
    assert {area["number"]: row(area) for area in areas} == BY_AREA[on]


@pytest.mark.parametrize("on", DAYS)
def test_each_department(on, capsys):
    departments = figures(on, capsys)["by_department"]

    assert {department["name"]: department["total"] for department in departments} == DEPARTMENTS


def test_before_the_split_the_earlier_department_answered(capsys):
    departments = figures("2015-12-31", capsys)["by_department"]

    assert {department["name"]: department["total"] for department in departments} == {
        "Barn- och utbildningsförvaltningen": 1,
        "Kommunledningskontoret": 4,
        "Konsult- och servicekontoret": 8,
        "Näringsliv": 5,
        "Samhällsbyggnadsförvaltningen": 4,
        "Socialförvaltningen": 1,
        "Stadsbyggnadsförvaltningen": 3,
        "Utvecklingsförvaltningen": 2,
    }


@pytest.mark.parametrize("on", ["2015-12-04", *DAYS, "2019-01-01", "2030-06-15"])
@pytest.mark.parametrize("part", ["by_area", "by_department"])
def test_the_parts_add_up_to_the_whole(on, part, capsys):
    found = figures(on, capsys)

    for kind in ("by_status", "by_assessment", "by_standing"):
        sums = {key: sum(one[kind][key] for one in found[part]) for key in found[kind]}
        assert sums == found[kind]
        assert sum(found[kind].values()) == found["total"] == 28
    for flag in ("late", "should_have_started", "silent", "deviating"):
        assert sorted(code for one in found[part] for code in one[flag]) == found[flag]


@pytest.mark.parametrize("on", DAYS)
def test_an_empty_selection_shows_zero_and_every_key(on, capsys):
    found = figures(on, capsys)

    for counts in (found, *found["by_area"], *found["by_department"]):
        assert list(counts["by_status"]) == list(Status.values)
        assert list(counts["by_assessment"]) == list(Assessment.values)
        assert list(counts["by_standing"]) == list(Standing.values)
    assert found["by_area"][1]["by_status"]["avbruten"] == 0


def test_the_day_before_the_plan_was_made_every_area_is_there_and_empty(capsys):
    found = figures("2015-12-03", capsys)

    assert [row(area) for area in found["by_area"]] == [(0, 0, 0, 0, 0, [])] * 4
    assert (row(found), found["by_department"]) == ((0, 0, 0, 0, 0, []), [])


def seen(code, on):
    return Activity.objects.on_day(dt.date.fromisoformat(on)).get(code=code)


@pytest.mark.parametrize(
    ("code", "on", "standing"),
    [
        ("SI-02", "2016-08-31", "viss_avvikelse"),  # ends that day: not late yet
        ("SI-02", "2016-09-01", "forsenad"),
        ("EB-01", "2017-12-31", "viss_avvikelse"),
        ("EB-01", "2018-01-01", "forsenad"),
        ("SU-06", "2018-12-31", "viss_avvikelse"),  # closed that day, which shows the day after
        ("SU-06", "2019-01-01", "overford"),
        ("UI-05", "2018-12-31", "forsenad"),
        ("UI-05", "2019-01-01", "overford"),
        ("SI-04", "2019-01-01", "overford"),
        ("EB-05", "2017-12-31", "viss_avvikelse"),
        ("SI-07", "2017-12-31", "stor_avvikelse"),
        ("UI-06", "2017-12-31", "avbruten"),  # after its deadline, but cancelled
        ("SU-07", "2016-08-31", "stor_avvikelse"),
        ("SU-07", "2017-01-01", "forsenad"),
        ("SI-03", "2016-04-18", "pagar"),
        ("SI-03", "2017-06-30", "pagar"),
        ("SI-03", "2017-07-01", "forsenad"),
        ("SI-03", "2018-01-14", "forsenad"),
        ("SI-03", "2018-01-15", "stor_avvikelse"),
        ("SI-03", "2018-03-22", "genomford"),
        ("EB-03", "2017-12-31", "forsenad"),
        ("EB-03", "2018-01-11", "forsenad"),
        ("EB-03", "2018-01-12", "viss_avvikelse"),
        ("EB-03", "2018-06-30", "viss_avvikelse"),
        ("EB-03", "2018-07-01", "forsenad"),
        ("EB-03", "2018-12-31", "genomford"),
    ],
)
def test_boundary_cases(code, on, standing):
    assert seen(code, on).standing == standing


@pytest.mark.parametrize("code", ["EB-05", "SI-07"])
def test_what_starts_late_is_told_apart_from_what_is_late(code, capsys):
    found = figures("2017-12-31", capsys)

    assert code in found["should_have_started"]
    assert code not in found["late"]


def test_lists_of_flags_on_the_demo_day(capsys):
    found = figures("2017-12-31", capsys)

    assert found["should_have_started"] == ["EB-05", "SI-07"]
    assert found["deviating"] == ["EB-01", "EB-03", "EB-05", "SI-03", "SI-05", "SI-07", "SU-06", "UI-05"]
    assert found["silent"] == []


def test_who_is_silent_four_months_after_the_first_round(capsys):
    """On 2016-12-31 nothing was told since 31 August; what has started by September and is open is silent."""
    completed, starts_later = {"UI-02"}, {"SI-07", "SI-08", "SU-06", "UI-05", "UI-06", "EB-05"}
    all_codes = set(Activity.objects.values_list("code", flat=True))

    assert set(figures("2016-12-31", capsys)["silent"]) == all_codes - completed - starts_later


@pytest.mark.parametrize(
    ("code", "moved_on", "old", "new"),
    [
        ("SI-03", dt.date(2018, 1, 15), dt.date(2017, 6, 30), dt.date(2018, 3, 31)),
        ("EB-03", dt.date(2018, 1, 12), dt.date(2017, 5, 31), dt.date(2018, 6, 30)),
    ],
)
def test_a_moved_deadline_never_rewrites_the_past(code, moved_on, old, new):
    rows = [seen(code, day.isoformat()) for day in (moved_on - dt.timedelta(days=1), moved_on)]

    assert [row.deadline_on for row in rows] == [old, new]
    assert (rows[1].original_ends_on, rows[1].ends_on, rows[1].deadline_moves) == (old, new, 1)


def test_carried_over_at_the_end_are_the_nine(capsys):
    carried = Activity.objects.on_day(dt.date(2019, 1, 1)).in_standing(Standing.CARRIED_OVER)

    assert sorted(carried.values_list("code", flat=True)) == (
        "SI-04 SI-05 SU-01 SU-02 SU-05 SU-06 SU-08 UI-01 UI-05".split()
    )
    assert figures("2019-01-01", capsys)["by_standing"] == dict.fromkeys(Standing.values, 0) | {
        "genomford": 16,
        "overford": 9,
        "avbruten": 3,
    }


def test_the_default_plan_and_the_registry_number_give_the_same_figures(capsys):
    call_command("figures", "--plan", "2015/KS 0623 003", "--on", "2017-12-31", "--json")

    assert json.loads(capsys.readouterr().out) == figures("31/12/2017", capsys)
