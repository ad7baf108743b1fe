import datetime as dt
import random
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from actionplan import clock
from actionplan.choices import Assessment, Closing, PlanState, Standing, Status
from actionplan.models import Activity, StatusSpan, StatusUpdate
from actionplan.services.followup import confirm_unchanged, rebuild_spans, record_status_update, spans_of
from actionplan.services.versions import LostUpdate
from actionplan.tests.cases import undone
from actionplan.tests.factories import ActionPlanFactory, ActivityFactory, StatusUpdateFactory, UserFactory, noon

pytestmark = pytest.mark.django_db
DAY = dt.date(2016, 8, 31)


@pytest.fixture
def activity():
    return ActivityFactory(code="SI-01", ends_on=dt.date(2016, 12, 31), target=40, unit="besök")


@pytest.fixture
def author():
    return UserFactory(username="lena")


@pytest.fixture
def record(activity, author):
    """record(**changes): tell of the activity on DAY at noon."""

    def record(**changes):
        said = {"as_of": DAY, "recorded_at": noon(DAY), "status": Status.ONGOING, "assessment": Assessment.ON_TRACK}
        return record_status_update(**{"activity": activity, "author": author} | said | changes)

    return record


def test_an_update_is_stored_with_everything_that_was_said(record, activity, author):
    token = uuid.uuid4()

    record(
        assessment="gul",
        comment=" Två av fem är klara. ",
        outcome=Decimal("12.5"),
        next_step="Boka möte.",
        new_ends_on=dt.date(2017, 3, 31),
        new_ends_reason="Väntar på beslut.",
        form_token=token,
    )

    assert StatusUpdate.objects.values().get() == {
        "id": StatusUpdate.objects.get().pk,
        "activity_id": activity.pk,
        "as_of": DAY,
        "recorded_at": noon(DAY),
        "recorded_on": DAY,
        "author_id": author.pk,
        "status": "pagaende",
        "assessment": "gul",
        "comment": "Två av fem är klara.",
        "outcome": Decimal("12.50"),
        "next_step": "Boka möte.",
        "new_ends_on": dt.date(2017, 3, 31),
        "new_ends_reason": "Väntar på beslut.",
        "unchanged": False,
        "round_id": None,
        "form_token": token,
        "activity_version": 2,
    }


def test_the_activity_copies_its_newest_update(record, activity):
    record(assessment="gul", comment="Sent.", new_ends_on=dt.date(2017, 3, 31), new_ends_reason="Mer tid.")

    activity.refresh_from_db()
    copied = (activity.status, activity.assessment, activity.reported_on, activity.ends_on, activity.deadline_moves)
    assert copied == ("pagaende", "gul", DAY, dt.date(2017, 3, 31), 1)
    assert (activity.original_ends_on, activity.version) == (dt.date(2016, 12, 31), 2)


def test_an_update_about_an_earlier_day_does_not_replace_a_newer_one(record, activity):
    record()
    record(as_of=dt.date(2016, 4, 30), status=Status.NOT_STARTED, assessment=Assessment.NONE)

    activity.refresh_from_db()
    assert (activity.status, activity.reported_on, activity.version) == ("pagaende", DAY, 3)


