"""Putting in the memo's plan and the labelled example data; example_removal takes the example out again."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplan.choices import Closing, ResponsibilityRole
from actionplan.models import (
    ActionPlan,
    Activity,
    ConsultationEvent,
    Department,
    MandatePeriod,
    Responsibility,
    StrategicArea,
    User,
)
from actionplan.services.example_data import (
    demo_author,
    invented,
    memo,
    memo_events,
    memo_plans,
    noon,
    unsaved_memo_events,
    with_days,
)
from actionplan.services.example_proposals import load_proposals
from actionplan.services.example_rounds import load_rounds
from actionplan.services.followup import record_status_update
from actionplan.services.people import create_user

_LAST_DAY_BEFORE_THE_SPLIT = dt.date(2015, 12, 31)


@transaction.atomic
def load_plan() -> tuple[ActionPlan, bool]:
    """Put in what the memo of 2015-12-04 says and nothing more; return the plan and whether anything was new.

    A plan put in before its events were part of this gets them, as long as no other event is there.
    """
    plan = memo_plans().first()
    is_new = plan is None
    if plan is None:
        plan = _load_plan(memo())
    if ConsultationEvent.objects.exists():
        return plan, is_new
    _load_events()
    return plan, True


@transaction.atomic
def load_example() -> int:
    """Put in the example data of the plan; return the number of activities. Raises ValidationError if it is in already."""
    if Activity.objects.filter(is_example=True).exists():
        raise ValidationError("Exempeldata är redan inläst. Ta bort den först med remove_example.")
    plan, _ = load_plan()
    _load_events()
    data = invented()
    _load_periods(plan, data)
    departments = _load_departments(data["departments"])
    _load_users(data["users"], departments)
    for number, text in data["area_descriptions"].items():
        plan.areas.filter(number=number, description="").update(description=text)
    for row in data["activities"]:
        _load_activity(plan, row, data, departments)
    load_proposals(plan, data, departments)
    load_rounds(plan, data)
    return len(data["activities"])


def _load_plan(data: dict) -> ActionPlan:
    plan = ActionPlan(**with_days(data["plan"]), source_text=data["source_text"])
    plan.full_clean()
    plan.save()
    for row in data["areas"]:
        StrategicArea.objects.create(plan=plan, **row)
    return plan


def _load_events() -> None:
    """Put in those of the memo's events that are not there; what the memo does not say of them stays empty."""
    there = set(memo_events().values_list("title", flat=True))
    for event in unsaved_memo_events():
        if event.title not in there:
            event.full_clean()
            event.save()


def _load_periods(plan: ActionPlan, data: dict) -> None:
    for row in data["mandate_periods"]:
        if not MandatePeriod.objects.filter(election_year=row["election_year"]).exists():
            MandatePeriod.objects.create(**with_days(row), is_example=True)
    if plan.mandate_period is None:
        period = MandatePeriod.objects.get(election_year=data["plan_election_year"])
        ActionPlan.objects.filter(pk=plan.pk).update(mandate_period=period)
        plan.mandate_period = period


def _load_departments(rows: list[dict]) -> dict[str, Department]:
    successors = {}
    for row in rows:
        successors[row["name"]] = row.pop("successors", [])
        if not Department.objects.filter(name=row["name"]).exists():
            Department.objects.create(**with_days(row), is_example=True)
    departments = {name: Department.objects.get(name=name) for name in successors}
    for name, heirs in successors.items():
        departments[name].successors.add(*(departments[heir] for heir in heirs))
    return departments


def _load_users(rows: list[dict], departments: dict[str, Department]) -> None:
    for row in rows:
        department = departments.get(row.pop("department", None))
        email = f"{row['username']}@example.com"
        create_user(**row, password=None, email=email, department=department, is_example=True)


def _load_activity(plan: ActionPlan, row: dict, data: dict, departments: dict) -> None:
    added_on = dt.date.fromisoformat(data["added_on"])
    facts = {
        key: row[key]
        for key in ("code", "title", "purpose", "kind", "measure", "target", "unit", "starts_on", "ends_on")
    }
    activity = Activity(
        **with_days(facts),
        area=plan.areas.get(number=row["area"]),
        added_on=added_on,
        all_participate=row.get("all_participate", False),
        is_example=True,
    )
    activity.original_ends_on = activity.ends_on
    activity.full_clean()
    activity.save()
    _load_responsibilities(activity, row, departments)
    author = demo_author(departments[row["responsible"]])
    for told in row["updates"]:
        _load_update(activity, told, author)
    if row.get("closing_reason"):
        _close(activity, row["closing_reason"], dt.date.fromisoformat(data["closed_on"]))


def _load_responsibilities(activity: Activity, row: dict, departments: dict) -> None:
    first, role = activity.added_on, ResponsibilityRole.RESPONSIBLE
    if before := row.get("until_2015"):
        until = _LAST_DAY_BEFORE_THE_SPLIT
        _answer(activity, departments[before], role, first, until)
        first = until + dt.timedelta(days=1)
    _answer(activity, departments[row["responsible"]], role, first)
    for name in row["participants"]:
        _answer(activity, departments[name], ResponsibilityRole.PARTICIPANT, activity.added_on)


def _answer(
    activity: Activity, department: Department, role: str, from_on: dt.date, to_on: dt.date | None = None
) -> None:
    Responsibility.objects.create(activity=activity, department=department, role=role, from_on=from_on, to_on=to_on)


def _load_update(activity: Activity, told: dict, author: User) -> None:
    facts = with_days({key: told[key] for key in told if key not in ("recorded_at", "author")})
    recorded_at = noon(dt.date.fromisoformat(told["as_of"]))
    if "recorded_at" in told:
        recorded_at = timezone.make_aware(dt.datetime.fromisoformat(told["recorded_at"]))
    last = activity.updates.newest_first().first()
    same = last is not None and (last.status, last.assessment) == (told["status"], told["assessment"])
    named = User.objects.get(username=told["author"]) if "author" in told else author
    record_status_update(
        activity=activity,
        author=named,
        recorded_at=recorded_at,
        unchanged=same and not told.get("new_ends_on"),
        **facts,
    )


def _close(activity: Activity, reason: str, closed_on: dt.date) -> None:
    activity.refresh_from_db()
    activity.closing, activity.closing_reason, activity.closed_on = Closing.CARRIED_OVER, reason, closed_on
    activity.full_clean()
    activity.save()
