import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

import actionplan
from actionplan.choices import PlanState, Role
from actionplan.models import (
    ActionPlan,
    Activity,
    Decision,
    Department,
    MandatePeriod,
    Membership,
    Responsibility,
    StatusUpdate,
    StrategicArea,
    User,
    example_loaded,
)
from actionplan.services.example import load_example, load_plan
from actionplan.services.example_removal import remove_example
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DecisionFactory,
    DepartmentFactory,
    MandatePeriodFactory,
    MembershipFactory,
    ResponsibilityFactory,
    StatusUpdateFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
MEMO = Path(actionplan.__file__).parent / "data" / "plan_2016_2018.json"
ROLES = "auth_group"  # the four roles are the site's own and stay


def rows_by_table():
    """How many rows each table of the database holds, the history's tables too."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return Counter({name: model._base_manager.count() for name, model in tables.items()})


@pytest.fixture
def plan():
    plan, _ = load_plan()
    return plan


@pytest.fixture
def loaded(example):
    return ActionPlan.objects.get()


def test_load_plan_puts_in_what_the_memo_says_and_no_more():
    plan, is_new = load_plan()

    assert is_new
    stored = ActionPlan.objects.get()
    assert (stored.title, stored.registry_number) == (
        "Handlingsplan för näringslivsarbetet 2016-2018",
        "2015/KS 0623 003",
    )
    assert (stored.valid_from, stored.valid_to) == (dt.date(2016, 1, 1), dt.date(2018, 12, 31))
    assert (stored.goal_area, stored.state, stored.document_date) == (
        "Blomstrande näringsliv",
        PlanState.PROPOSED,
        dt.date(2015, 12, 4),
    )
    assert stored.proposed_decision == "Handlingsplan för näringslivsarbetet antas för perioden 2016-2108."
    assert "2016-2108" in stored.source_text
    assert stored.correction_note.startswith("I källan står ”2016-2108”.")
    assert stored.mandate_period is None
    assert list(plan.areas.values_list("number", "name", "description")) == [
        (1, "Service och information", ""),
        (2, "Samarbete och utveckling", ""),
        (3, "Upphandling och inköp", ""),
        (4, "Den empatiske byråkraten", ""),
    ]


@pytest.mark.parametrize("model", [Activity, Decision, Department, MandatePeriod, User])
def test_load_plan_invents_nothing(plan, model):
    assert model.objects.count() == 0


def test_load_plan_keeps_the_memo_word_for_word(plan):
    words = plan.source_text.split()
    quoted = json.loads(MEMO.read_text(encoding="utf-8"))["plan"]["proposed_decision"].split()

    assert len(words) > 100
    assert any(words[i : i + len(quoted)] == quoted for i in range(len(words)))
    assert plan.signatories.count(",") == 3


def test_load_plan_a_second_time_changes_nothing(plan):
    plan.goal_area = "Ändrat av någon"
    plan.save()
    before = rows_by_table()

    again, is_new = load_plan()

    assert (again, is_new) == (plan, False)
    assert again.goal_area == "Ändrat av någon"
    assert rows_by_table() == before


def test_load_example_puts_in_what_the_data_set_says(loaded):
    counts = [model.objects.count() for model in (Activity, Department, MandatePeriod, User, Membership)]

    assert counts == [28, 12, 4, 6, 4]
    assert Department.objects.filter(is_external=True).count() == 3
    assert str(ActionPlan.objects.get().mandate_period) == "2015–2018 (val 2014)"
    assert example_loaded()


def test_every_root_row_is_marked_as_example(loaded):
    for model in (Activity, Department, MandatePeriod, User):
        assert model.objects.filter(is_example=False).count() == 0


def test_the_roles_are_those_of_the_data_set(loaded):
    found = {
        user.username: (user.full_label, user.role, [str(one.department) for one in user.memberships.all()])
        for user in User.objects.all()
    }

    assert found == {
        "demo-admin": ("Demo Administratör", Role.ADMINISTRATOR, []),
        "demo-naringslivschef": ("Demo Näringslivschef", Role.CHIEF, ["Näringsliv"]),
        "demo-handlaggare-stad": ("Demo Handläggare Stadsbyggnad", Role.OFFICER, ["Stadsbyggnadsförvaltningen"]),
        "demo-handlaggare-service": ("Demo Handläggare Service", Role.OFFICER, ["Konsult- och servicekontoret"]),
        "demo-handlaggare-utveckling": ("Demo Handläggare Utveckling", Role.OFFICER, ["Utvecklingsförvaltningen"]),
        "demo-fortroendevald": ("Demo Förtroendevald", Role.COUNCIL, []),
    }
    assert {user.email for user in User.objects.all()} == {f"{name}@example.com" for name in found}
    assert [user for user in User.objects.all() if user.has_usable_password()] == []


def test_nobody_who_signed_the_memo_is_a_user_or_an_author(loaded):
    signatories = {"Renman", "Berg", "Hagner"}

    assert User.objects.filter(last_name__in=signatories).count() == 0
    assert set(StatusUpdate.objects.values_list("author__is_example", flat=True)) == {True}


def test_exactly_one_department_answers_for_each_activity_on_every_day(loaded):
    splits = [loaded.valid_from - dt.timedelta(days=1), loaded.valid_from, dt.date(2018, 12, 31), dt.date(2015, 12, 4)]

    for day in splits:
        answering = Responsibility.objects.responsible().in_force(day).values_list("activity", flat=True)
        assert sorted(answering) == sorted(Activity.objects.values_list("pk", flat=True))


def test_an_unchanged_status_and_assessment_is_marked_so(loaded):
    told = {(update.activity.code, update.as_of.year): update.unchanged for update in StatusUpdate.objects.all()}

    assert [told["SI-04", year] for year in (2016, 2017, 2018)] == [False, True, True]
    assert [told["SI-05", year] for year in (2016, 2017, 2018)] == [False, False, False]


def test_the_history_of_one_row_is_that_of_the_data_set(loaded):
    told = Activity.objects.get(code="SI-03").updates.order_by("recorded_at")
    rows = [
        (str(one.as_of), str(one.recorded_on), one.author.username, one.status, one.assessment, one.new_ends_on)
        for one in told
    ]

    stad, chief = "demo-handlaggare-stad", "demo-naringslivschef"
    assert rows == [
        ("2016-04-18", "2016-04-18", stad, "pagaende", "gron", None),
        ("2016-08-31", "2016-08-31", stad, "pagaende", "gron", None),
        ("2017-09-05", "2017-09-05", stad, "pagaende", "gul", None),
        ("2017-12-31", "2018-01-12", stad, "pagaende", "rod", None),
        ("2018-01-15", "2018-01-15", chief, "pagaende", "rod", dt.date(2018, 3, 31)),
        ("2018-03-22", "2018-03-22", stad, "genomford", "ingen", None),
        ("2018-12-31", "2018-12-31", stad, "genomford", "ingen", None),
    ]


def test_authors_are_the_departments_officer_or_else_the_chief(loaded):
    authors = {
        code: Activity.objects.get(code=code).updates.order_by("as_of").first().author.username
        for code in ("SI-01", "SI-06", "SU-04", "SI-02", "SU-08")
    }

    assert authors == {
        "SI-01": "demo-handlaggare-service",
        "SI-06": "demo-handlaggare-stad",
        "SU-04": "demo-handlaggare-utveckling",
        "SI-02": "demo-naringslivschef",
        "SU-08": "demo-naringslivschef",
    }


def test_load_example_twice_is_refused(loaded):
    before = rows_by_table()

    with pytest.raises(ValidationError) as refused:
        load_example()

    assert refused.value.messages == ["Exempeldata är redan inläst. Ta bort den först med remove_example."]
    assert rows_by_table() == before


def test_remove_example_leaves_the_memos_plan_and_nothing_of_the_example(plan):
    before, stored = rows_by_table(), ActionPlan.objects.values().get()
    load_example()

    removed = remove_example()

    after = rows_by_table()
    assert removed == 28
    assert {table: after[table] - before[table] for table in after if after[table] != before[table]} == {ROLES: 4}
    assert ActionPlan.objects.values().get() | {"revision": 0} == stored | {"revision": 0}
    assert set(StrategicArea.objects.values_list("description", flat=True)) == {""}
    assert not example_loaded()


def test_the_example_can_be_put_in_again(loaded):
    remove_example()

    load_example()

    assert (Activity.objects.count(), StatusUpdate.objects.count() > 80) == (28, True)


def test_remove_example_of_nothing_removes_nothing(plan):
    before = rows_by_table()

    assert remove_example() == 0
    assert rows_by_table() == before


def test_remove_example_keeps_what_is_real(loaded):
    department, chief = DepartmentFactory(), UserFactory(role=Role.CHIEF)
    activity = ActivityFactory(area=loaded.areas.get(number=1), code="SI-50", responsible=department)
    update = StatusUpdateFactory(activity=activity, author=chief, as_of=dt.date(2017, 12, 30))
    area = loaded.areas.get(number=2)
    area.description = "Skriven av näringslivschefen."
    area.save()
    own_update = StatusUpdateFactory(
        activity=Activity.objects.get(code="SI-04"), author=chief, as_of=dt.date(2017, 12, 30)
    )

    remove_example()

    assert list(Activity.objects.all()) == [activity]
    assert list(StatusUpdate.objects.all()) == [update]
    assert own_update not in StatusUpdate.objects.all()
    assert list(Department.objects.all()) == [department]
    assert list(User.objects.all()) == [chief]
    assert dict(loaded.areas.values_list("number", "description")) == {
        1: "",
        2: "Skriven av näringslivschefen.",
        3: "",
        4: "",
    }
    assert activity.history.count() == 1


LEANING = {
    "a department answers": lambda plan: ResponsibilityFactory(
        activity=ActivityFactory(), department=Department.objects.get(name="Näringsliv")
    ),
    "a user told": lambda plan: StatusUpdateFactory(author=User.objects.get(username="demo-naringslivschef")),
    "a user is the contact": lambda plan: ActivityFactory(contact=User.objects.get(username="demo-naringslivschef")),
    "an activity goes before": lambda plan: ActivityFactory(predecessor=Activity.objects.get(code="SI-04")),
    "an activity was decided on": lambda plan: DecisionFactory(plan=plan, activity=Activity.objects.get(code="SI-04")),
    "a member": lambda plan: MembershipFactory(department=Department.objects.get(name="Näringsliv")),
    "a successor": lambda plan: DepartmentFactory().successors.add(Department.objects.get(name="Näringsliv")),
    "another plan's period": lambda plan: ActionPlanFactory(
        mandate_period=MandatePeriod.objects.get(election_year=2018)
    ),
}


@pytest.mark.parametrize("what", LEANING)
def test_remove_example_refuses_while_something_real_leans_on_it(loaded, what):
    LEANING[what](loaded)
    before = rows_by_table()

    with pytest.raises(ValidationError) as refused:
        remove_example()

    assert len(refused.value.messages) == 1
    assert refused.value.messages[0].endswith("Inget är borttaget.")
    assert rows_by_table() == before


def test_a_real_mandate_period_of_the_plan_stays():
    plan, period = load_plan()[0], MandatePeriodFactory(election_year=2014)
    plan.mandate_period = period
    plan.save()
    load_example()

    remove_example()

    assert ActionPlan.objects.get().mandate_period == period
    assert list(MandatePeriod.objects.all()) == [period]