WHY = "Skriv en kommentar som förklarar läget: ”{}” behöver en förklaring."


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"as_of": dt.date(2016, 9, 1)}, ["Datumet ligger i framtiden. Välj dagens datum eller ett tidigare."]),
        ({"assessment": ""}, ["Välj hur det går. En pågående aktivitet behöver en bedömning."]),
        (
            {"status": "genomford", "assessment": "gron"},
            ["En genomförd eller avbruten aktivitet har ingen bedömning. Ta bort bedömningen."],
        ),
        ({"status": "avbruten", "assessment": ""}, ["Skriv skälet till att aktiviteten avbryts."]),
        ({"assessment": "gul"}, [WHY.format("viss avvikelse")]),
        ({"assessment": "rod", "comment": " \n "}, [WHY.format("stor avvikelse")]),
        ({"assessment": "inte_bedomd"}, [WHY.format("inte bedömd")]),
        ({"new_ends_on": DAY}, ["Skriv varför sluttiden flyttas."]),
        ({"new_ends_reason": "Mer tid."}, ["Skriv den nya sluttiden, eller ta bort skälet."]),
        (
            {"status": "genomford", "assessment": "", "new_ends_on": DAY, "new_ends_reason": "Mer tid."},
            ["En genomförd eller avbruten aktivitet får ingen ny sluttid. Lämna fältet tomt."],
        ),
        (
            {"new_ends_on": dt.date(2015, 12, 31), "new_ends_reason": "Mer tid."},
            ["Den nya sluttiden är före starten 2016-01-01. Välj en senare dag."],
        ),
        (
            {"comment": "Ring \x07 klocka"},
            ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem eller skriv om texten."],
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_in_swedish_and_nothing_is_stored(record, activity, changes, errors):
    with pytest.raises(ValidationError) as refused:
        record(**changes)

    assert refused.value.messages == errors
    assert (StatusUpdate.objects.count(), StatusSpan.objects.count()) == (0, 0)
    assert Activity.objects.get() == activity
    assert Activity.objects.get().version == 1


@pytest.mark.parametrize(("field", "limit"), [("comment", 5000), ("next_step", 1000)])
def test_huge_text_is_refused(record, field, limit):
    record(**{field: "å" * limit})

    with pytest.raises(ValidationError) as refused:
        record(**{field: "å" * (limit + 1)})

    assert set(refused.value.message_dict) == {field}
    assert StatusUpdate.objects.count() == 1


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.PROPOSED, PlanState.ADOPTED])
def test_a_plan_that_is_not_closed_is_followed_up(author, state):
    activity = ActivityFactory(area__plan=ActionPlanFactory(state=state))

    StatusUpdateFactory(activity=activity, author=author)

    assert activity.updates.count() == 1


def test_a_closed_plan_takes_no_more_updates(author):
    activity = ActivityFactory(area__plan=ActionPlanFactory(state=PlanState.CLOSED))

    with pytest.raises(ValidationError) as refused:
        StatusUpdateFactory(activity=activity, author=author)

    assert refused.value.messages == ["Planen är avslutad och tar inte emot fler lägesrapporter."]


def test_a_closed_activity_takes_updates_through_its_last_day_and_no_longer(author):
    activity = ActivityFactory(closed_on=DAY, closing=Closing.CARRIED_OVER, closing_reason="Fortsätter.")
    told = {"activity": activity, "author": author, "as_of": DAY}
    last = StatusUpdateFactory(recorded_at=noon(DAY), **told)

    with pytest.raises(ValidationError) as refused:
        StatusUpdateFactory(recorded_at=noon(DAY + dt.timedelta(days=1)), **told)

    assert refused.value.messages == ["Aktiviteten är avslutad i planen och tar inte emot fler lägesrapporter."]
    assert list(StatusUpdate.objects.all()) == [last]


def test_a_form_sent_twice_is_one_update(record, activity):
    token = uuid.uuid4()
    first = record(form_token=token, comment="Först.", expected_version=1)

    again = record(form_token=token, comment="Sedan.", expected_version=1)

    assert again == first
    assert [update.comment for update in StatusUpdate.objects.all()] == ["Först."]
    activity.refresh_from_db()
    assert activity.version == 2


@pytest.mark.parametrize("whose", ["another activity's", "another author's"])
def test_a_token_of_somebody_elses_form_is_refused(record, whose):
    token = record().form_token
    other = {"activity": ActivityFactory()} if whose == "another activity's" else {"author": UserFactory()}

    with pytest.raises(ValidationError) as refused:
        record(form_token=token, **other)

    assert refused.value.messages == ["Formuläret är redan använt. Öppna aktiviteten igen och skriv in läget på nytt."]
    assert StatusUpdate.objects.count() == 1


