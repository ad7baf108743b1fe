import datetime as dt
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Change
from actionplan.models import Activity, Responsibility
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    noon,
)

pytestmark = pytest.mark.django_db
SINCE, ON = dt.date(2016, 8, 31), dt.date(2016, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "åtgärd",
        "ÅTGÄRD",
        "Åtgärd",
        "ÅtGäRd",
        unicodedata.normalize("NFD", "åtgärd"),
        "  åtgärd  ",
        "gärd",
        "bygglov åtgärd",
    ],
)
def test_search_finds_a_word_whatever_its_case_and_form(text):
    found = ActivityFactory(title="Samla varje ÅTGÄRD", purpose="Bygglov ska gå fort.")
    ActivityFactory(title="Samla varje atgard")

    assert list(Activity.objects.search(text)) == [found]


@pytest.mark.parametrize("text", ["SI-77", "si-77", "tjugo mallar", "klarspråk"])
def test_search_looks_in_code_purpose_and_measure(text):
    found = ActivityFactory(code="SI-77", purpose="Klarspråk i alla brev.", measure="Tjugo mallar omskrivna.")
    ActivityFactory()

    assert list(Activity.objects.search(text)) == [found]


@pytest.mark.parametrize("text", ["åtgärd bygglov", "%", "_", "\\", "'; --"])
def test_search_wants_every_word_and_takes_signs_as_they_are(text):
    ActivityFactory(title="Samla varje åtgärd")

    assert list(Activity.objects.search(text)) == []


def test_search_for_nothing_finds_everything():
    ActivityFactory.create_batch(2)

    assert Activity.objects.search("  ").count() == 2


def test_search_finds_the_text_as_it_was_edited():
    activity = ActivityFactory(title="Samla varje åtgärd")
    activity.title = "Öppna mötet"
    activity.save()

    assert [Activity.objects.search(word).count() for word in ("åtgärd", "ÖPPNA")] == [0, 1]


def test_activities_are_sorted_in_swedish_by_title():
    for title in ["Öst", "Ängs", "Zeta", "Åker", "alfa"]:
        ActivityFactory(title=title)

    titles = Activity.objects.order_by("sort_key", "id").values_list("title", flat=True)

    assert list(titles) == ["alfa", "Zeta", "Åker", "Ängs", "Öst"]


@pytest.mark.parametrize(
    ("typed", "stored"), [("si-01", "SI-01"), ("SI–01", "SI-01"), ("SI‑01", "SI-01"), (" eb-5001 ", "EB-5001")]
)
def test_a_code_is_written_with_capitals_and_a_plain_hyphen(typed, stored):
    activity = ActivityFactory.build(area=StrategicAreaFactory(), code=typed)

    activity.full_clean()

    assert activity.code == stored


@pytest.mark.parametrize("typed", ["", "SI01", "S-01", "SIABC-01", "SI-1", "SI-01x", "=1+1"])
def test_another_code_is_refused(typed):
    activity = ActivityFactory.build(area=StrategicAreaFactory(), code=typed)

    with pytest.raises(ValidationError) as refused:
        activity.full_clean()

    assert set(refused.value.message_dict) == {"code"}


def test_text_is_stored_composed_and_without_outer_space():
    activity = ActivityFactory.build(
        area=StrategicAreaFactory(), title=unicodedata.normalize("NFD", " Växa i Tyresö "), purpose="Ett\r\ntvå "
    )

    activity.full_clean()

    assert (activity.title, activity.purpose) == ("Växa i Tyresö", "Ett\ntvå")


@pytest.mark.parametrize("field", ["title", "purpose", "measure", "resources", "result", "unit"])
def test_control_characters_are_refused(field):
    activity = ActivityFactory.build(area=StrategicAreaFactory(), **{field: "Ring \x07 klocka"})

    with pytest.raises(ValidationError) as refused:
        activity.full_clean()

    assert refused.value.message_dict == {
        field: ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem eller skriv om texten."]
    }


@pytest.mark.parametrize(("field", "limit"), [("title", 300), ("purpose", 5000), ("measure", 2000), ("result", 5000)])
def test_huge_text_is_refused_by_the_model_itself(field, limit):
    activity = ActivityFactory.build(area=StrategicAreaFactory(), **{field: "å" * limit})
    activity.full_clean()
    setattr(activity, field, "å" * (limit + 1))

    with pytest.raises(ValidationError) as refused:
        activity.full_clean()

    assert set(refused.value.message_dict) == {field}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "warnings"),
    [
        (dt.date(2016, 1, 1), dt.date(2018, 12, 31), []),
        (dt.date(2016, 1, 1), dt.date(2019, 3, 31), ["Sluttiden 2019-03-31 ligger efter planens period (2016–2018)."]),
        (dt.date(2015, 12, 31), None, ["Starten 2015-12-31 ligger före planens period (2016–2018)."]),
        (None, None, []),
    ],
)
def test_days_outside_the_plan_are_warned_of(starts_on, ends_on, warnings):
    activity = ActivityFactory(starts_on=starts_on, ends_on=ends_on)

    assert activity.warnings() == warnings


