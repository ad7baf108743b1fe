"""Closing the mandate: settling activities, closing the plan and starting the next."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Closing, PlanState, RoundState, Status
from actionplan.models import ActionPlan, Activity, Document, StatusUpdate, StrategicArea, User
from actionplan.services.activities import close_activity, reopen_activity
from actionplan.services.closing import (
    carry_over,
    close_plan,
    hand_to_ordinary_work,
    start_successor,
    stop,
)
from actionplan.services.example_removal import remove_example
from actionplan.services.followup import record_status_update
from actionplan.services.plan import CLOSED_PLAN
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    DocumentFactory,
    ReportingRoundFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)
from actionplan.tests.services.test_together import at_once

pytestmark = pytest.mark.django_db
LAST_DAY = dt.date(2018, 12, 31)
TODAY = dt.date(2019, 1, 10)


@pytest.fixture
def department():
    return DepartmentFactory(name="Näringsliv")


@pytest.fixture
def activity(department):
    area = StrategicAreaFactory(number=1, name="Service och information")
    return ActivityFactory(area=area, code="SI-03", responsible=department)


@pytest.fixture
def next_area():
    plan = ActionPlanFactory(title="Nästa plan", valid_from=dt.date(2019, 1, 1), valid_to=dt.date(2022, 12, 31))
    return StrategicAreaFactory(plan=plan, number=1, name="Service och information")


def carry(activity, area, **changes):
    facts = {"reason": "Fortsätter.", "closed_on": LAST_DAY, "on": TODAY, "expected_version": activity.version}
    return carry_over(Activity.objects.get(pk=activity.pk), area=area, **facts | changes)


def settled(activity):
    stored = Activity.objects.get(pk=activity.pk)
    return stored.closing, stored.closing_reason, stored.closed_on


def test_a_carried_over_activity_is_closed_and_continued_with_what_it_is(activity, next_area, department):
    facts = {
        "title": "Besök företag", "purpose": "Kunskap & <kontakt>", "measure": "=40 besök", "target": Decimal(40),
        "unit": "besök", "audience": "bada", "kind": "lopande", "is_example": True,
    }  # fmt: skip
    Activity.objects.filter(pk=activity.pk).update(**facts, result="Klart", resources="Ram", all_participate=True)

    continued = carry(activity, next_area)

    stored = Activity.objects.get(pk=continued.pk)
    assert {name: getattr(stored, name) for name in facts} == facts
    assert (stored.code, stored.plan, stored.area, stored.predecessor, stored.added_on) == (
        "SI-01",
        next_area.plan,
        next_area,
        activity,
        TODAY,
    )
    assert (stored.result, stored.resources, stored.starts_on, stored.ends_on, stored.status) == (
        "", "", None, None, Status.NOT_STARTED,
    )  # fmt: skip
    assert [(row.department, row.role, row.from_on) for row in stored.responsibilities.all()] == [
        (department, "ansvarig", TODAY)
    ]
    assert settled(activity) == ("overford", "Fortsätter.", LAST_DAY)
    assert list(Activity.objects.get(pk=activity.pk).successors.all()) == [continued]


def test_codes_go_on_where_the_area_ends(activity, next_area, department):
    ActivityFactory(area=next_area, code="SI-07")

    assert carry(activity, next_area).code == "SI-08"


def test_both_plans_are_counted_anew(activity, next_area):
    before = [ActionPlan.objects.get(pk=plan.pk).revision for plan in (activity.plan, next_area.plan)]

    carry(activity, next_area)

    after = [ActionPlan.objects.get(pk=plan.pk).revision for plan in (activity.plan, next_area.plan)]
    assert [new > old for old, new in zip(before, after, strict=True)] == [True, True]


def test_carried_over_twice_is_once(activity, next_area):
    first = carry(activity, next_area)

    again = carry(activity, next_area)

    assert (again, Activity.objects.filter(predecessor=activity).count()) == (first, 1)


def test_a_second_carrying_with_another_reason_is_told_of_the_first(activity, next_area):
    carry(activity, next_area)

    with pytest.raises(LostUpdate) as lost:
        carry(activity, next_area, reason="Annat")

    assert [(edit.label, edit.after) for edit in lost.value.edits][-1] == ("skäl för avslut", "Fortsätter.")
    with pytest.raises(ValidationError) as refused:
        carry(activity, next_area, reason="Annat", expected_version=lost.value.current_version)
    assert refused.value.messages == ["Aktiviteten finns redan i nästa plan, som SI-01."]


def test_one_closed_as_carried_over_long_ago_gets_what_continues_it_and_keeps_its_reason(activity, next_area):
    close_activity(
        activity, closing=Closing.CARRIED_OVER, reason="Då", closed_on=LAST_DAY, on=LAST_DAY, expected_version=1
    )

    continued = carry(activity, next_area, reason="Nu", closed_on=TODAY)

    assert (continued.predecessor, settled(activity)) == (activity, ("overford", "Då", LAST_DAY))


def test_one_that_was_opened_again_is_carried_over_to_what_is_there(activity, next_area):
    first = carry(activity, next_area)
    reopen_activity(Activity.objects.get(pk=activity.pk), expected_version=2)

    again = carry(Activity.objects.get(pk=activity.pk), next_area, reason="Igen")

    assert (again, settled(activity)[1], Activity.objects.count()) == (first, "Igen", 2)


@pytest.mark.parametrize("closed", ["old", "new"])
def test_a_closed_plan_gives_and_takes_nothing(activity, next_area, closed):
    plan = activity.plan if closed == "old" else next_area.plan
    ActionPlan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)

    with pytest.raises(ValidationError) as refused:
        carry(activity, next_area)

    assert refused.value.messages == [CLOSED_PLAN]
    assert (settled(activity), Activity.objects.count()) == (("", "", None), 1)


def test_a_department_that_has_ended_does_not_get_the_next_one_and_nothing_is_saved(activity, next_area, department):
    heir = DepartmentFactory(name="Tillväxt")
    department.successors.add(heir)
    type(department).objects.filter(pk=department.pk).update(valid_to=LAST_DAY)

    with pytest.raises(ValidationError) as refused:
        carry(activity, next_area)

    assert refused.value.messages == [
        "Näringsliv upphörde 2018-12-31. Välj efterträdare: Tillväxt. Överlämna aktiviteten först."
    ]
    assert (settled(activity), Activity.objects.count()) == (("", "", None), 1)


def test_an_activity_nobody_answers_for_is_handed_over_first(next_area):
    with pytest.raises(ValidationError) as refused:
        carry(ActivityFactory(), next_area)

    assert refused.value.messages == ["Ingen förvaltning ansvarar för aktiviteten. Överlämna den till en först."]


def test_ordinary_work_is_a_closing_with_its_reason(activity):
    hand_to_ordinary_work(activity, reason="Sköts i linjen.", closed_on=LAST_DAY, on=TODAY, expected_version=1)

    assert settled(activity) == ("ordinarie_arbete", "Sköts i linjen.", LAST_DAY)


def stopped(activity, by, token=None, version=None, **changes):
    facts = {"reason": "Behövs inte.", "by": by, "on": TODAY, "at": noon(TODAY)} | changes
    version = activity.version if version is None else version
    return stop(
        Activity.objects.get(pk=activity.pk), **facts, form_token=token or uuid.uuid4(), expected_version=version
    )


def test_a_stopped_activity_is_told_of_in_an_update_once(activity):
    author, token = UserFactory(), uuid.uuid4()

    first, again = (stopped(activity, author, token) for _ in range(2))

    assert (first, first.status, first.comment, first.as_of) == (again, "avbruten", "Behövs inte.", TODAY)
    assert (Activity.objects.get().status, StatusUpdate.objects.count()) == ("avbruten", 1)


def test_what_is_finished_or_closed_is_not_stopped(activity):
    author = UserFactory()
    finished = StatusUpdateFactory(status=Status.COMPLETED, assessment="ingen").activity
    hand_to_ordinary_work(activity, reason="Linjen", closed_on=TODAY, on=TODAY, expected_version=1)

    told = []
    for one in (finished, activity):
        with pytest.raises(ValidationError) as refused:
            stopped(one, author, version=Activity.objects.get(pk=one.pk).version)
        told += refused.value.messages

    assert told == ["Aktiviteten är redan genomförd.", "Aktiviteten är redan avslutad i planen."]


def test_who_stops_what_somebody_else_has_just_told_of_is_told(activity):
    update = StatusUpdateFactory(activity=activity, status=Status.COMPLETED, assessment="ingen")

    with pytest.raises(LostUpdate) as lost:
        stopped(activity, UserFactory(), version=1)

    assert lost.value.updates == [update]


def closed(plan, on=TODAY, expected_version=1):
    return close_plan(ActionPlan.objects.get(pk=plan.pk), on=on, expected_version=expected_version)


def test_a_plan_with_something_left_is_not_closed_and_says_what(activity):
    plan = activity.plan
    ActivityFactory(area=activity.area, code="SI-04")
    StatusUpdateFactory(
        activity=ActivityFactory(area=activity.area, code="SI-05"), status=Status.COMPLETED, assessment="ingen"
    )

    with pytest.raises(ValidationError) as refused:
        closed(plan)

    assert refused.value.messages == ["Planen kan inte avslutas än. Kvar att avgöra: SI-03 och SI-04."]
    assert ActionPlan.objects.get().state == "utkast"


def test_of_many_left_the_first_are_named():
    area = StrategicAreaFactory()
    for number in range(1, 24):
        ActivityFactory(area=area, code=f"SI-{number:02d}")

    with pytest.raises(ValidationError) as refused:
        closed(area.plan)

    assert refused.value.messages[0].endswith("SI-19, SI-20 och 3 till.")


def test_a_plan_whose_round_is_open_is_not_closed():
    """Nobody could answer in it, and nobody could lock it."""
    round_ = ReportingRoundFactory(name="Helår 2018", state=RoundState.OPEN)

    with pytest.raises(ValidationError) as refused:
        close_plan(round_.plan, on=TODAY, expected_version=1)

    assert refused.value.messages == ["Planen kan inte avslutas än. Omgången Helår 2018 är öppen. Lås den först."]
    assert ActionPlan.objects.get(pk=round_.plan_id).is_closed is False


def test_a_plan_where_everything_is_settled_is_closed_and_read_only(activity, next_area, department):
    plan = activity.plan
    finished, ordinary, ended = (ActivityFactory(area=activity.area, responsible=department) for _ in range(3))
    carry(activity, next_area)
    StatusUpdateFactory(activity=finished, as_of=LAST_DAY, status=Status.COMPLETED, assessment="ingen")
    hand_to_ordinary_work(ordinary, reason="Linjen", closed_on=LAST_DAY, on=TODAY, expected_version=1)
    stopped(ended, UserFactory())

    shut = closed(plan)

    stored = ActionPlan.objects.get(pk=plan.pk)
    assert (stored.state, stored.version, stored.revision) == ("avslutad", 2, shut.revision)
    with pytest.raises(ValidationError) as refused:
        record_status_update(
            activity=ended, author=UserFactory(), as_of=TODAY, recorded_at=noon(TODAY), status="ej_paborjad"
        )
    assert refused.value.messages == ["Planen är avslutad och tar inte emot fler lägesrapporter."]


def test_a_plan_closed_twice_is_closed_and_a_stale_closing_is_told(activity):
    plan = activity.plan
    Activity.objects.all().delete()
    ActionPlan.objects.filter(pk=plan.pk).update(version=3, title="Ändrad")

    with pytest.raises(LostUpdate):
        closed(plan)
    first, again = closed(plan, expected_version=3), closed(plan, expected_version=3)

    assert (first.pk, again.is_closed, ActionPlan.objects.get().version) == (again.pk, True, 4)


def test_what_is_finished_on_a_later_day_is_left_on_an_earlier(activity):
    update = {"status": Status.COMPLETED, "assessment": "ingen"}
    StatusUpdateFactory(activity=activity, as_of=dt.date(2018, 6, 1), **update)

    with pytest.raises(ValidationError):
        closed(activity.plan, on=dt.date(2018, 5, 31))
    assert closed(activity.plan, on=dt.date(2018, 6, 1)).is_closed


def successor(after, **changes):
    facts = {"title": "Nästa", "valid_from": dt.date(2019, 1, 1), "valid_to": dt.date(2022, 12, 31)} | changes
    return start_successor(ActionPlan(**facts), after=after)


def test_a_successor_is_a_draft_with_the_same_areas_and_a_link_back():
    plan = ActionPlanFactory(state=PlanState.CLOSED, goal_area="Målet", registry_number="2015/KS 1")
    for number, name in ((1, "Service"), (2, "Den empatiske byråkraten")):
        StrategicAreaFactory(plan=plan, number=number, name=name, description=f"Om {name}")

    made = successor(plan)

    stored = ActionPlan.objects.get(pk=made.pk)
    assert (stored.predecessor, stored.state, stored.goal_area, stored.registry_number) == (plan, "utkast", "", "")
    assert list(stored.areas.values_list("number", "name", "description")) == [
        (1, "Service", "Om Service"),
        (2, "Den empatiske byråkraten", "Om Den empatiske byråkraten"),
    ]
    assert (successor(plan), ActionPlan.objects.count(), StrategicArea.objects.count()) == (made, 2, 4)


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        (
            {"valid_from": dt.date(2016, 1, 1)},
            "valid_from",
            "Nästa plan ska börja efter 2016-01-01, då den här började.",
        ),
        ({"valid_to": dt.date(2108, 12, 31)}, "valid_to", "Perioden är längre än 10 år. Kontrollera årtalen."),
        ({"title": ""}, "title", "Detta fält får inte vara tomt."),
    ],
)
def test_a_successor_that_cannot_be_is_refused(changes, field, text):
    with pytest.raises(ValidationError) as refused:
        successor(ActionPlanFactory(), **changes)

    assert refused.value.message_dict == {field: [text]}
    assert ActionPlan.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_of_two_who_carry_over_at_once_one_does_and_the_other_is_told(activity, next_area, same):
    reasons = ["Fortsätter."] * 2 if same else ["Den enes", "Den andres"]

    outcomes = at_once(*(lambda reason=reason: carry(activity, next_area, reason=reason) for reason in reasons))

    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == (["Activity", "Activity"] if same else ["Activity", "LostUpdate"])
    assert Activity.objects.filter(predecessor=activity).count() == 1


@pytest.mark.django_db(transaction=True)
def test_activities_carried_over_at_once_get_numbers_of_their_own(activity, next_area, department):
    other = ActivityFactory(area=activity.area, responsible=department)

    outcomes = at_once(*(lambda one=one: carry(one, next_area) for one in (activity, other)))

    assert sorted(outcome.code for outcome in outcomes) == ["SI-01", "SI-02"]


def test_what_was_made_of_the_example_goes_with_it_and_the_next_plan_stays(example):
    activity = Activity.objects.get(code="SI-03")
    following = successor(activity.plan)
    continued = carry(activity, following.areas.first(), closed_on=dt.date(2017, 12, 31), on=dt.date(2017, 12, 31))
    DocumentFactory(plan=activity.plan, by=User.objects.get(username="demo-naringslivschef"))

    remove_example()

    assert continued.is_example
    assert (Activity.objects.count(), Document.objects.count()) == (0, 0)
    assert [plan.title for plan in ActionPlan.objects.order_by("pk")] == [activity.plan.title, "Nästa"]
