import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan.choices import Change
from actionplan.figures import attention, changes, default_since, latest_updates, plan_figures, upcoming
from actionplan.models import ActionPlan, Activity
from actionplan.tests.cases import as_case, asked_days, drawn_activities, stored, undone
from actionplan.tests.factories import (
    ActivityFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)
from actionplan.tests.reference import seen_on

pytestmark = pytest.mark.django_db
ON = dt.date(2017, 12, 31)


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


def test_attention_shows_the_most_urgent_with_every_reason(plan):
    rows = [(row.activity.code, row.standing, row.reasons) for row in attention(plan, ON)]

    assert rows == [
        ("EB-03", "forsenad", ("Skulle vara klar 31 maj 2017, 214 dagar försenad.",)),
        ("SI-03", "forsenad", ("Skulle vara klar 30 juni 2017, 184 dagar försenad.",)),
        ("EB-05", "viss_avvikelse", ("Skulle ha startat 1 januari 2017.", "Ska vara klar 31 december 2018.")),
        ("SI-07", "stor_avvikelse", ("Skulle ha startat 1 januari 2017.", "Ska vara klar 31 december 2018.")),
        ("EB-01", "viss_avvikelse", ("Ska vara klar 31 december 2017.",)),
        ("UI-05", "viss_avvikelse", ("Ska vara klar 30 juni 2018.",)),
        ("SI-05", "viss_avvikelse", ("Ska vara klar 31 december 2018.",)),
        ("SU-06", "viss_avvikelse", ("Ska vara klar 31 december 2018.",)),
    ]


def test_attention_quotes_what_was_said_last(plan):
    quotes = {row.activity.code: row.quote for row in attention(plan, ON)}

    assert quotes["SU-06"] == "En av två branscher är klar."
    assert quotes["EB-03"] == "Tolv av tjugo mallar är klara. Ny sluttid: juni 2018."


def test_attention_says_how_long_nobody_has_told():
    ActivityFactory(starts_on=dt.date(2017, 10, 1), ends_on=None)
    ActivityFactory(starts_on=dt.date(2017, 12, 30), ends_on=dt.date(2017, 12, 30))

    reasons = {row.reasons for plan in ActionPlan.objects.all() for row in attention(plan, ON)}

    assert reasons == {
        ("Skulle ha startat 1 oktober 2017.", "Ingen uppföljning på 91 dagar."),
        ("Skulle vara klar 30 december 2017, 1 dag försenad.", "Skulle ha startat 30 december 2017."),
    }


def test_attention_is_as_many_as_are_flagged_up_to_its_room(plan):
    assert plan_figures(plan, ON).counts.attention == 8
    assert len(attention(plan, ON)) == 8
    assert len(attention(plan, dt.date(2016, 12, 31))) == 8
    assert plan_figures(plan, dt.date(2016, 12, 31)).counts.attention > 8


@pytest.mark.parametrize(
    ("since", "on", "counts"),
    [
        (
            "2016-08-31",
            "2017-12-31",
            {"genomforda": 7, "startade": 8, "nya_forseningar": 2, "flyttade": 0, "tillkomna": 0, "avbrutna": 1},
        ),
        (
            "2017-12-31",
            "2018-12-31",
            {"genomforda": 8, "startade": 0, "nya_forseningar": 1, "flyttade": 2, "tillkomna": 0, "avbrutna": 2},
        ),
    ],
)
def test_changes_between_the_days_of_the_answer_key(plan, since, on, counts):
    found = changes(plan, dt.date.fromisoformat(since), dt.date.fromisoformat(on))

    assert found.counts == counts


@pytest.mark.parametrize(
    ("on", "since"),
    [
        (dt.date(2017, 12, 31), dt.date(2017, 8, 31)),
        (dt.date(2018, 1, 15), dt.date(2017, 8, 31)),
        (dt.date(2017, 8, 30), dt.date(2016, 12, 31)),
    ],
)
def test_changed_since_begins_at_the_cutoff_before_the_newest(on, since):
    assert default_since(on) == since


def reference_changes(cases, since, on):
    """Count by the words of choices.Change what the reference saw on both days."""
    found = dict.fromkeys(Change.values, 0)
    for case in cases:
        now, then = seen_on(case, on, 90), seen_on(case, since, 90)
        if now is None:
            continue
        before = [told for told in case.told if told.as_of <= since]
        status = (
            max(before, key=lambda told: (told.as_of, told.recorded_at, told.number)).status
            if before
            else "ej_paborjad"
        )
        found["genomforda"] += now.status == "genomford" != status
        found["avbrutna"] += now.status == "avbruten" != status
        found["startade"] += now.status in ("pagaende", "genomford") and status == "ej_paborjad"
        found["nya_forseningar"] += now.late and not (then and then.late)
        found["flyttade"] += any(told.new_ends_on and since < told.recorded_on <= on for told in case.told)
        found["tillkomna"] += case.added_on > since
    return found


@settings(max_examples=25)
@given(drawn=st.lists(drawn_activities(), min_size=1, max_size=4), asked=st.lists(asked_days, min_size=2, max_size=2))
def test_changes_are_what_the_reference_sees_between_two_days(drawn, asked):
    since, on = sorted(asked)
    with undone():
        plan, author = StrategicAreaFactory().plan, UserFactory()
        cases = [as_case(stored(one, plan, author, []), one | {"handed_over": []}) for one in without_handovers(drawn)]
        plan.refresh_from_db()

        found = changes(plan, since, on)

        assert found.counts == reference_changes(cases, since, on)
        rows = Activity.objects.filter(plan=plan).on_day(on).compared_with(since)
        assert {key: rows.changed(key, since, on).count() for key in Change.values} == found.counts


def without_handovers(drawn):
    return [one | {"handed_over": []} for one in drawn]


def test_upcoming_is_the_next_open_deadline_of_each_area(plan):
    found = upcoming(plan, ON)

    assert {area.number: found[area.pk].deadline.isoformat() for area in plan.areas.all() if area.pk in found} == {
        1: "2018-03-31",
        2: "2018-06-30",
        3: "2018-06-30",
        4: "2017-12-31",
    }


def test_latest_updates_are_those_that_said_something_new(plan):
    found = latest_updates(plan, ON)

    assert len(found) == 6
    assert {(update.as_of, update.unchanged) for update in found} == {(ON, False)}


def test_latest_updates_come_newest_first_and_not_from_the_future():
    activity, chief = ActivityFactory(), UserFactory()
    for day, hour in ((1, 0), (2, 0), (2, 1), (3, 0)):
        on = dt.date(2016, 9, day)
        StatusUpdateFactory(activity=activity, author=chief, as_of=on, recorded_at=noon(on) + dt.timedelta(hours=hour))
    StatusUpdateFactory(activity=activity, author=chief, as_of=dt.date(2016, 9, 2), unchanged=True)

    found = latest_updates(activity.plan, dt.date(2016, 9, 2))

    assert [(update.as_of.day, update.recorded_at.hour) for update in found] == [(2, 11), (2, 10), (1, 10)]
