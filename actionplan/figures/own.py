"""What one person has to report: the activities their departments answer for, most urgent first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, Value, When

from actionplan.figures.remembered import remembered
from actionplan.models import ActionPlan, Activity, Anchoring
from actionplan.models.standing import OPEN

_CUTOFFS = ((4, 30), (8, 31), (12, 31))
OWN_ROWS = 60


@dataclass(frozen=True)
class OwnActivities:
    """What /mina/ shows; each row carries what `on_day` annotates, `is_waiting` and `comment_on`.

    `responsible` and `participating` hold at most OWN_ROWS rows, the most urgent; the numbers count all.
    """

    cutoff: dt.date
    waiting: int
    total: int
    """Open activities the departments answer for."""
    begun: int
    """Those of them that have begun, so that there is something to report."""
    finished: int
    responsible: list[Activity]
    participating: list[Activity]

    @property
    def hidden(self) -> int:
        """Open activities that find no room on the page."""
        return self.total - len(self.responsible)


def newest_cutoff(on: dt.date) -> dt.date:
    """Return the last of 30 April, 31 August and 31 December on or before the day (DOMAIN.md section 0.4)."""
    days = [dt.date(year, month, day) for year in (on.year - 1, on.year) for month, day in _CUTOFFS]
    return max(day for day in days if day <= on)


def own_activities(plan: ActionPlan, department_ids, on: dt.date) -> OwnActivities:
    """Return what the departments answer for that day, what waits for a report first, and what they take part in."""
    mine = _on_day(plan, on).responsible_on(department_ids, on)
    about = (on, *sorted(department_ids))
    numbers = remembered(plan, "own", *about, count=lambda: _numbers(mine))
    return OwnActivities(
        cutoff=newest_cutoff(on),
        **numbers,
        responsible=list(_most_urgent_first(mine.still_open())[:OWN_ROWS]),
        participating=list(_participating(plan, department_ids, on)[:OWN_ROWS]),
    )


def _numbers(mine) -> dict[str, int]:
    return mine.aggregate(
        waiting=Count("pk", filter=OPEN & Q(is_waiting=True)),
        total=Count("pk", filter=OPEN),
        begun=Count("pk", filter=OPEN & Q(is_begun=True)),
        finished=Count("pk", filter=~OPEN),
    )


def waiting_count(plan: ActionPlan | None, department_ids, on: dt.date) -> int:
    """Return how many activities wait for a report and proposals for an answer, for the figure in the menu."""
    if not department_ids:
        return 0
    asked = _asked(department_ids).count()
    if plan is None:
        return asked
    about = (on, *sorted(department_ids))
    return asked + remembered(plan, "waiting", *about, count=_waiting(plan, department_ids, on).count)


def to_answer(department_ids) -> tuple[int, list[Anchoring]]:
    """Return how many proposals the departments should answer, and the first of them by the day to answer.

    Of every mandate period: what is asked is asked. Never remembered, as no one plan's revision follows it.
    """
    number = _asked(department_ids).count()
    if not number:
        return 0, []
    rows = _asked(department_ids).select_related("department", "proposal__event")
    return number, list(rows.order_by(F("answer_by").asc(nulls_last=True), "pk")[:OWN_ROWS])


def _asked(department_ids):
    return Anchoring.objects.waiting().of_departments(department_ids)


def _waiting(plan: ActionPlan, department_ids, on: dt.date):
    return _on_day(plan, on).responsible_on(department_ids, on).still_open().filter(is_waiting=True)


def next_waiting(plan: ActionPlan, department_ids, on: dt.date, after: Activity) -> Activity | None:
    """Return the most urgent activity that still waits, other than the one just saved."""
    return _most_urgent_first(_waiting(plan, department_ids, on).exclude(pk=after.pk)).first()


def _on_day(plan: ActionPlan, on: dt.date):
    """Waiting: open, begun, and not told of since the newest cut-off (three a year) - until follow-up rounds say when."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    untold = Q(reported_on_day__isnull=True) | Q(reported_on_day__lt=newest_cutoff(on))
    rows = Activity.objects.filter(plan=plan).on_day(on)
    return rows.annotate(
        is_begun=Case(When(begun, then=Value(True)), default=Value(False)),
        is_waiting=Case(When(begun & untold, then=Value(True)), default=Value(False)),
        comment_on=F("span__update__comment"),
    )


def _most_urgent_first(activities):
    order = Case(
        When(is_late=True, then=Value(0)),
        When(is_due=True, then=Value(1)),
        When(is_silent=True, then=Value(2)),
        When(is_deviating=True, then=Value(3)),
        default=Value(4),
    )
    return activities.select_related("area").order_by(
        F("is_waiting").desc(), order, F("deadline_on").asc(nulls_last=True), "code"
    )


def _participating(plan: ActionPlan, department_ids, on: dt.date):
    rows = _on_day(plan, on).participated_in_by(department_ids, on)
    return rows.still_open().select_related("area").order_by("code")
