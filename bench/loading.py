"""Fill a scratch database with one plan of many activities, five status updates each; the same rows every time."""

import datetime as dt
import random
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from actionplan.choices import ResponsibilityRole, Role, Status
from actionplan.models import (
    ActionPlan,
    Activity,
    Department,
    MandatePeriod,
    Proposal,
    Responsibility,
    StatusUpdate,
    StrategicArea,
    User,
)
from actionplan.services.followup import rebuild_spans
from actionplan.services.people import create_user
from actionplan.swedish import fold, sort_key

DEPARTMENTS = 8
AREAS = 4
UPDATES = 5
_BATCH = 1000
_COURSES = (
    # How an activity goes from update to update; the weight says how common the course is.
    (50, ("pagaende gron", "pagaende gron", "pagaende gul", "pagaende gron", "pagaende gron")),
    (20, ("ej_paborjad ingen", "pagaende gron", "pagaende gron", "pagaende gron", "genomford ingen")),
    (10, ("pagaende gron", "pagaende gul", "pagaende rod", "pagaende rod", "pagaende rod")),
    (10, ("ej_paborjad ingen", "ej_paborjad ingen", "ej_paborjad gul", "pagaende gul", "pagaende gul")),
    (5, ("ej_paborjad ingen", "ej_paborjad ingen", "ej_paborjad ingen", "ej_paborjad ingen", "ej_paborjad ingen")),
    (5, ("pagaende gron", "pagaende gul", "avbruten ingen", "avbruten ingen", "avbruten ingen")),
)
_SHARE_MOVED = 0.1
_SHARE_HANDED_OVER = 0.1


@dataclass
class Loaded:
    """What the pages are asked for."""

    plan: ActionPlan
    chief: User
    officer: User
    departments: list[Department]
    today: dt.date
    proposal: Proposal | None = None
    """One that has everything a proposal can have; its event stands for the events."""

    @property
    def old_day(self) -> dt.date:
        """Return a day with about half of the updates before it."""
        return self.today - dt.timedelta(days=400)


@dataclass
class _Batch:
    activities: list[Activity] = field(default_factory=list)
    updates: list[StatusUpdate] = field(default_factory=list)
    responsibilities: list[Responsibility] = field(default_factory=list)

    def store(self) -> None:
        Activity.objects.bulk_create(self.activities)
        StatusUpdate.objects.bulk_create(self.updates)
        Responsibility.objects.bulk_create(self.responsibilities)
        rebuild_spans([activity.pk for activity in self.activities])


def load(number: int, today: dt.date) -> Loaded:
    """Store `number` activities of a plan that began two years before the day and ends the year after it."""
    chance = random.Random(20151204)  # noqa: S311  # nosec B311 - the same rows every time
    period = MandatePeriod.objects.create(
        election_year=today.year - 3,
        council_from=dt.date(today.year - 3, 10, 15),
        council_to=dt.date(today.year + 1, 10, 14),
        boards_from=dt.date(today.year - 2, 1, 1),
        boards_to=dt.date(today.year + 1, 12, 31),
    )
    plan = ActionPlan.objects.create(
        mandate_period=period, title="Plan för mätning", valid_from=period.boards_from, valid_to=period.boards_to
    )
    areas = [StrategicArea.objects.create(plan=plan, number=i, name=f"Område {i}") for i in range(1, AREAS + 1)]
    departments = [Department.objects.create(name=f"Förvaltning {i}") for i in range(1, DEPARTMENTS + 1)]
    chief = create_user(username="chief", role=Role.CHIEF, password=None, department=departments[0])
    officer = create_user(username="officer", role=Role.OFFICER, password=None, department=departments[1])
    for first in range(0, number, _BATCH):
        batch = _Batch()
        for i in range(first, min(first + _BATCH, number)):
            _add_activity(batch, i, areas[i % AREAS], departments, chief, today, chance)
        batch.store()
    settle()
    return Loaded(plan, chief, officer, departments, today)


