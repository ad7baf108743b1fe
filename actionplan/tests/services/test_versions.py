import datetime as dt

import pytest

from actionplan.figures import changes, pace, plan_figures, waiting_count
from actionplan.models import ActionPlan, Activity
from actionplan.services.activities import close_activity, create_activity, edit_activity, reopen_activity
from actionplan.services.example import load_example
from actionplan.services.example_removal import remove_example
from actionplan.services.followup import record_status_update
from actionplan.services.organisation import hand_over, hand_over_all
from actionplan.services.plan import edit_area, edit_plan
from actionplan.services.versions import Edit, LostUpdate, edits_since, lost_update, take_version
from actionplan.tests.factories import (
    ActivityFactory,
    DepartmentFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)

pytestmark = pytest.mark.django_db
SINCE, ON = dt.date(2016, 8, 31), dt.date(2016, 12, 31)


@pytest.fixture
def author():
    return UserFactory(first_name="Lena", last_name="Lind")


def edited(row, author, **changes):
    """Save the row as the page of one author does, with its version taken."""
    for name, value in changes.items():
        setattr(row, name, value)
    take_version(row, row.version)
    row._history_user = author
    row.save()
    return row


@pytest.mark.parametrize("factory", [ActivityFactory, StrategicAreaFactory])
def test_take_version_is_given_to_one(factory):
    row = factory()
    seen_before = type(row).objects.get(pk=row.pk)

    take_version(row, 1)

    assert row.version == 2
    with pytest.raises(LostUpdate) as lost:
        take_version(seen_before, 1)
    assert lost.value.current_version == 2


def test_lost_update_says_which_fields_changed_from_what_to_what_and_by_whom(author):
    activity = ActivityFactory(title="Förr", ends_on=dt.date(2016, 12, 31), all_participate=False, purpose="")

    edited(activity, author, title="Nu", all_participate=True, purpose="Lättare att hitta.")

    assert sorted(edits_since(activity, 1), key=lambda edit: edit.label) == [
        Edit("aktivitet", "Förr", "Nu", "Lena Lind"),
        Edit("alla förvaltningar medverkar", "nej", "ja", "Lena Lind"),
        Edit("syfte", "–", "Lättare att hitta.", "Lena Lind"),
    ]


def test_lost_update_tells_nothing_that_was_seen(author):
    activity = ActivityFactory(title="Först")
    edited(activity, author, title="Sedan")

    assert edits_since(activity, 2) == []
    edited(activity, author, title="Till sist")
    assert edits_since(activity, 2) == [Edit("aktivitet", "Sedan", "Till sist", "Lena Lind")]


def test_lost_update_holds_both_edits_and_updates(author):
    activity = ActivityFactory(title="Förr")
    seen = StatusUpdateFactory(activity=activity)
    activity.refresh_from_db()
    edited(activity, author, title="Nu")
    unseen = StatusUpdateFactory(activity=activity)
    activity.refresh_from_db()

    lost = lost_update(activity, seen.activity_version)

    assert (lost.current_version, lost.updates) == (4, [unseen])
    assert lost.edits == [Edit("aktivitet", "Förr", "Nu", "Lena Lind")]


# Every verb that changes something counted, on an activity with one responsible department and another to hand over to.
def told(scene):
    StatusUpdateFactory(activity=scene["activity"], as_of=ON, status="genomford", assessment="ingen")


def created(scene):
    activity = ActivityFactory.build(area=scene["activity"].area, code="NY-01", ends_on=SINCE)
    create_activity(activity, responsible=scene["other"], on=SINCE)


def changed(scene):
    activity = scene["activity"]
    activity.starts_on, activity.ends_on = dt.date(2016, 2, 1), dt.date(2016, 6, 30)
    edit_activity(activity, expected_version=activity.version, on=ON)


def closed(scene):
    activity = scene["activity"]
    close_activity(
        activity, closing="overford", reason="Fortsätter.", closed_on=SINCE, on=ON, expected_version=activity.version
    )


def reopened(scene):
    closed(scene)
    scene["look"]()
    reopen_activity(scene["activity"], expected_version=scene["activity"].version)


def handed_over(scene):
    activity = scene["activity"]
    hand_over(activity, to=scene["other"], from_on=SINCE, expected_version=activity.version)


def all_handed_over(scene):
    hand_over_all(scene["department"], to=scene["other"], from_on=SINCE)


def moved_to_another_area(scene):
    activity = scene["activity"]
    activity.area = StrategicAreaFactory(plan=activity.plan)
    edit_activity(activity, expected_version=activity.version, on=ON)


def plan_edited(scene):
    plan = ActionPlan.objects.get()
    plan.valid_to = dt.date(2017, 12, 31)
    edit_plan(plan, expected_version=plan.version)


def area_edited(scene):
    area = scene["activity"].area
    area.name = "Ett nytt namn"
    edit_area(area, expected_version=area.version)


VERBS = [
    told,
    created,
    changed,
    closed,
    reopened,
    handed_over,
    all_handed_over,
    moved_to_another_area,
    plan_edited,
    area_edited,
]


def everything_counted(departments):
    """What pages ask for, with the plan as a page has just read it."""
    plan = ActionPlan.objects.get()
    figures = plan_figures(plan, ON)
    ids = [department.pk for department in departments]
    waiting = [waiting_count(plan, [pk], ON) for pk in ids]
    return (figures.counts, figures.areas, figures.departments, changes(plan, SINCE, ON), pace(plan, ON, 1), waiting)


@pytest.mark.parametrize("verb", VERBS)
def test_what_a_verb_changes_is_counted_at_once(verb, settings):
    department, other = DepartmentFactory.create_batch(2)
    activity = ActivityFactory(responsible=department, starts_on=dt.date(2016, 3, 1), ends_on=dt.date(2016, 10, 31))
    activity.refresh_from_db()

    def look():
        return everything_counted([department, other])

    before = look()
    verb({"activity": activity, "department": department, "other": other, "look": look})
    remembered = look()
    settings.CACHES = settings.CACHES | {"figures": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    assert remembered == look()
    assert (remembered == before) is (verb is reopened)


def test_taking_the_example_in_and_out_is_counted_at_once():
    load_example()
    plan = ActionPlan.objects.get()
    in_place = plan_figures(plan, ON).counts.total

    remove_example()

    assert (in_place, plan_figures(ActionPlan.objects.get(), ON).counts.total) == (28, 0)


def test_a_refused_update_does_not_raise_the_revision(author):
    activity = ActivityFactory()

    with pytest.raises(LostUpdate):
        record_status_update(
            activity=activity,
            author=author,
            as_of=ON,
            recorded_at=noon(ON),
            status="pagaende",
            assessment="gron",
            expected_version=7,
        )

    assert ActionPlan.objects.get().revision == 0


def test_an_edited_plan_does_not_bring_an_old_revision_back():
    plan = StrategicAreaFactory().plan
    StatusUpdateFactory(activity=ActivityFactory(area=plan.areas.get()))

    edit_plan(plan, expected_version=1)

    assert ActionPlan.objects.get().revision == 2


def test_who_carries_the_activity_is_told_too(author):
    old, new = DepartmentFactory(name="Alfa"), DepartmentFactory(name="Beta")
    activity = ActivityFactory(responsible=old)
    ResponsibilityFactory(activity=activity, department=DepartmentFactory(name="Gamma"), role="medverkar")
    seen = Activity.objects.get()
    activity._history_user = author
    hand_over(activity, to=new, from_on=SINCE, expected_version=1)

    assert edits_since(seen, 1) == [Edit("ansvarig", "Alfa", "Beta", "Lena Lind")]
