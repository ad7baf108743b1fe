import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.choices import Flag, Standing
from actionplan.models import Activity
from actionplan.tests.cases import as_case, asked_days, drawn_activities, stored, undone
from actionplan.tests.factories import (
    ActivityFactory,
    DepartmentFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)
from actionplan.tests.reference import Seen, seen_on

pytestmark = pytest.mark.django_db
SILENT_AFTER = 90


def from_sql(activity, names):
    return Seen(
        status=activity.status_on,
        assessment=activity.assessment_on,
        reported_on=activity.reported_on_day,
        deadline=activity.deadline_on,
        responsible=names.get(activity.responsible_id_on),
        standing=activity.standing,
        late=activity.is_late,
        should_have_started=activity.is_due,
        deviating=activity.is_deviating,
        silent=activity.is_silent,
    )


@settings(max_examples=80)
@given(drawn=st.lists(drawn_activities(), min_size=1, max_size=3), on=st.lists(asked_days, min_size=4, max_size=8))
def test_on_day_says_what_the_reference_says(drawn, on):
    with undone():
        plan, author = StrategicAreaFactory().plan, UserFactory()
        departments = DepartmentFactory.create_batch(2)
        names = {department.pk: department.name for department in departments}
        activities = [stored(one, plan, author, departments) for one in drawn]
        cases = {activity.pk: as_case(activity, one) for activity, one in zip(activities, drawn, strict=True)}

        for day in on:
            found = {row.pk: from_sql(row, names) for row in Activity.objects.on_day(day, SILENT_AFTER)}
            wanted = {pk: seen_on(case, day, SILENT_AFTER) for pk, case in cases.items()}

            assert found == {pk: seen for pk, seen in wanted.items() if seen is not None}
            for row in Activity.objects.on_day(day):
                assert row.deadline_in_force(day) == wanted[row.pk].deadline


def seen(activity, on, silent_after=SILENT_AFTER):
    return Activity.objects.on_day(on, silent_after).get(pk=activity.pk)


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (dt.date(2016, 3, 1), Standing.NOT_STARTED),  # the day it starts
        (dt.date(2016, 3, 2), Standing.SHOULD_HAVE_STARTED),
        (dt.date(2016, 8, 31), Standing.SHOULD_HAVE_STARTED),  # the deadline itself
        (dt.date(2016, 9, 1), Standing.LATE),
    ],
)
def test_standing_of_what_nobody_has_begun_follows_its_days(on, standing):
    activity = ActivityFactory(starts_on=dt.date(2016, 3, 1), ends_on=dt.date(2016, 8, 31))

    assert seen(activity, on).standing == standing


@pytest.mark.parametrize(
    ("said", "in_time", "after_deadline"),
    [
        ({"status": "pagaende", "assessment": "gron"}, Standing.ONGOING, Standing.LATE),
        ({"status": "pagaende", "assessment": "gul"}, Standing.MINOR, Standing.LATE),
        ({"status": "pagaende", "assessment": "rod"}, Standing.MAJOR, Standing.LATE),
        ({"status": "pagaende", "assessment": "inte_bedomd"}, Standing.ONGOING, Standing.LATE),
        ({"status": "ej_paborjad", "assessment": "gul"}, Standing.MINOR, Standing.LATE),
        ({"status": "ej_paborjad", "assessment": "ingen"}, Standing.SHOULD_HAVE_STARTED, Standing.LATE),
        ({"status": "genomford", "assessment": "ingen"}, Standing.COMPLETED, Standing.COMPLETED),
        ({"status": "avbruten", "assessment": "ingen"}, Standing.CANCELLED, Standing.CANCELLED),
    ],
)
def test_standing_follows_what_was_said_until_the_deadline(said, in_time, after_deadline):
    activity = ActivityFactory(ends_on=dt.date(2016, 9, 30))
    StatusUpdateFactory(activity=activity, as_of=dt.date(2016, 8, 31), comment="Därför.", **said)

    days = (dt.date(2016, 8, 31), dt.date(2016, 9, 30), dt.date(2016, 10, 1))

    assert [seen(activity, day).standing for day in days] == [in_time, in_time, after_deadline]


def test_a_closed_activity_is_carried_over_from_the_day_after():
    activity = ActivityFactory(
        ends_on=dt.date(2018, 6, 30),
        closed_on=dt.date(2018, 12, 31),
        closing="ordinarie_arbete",
        closing_reason="Görs som vanligt arbete.",
    )

    before, after = seen(activity, dt.date(2018, 12, 31)), seen(activity, dt.date(2019, 1, 1))

    assert [before.standing, after.standing] == [Standing.LATE, Standing.CARRIED_OVER]
    assert [before.is_late, after.is_late] == [True, False]


def test_flags_stand_beside_each_other():
    activity = ActivityFactory(starts_on=dt.date(2016, 1, 1), ends_on=dt.date(2016, 6, 30))
    StatusUpdateFactory(
        activity=activity, as_of=dt.date(2016, 5, 1), status="ej_paborjad", assessment="rod", comment="Väntar."
    )

    row = seen(activity, dt.date(2016, 8, 31))

    assert (row.is_late, row.is_due, row.is_deviating, row.is_silent) == (True, True, True, True)