def test_the_second_to_save_is_told_what_the_first_wrote(record, activity):
    other = UserFactory(first_name="Bo", last_name="Ek")
    seen = record(comment="Detta hade båda sett.")
    told = record(author=other, assessment="rod", comment="Stopp.", expected_version=2)

    with pytest.raises(LostUpdate) as lost:
        record(comment="Mitt.", expected_version=2)

    assert (lost.value.current_version, lost.value.updates, lost.value.edits) == (3, [told], [])
    assert lost.value.updates[0].author.full_label == "Bo Ek"
    assert set(StatusUpdate.objects.all()) == {seen, told}


def test_whoever_has_read_what_the_first_wrote_may_save(record):
    first = record(comment="Först.", expected_version=1)
    with pytest.raises(LostUpdate) as lost:
        record(comment="Sedan.", expected_version=1)

    second = record(comment="Sedan.", expected_version=lost.value.current_version)

    assert list(StatusUpdate.objects.order_by("id")) == [first, second]


def test_of_two_updates_at_one_moment_the_last_holds(record, activity):
    record(comment="Först.")
    record(assessment="gul", comment="Sedan.")

    newest = activity.updates.newest_first().first()

    assert newest.comment == "Sedan."
    assert Activity.objects.on_day(DAY).get().assessment_on == "gul"


def test_confirming_repeats_what_was_said_and_marks_it_unchanged(activity, author, record):
    record(
        assessment="gul",
        comment="Två av fem.",
        outcome=12,
        next_step="Boka möte.",
        new_ends_on=DAY,
        new_ends_reason="X.",
    )
    on = dt.date(2016, 12, 31)

    update = confirm_unchanged(
        activity=activity, author=author, on=on, recorded_at=noon(on), form_token=uuid.uuid4(), expected_version=2
    )

    said = (update.as_of, update.status, update.assessment, update.comment, update.outcome, update.next_step)
    assert said == (on, "pagaende", "gul", "Två av fem.", 12, "Boka möte.")
    assert (update.unchanged, update.new_ends_on, update.new_ends_reason) == (True, None, "")


def test_confirming_repeats_what_held_that_day_and_not_what_came_later(activity, author, record):
    record(comment="Då.")
    record(as_of=dt.date(2016, 12, 31), recorded_at=noon(dt.date(2016, 12, 31)), status="genomford", assessment="")
    on = dt.date(2016, 9, 30)

    update = confirm_unchanged(
        activity=activity, author=author, on=on, recorded_at=noon(on), form_token=uuid.uuid4(), expected_version=3
    )

    assert (update.status, update.comment) == ("pagaende", "Då.")


def test_confirming_what_nobody_has_told_of_says_not_begun(activity, author):
    update = confirm_unchanged(
        activity=activity, author=author, on=DAY, recorded_at=noon(DAY), form_token=uuid.uuid4(), expected_version=1
    )

    assert (update.status, update.assessment, update.unchanged) == ("ej_paborjad", "ingen", True)


def test_confirming_tells_what_somebody_else_has_written(activity, author, record):
    told = record()

    with pytest.raises(LostUpdate) as lost:
        confirm_unchanged(
            activity=activity, author=author, on=DAY, recorded_at=noon(DAY), form_token=uuid.uuid4(), expected_version=1
        )

    assert lost.value.updates == [told]


ALL_SPANS = ("activity_id", "update_id", "from_on", "to_on", "status", "assessment")


def spans():
    return list(StatusSpan.objects.order_by("activity_id", "from_on").values_list(*ALL_SPANS))


def recomputed():
    """The spans by their definition: day by day, which update is the newest."""
    rows = []
    for activity in Activity.objects.order_by("pk"):
        told = list(activity.updates.order_by("as_of", "recorded_at", "id"))
        days = sorted({update.as_of for update in told})
        for i, day in enumerate(days):
            held = [update for update in told if update.as_of == day][-1]
            until = days[i + 1] - dt.timedelta(days=1) if i + 1 < len(days) else None
            rows.append((activity.pk, held.pk, day, until, held.status, held.assessment))
    return rows


