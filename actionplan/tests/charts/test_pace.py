"""The pace chart says its main thing in words."""

import datetime as dt

import pytest

from actionplan.charts.pace import pace_chart
from actionplan.figures import Pace, Point

DAY = dt.date(2016, 8, 31)


@pytest.mark.parametrize(
    ("completed", "planned", "words"),
    [
        (1, 1, "1 genomförd 31 augusti 2016, enligt planen skulle 1 vara klar då."),
        (2, 3, "2 genomförda 31 augusti 2016, enligt planen skulle 3 vara klara då."),
    ],
)
def test_pace_chart_says_how_many_are_completed_and_should_be(completed, planned, words):
    line = ((DAY, completed),)
    point = Point(DAY, completed, planned)

    chart = pace_chart(Pace(5, dt.date(2016, 1, 1), dt.date(2018, 12, 31), DAY, line, ((DAY, planned),), (point,)))

    assert chart.label == words
