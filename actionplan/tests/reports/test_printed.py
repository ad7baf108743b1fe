"""The words on paper: numbers, leads, levels, widths of columns, and how bars are drawn."""

from dataclasses import replace
from decimal import Decimal

import pytest

from actionplan.reports import words
from actionplan.reports.blocks import Bar, Column, Section, Table
from actionplan.reports.printed import BAR_WIDTH, TEXT_WIDTH, printed
from actionplan.tests.reports import samples


def the_only(**parts):
    """Return the only section of a content, printed."""
    content = replace(samples.report(), sections=(Section("a", "Rubrik", **parts),))
    return printed(content).sections[0]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"), (-12, "\N{MINUS SIGN}12"), (9999, "9999"), (10_000, "10\N{NO-BREAK SPACE}000"), (Decimal("42.50"), "42,5"),
        (Decimal("-1234567.25"), "\N{MINUS SIGN}1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567,25"), (Decimal("1E+2"), "100"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_swedes_do(value, written):
    assert words.number(value) == written


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Genomförda (3): Lots; Garanti", ("Genomförda (3):", "Lots; Garanti")),
        ("Klockan 9:30 börjar det", ("", "Klockan 9:30 börjar det")),
        ("x" * 46 + ": y", ("", "x" * 46 + ": y")),
        ("två\nrader: här", ("", "två\nrader: här")),
    ],
)
def test_the_lead_of_an_item_is_short(text, lead):
    assert words.lead(text) == lead


def test_no_level_of_heading_is_left_out():
    levels = (2, 3, 1, 3, 2, 9, 0)
    content = replace(
        samples.report(), sections=tuple(Section(str(n), "R", level=level) for n, level in enumerate(levels))
    )

    assert [section.level for section in printed(content).sections] == [1, 2, 1, 2, 2, 3, 1]


def test_a_wide_table_fills_the_page_and_its_dates_have_room():
    columns = (Column("A", width=100), Column("Dag", "date", 20), Column("B", width=80))
    (table,) = the_only(tables=(Table("t", "T", columns, ()),)).tables

    assert (sum(table.widths), table.widths[1], table.narrow) == (TEXT_WIDTH, 20.0, False)


def test_a_narrow_table_keeps_its_widths():
    columns = (Column("Läge", width=60), Column("Antal", "number", 25))
    (table,) = the_only(tables=(Table("t", "Rubrik", columns, ()),)).tables

    assert (table.widths, table.narrow, table.captioned) == ((60.0, 25.0), True, False)


def test_very_many_dates_share_the_page():
    columns = (Column("A"), *(Column("Dag", "date") for _ in range(12)))
    (table,) = the_only(tables=(Table("t", "T", columns, ()),)).tables

    assert sum(table.widths) == pytest.approx(TEXT_WIDTH, abs=1)


def test_a_bar_is_drawn_in_proportion_with_nothing_too_thin_to_see():
    (bar,) = the_only(bars=(Bar("Allt", (("genomford", 1), ("pagar", 0), ("forsenad", 999))),)).bars

    first, second = bar.parts
    assert bar.words == "Allt: 1 genomförd, 999 försenade"
    assert (first.x, second.x, first.width > 11) == (0.0, first.width, True)
    assert first.width + second.width == pytest.approx(BAR_WIDTH, abs=0.1)


def test_a_bar_of_nothing_says_so():
    (bar,) = the_only(bars=(Bar("Allt", (("genomford", 0),)),)).bars

    assert (bar.words, bar.parts) == ("Allt: inga aktiviteter", ())
