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
    """An activity that needs somebody, with every reason in words."""

    activity: Activity
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
    ids = remembered(plan, "attention", on, count=lambda: _most_in_need(plan, on))
    rows = Activity.objects.filter(pk__in=ids).seen_on(on).select_related("area")
    rows = rows.annotate(comment_on=F("span__update__comment"), responsible_name=F("owner__department__name"))
    found = {row.pk: row for row in rows}
    return [Attention(found[pk], _reasons(found[pk], on), found[pk].comment_on or "") for pk in ids if pk in found]


def _most_in_need(plan: ActionPlan, on: dt.date) -> list[int]:
    order = Case(
        When(is_late=True, then=Value(0)),
        When(is_due=True, then=Value(1)),
        When(assessment_on=Assessment.MAJOR, is_deviating=True, then=Value(2)),
        When(is_deviating=True, then=Value(3)),
        default=Value(4),
    )
    rows = Activity.objects.filter(plan=plan).on_day(on).flagged(*FLAG_FIELDS)
    rows = rows.order_by(order, F("deadline_on").asc(nulls_last=True), "code")
    return list(rows.values_list("pk", flat=True)[:ATTENTION_ROWS])


def _reasons(activity: Activity, on: dt.date) -> tuple[str, ...]:
    found = []
    if activity.is_late:
        days = (on - activity.deadline_on).days
        found.append(f"Skulle vara klar {swedish.long_date(activity.deadline_on)}, {_days(days)} sen.")
    if activity.is_due:
        found.append(f"Skulle ha startat {swedish.long_date(activity.starts_on)}.")
    if activity.is_silent:
        since = max(filter(None, (activity.starts_on, activity.reported_on_day)))
        found.append(f"Ingen uppföljning på {_days((on - since).days)}.")
    if activity.is_deviating and not activity.is_late and activity.deadline_on:
        found.append(f"Ska vara klar {swedish.long_date(activity.deadline_on)}.")
    return tuple(found)


def _days(number: int) -> str:
    return f"{number} dag" if number == 1 else f"{number} dagar"


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
    return list(told.newest_first().select_related("activity", "author")[:LATEST_ROWS])
