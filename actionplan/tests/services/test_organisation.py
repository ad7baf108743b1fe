"""Handing activities over, with the history kept."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import PlanState, ResponsibilityRole
from actionplan.models import Activity
from actionplan.services.organisation import carried_rows, hand_over, hand_over_all, has_handed_over
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import ActivityFactory, DepartmentFactory, ResponsibilityFactory

pytestmark = pytest.mark.django_db
ADDED, FROM, BEFORE = dt.date(2015, 12, 4), dt.date(2016, 1, 1), dt.date(2015, 12, 31)


@pytest.fixture
def giver():
    return DepartmentFactory(name="Samhällsbyggnad")


@pytest.fixture
def heir():
    return DepartmentFactory(name="Tekniska kontoret")


def participant(activity, department, **facts):
    return ResponsibilityFactory(activity=activity, department=department, role=ResponsibilityRole.PARTICIPANT, **facts)


def carried(activity):
    rows = activity.responsibilities.order_by("role", "from_on", "department__sort_key")
    return [(row.role, str(row.department), row.from_on, row.to_on) for row in rows]


def test_hand_over_ends_one_row_the_day_before_and_begins_the_next(giver, heir):
    activity = ActivityFactory(responsible=giver)

    hand_over(activity, to=heir, from_on=FROM, expected_version=1)

    assert carried(activity) == [
        ("ansvarig", "Samhällsbyggnad", ADDED, BEFORE),
        ("ansvarig", "Tekniska kontoret", FROM, None),
    ]
    assert Activity.objects.get(pk=activity.pk).version == 2


def test_hand_over_to_a_participant_makes_it_responsible_alone(giver, heir):
    activity = ActivityFactory(responsible=giver)
    participant(activity, heir)

    hand_over(activity, to=heir, from_on=FROM, expected_version=1)

    assert carried(activity) == [
        ("ansvarig", "Samhällsbyggnad", ADDED, BEFORE),
        ("ansvarig", "Tekniska kontoret", FROM, None),
        ("medverkar", "Tekniska kontoret", ADDED, BEFORE),
    ]


def test_hand_over_sent_twice_is_one_handover(giver, heir):
    activity = ActivityFactory(responsible=giver)
    first = hand_over(activity, to=heir, from_on=FROM, expected_version=1)

    again = hand_over(activity, to=heir, from_on=FROM, expected_version=1)

    assert (again.pk, activity.responsibilities.count()) == (first.pk, 2)


def test_hand_over_gives_an_activity_nobody_answers_for_to_somebody(heir):
    activity = ActivityFactory()

    hand_over(activity, to=heir, from_on=FROM, expected_version=1)

    assert carried(activity) == [("ansvarig", "Tekniska kontoret", FROM, None)]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"valid_to": BEFORE}, {"to": ["Tekniska kontoret upphörde 2015-12-31. Välj en annan förvaltning."]}),
        (
            {"valid_from": dt.date(2016, 2, 1)},
            {"from_on": ["Tekniska kontoret finns från 2016-02-01. Välj den dagen eller en senare."]},
        ),
    ],
)
def test_hand_over_to_a_department_that_does_not_exist_that_day_is_refused(giver, changes, error):
    activity, heir = ActivityFactory(responsible=giver), DepartmentFactory(name="Tekniska kontoret", **changes)

    with pytest.raises(ValidationError) as refused:
        hand_over(activity, to=heir, from_on=FROM, expected_version=1)

    assert refused.value.message_dict == error
    assert carried(activity) == [("ansvarig", "Samhällsbyggnad", ADDED, None)]


@pytest.mark.parametrize(
    ("day", "to_giver", "error"),
    [
        (ADDED, False, {"from_on": ["Samhällsbyggnad blev ansvarig 2015-12-04. Välj en senare dag."]}),
        (FROM, True, {"to": ["Samhällsbyggnad är redan ansvarig. Välj en annan förvaltning."]}),
    ],
)
def test_hand_over_never_rewrites_history(giver, heir, day, to_giver, error):
    activity = ActivityFactory(responsible=giver)

    with pytest.raises(ValidationError) as refused:
        hand_over(activity, to=giver if to_giver else heir, from_on=day, expected_version=1)

    assert refused.value.message_dict == error


def test_hand_over_tells_of_a_change_in_between(giver, heir):
    activity = ActivityFactory(responsible=giver, version=2)

    with pytest.raises(LostUpdate):
        hand_over(activity, to=heir, from_on=FROM, expected_version=1)


def test_hand_over_in_a_closed_plan_is_refused(giver, heir):
    activity = ActivityFactory(responsible=giver, area__plan__state=PlanState.CLOSED)

    with pytest.raises(ValidationError) as refused:
        hand_over(activity, to=heir, from_on=FROM, expected_version=1)

    assert refused.value.messages == ["Planen är avslutad och kan inte ändras."]


def test_hand_over_all_moves_what_it_answers_for_and_takes_part_in(giver, heir):
    owned, joined, both = ActivityFactory(responsible=giver), ActivityFactory(), ActivityFactory()
    participant(joined, giver)
    participant(both, giver)
    participant(both, heir)

    count = hand_over_all(giver, to=heir, from_on=FROM)

    assert count == 1
    assert carried(owned)[-1] == ("ansvarig", "Tekniska kontoret", FROM, None)
    assert carried(joined) == [
        ("medverkar", "Samhällsbyggnad", ADDED, BEFORE),
        ("medverkar", "Tekniska kontoret", FROM, None),
    ]
    assert carried(both) == [
        ("medverkar", "Samhällsbyggnad", ADDED, BEFORE),
        ("medverkar", "Tekniska kontoret", ADDED, None),
    ]


def test_hand_over_all_manages_an_activity_where_the_department_has_both_roles(giver, heir):
    activity = ActivityFactory(responsible=giver)
    participant(activity, giver)

    hand_over_all(giver, to=heir, from_on=FROM)

    assert carried(activity) == [
        ("ansvarig", "Samhällsbyggnad", ADDED, BEFORE),
        ("ansvarig", "Tekniska kontoret", FROM, None),
        ("medverkar", "Samhällsbyggnad", ADDED, BEFORE),
    ]


def test_hand_over_all_moves_only_the_activities_that_are_chosen(giver, heir):
    moves, stays = ActivityFactory(responsible=giver), ActivityFactory(responsible=giver)

    hand_over_all(giver, to=heir, from_on=FROM, activities=[moves])

    assert (carried(moves)[-1][1], carried(stays)[-1][1]) == ("Tekniska kontoret", "Samhällsbyggnad")


def test_hand_over_all_leaves_closed_plans_as_they_were(giver, heir):
    activity = ActivityFactory(responsible=giver, area__plan__state=PlanState.CLOSED)

    assert hand_over_all(giver, to=heir, from_on=FROM) == 0
    assert carried(activity) == [("ansvarig", "Samhällsbyggnad", ADDED, None)]


def test_hand_over_all_is_all_or_nothing(giver, heir):
    old = ActivityFactory(responsible=giver)
    ActivityFactory(responsible=giver, code="NY-01", added_on=dt.date(2016, 2, 1))

    with pytest.raises(ValidationError) as refused:
        hand_over_all(giver, to=heir, from_on=FROM)

    assert refused.value.message_dict == {"from_on": ["Samhällsbyggnad fick NY-01 den 2016-02-01. Välj en senare dag."]}
    assert carried(old) == [("ansvarig", "Samhällsbyggnad", ADDED, None)]


def test_hand_over_all_to_itself_is_refused(giver):
    with pytest.raises(ValidationError) as refused:
        hand_over_all(giver, to=giver, from_on=FROM)

    assert refused.value.message_dict == {"to": ["Välj en annan förvaltning än den som lämnar över."]}


def test_carried_rows_are_those_until_further_notice_responsible_first(giver, heir):
    owned, joined, gone = ActivityFactory(code="ZZ-01", responsible=giver), ActivityFactory(code="AA-01"), None
    participant(joined, giver)
    gone = ActivityFactory(responsible=giver)
    hand_over(gone, to=heir, from_on=FROM, expected_version=1)

    assert [(row.role, row.activity.code) for row in carried_rows(giver)] == [
        ("ansvarig", owned.code),
        ("medverkar", joined.code),
    ]


def test_has_handed_over_knows_a_handover_that_was_done(giver, heir):
    first, second = ActivityFactory(responsible=giver), ActivityFactory(responsible=giver)
    hand_over_all(giver, to=heir, from_on=FROM, activities=[first])

    assert has_handed_over(giver, from_on=FROM, activity_ids={first.pk}) is True
    assert has_handed_over(giver, from_on=FROM, activity_ids={first.pk, second.pk}) is False
    assert has_handed_over(giver, from_on=FROM, activity_ids=set()) is False
