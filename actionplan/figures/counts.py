"""How many activities stand where on a day: in all, per area and per department. One grouped query counts them all."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Max

from actionplan.choices import Assessment, Flag, Standing, Status
from actionplan.figures.remembered import remembered
from actionplan.models import ActionPlan, Activity, Department
from actionplan.models.standing import FLAG_FIELDS

_GROUPS = ("area_id", "responsible_id_on", "status_on", "assessment_on", "standing", *FLAG_FIELDS.values())


@dataclass(frozen=True)
class Counts:
    """Counts of one set of activities; every dictionary holds every key of its TextChoices, zeros too."""

    total: int
    by_status: dict[str, int]
    by_assessment: dict[str, int]
    by_standing: dict[str, int]
    by_flag: dict[str, int]
    attention: int
    """Activities with at least one flag."""
    told_on: dt.date | None
    """The last day any of them was told of."""

    @property
    def completed(self) -> int:
        """Activities that are done."""
        return self.by_standing[Standing.COMPLETED]

    @property
    def late(self) -> int:
        """Activities past their deadline."""
        return self.by_flag[Flag.LATE]

    @property
    def shown_standings(self) -> list[tuple[str, int]]:
        """The standings that occur, in the order of bars and legends."""
        return [(key, self.by_standing[key]) for key in Standing.SHOWN if self.by_standing[key]]

    @property
    def deviating_in_time(self) -> int:
        """Activities that deviate without being late, so that each is said once."""
        return self.by_standing[Standing.MAJOR] + self.by_standing[Standing.MINOR]

    @property
    def silent(self) -> int:
        """Open activities nobody has told of for long."""
        return self.by_flag[Flag.SILENT]


@dataclass(frozen=True)
class AreaFigures:
    """The counts of one area."""

    id: int
    number: int
    name: str
    description: str
    counts: Counts


@dataclass(frozen=True)
class DepartmentFigures:
    """The counts of what one department answers for that day."""

    id: int
    name: str
    is_external: bool
    counts: Counts


@dataclass(frozen=True)
class PlanFigures:
    """Everything counted about one plan on one day."""

    plan: ActionPlan
    on: dt.date
    counts: Counts
    areas: tuple[AreaFigures, ...]
    departments: tuple[DepartmentFigures, ...]


@dataclass
class _Tally:
    total: int = 0
    attention: int = 0
    told_on: dt.date | None = None
    status: Counter = field(default_factory=Counter)
    assessment: Counter = field(default_factory=Counter)
    standing: Counter = field(default_factory=Counter)
    flags: Counter = field(default_factory=Counter)

    def add(self, row: dict) -> None:
        number = row["number"]
        self.told_on = max(filter(None, (self.told_on, row["told_on"])), default=None)
        self.total += number
        self.status[row["status_on"]] += number
        self.assessment[row["assessment_on"]] += number
        self.standing[row["standing"]] += number
        raised = [flag for flag, name in FLAG_FIELDS.items() if row[name]]
        self.flags.update(dict.fromkeys(raised, number))
        self.attention += number if raised else 0

    def counts(self) -> Counts:
        return Counts(
            total=self.total,
            by_status={key: self.status[key] for key in Status.values},
            by_assessment={key: self.assessment[key] for key in Assessment.values},
            by_standing={key: self.standing[key] for key in Standing.values},
            by_flag={key: self.flags[key] for key in Flag.values},
            attention=self.attention,
            told_on=self.told_on,
        )


def plan_figures(plan: ActionPlan, on: dt.date) -> PlanFigures:
    """Count the plan's activities on a day. Every area is there, empty ones too; departments that answer for something."""
    whole, areas, departments = remembered(plan, "counts", on, count=lambda: _tallied(plan, on))
    return PlanFigures(plan, on, whole.counts(), _areas(plan, areas), _departments(departments))


def _tallied(plan: ActionPlan, on: dt.date) -> tuple[_Tally, dict, dict]:
    whole, areas, departments = _Tally(), {}, {}
    for row in _grouped(plan, on):
        whole.add(row)
        areas.setdefault(row["area_id"], _Tally()).add(row)
        departments.setdefault(row["responsible_id_on"], _Tally()).add(row)
    return whole, areas, departments


def _grouped(plan: ActionPlan, on: dt.date):
    rows = Activity.objects.filter(plan=plan).on_day(on).order_by()
    return rows.values(*_GROUPS).annotate(number=Count("pk"), told_on=Max("reported_on_day"))


def _areas(plan: ActionPlan, tallies: dict) -> tuple[AreaFigures, ...]:
    return tuple(
        AreaFigures(area.pk, area.number, area.name, area.description, tallies.get(area.pk, _Tally()).counts())
        for area in plan.areas.order_by("number")
    )


def _departments(tallies: dict) -> tuple[DepartmentFigures, ...]:
    found = Department.objects.filter(pk__in=[pk for pk in tallies if pk]).order_by("sort_key", "id")
    return tuple(
        DepartmentFigures(department.pk, department.name, department.is_external, tallies[department.pk].counts())
        for department in found
    )
