"""A report kept as a file: no barriers, no sideways scroll on any width, also with texts that mean harm."""

import pytest

from actionplan.reports.page import html_file
from actionplan.tests.reports import samples


@pytest.mark.parametrize("width", [320, 645, 993, 1320])
@pytest.mark.parametrize("make", [samples.report, samples.memo, samples.hostile, samples.crowded])
def test_the_file_has_no_barriers(page, barriers, make, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(html_file(make()).decode())

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_scrolls_sideways_on_paper_either(page):
    page.set_viewport_size({"width": 680, "height": 900})  # what A4 leaves between the margins
    page.emulate_media(media="print")
    page.set_content(html_file(samples.crowded()).decode())

    assert page.evaluate(
        "[...document.querySelectorAll('section')].map(part => part.scrollWidth - part.clientWidth)"
    ) == [0]