def test_an_open_ended_plan_warns_of_no_late_end():
    area = StrategicAreaFactory(plan=ActionPlanFactory(valid_to=None))

    assert ActivityFactory(area=area, ends_on=dt.date(2030, 1, 1)).warnings() == []


def changed(change, since=SINCE, on=ON):
    return list(Activity.objects.on_day(on).compared_with(since).changed(change, since, on).order_by("code"))


def told(as_of, status, assessment="ingen", activity=None, **more):
    activity = activity or ActivityFactory()
    StatusUpdateFactory(activity=activity, as_of=as_of, status=status, assessment=assessment, comment="Ja.", **more)
    return activity


def test_completed_and_cancelled_since_a_day():
    told(SINCE, "genomford")
    completed = told(ON, "genomford")
    told(ON + dt.timedelta(days=1), "genomford")
    cancelled = told(ON, "avbruten")

    assert changed(Change.COMPLETED) == [completed]
    assert changed(Change.CANCELLED) == [cancelled]


def test_started_since_a_day_means_begun_and_not_only_cancelled():
    told(SINCE, "pagaende", "gron")
    begun = told(ON, "pagaende", "gron")
    done = told(ON, "genomford")
    told(ON, "avbruten")
    told(ON, "ej_paborjad")

    assert changed(Change.STARTED) == [begun, done]


def test_newly_late_was_not_late_on_the_earlier_day():
    ActivityFactory(ends_on=dt.date(2016, 8, 30))  # late already on 31 August
    on_the_day = ActivityFactory(ends_on=SINCE)
    after = ActivityFactory(ends_on=dt.date(2016, 12, 30))
    ActivityFactory(ends_on=ON)
    done = ActivityFactory(ends_on=dt.date(2016, 9, 30))
    told(ON, "genomford", activity=done)

    assert changed(Change.NEWLY_LATE) == [on_the_day, after]


def test_moved_is_counted_by_the_day_it_was_recorded():
    moved = {
        "status": "pagaende",
        "assessment": "gron",
        "new_ends_on": dt.date(2018, 12, 31),
        "new_ends_reason": "Mer tid.",
    }
    told(SINCE, **moved)
    recorded_later = told(SINCE, recorded_at=noon(dt.date(2016, 9, 1)), **moved)
    told(ON, recorded_at=noon(dt.date(2017, 1, 1)), **moved)

    assert changed(Change.MOVED) == [recorded_later]


def test_added_since_a_day():
    ActivityFactory(added_on=SINCE)
    added = ActivityFactory(added_on=ON)
    ActivityFactory(added_on=ON + dt.timedelta(days=1))

    assert changed(Change.ADDED) == [added]


def test_nothing_changes_from_a_day_to_itself():
    told(SINCE, "genomford")
    ActivityFactory(ends_on=dt.date(2016, 6, 30))

    assert [changed(change, SINCE, SINCE) for change in Change] == [[]] * len(Change)


def test_responsible_on_follows_who_answered_that_day():
    old, new = DepartmentFactory.create_batch(2)
    activity = ActivityFactory()
    ResponsibilityFactory(activity=activity, department=old, to_on=dt.date(2016, 6, 30))
    ResponsibilityFactory(activity=activity, department=new, from_on=dt.date(2016, 7, 1))
    ResponsibilityFactory(activity=ActivityFactory(), department=old, role="medverkar")

    def answered_for(department, on):
        return list(Activity.objects.on_day(on).responsible_on([department.pk], on))

    assert answered_for(old, dt.date(2016, 6, 30)) == [activity]
    assert answered_for(new, dt.date(2016, 6, 30)) == []
    assert answered_for(old, dt.date(2016, 7, 1)) == []
    assert answered_for(new, dt.date(2016, 7, 1)) == [activity]


def test_in_force_counts_both_the_first_and_the_last_day():
    row = ResponsibilityFactory(from_on=dt.date(2016, 1, 1), to_on=dt.date(2016, 6, 30))
    days = [dt.date(2015, 12, 31), dt.date(2016, 1, 1), dt.date(2016, 6, 30), dt.date(2016, 7, 1)]

    found = [list(Responsibility.objects.in_force(day)) for day in days]

    assert found == [[], [row], [row], []]