@pytest.mark.parametrize(
    ("starts_on", "told_on", "first_silent_day"),
    [
        (dt.date(2016, 1, 1), None, dt.date(2016, 4, 1)),
        (dt.date(2016, 1, 1), dt.date(2016, 2, 1), dt.date(2016, 5, 2)),
        (dt.date(2016, 6, 1), dt.date(2016, 2, 1), dt.date(2016, 8, 31)),  # never before it starts
        (None, dt.date(2016, 2, 1), dt.date(2016, 5, 2)),
    ],
)
def test_silence_begins_the_day_after_ninety_days(starts_on, told_on, first_silent_day):
    activity = ActivityFactory(starts_on=starts_on)
    if told_on:
        StatusUpdateFactory(activity=activity, as_of=told_on)

    days = (first_silent_day - dt.timedelta(days=1), first_silent_day)

    assert [seen(activity, day).is_silent for day in days] == [False, True]


def test_silence_follows_the_setting(settings):
    settings.SILENT_AFTER_DAYS = 30
    activity = ActivityFactory(starts_on=dt.date(2016, 1, 1))

    rows = [Activity.objects.on_day(day).get(pk=activity.pk) for day in (dt.date(2016, 1, 31), dt.date(2016, 2, 1))]

    assert [row.is_silent for row in rows] == [False, True]


def test_an_activity_without_days_and_updates_is_never_silent_or_late():
    activity = ActivityFactory(starts_on=None, ends_on=None)

    row = seen(activity, dt.date(2030, 1, 1))

    assert (row.standing, row.is_late, row.is_due, row.is_silent) == (Standing.NOT_STARTED, False, False, False)


def test_a_moved_deadline_counts_from_the_swedish_day_it_was_recorded():
    activity = ActivityFactory(ends_on=dt.date(2016, 6, 30))
    StatusUpdateFactory(
        activity=activity,
        as_of=dt.date(2016, 6, 1),
        recorded_at=noon(dt.date(2016, 9, 2)) - dt.timedelta(hours=11, minutes=45),  # 0:15 in Sweden, yesterday in UTC
        new_ends_on=dt.date(2016, 12, 31),
        new_ends_reason="Väntar på beslut.",
    )

    rows = [seen(activity, day) for day in (dt.date(2016, 9, 1), dt.date(2016, 9, 2))]

    assert [row.deadline_on for row in rows] == [dt.date(2016, 6, 30), dt.date(2016, 12, 31)]
    assert [row.is_late for row in rows] == [True, False]


def test_of_two_moves_the_one_recorded_last_holds_whatever_day_it_is_about():
    activity = ActivityFactory(ends_on=dt.date(2016, 6, 30))
    moved = {"activity": activity, "new_ends_reason": "Mer tid."}
    StatusUpdateFactory(as_of=dt.date(2016, 5, 1), new_ends_on=dt.date(2016, 12, 31), **moved)
    StatusUpdateFactory(
        as_of=dt.date(2016, 4, 1), recorded_at=noon(dt.date(2016, 5, 2)), new_ends_on=dt.date(2016, 10, 31), **moved
    )

    row = seen(activity, dt.date(2016, 6, 1))

    assert (row.deadline_on, row.ends_on, row.original_ends_on, row.deadline_moves) == (
        dt.date(2016, 10, 31),
        dt.date(2016, 10, 31),
        dt.date(2016, 6, 30),
        2,
    )


def test_of_two_updates_about_one_day_the_one_recorded_last_holds():
    activity, day = ActivityFactory(), dt.date(2016, 8, 31)
    StatusUpdateFactory(activity=activity, as_of=day, assessment="gul", comment="Sent.", recorded_at=noon(day))
    StatusUpdateFactory(activity=activity, as_of=day, assessment="gron", recorded_at=noon(day) + dt.timedelta(hours=1))

    assert seen(activity, day).assessment_on == "gron"


def test_flagged_keeps_what_has_at_least_one_of_the_flags():
    on = dt.date(2016, 8, 31)
    late = ActivityFactory(starts_on=None, ends_on=dt.date(2016, 6, 30))
    deviating = ActivityFactory(starts_on=None, ends_on=None)
    StatusUpdateFactory(activity=deviating, as_of=on, assessment="gul", comment="Sent.")
    ActivityFactory(starts_on=None, ends_on=None)

    rows = Activity.objects.on_day(on, SILENT_AFTER)

    assert set(rows.flagged(Flag.LATE)) == {late}
    assert set(rows.flagged(Flag.LATE, Flag.DEVIATING)) == {late, deviating}
    assert set(rows.in_standing(Standing.LATE, Standing.MINOR)) == {late, deviating}


def test_still_open_leaves_out_what_is_finished_or_closed():
    on = dt.date(2016, 8, 31)
    remains = ActivityFactory()
    for status in ("genomford", "avbruten"):
        StatusUpdateFactory(activity=ActivityFactory(), as_of=on, status=status, assessment="ingen", comment="Klart.")
    ActivityFactory(closed_on=dt.date(2016, 8, 30), closing="overford", closing_reason="Fortsätter.")

    assert list(Activity.objects.on_day(on).still_open()) == [remains]
