"""Activities as a report tells of them on a day, as values a published report can keep, and what changed between two days."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from actionplan.choices import Change, Standing, Status
from actionplan.models import ActionPlan, Activity, StatusUpdate

_KEPT = (
    "id",
    "code",
    "title",
    "area",
    "department",
    "added_on",
    "status",
    "standing",
    "deadline",
    "moves",
    "moved_because",
    "comment",
)
_DAYS = ("added_on", "deadline")


@dataclass(frozen=True)
class Seen:
    """What must be known of an activity on a day to tell what has changed another day. `area` is the area's number."""

    id: int
    code: str
    title: str
    area: int
    department: str
    """Who answered for it that day; empty when nobody did."""
    added_on: dt.date
    status: str
    standing: str
    deadline: dt.date | None
    moves: int
    moved_because: str
    """The reason of the newest move of the deadline."""
    comment: str

    @property
    def is_late(self) -> bool:
        """Tell if the deadline had passed."""
        return self.standing == Standing.LATE

    def as_facts(self) -> dict:
        """Return it as JSON holds it."""
        facts = {name: getattr(self, name) for name in _KEPT}
        return facts | {name: facts[name] and facts[name].isoformat() for name in _DAYS}

    @classmethod
    def from_facts(cls, facts: dict) -> "Seen":
        """Return what `as_facts` was asked of."""
        days = {name: facts[name] and dt.date.fromisoformat(facts[name]) for name in _DAYS}
        return cls(**{name: facts[name] for name in _KEPT} | days)


@dataclass(frozen=True)
class Reported(Seen):
    """All that a report says of an activity."""

    starts_on: dt.date | None
    original_deadline: dt.date | None
    assessment: str
    deviates: bool
    """It is late, should have started or deviates."""
    outcome: Decimal | None
    """The newest outcome told by the day."""
    target: Decimal | None
    unit: str
    measure: str
    closing: str
    closing_reason: str


@dataclass(frozen=True)
class Changed:
    """An activity as it was seen on the earlier day (None: it was not in the plan) and on the later."""

    then: Seen | None
    now: Seen


def reported_activities(plan: ActionPlan, on: dt.date, *, added_by: dt.date | None = None) -> tuple[Reported, ...]:
    """Return the plan's activities as they were on a day, area by area. Three queries, however many there are.

    `added_by` takes in what was added later than the day, too: what is compared needs to know how it was then.
    """
    rows = Activity.objects.filter(plan=plan, added_on__lte=added_by or on).seen_on(on).for_rows(on)
    rows = rows.annotate(comment_on=F("span__update__comment")).order_by("area__number", "code")
    moved, outcomes = _newest_reasons(plan, on), _newest_outcomes(plan, on)
    return tuple(_reported(row, on, moved.get(row.pk, ""), outcomes.get(row.pk)) for row in rows)


def _reported(row: Activity, on: dt.date, moved_because: str, outcome: Decimal | None) -> Reported:
    closed = bool(row.closed_on and row.closed_on <= on)
    return Reported(
        id=row.pk,
        code=row.code,
        title=row.title,
        area=row.area.number,
        department=row.responsible_name or "",
        added_on=row.added_on,
        status=row.status_on,
        standing=row.standing,
        deadline=row.deadline_on,
        moves=row.moves_on,
        moved_because=moved_because,
        comment=row.comment_on or "",
        starts_on=row.starts_on,
        original_deadline=row.original_ends_on,
        assessment=row.assessment_on,
        deviates=row.is_late or row.is_due or row.is_deviating,
        outcome=outcome,
        target=row.target,
        unit=row.unit,
        measure=row.measure,
        closing=row.closing if closed else "",
        closing_reason=row.closing_reason if closed else "",
    )


def _newest_reasons(plan: ActionPlan, on: dt.date) -> dict[int, str]:
    moves = StatusUpdate.objects.filter(activity__plan=plan, new_ends_on__isnull=False, recorded_on__lte=on)
    moves = moves.order_by("recorded_on", "recorded_at", "id")
    return dict(moves.values_list("activity_id", "new_ends_reason"))


def _newest_outcomes(plan: ActionPlan, on: dt.date) -> dict[int, Decimal]:
    told = StatusUpdate.objects.until(on).filter(activity__plan=plan, outcome__isnull=False)
    return dict(told.order_by("as_of", "recorded_at", "id").values_list("activity_id", "outcome"))


def compared(then: Iterable[Seen], now: Iterable[Seen], since: dt.date) -> dict[str, tuple[Changed, ...]]:
    """Return what changed in each way (every key of choices.Change) after `since`.

    It counts what models.standing.change_conditions counts, but also between two published reports, which keep their own.
    """
    before = {one.id: one for one in then}
    pairs = [Changed(before.get(one.id), one) for one in now]
    return {key: tuple(pair for pair in pairs if _RULES[key](pair, since)) for key in Change.values}


def _status_then(pair: Changed) -> str:
    return pair.then.status if pair.then else Status.NOT_STARTED.value


def _completed(pair: Changed, since: dt.date) -> bool:
    return pair.now.status == Status.COMPLETED != _status_then(pair)


def _started(pair: Changed, since: dt.date) -> bool:
    idle = (Status.NOT_STARTED, Status.CANCELLED)
    return pair.now.status not in idle and _status_then(pair) == Status.NOT_STARTED


def _newly_late(pair: Changed, since: dt.date) -> bool:
    was_late = pair.then is not None and pair.then.added_on <= since and pair.then.is_late
    return pair.now.is_late and not was_late


def _moved(pair: Changed, since: dt.date) -> bool:
    return pair.now.moves > (pair.then.moves if pair.then else 0)


def _added(pair: Changed, since: dt.date) -> bool:
    return pair.now.added_on > since


def _cancelled(pair: Changed, since: dt.date) -> bool:
    return pair.now.status == Status.CANCELLED != _status_then(pair)


_RULES = {
    Change.COMPLETED.value: _completed,
    Change.STARTED.value: _started,
    Change.NEWLY_LATE.value: _newly_late,
    Change.MOVED.value: _moved,
    Change.ADDED.value: _added,
    Change.CANCELLED.value: _cancelled,
}
