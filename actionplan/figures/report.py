"""Everything a report counts: the plan on the cut-off day beside the previous report's, and where activities come from."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from actionplan.choices import Assessment, EventKind, Standing
from actionplan.figures.counts import AreaFigures, Counts, DepartmentFigures, PlanFigures, plan_figures
from actionplan.figures.links import links_by
from actionplan.figures.proposals import ProposalFigures, proposal_figures
from actionplan.figures.reported import Changed, Reported, compared, reported_activities
from actionplan.models import ActionPlan, ConsultationEvent, Proposal, Report, StatusUpdate

_MOST_SERIOUS_FIRST = (Standing.LATE, Standing.MAJOR, Standing.MINOR, Standing.SHOULD_HAVE_STARTED)


@dataclass(frozen=True)
class LaterDeadline:
    """A deadline that was moved after the cut-off, before the report was made: told of, but not counted."""

    day: dt.date
    reason: str


@dataclass(frozen=True)
class ReportFigures:
    """What a report says in numbers and rows. `then` and `changes` are None when there is nothing to compare with."""

    plan: ActionPlan
    on: dt.date
    since: dt.date | None
    now: PlanFigures
    then: PlanFigures | None
    activities: tuple[Reported, ...]
    changes: dict[str, tuple[Changed, ...]] | None
    proposals: ProposalFigures
    origins: dict[int, tuple[str, ...]]
    """By activity: the meetings where what it answers was said."""
    later_deadlines: dict[int, LaterDeadline]

    @property
    def counts(self) -> Counts:
        """The whole plan on the cut-off."""
        return self.now.counts

    @property
    def deviating(self) -> list[Reported]:
        """What is late, should have started or deviates, the most serious first."""
        order = {standing: n for n, standing in enumerate(_MOST_SERIOUS_FIRST)}
        return sorted((one for one in self.activities if one.deviates), key=lambda one: order.get(one.standing, 9))

    @property
    def with_origin(self) -> list[Reported]:
        """The activities that answer what companies said."""
        return [one for one in self.activities if one.id in self.origins]

    @property
    def unowned(self) -> int:
        """Activities no department answered for."""
        return self.counts.total - sum(department.counts.total for department in self.now.departments)

    def of_area(self, area: AreaFigures) -> list[Reported]:
        """Return the area's activities."""
        return [one for one in self.activities if one.area == area.number]

    def area_then(self, area: AreaFigures) -> Counts | None:
        """Return the area's counts in the previous report; None when there is none, or the area was not there."""
        return next((one.counts for one in self.then.areas if one.id == area.id), None) if self.then else None

    def department_then(self, department: DepartmentFigures) -> Counts | None:
        """Return the department's counts in the previous report."""
        found = self.then.departments if self.then else ()
        return next((one.counts for one in found if one.id == department.id), None)


def report_figures(plan: ActionPlan, *, on: dt.date, since: dt.date | None, made_on: dt.date) -> ReportFigures:
    """Count a report. A constant number of queries, however many activities there are."""
    activities = reported_activities(plan, on)
    return ReportFigures(
        plan=plan,
        on=on,
        since=since,
        now=plan_figures(plan, on),
        then=plan_figures(plan, since) if since else None,
        activities=activities,
        changes=compared(reported_activities(plan, since, added_by=on), activities, since) if since else None,
        proposals=proposal_figures(plan, on),
        origins=_origins(plan, on),
        later_deadlines=_later_deadlines(plan, on, made_on),
    )


def previous_cutoff(plan: ActionPlan, cutoff: dt.date) -> dt.date | None:
    """Return the cut-off of the newest published report before the day: what "sedan förra rapporten" compares with."""
    earlier = Report.objects.published().filter(plan=plan, cutoff__lt=cutoff)
    return earlier.values_list("cutoff", flat=True).first()


def area_assessment(counts: Counts) -> Assessment:
    """Return how an area goes, as its activities say: the worst that any of them has."""
    standings = counts.by_standing
    if not counts.total:
        return Assessment.NONE
    if standings[Standing.LATE] or standings[Standing.MAJOR]:
        return Assessment.MAJOR
    if standings[Standing.MINOR] or standings[Standing.SHOULD_HAVE_STARTED]:
        return Assessment.MINOR
    return Assessment.ON_TRACK


def difference(now: int, then: int | None) -> int | None:
    """Return how much a number has changed since the previous report."""
    return None if then is None else now - then


def _origins(plan: ActionPlan, on: dt.date) -> dict[int, tuple[str, ...]]:
    links = [link for link in links_by(on, activity__plan=plan) if link.holds(on)]
    answered = Q(links__activity__plan=plan) | Q(ended_links__activity__plan=plan)
    events = {row.pk: row.event for row in Proposal.objects.filter(answered).select_related("event").distinct()}
    found = defaultdict(dict)
    for link in sorted(links, key=lambda link: _by_day(events[link.proposal])):
        found[link.activity][_meeting(events[link.proposal])] = None
    return {activity: tuple(labels) for activity, labels in found.items()}


def _by_day(event: ConsultationEvent) -> tuple:
    """Order meetings by their day, those without a known one last."""
    return event.when_on is None, event.when_on or dt.date.max, event.pk


def _meeting(event: ConsultationEvent) -> str:
    """Name the meeting; a visit by its kind alone, as its title may name the company."""
    if event.kind != EventKind.VISIT:
        return event.label
    kind = event.get_kind_display()
    return f"{kind}, {event.when}" if event.when else kind


def _later_deadlines(plan: ActionPlan, on: dt.date, made_on: dt.date) -> dict[int, LaterDeadline]:
    moves = StatusUpdate.objects.filter(activity__plan=plan, new_ends_on__isnull=False)
    moves = moves.filter(recorded_on__gt=on, recorded_on__lte=made_on).order_by("recorded_on", "recorded_at", "id")
    rows = moves.values_list("activity_id", "new_ends_on", "new_ends_reason")
    return {activity: LaterDeadline(day, reason) for activity, day, reason in rows}
