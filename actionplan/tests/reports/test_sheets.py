"""The Excel workbook: lawful names, frozen and filtered header rows, days, numbers, and nothing that calculates."""

import io
import zipfile
from dataclasses import replace

import openpyxl

from actionplan.reports.blocks import Column, Section, Table
from actionplan.reports.sheets import excel_file
from actionplan.tests.reports import samples


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(excel_file(content)))


def test_each_table_has_a_sheet_with_filter_and_frozen_header():
    book = opened(samples.report())

    assert book.sheetnames == [
        "Rapport",
        "Omraden",
        "Omrade-1",
        "Omrade-2",
        "Omrade-3",
        "Omrade-4",
        "Nyckeltal",
        "Beslut",
    ]
    area = book["Omrade-1"]
    assert (area.freeze_panes, area.auto_filter.ref, area.print_title_rows) == ("B2", "A1:D16", "$1:$1")
    assert book.properties.title == "Tertial 2 2017: Handlingsplan för näringslivsarbetet 2016–2018"


def test_days_numbers_and_words_are_what_they_are():
    area = opened(samples.report())["Omrade-1"]
    figures = opened(samples.report())["Nyckeltal"]

    _, _, day, standing = area[3]
    assert (day.is_date, day.number_format, str(day.value.date())) == (True, "yyyy-mm-dd", "2017-05-05")
    assert standing.value == "Ej påbörjad"
    assert [cell.value for cell in figures[2]] == ["Nöjd kundindex, företag", 75, 68.5, "NKI"]
    assert [cell.data_type for cell in figures[2]] == ["s", "n", "n", "s"]


def test_changes_are_numbers_that_show_their_sign():
    columns = (Column("Område"), Column("Ändring", "number"), Column("Fritt"))
    rows = (("a", "+12", "+1"), ("b", "–3", "–1"), ("c", "0", "0"), ("d", "–", "–"))
    content = replace(samples.report(), sections=(Section("s", "S", tables=(Table("t", "T", columns, rows),)),))

    _, *shown = opened(content)["T"].iter_rows(min_col=2)

    assert [cell.value for cell, _ in shown] == [12, -3, 0, "–"]
    assert [cell.number_format for cell, _ in shown] == ['+0;"–"0;0'] * 3 + ["General"]
    assert [cell.value for _, cell in shown] == ["+1", "–1", "0", "–"]


def test_the_header_row_has_room_for_its_labels():
    columns = (Column("Nr", width=15), Column("Förändring sedan förra rapporten", "number", 22))
    low, high = (Table(key, key, columns[:number], (("x", 1)[:number],)) for key, number in (("low", 1), ("high", 2)))
    book = opened(replace(samples.report(), sections=(Section("s", "S", tables=(low, high)),)))

    assert (book["Low"].row_dimensions[1].height, book["High"].row_dimensions[1].height) == (None, 60)


def test_nothing_that_was_typed_calculates_or_links():
    document = excel_file(samples.hostile())

    book = openpyxl.load_workbook(io.BytesIO(document))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
    targets = [cell.hyperlink.location for row in book["Rapport"] for cell in row if cell.hyperlink]
    assert kinds == {"s", "n", "d"}
    assert [target.partition("!")[2] for target in targets] == ["A1", "A1"]
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        assert [
            name for name in parts.namelist() if b"<f>" in parts.read(name) or b'"External"' in parts.read(name)
        ] == []


def test_sheet_names_are_lawful_and_unlike():
    keys = ["a" * 40, "A" * 40, "[x]:*?/\\y", "history", "Rapport", "", "'hej'", "  ", "👍" * 40]
    tables = tuple(Table(key, "T", (Column("K"),), (("c",),)) for key in keys)
    content = replace(samples.report(), sections=(Section("s", "S", tables=tables),))

    names = opened(content).sheetnames

    assert names == [
        "Rapport", "A" + "a" * 30, "A" * 29 + " 2", "X      y", "History 2", "Rapport 2", "Tabell", "Hej", "Tabell 2", "Tabell 3",
    ]  # fmt: skip


def test_what_excel_has_no_room_for_ends_in_dots():
    content = replace(samples.report(), sections=(Section("s", "S", paragraphs=("x" * 40_000, "👍" * 20_000)),))

    *_, plain, thumbs = (cell.value for row in opened(content)["Rapport"] for cell in row)

    assert plain == "x" * 32_766 + "…"
    assert thumbs == "👍" * 16_383 + "…"
