"""Adding, changing, closing and reopening activities."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Closing, PlanState, Status
from actionplan.models import Activity, Responsibility
from actionplan.services.activities import (
    close_activity,
    create_activity,
    deadline_lock,
    edit_activity,
    next_code,
    reopen_activity,
)
from actionplan.services.organisation import hand_over
from actionplan.services.versions import Edit, LostUpdate
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY, LATER = dt.date(2016, 3, 1), dt.date(2017, 12, 31)


@pytest.fixture
def area():
    return StrategicAreaFactory(name="Service och information")


@pytest.fixture
def department():
    return DepartmentFactory(name="Näringsliv")


def new(area, code="SI-01", **facts):
    return Activity(area=area, code=code, title="Starta en lots", **facts)


def carried(activity):
    """Return who carries the activity: role, name, first and last day."""
    rows = activity.responsibilities.order_by("role", "department__sort_key", "from_on")
    return [(row.role, str(row.department), row.from_on, row.to_on) for row in rows]


def test_create_activity_gives_it_one_responsible_and_its_participants_from_the_day(area, department):
    other = DepartmentFactory(name="Socialförvaltningen")

    activity = create_activity(
        new(area, ends_on=dt.date(2017, 1, 1)), responsible=department, participants=[other], on=TODAY
    )

    stored = Activity.objects.get(pk=activity.pk)
    assert (stored.plan, stored.added_on, stored.original_ends_on) == (area.plan, TODAY, dt.date(2017, 1, 1))
    assert carried(stored) == [
        ("ansvarig", "Näringsliv", TODAY, None),
        ("medverkar", "Socialförvaltningen", TODAY, None),
    ]


def test_create_activity_names_the_successors_of_a_department_that_has_ended(area):
    ended = DepartmentFactory(name="Samhällsbyggnadsförvaltningen", valid_to=dt.date(2015, 12, 31))
    ended.successors.add(DepartmentFactory(name="Tekniska kontoret"), DepartmentFactory(name="Stadsbyggnad"))

    with pytest.raises(ValidationError) as refused:
        create_activity(new(area), responsible=ended, on=TODAY)

    assert refused.value.message_dict == {
        "department": [
            "Samhällsbyggnadsförvaltningen upphörde 2015-12-31. Välj efterträdare: Stadsbyggnad och Tekniska kontoret."
        ]
    }
    assert Activity.objects.count() == 0


def test_create_activity_refuses_a_number_in_use_and_says_which_is_free(area, department):
    ActivityFactory(area=area, code="SI-01", title="Lotsa företag")

    with pytest.raises(ValidationError) as refused:
        create_activity(new(area, "si–01"), responsible=department, on=TODAY)

    assert refused.value.message_dict == {
        "code": ["Numret SI-01 finns redan i planen: Lotsa företag. Nästa lediga nummer är SI-02."]
    }


def test_the_same_number_may_be_used_in_another_plan(area, department):
    ActivityFactory(code="SI-01", area__plan=ActionPlanFactory())

    assert create_activity(new(area), responsible=department, on=TODAY).code == "SI-01"


def test_create_activity_in_a_closed_plan_is_refused(department):
    area = StrategicAreaFactory(plan__state=PlanState.CLOSED)

    with pytest.raises(ValidationError) as refused:
        create_activity(new(area), responsible=department, on=TODAY)

    assert refused.value.messages == ["Planen är avslutad och kan inte ändras."]


def test_create_activity_sent_twice_by_the_same_person_is_one_activity(area, department):
    author = UserFactory()
    first = new(area)
    first._history_user = author
    create_activity(first, responsible=department, on=TODAY, author=author)

    again = create_activity(new(area), responsible=department, on=TODAY, author=author)

    assert (again.pk, Activity.objects.count()) == (first.pk, 1)


def test_the_same_number_and_title_by_somebody_else_is_refused(area, department):
    first = new(area)
    first._history_user = UserFactory()
    create_activity(first, responsible=department, on=TODAY, author=first._history_user)

    with pytest.raises(ValidationError) as refused:
        create_activity(new(area), responsible=department, on=TODAY, author=UserFactory())

    assert list(refused.value.message_dict) == ["code"]


def test_edit_activity_replaces_the_participants_from_the_day_and_keeps_history(area, department):
    leaves, stays, joins = (DepartmentFactory(name=name) for name in ("Aspen", "Björken", "Cypressen"))
    activity = create_activity(new(area), responsible=department, participants=[leaves, stays], on=TODAY)
    later = dt.date(2016, 5, 1)

    edit_activity(activity, expected_version=1, participants=[stays, joins], on=later)

    assert carried(activity) == [
        ("ansvarig", "Näringsliv", TODAY, None),
        ("medverkar", "Aspen", TODAY, dt.date(2016, 4, 30)),
        ("medverkar", "Björken", TODAY, None),
        ("medverkar", "Cypressen", later, None),
    ]


def test_edit_activity_tells_the_second_saver_of_fields_participants_and_updates(area, department):
    officer = UserFactory(first_name="Eva", last_name="Ek")
    activity = create_activity(new(area), responsible=department, on=TODAY)
    mine = Activity.objects.get(pk=activity.pk)
    activity.title, activity.contact, activity._history_user = "Starta två lotsar", officer, officer
    joined = DepartmentFactory(name="Socialförvaltningen")
    edit_activity(activity, expected_version=1, participants=[joined], on=TODAY)
    update = StatusUpdateFactory(activity=activity)
    mine.title = "Min titel"

    with pytest.raises(LostUpdate) as lost:
        edit_activity(mine, expected_version=1, on=TODAY)

    assert lost.value.current_version == 3
    assert sorted(lost.value.edits, key=lambda edit: edit.label) == [
        Edit("aktivitet", "Starta en lots", "Starta två lotsar", "Eva Ek"),
        Edit("kontaktperson", "–", "Eva Ek", "Eva Ek"),
        Edit("medverkar", "–", "Socialförvaltningen", "Eva Ek"),
    ]
    assert lost.value.updates == [update]
    assert Activity.objects.get(pk=activity.pk).title == "Starta två lotsar"


def test_edit_activity_saves_on_top_of_the_version_that_was_seen(area, department):
    activity = create_activity(new(area), responsible=department, on=TODAY)
    StatusUpdateFactory(activity=activity)
    mine = Activity.objects.get(pk=activity.pk)
    mine.title = "Min titel"

    edit_activity(mine, expected_version=2, on=TODAY)

    stored = Activity.objects.get(pk=activity.pk)
    assert (stored.title, stored.version, stored.status) == ("Min titel", 3, Status.ONGOING)


def test_before_adoption_an_edited_end_date_takes_the_original_along(area, department):
    activity = create_activity(new(area, ends_on=dt.date(2017, 1, 1)), responsible=department, on=TODAY)
    activity.ends_on = dt.date(2017, 6, 1)

    edit_activity(activity, expected_version=1, on=TODAY)

    assert Activity.objects.get(pk=activity.pk).original_ends_on == dt.date(2017, 6, 1)


@pytest.mark.parametrize(
    ("state", "moved", "locked"),
    [
        (PlanState.DRAFT, None, ""),
        (PlanState.PROPOSED, None, ""),
        (PlanState.ADOPTED, None, "Planen är antagen. Flytta sluttiden i en lägesrapport, med ett skäl."),
        (
            PlanState.PROPOSED,
            dt.date(2017, 9, 1),
            "Sluttiden har flyttats i en lägesrapport. Flytta den i en ny lägesrapport.",
        ),
    ],
)
def test_the_end_date_is_locked_by_adoption_and_by_a_move(state, moved, locked):
    activity = ActivityFactory(area__plan__state=state, ends_on=dt.date(2017, 1, 1))
    if moved:
        StatusUpdateFactory(activity=activity, new_ends_on=moved, new_ends_reason="Försenat")
    activity = Activity.objects.get(pk=activity.pk)
    version, activity.ends_on = activity.version, dt.date(2017, 6, 1)

    refused = {}
    try:
        edit_activity(activity, expected_version=version, on=TODAY)
    except ValidationError as error:
        refused = error.message_dict

    assert deadline_lock(activity) == locked
    assert refused == ({"ends_on": [locked]} if locked else {})


def test_close_activity_ends_it_and_reopen_undoes_it():
    activity = ActivityFactory()

    close_activity(
        activity,
        closing=Closing.CARRIED_OVER,
        reason="Fortsätter",
        closed_on=dt.date(2018, 12, 31),
        on=LATER,
        expected_version=1,
    )
    closed = Activity.objects.get(pk=activity.pk)
    reopen_activity(Activity.objects.get(pk=activity.pk), expected_version=2)
    opened = Activity.objects.get(pk=activity.pk)

    assert (closed.closing, closed.closing_reason, closed.closed_on) == (
        "overford",
        "Fortsätter",
        dt.date(2018, 12, 31),
    )
    assert (opened.closing, opened.closing_reason, opened.closed_on, opened.version) == ("", "", None, 3)


def close(activity, **changes):
    facts = {"closing": Closing.CARRIED_OVER, "reason": "Fortsätter", "closed_on": dt.date(2018, 12, 31)}
    return close_activity(activity, **facts | changes, on=LATER, expected_version=activity.version)


def test_closing_twice_the_same_way_is_one_closing_and_another_way_is_refused():
    activity = ActivityFactory()
    close(activity)

    again = close(activity)
    with pytest.raises(ValidationError) as refused:
        close(Activity.objects.get(pk=activity.pk), reason="Något annat")

    assert (again.version, refused.value.messages) == (2, ["Aktiviteten är redan avslutad i planen."])


def test_a_finished_activity_is_not_closed():
    activity = StatusUpdateFactory(status=Status.COMPLETED, assessment="").activity

    with pytest.raises(ValidationError) as refused:
        close(Activity.objects.get(pk=activity.pk))

    assert refused.value.messages == ["Aktiviteten är genomförd enligt lägesrapporten och behöver inte avslutas."]


def test_an_activity_is_not_closed_before_what_is_already_told_of_it():
    activity = StatusUpdateFactory(as_of=dt.date(2016, 8, 31)).activity

    with pytest.raises(ValidationError) as refused:
        close(Activity.objects.get(pk=activity.pk), closed_on=dt.date(2016, 8, 30))

    assert refused.value.message_dict == {
        "closed_on": ["Det finns en lägesrapport för 2016-08-31. Välj den dagen eller en senare."]
    }


def test_what_is_told_of_later_days_does_not_hinder_a_closing():
    activity = StatusUpdateFactory(as_of=dt.date(2018, 3, 22), status=Status.COMPLETED, assessment="").activity

    close(Activity.objects.get(pk=activity.pk), closed_on=LATER)

    assert Activity.objects.get(pk=activity.pk).closed_on == LATER


def test_an_activity_is_not_closed_before_it_was_added():
    with pytest.raises(ValidationError) as refused:
        close(ActivityFactory(added_on=dt.date(2016, 1, 1)), closed_on=dt.date(2015, 12, 31))

    assert refused.value.message_dict == {"closed_on": ["Aktiviteten tillkom 2016-01-01. Välj en senare dag."]}


def test_a_lost_update_tells_of_a_handover_too(area, department):
    activity = create_activity(new(area), responsible=department, on=TODAY)
    mine = Activity.objects.get(pk=activity.pk)
    hand_over(activity, to=DepartmentFactory(name="Lotsarna"), from_on=dt.date(2016, 4, 1), expected_version=1)

    with pytest.raises(LostUpdate) as lost:
        edit_activity(mine, expected_version=1, on=TODAY)

    assert lost.value.edits == [Edit("ansvarig", "Näringsliv", "Lotsarna", "okänd")]


@pytest.mark.parametrize(
    ("name", "codes", "expected"),
    [
        ("Service och information", [], "SI-01"),
        ("Service och information", ["SI-01", "SI-08"], "SI-09"),
        ("Den empatiske byråkraten", [], "EB-01"),
        ("Näringsliv", [], "NX-01"),
        ("Övrigt", ["ÖV-99"], "ÖV-100"),
    ],
)
def test_next_code_follows_the_areas_own_numbers(name, codes, expected):
    area = StrategicAreaFactory(name=name)
    for code in codes:
        ActivityFactory(area=area, code=code)

    assert next_code(area) == expected


def test_next_code_counts_the_same_letters_in_the_whole_plan(area):
    ActivityFactory(area=StrategicAreaFactory(plan=area.plan), code="SI-04")

    assert next_code(area) == "SI-05"
    assert Responsibility.objects.count() == 0
