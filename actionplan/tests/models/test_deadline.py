"""The deadline of one activity, asked of the row, is the one the standing expression knows."""

import datetime as dt

import pytest

from actionplan.models import Activity


@pytest.mark.parametrize("day", ["2017-06-30", "2018-01-11", "2018-01-12", "2018-01-15", "2018-12-31"])
def test_deadline_in_force_is_what_on_day_says(example, day):
    on = dt.date.fromisoformat(day)

    asked = {activity.code: activity.deadline_in_force(on) for activity in Activity.objects.all()}

    assert asked == dict(Activity.objects.on_day(on).values_list("code", "deadline_on"))
