"""How far the closing of a plan has come: what was completed, carried over, cancelled, handed on, and what is left."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from actionplan.choices import Closing, Status
from actionplan.models import ActionPlan, Activity


@dataclass(frozen=True)
class ClosingSummary:
    """How the plan's activities ended; a closing counts from when it was decided, whatever its last day."""

    completed: int
    cancelled: int
    carried_over: int
    ordinary_work: int
    unsettled: int
    """Neither finished nor closed."""

    @property
    def total(self) -> int:
        """All the activities of the plan."""
        return self.settled + self.unsettled

    @property
    def settled(self) -> int:
        """Those that need nothing more."""
        return self.completed + self.cancelled + self.carried_over + self.ordinary_work

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each way to end with its number, in the order of the report."""
        return [
            ("Genomförda", self.completed),
            ("Överförda till nästa plan", self.carried_over),
            ("Till ordinarie arbete", self.ordinary_work),
            ("Avbrutna", self.cancelled),
            ("Kvar att avgöra", self.unsettled),
        ]


@dataclass(frozen=True)
class ClosingWork:
    """What is left to do before the plan can be closed."""

    summary: ClosingSummary
    unsettled: tuple[Activity, ...]
    """With standing and responsible_name, area by area."""
    not_continued: tuple[Activity, ...]
    """Closed as carried over, but with nothing in another plan that continues them."""


def closing_summary(plan: ActionPlan, on: dt.date) -> ClosingSummary:
    """Count how the plan's activities had ended by the day. An activity that is finished counts as that, closed or not."""
    rows = plan.activities.seen_on(on).order_by().values("status_on", "closing").annotate(number=Count("pk"))
    counted = dict.fromkeys(("completed", "cancelled", "carried_over", "ordinary_work", "unsettled"), 0)
    for row in rows:
        counted[_ended(row["status_on"], row["closing"])] += row["number"]
    return ClosingSummary(**counted)


def closing_work(plan: ActionPlan, on: dt.date) -> ClosingWork:
    """Return what is left of the closing. A constant number of queries."""
    activities = plan.activities.seen_on(on).for_rows(on).order_by("area__number", "code")
    return ClosingWork(closing_summary(plan, on), tuple(activities.unsettled()), tuple(_not_continued(activities)))


def next_unsettled(plan: ActionPlan, on: dt.date, after: Activity) -> Activity | None:
    """Return the activity to settle after another one, in the order of `closing_work`; from the top when it was last."""
    return _following(plan.activities.seen_on(on).unsettled(), after)


def next_not_continued(plan: ActionPlan, on: dt.date, after: Activity) -> Activity | None:
    """Return the carried-over activity that nothing continues and that comes after another one, as next_unsettled does."""
    return _following(_not_continued(plan.activities.seen_on(on)), after)


def _not_continued(activities):
    carried = activities.filter(closing=Closing.CARRIED_OVER, successors__isnull=True)
    return carried.exclude(status_on__in=sorted(Status.FINISHED))


def _following(activities, after: Activity) -> Activity | None:
    rows = sorted(activities.exclude(pk=after.pk).select_related("area"), key=_place)
    return next((row for row in rows if _place(row) > _place(after)), rows[0] if rows else None)


def _place(activity: Activity) -> tuple[int, str]:
    return activity.area.number, activity.code


def _ended(status: str, closing: str) -> str:
    if status == Status.COMPLETED:
        return "completed"
    if status == Status.CANCELLED:
        return "cancelled"
    return {Closing.CARRIED_OVER: "carried_over", Closing.ORDINARY_WORK: "ordinary_work"}.get(closing, "unsettled")