@settings(max_examples=15)
@given(
    told=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8), st.integers(0, 8), st.booleans()), max_size=10),
    seed=st.integers(0, 1000),
    with_version=st.booleans(),
)
def test_spans_are_the_same_in_whatever_order_updates_are_recorded(told, seed, with_version):
    with undone():
        activities, author = ActivityFactory.create_batch(2), UserFactory()
        random.Random(seed).shuffle(told)  # noqa: S311 - a test's own order
        for which, as_of, recorded, is_done in told:
            days = [DAY + dt.timedelta(days=day) for day in sorted((as_of, recorded))]
            activities[which].refresh_from_db()
            StatusUpdateFactory(
                activity=activities[which],
                expected_version=activities[which].version if with_version else None,
                author=author,
                as_of=days[0],
                recorded_at=noon(days[1]),
                status="genomford" if is_done else "pagaende",
                assessment="ingen" if is_done else "gron",
            )

        written = spans()

        assert written == recomputed()
        rebuild_spans([activity.pk for activity in activities])
        assert spans() == written


def test_spans_of_no_updates_are_none():
    assert spans_of([]) == []


@pytest.fixture
def demo_chief(example):
    return UserFactory(username="chefen")


def told_now(activity, author, **said):
    """Tell of the activity as the demo's pages do: about its day, at its clock."""
    return record_status_update(activity=activity, author=author, as_of=clock.today(), recorded_at=clock.now(), **said)


def test_in_the_demo_an_update_of_any_activity_is_seen_that_day(demo_chief):
    for activity in Activity.objects.all():
        told_now(activity, demo_chief, status="pagaende", assessment="rod", comment=f"Nytt om {activity.code}.")

    rows = Activity.objects.on_day(clock.today())
    told = {row.code: row.updates.until(clock.today()).newest_first().first().comment for row in rows}

    assert {row.code: (row.status_on, row.assessment_on) for row in rows} == dict.fromkeys(told, ("pagaende", "rod"))
    assert told == {code: f"Nytt om {code}." for code in told}
    assert len(told) == 28


def test_in_the_demo_the_later_of_two_updates_is_seen(demo_chief):
    activity = Activity.objects.get(code="SI-03")
    told_now(activity, demo_chief, status="pagaende", assessment="gul", comment="Först.")
    told_now(activity, demo_chief, status="genomford")

    assert Activity.objects.on_day(clock.today()).get(code="SI-03").standing == Standing.COMPLETED


def test_in_the_demo_a_moved_deadline_is_seen_that_day_for_any_activity(demo_chief):
    new = dt.date(2018, 2, 28)
    for activity in Activity.objects.all():
        told_now(
            activity, demo_chief, status="pagaende", assessment="gron", new_ends_on=new, new_ends_reason="Mer tid."
        )

    rows = Activity.objects.on_day(clock.today())

    assert {row.code: (row.deadline_on, row.is_late) for row in rows} == {row.code: (new, False) for row in rows}


def test_in_the_demo_a_move_leaves_the_day_before_as_it_was(demo_chief):
    activity = Activity.objects.get(code="EB-03")
    moved = {"new_ends_on": dt.date(2018, 2, 28), "new_ends_reason": "Mer tid."}
    told_now(activity, demo_chief, status="pagaende", assessment="gron", **moved)

    yesterday = Activity.objects.on_day(clock.today() - dt.timedelta(days=1)).get(code="EB-03")

    assert (yesterday.standing, yesterday.deadline_on) == (Standing.LATE, dt.date(2017, 5, 31))


def test_in_the_demo_updates_are_recorded_on_its_day(demo_chief):
    update = told_now(Activity.objects.get(code="SI-04"), demo_chief, status="pagaende", assessment="gron")

    assert (update.recorded_on, timezone.localdate(update.recorded_at)) == (clock.today(), clock.today())
