"""Where the timeline draws its bars, in per cent of its width."""

import datetime as dt
from dataclasses import dataclass, field

from actionplan.charts import timeline_chart


@dataclass(frozen=True)
class Plan:
    valid_from: dt.date = dt.date(2017, 1, 1)
    valid_to: dt.date | None = dt.date(2018, 12, 31)


@dataclass
class Row:
    """What the timeline asks of an activity."""

    starts_on: dt.date | None = dt.date(2017, 1, 1)
    deadline_on: dt.date | None = dt.date(2017, 12, 31)
    original_ends_on: dt.date | None = dt.date(2017, 12, 31)
    moves_on: int = 0
    standing: str = "pagar"
    area: str = field(default="1 Service")


ON = dt.date(2017, 12, 31)


def drawn(*rows, plan=Plan(), on=ON):
    return timeline_chart(plan, on, list(rows))


def only(*rows, **kwargs):
    return drawn(*rows, **kwargs).groups[0].rows[0]


def test_bar_runs_from_the_first_day_through_the_last():
    row = only(Row())

    assert (row.x, row.width, row.token) == (0.0, 50.0, "ongoing")


def test_day_stands_at_its_end():
    assert drawn(Row()).now_x == 50.0
    assert drawn(Row(), on=dt.date(2016, 12, 31)).now_x is None
    assert drawn(Row(), on=dt.date(2019, 1, 1)).now_x is None


def test_moved_deadline_is_marked_where_it_first_was():
    row = only(Row(deadline_on=dt.date(2018, 12, 31), moves_on=1))

    assert (row.x, row.width, row.moved_x) == (0.0, 100.0, 50.0)


def test_original_deadline_is_not_marked_before_it_moved():
    assert only(Row()).moved_x is None


def test_activity_without_days_fills_the_plan_and_says_so():
    row = only(Row(starts_on=None, deadline_on=None, original_ends_on=None))

    assert (row.x, row.width, row.words) == (0.0, 100.0, "start saknas – utan sluttid")


def test_a_single_day_is_still_seen():
    assert only(Row(deadline_on=dt.date(2017, 1, 1))).width >= 0.4


def test_axis_grows_with_what_lies_outside_the_plan_but_only_so_far():
    assert drawn(Row(deadline_on=dt.date(2019, 3, 31))).last == dt.date(2019, 12, 31)
    assert drawn(Row(deadline_on=dt.date(2099, 3, 31))).last == dt.date(2020, 12, 31)
    assert drawn(Row(starts_on=dt.date(1990, 1, 1))).first == dt.date(2015, 1, 1)


def test_bar_beyond_the_axis_ends_at_its_edge():
    row = only(Row(starts_on=dt.date(1990, 1, 1), deadline_on=dt.date(2099, 1, 1)))

    assert (row.x, row.width) == (0.0, 100.0)


def test_open_ended_plan_ends_with_its_last_activity():
    plan = Plan(valid_to=None)

    assert drawn(Row(deadline_on=dt.date(2018, 6, 30)), plan=plan).last == dt.date(2018, 12, 31)
    assert drawn(plan=plan).last == dt.date(2017, 12, 31)


def test_years_have_names_and_tertials_lines():
    ticks = drawn(Row()).ticks

    assert [(tick.x, tick.label) for tick in ticks] == [
        (0.0, "2017"),
        (16.44, ""),
        (33.29, ""),
        (50.0, "2018"),
        (66.44, ""),
        (83.29, ""),
    ]


def test_many_years_have_no_tertials():
    ticks = drawn(Row(), plan=Plan(dt.date(2010, 1, 1), dt.date(2018, 12, 31))).ticks

    assert [tick.label for tick in ticks] == [str(year) for year in range(2010, 2019)]


def test_rows_are_grouped_by_area_in_their_order():
    groups = drawn(Row(), Row(area="2 Samarbete"), Row()).groups

    assert [(group.area, len(group.rows)) for group in groups] == [("1 Service", 2), ("2 Samarbete", 1)]


def test_words_say_the_days():
    assert only(Row()).words == "1 januari 2017 – 31 december 2017"
