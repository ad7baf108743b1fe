"""What the first screen answers: are we on course, what is late, who is silent, what changed."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, F, Value, When

from actionplan import swedish
from actionplan.choices import Assessment, Change
from actionplan.figures.own import newest_cutoff
from actionplan.figures.remembered import remembered
from actionplan.models import ActionPlan, Activity, StatusUpdate
from actionplan.models.standing import FLAG_FIELDS, change_conditions

ATTENTION_ROWS = 8
LATEST_ROWS = 6


@dataclass(frozen=True)
class Attention:
    """An activity that needs somebody, with every reason in words and what was said last."""

    activity: Activity
    standing: str
    department_id: int | None
    reasons: tuple[str, ...]
    quote: str


@dataclass(frozen=True)
class Changes:
    """How many activities changed in each way (choices.Change) after `since` and up to the day."""

    since: dt.date
    counts: dict[str, int]


@dataclass(frozen=True)
class Upcoming:
    """The open activity of an area whose deadline comes next."""

    title: str
    deadline: dt.date


def default_since(on: dt.date) -> dt.date:
    """Return the cut-off before the newest: "ändrat sedan" starts where the last report but this one ended."""
    return newest_cutoff(newest_cutoff(on) - dt.timedelta(days=1))


def attention(plan: ActionPlan, on: dt.date) -> list[Attention]:
    """Return the activities that most need somebody: late, should have started, deviating, silent."""
    facts = remembered(plan, "attention", on, count=lambda: _most_in_need(plan, on))
    activities = Activity.objects.select_related("area").in_bulk([row["pk"] for row in facts])
    said = StatusUpdate.objects.only("comment").in_bulk({row["span__update_id"] for row in facts} - {None})
    return [
        Attention(
            activity=activities[row["pk"]],
            standing=row["standing"],
            department_id=row["responsible_id_on"],
            reasons=_reasons(row, on),
            quote=said[row["span__update_id"]].comment if row["span__update_id"] in said else "",
        )
        for row in facts
        if row["pk"] in activities
    ]


_FACTS = ("pk", "standing", "starts_on", "deadline_on", "reported_on_day", "responsible_id_on", "span__update_id")


def _most_in_need(plan: ActionPlan, on: dt.date) -> list[dict]:
    order = Case(
        When(is_late=True, then=Value(0)),
        When(is_due=True, then=Value(1)),
        When(assessment_on=Assessment.MAJOR, is_deviating=True, then=Value(2)),
        When(is_deviating=True, then=Value(3)),
        default=Value(4),
    )
    rows = Activity.objects.filter(plan=plan).on_day(on).flagged(*FLAG_FIELDS)
    rows = rows.order_by(order, F("deadline_on").asc(nulls_last=True), "code")
    return list(rows.values(*_FACTS, *FLAG_FIELDS.values())[:ATTENTION_ROWS])


def _reasons(row: dict, on: dt.date) -> tuple[str, ...]:
    found, deadline = [], row["deadline_on"]
    if row["is_late"]:
        found.append(f"Skulle vara klar {swedish.long_date(deadline)}, {_days((on - deadline).days)} försenad.")
    if row["is_due"]:
        found.append(f"Skulle ha startat {swedish.long_date(row['starts_on'])}.")
    if row["is_silent"]:
        since = max(filter(None, (row["starts_on"], row["reported_on_day"])))
        found.append(f"Ingen uppföljning på {_days((on - since).days)}.")
    if row["is_deviating"] and not row["is_late"] and deadline:
        found.append(f"Ska vara klar {swedish.long_date(deadline)}.")
    return tuple(found)


def _days(number: int) -> str:
    return swedish.counted(number, "dag", "dagar")


def changes(plan: ActionPlan, since: dt.date, on: dt.date) -> Changes:
    """Count what changed between two days; each number is that of the list filtered on the same change."""
    return Changes(since, remembered(plan, "changes", since, on, count=lambda: _changed(plan, since, on)))


def _changed(plan: ActionPlan, since: dt.date, on: dt.date) -> dict[str, int]:
    rows = Activity.objects.filter(plan=plan).on_day(on).compared_with(since)
    conditions = change_conditions(since, on)
    counted = rows.aggregate(**{f"n_{key}": Count("pk", filter=condition) for key, condition in conditions.items()})
    return {key: counted[f"n_{key}"] for key in Change.values}


def upcoming(plan: ActionPlan, on: dt.date) -> dict[int, Upcoming]:
    """Return, by area id, what is due next."""
    nearest = remembered(plan, "upcoming", on, count=lambda: _nearest_deadlines(plan, on))
    titles = dict(Activity.objects.filter(pk__in=[pk for pk, _ in nearest.values()]).values_list("pk", "title"))
    return {area: Upcoming(titles[pk], day) for area, (pk, day) in nearest.items() if pk in titles}


def _nearest_deadlines(plan: ActionPlan, on: dt.date) -> dict[int, tuple[int, dt.date]]:
    rows = Activity.objects.filter(plan=plan).on_day(on).still_open().filter(deadline_on__gte=on)
    rows = rows.order_by("deadline_on", "code").values_list("pk", "deadline_on")
    found = ((area, rows.filter(area=area).first()) for area in plan.areas.values_list("pk", flat=True))
    return {area: first for area, first in found if first}


def latest_updates(plan: ActionPlan, on: dt.date) -> list[StatusUpdate]:
    """Return the newest status updates that said something new."""
    told = StatusUpdate.objects.until(on).filter(activity__plan=plan, unchanged=False)
    shown = (
        "as_of",
        "status",
        "assessment",
        "activity__title",
        "author__username",
        "author__first_name",
        "author__last_name",
    )
    return list(told.newest_first().select_related("activity", "author").only(*shown)[:LATEST_ROWS])
