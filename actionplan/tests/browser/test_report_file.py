"""A report kept as a file: no barriers, no sideways scroll at 320 px, also with texts that mean harm."""

import pytest

from actionplan.reports.page import html_file
from actionplan.tests.reports import samples


@pytest.mark.parametrize("width", [320, 1320])
@pytest.mark.parametrize("make", [samples.report, samples.memo, samples.hostile])
def test_the_file_has_no_barriers(page, barriers, make, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(html_file(make()).decode())

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
