"""Two people changing the plan at the same moment, each with a connection of their own."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Role
from actionplan.models import ActionPlan, Activity, Decision
from actionplan.services.activities import create_activity, edit_activity
from actionplan.services.closing import close_plan
from actionplan.services.decisions import decision_version, edit_decision, record_decision
from actionplan.services.organisation import hand_over
from actionplan.services.plan import edit_plan
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DecisionFactory,
    DepartmentFactory,
    StrategicAreaFactory,
    UserFactory,
)
from actionplan.tests.services.test_together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2016, 3, 1)


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def new(area, author):
    activity = Activity(area=area, code="SI-01", title="Starta en lots")
    activity._history_user = author
    return activity


@pytest.mark.parametrize(
    ("same_person", "expected"), [(True, ["Activity", "Activity"]), (False, ["Activity", "ValidationError"])]
)
def test_a_number_is_given_once_however_fast_two_forms_arrive(same_person, expected):
    area, department, author = StrategicAreaFactory(), DepartmentFactory(), UserFactory(role=Role.CHIEF)
    other = author if same_person else UserFactory(role=Role.CHIEF)

    def create(who):
        return lambda: create_activity(new(area, who), responsible=department, on=TODAY, author=who)

    assert kinds(at_once(create(author), create(other))) == expected
    assert Activity.objects.count() == 1


def test_two_numbers_at_once_are_both_given():
    area, department = StrategicAreaFactory(), DepartmentFactory()

    def create(code):
        return lambda: create_activity(
            Activity(area=area, code=code, title="Starta en lots"), responsible=department, on=TODAY
        )

    assert kinds(at_once(create("SI-01"), create("SI-02"))) == ["Activity", "Activity"]
    assert ActionPlan.objects.get().revision == 2


def test_one_of_two_edits_at_once_is_told_and_the_other_stands():
    activity = ActivityFactory()

    def edit(title):
        mine = Activity.objects.get(pk=activity.pk)
        mine.title = title
        return lambda: edit_activity(mine, expected_version=1, on=TODAY)

    outcomes = at_once(edit("Den enas"), edit("Den andras"))

    assert kinds(outcomes) == ["Activity", "LostUpdate"]
    saved = next(outcome for outcome in outcomes if isinstance(outcome, Activity))
    lost = next(outcome for outcome in outcomes if isinstance(outcome, LostUpdate))
    assert Activity.objects.get().title == saved.title
    assert (lost.current_version, Activity.objects.get().version) == (2, 2)


def test_one_of_two_plan_edits_at_once_is_told():
    plan = ActionPlanFactory()

    def edit(title):
        mine = ActionPlan.objects.get(pk=plan.pk)
        mine.title = title
        return lambda: edit_plan(mine, expected_version=1)

    assert kinds(at_once(edit("Den enas"), edit("Den andras"))) == ["ActionPlan", "LostUpdate"]


def test_an_activity_is_handed_to_one_of_two_at_once():
    activity = ActivityFactory(responsible=DepartmentFactory())

    def give(to):
        mine = Activity.objects.get(pk=activity.pk)
        return lambda: hand_over(mine, to=to, from_on=TODAY, expected_version=1)

    outcomes = at_once(give(DepartmentFactory()), give(DepartmentFactory()))

    assert kinds(outcomes) == ["LostUpdate", "Responsibility"]
    assert activity.responsibilities.responsible().filter(to_on__isnull=True).count() == 1


def test_a_decision_sent_twice_at_once_is_one_and_one_of_two_corrections_is_told():
    plan = ActionPlanFactory()
    kept = DecisionFactory(plan=plan, body="Kommunstyrelsen")
    opened = decision_version(kept)

    def correct(body):
        mine = Decision.objects.get(pk=kept.pk)
        mine.body = body
        return lambda: edit_decision(mine, expected_version=opened, on=TODAY)

    at_once(*[lambda: record_decision(Decision(plan=ActionPlan.objects.get(pk=plan.pk), verb="noteras"), on=TODAY)] * 2)
    outcomes = at_once(correct("Nämnden"), correct("Kommunfullmäktige"))

    assert Decision.objects.filter(verb="noteras").count() == 1
    assert kinds(outcomes) == ["Decision", "LostUpdate"]


def test_a_plan_that_closes_lets_nothing_in_afterwards():
    area, department = StrategicAreaFactory(), DepartmentFactory()

    def close():
        return close_plan(ActionPlan.objects.get(pk=area.plan_id), on=TODAY, expected_version=1)

    def create():
        return create_activity(new(area, None), responsible=department, on=TODAY)

    outcomes = kinds(at_once(close, create))

    # Either the plan closed and took nothing more in, or what came first keeps it open.
    assert outcomes in (["ActionPlan", "ValidationError"], ["Activity", "ValidationError"])
    if outcomes[0] == "ActionPlan":
        with pytest.raises(ValidationError):
            create_activity(Activity(area=area, code="SI-02", title="För sent"), responsible=department, on=TODAY)