def _add_activity(batch: _Batch, i: int, area: StrategicArea, departments, author: User, today, chance) -> None:
    first = area.plan.valid_from
    starts_on = first + dt.timedelta(days=chance.randrange(0, 500))
    title = f"Aktivitet {i} om {chance.choice(['åtgärder', 'ärenden', 'översyn', 'zoner', 'avtal'])}"
    activity = Activity(
        plan=area.plan,
        area=area,
        code=f"BA-{i:05d}",
        title=title,
        purpose="Företagen ska hitta rätt uppgift själva och få besked i tid.",
        sort_key=sort_key(title),
        search_text=fold(f"BA-{i:05d} {title}"),
        starts_on=starts_on,
        original_ends_on=starts_on + dt.timedelta(days=chance.randrange(120, 900)),
        added_on=first,
    )
    activity.ends_on = activity.original_ends_on
    told = _updates(activity, author, today, chance)
    _copy_newest(activity, told)
    batch.activities.append(activity)
    batch.updates += told
    batch.responsibilities += _responsibilities(activity, i, departments, chance)


def _updates(activity: Activity, author: User, today: dt.date, chance) -> list[StatusUpdate]:
    weights, courses = zip(*_COURSES, strict=True)
    course = chance.choices(courses, weights)[0]
    span = (today - activity.starts_on).days
    days = sorted(activity.starts_on + dt.timedelta(days=chance.randrange(0, span)) for _ in range(UPDATES))
    updates = [_update(activity, author, day, words) for day, words in zip(days, course, strict=True)]
    if chance.random() < _SHARE_MOVED:
        moved = next((update for update in updates if update.status not in Status.FINISHED), None)
        if moved:
            moved.new_ends_on = activity.original_ends_on + dt.timedelta(days=90)
            moved.new_ends_reason = "Mer tid behövs."
    return updates


def _update(activity: Activity, author: User, day: dt.date, words: str) -> StatusUpdate:
    status, assessment = words.split()
    recorded_at = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    return StatusUpdate(
        activity=activity,
        as_of=day,
        recorded_at=recorded_at,
        recorded_on=day,
        author=author,
        status=status,
        assessment=assessment,
        comment="Arbetet går som det brukar göra så här långt in i planen.",
    )


def _copy_newest(activity: Activity, told: list[StatusUpdate]) -> None:
    moves = [update.new_ends_on for update in told if update.new_ends_on]
    activity.status, activity.assessment = told[-1].status, told[-1].assessment
    activity.reported_on = told[-1].as_of
    activity.ends_on = moves[-1] if moves else activity.original_ends_on
    activity.deadline_moves = len(moves)


def _responsibilities(activity: Activity, i: int, departments, chance) -> list[Responsibility]:
    """Return one responsible, one that takes part, and for some an earlier responsible that handed over."""
    split = activity.added_on + dt.timedelta(days=365)
    owner, partner = departments[i % DEPARTMENTS], departments[(i + 1) % DEPARTMENTS]
    handed_over = chance.random() < _SHARE_HANDED_OVER
    rows = [_answers(activity, owner, ResponsibilityRole.RESPONSIBLE, split if handed_over else activity.added_on)]
    if handed_over:
        before = _answers(activity, partner, ResponsibilityRole.RESPONSIBLE, activity.added_on)
        before.to_on = split - dt.timedelta(days=1)
        rows.append(before)
    return [*rows, _answers(activity, partner, ResponsibilityRole.PARTICIPANT, activity.added_on)]


def _answers(activity: Activity, department: Department, role: str, from_on: dt.date) -> Responsibility:
    return Responsibility(activity=activity, department=department, role=role, from_on=from_on)


def settle() -> None:
    """Let PostgreSQL do at once what its autovacuum does within minutes of such a load; SQLite has nothing like it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
