"""Rounds: words and days that its tests share."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.services.followup import record_status_update
from actionplan.tests.factories import UserFactory, noon

CUTOFF = dt.date(2016, 8, 31)
OPENED, TOLD, LATER = (noon(dt.date(2016, 9, day)) for day in (1, 5, 7))
DAY = dt.timedelta(days=1)


def tell(activity, as_of=CUTOFF, at=TOLD, **said):
    return record_status_update(
        activity=activity,
        author=UserFactory(),
        **{"as_of": as_of, "recorded_at": at, "status": "pagaende", "assessment": "gron"} | said,
    )


def refusal(verb, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        verb(*args, **kwargs)
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else refused.value.messages
