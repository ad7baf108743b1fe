"""A report kept as a file: no barriers, no sideways scroll on any width, also with texts that mean harm."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from actionplan.reports.blocks import Column, Section, Table
from actionplan.reports.page import html_file
from actionplan.tests.reports import samples


@pytest.mark.parametrize("width", [320, 645, 993, 1320])
@pytest.mark.parametrize("make", [samples.report, samples.memo, samples.hostile, samples.crowded])
def test_the_file_has_no_barriers(page, barriers, make, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(html_file(make()).decode())

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_opens_a_table_by_the_keyboard_and_paper_shows_all(page):
    page.set_viewport_size({"width": 360, "height": 780})
    page.set_content(html_file(samples.report()).decode())
    rows = page.locator("#r-omrade-1 tbody tr")

    expect(rows.first).to_be_hidden()
    page.get_by_text("Aktiviteter i område 1").first.focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_be_visible()
    expect(page.locator("#r-omrade-2 tbody tr").first).to_be_hidden()
    page.emulate_media(media="print")
    for table in page.locator("table").all():
        expect(table.locator("tbody tr").first).to_be_visible()


def test_a_word_and_its_numbers_stay_beside_each_other_on_a_phone(page):
    page.set_viewport_size({"width": 320, "height": 780})
    columns = (Column("Läge", "standing", 60), Column("Antal", "number", 25), Column("Ändring", "number", 25))
    table = Table("siffror", "Aktiviteter per läge", columns, (("borde_ha_startat", 12, "+12"), ("genomford", 8, "–3")))
    content = replace(samples.report(), sections=(Section("siffror", "Siffror", tables=(table,)),))
    page.set_content(html_file(content).decode())

    tops = page.locator("tbody tr:first-child > *").evaluate_all("e => e.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    expect(page.get_by_text("Ändring")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_scrolls_sideways_on_paper_either(page):
    page.set_viewport_size({"width": 680, "height": 900})  # what A4 leaves between the margins
    page.emulate_media(media="print")
    page.set_content(html_file(samples.crowded()).decode())

    assert page.evaluate(
        "[...document.querySelectorAll('section')].map(part => part.scrollWidth - part.clientWidth)"
    ) == [0]
