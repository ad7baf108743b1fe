"""The figures as plain data for `manage.py figures --json`: no ids, no clock times, the same on every database."""

import datetime as dt

from actionplan.choices import Flag, FunnelStage
from actionplan.figures.counts import Counts, plan_figures
from actionplan.figures.proposals import proposal_figures
from actionplan.models import ActionPlan, Activity
from actionplan.models.standing import FLAG_FIELDS

_LISTS = {
    "late": Flag.LATE.value,
    "should_have_started": Flag.SHOULD_HAVE_STARTED.value,
    "silent": Flag.SILENT.value,
    "deviating": Flag.DEVIATING.value,
}
_FUNNEL = {
    "said": FunnelStage.SAID.value,
    "anchored": FunnelStage.ANCHORED.value,
    "became_activities": FunnelStage.BECAME_ACTIVITIES.value,
    "completed": FunnelStage.COMPLETED.value,
}


def printed_figures(plan: ActionPlan, on: dt.date) -> dict:
    """Return the counts and, for each flag, the sorted codes; in all, by area and by department; then the proposals."""
    figures = plan_figures(plan, on)
    proposals = proposal_figures(plan, on)
    flagged = _flagged(plan, on)
    return {
        "plan": plan.registry_number,
        "on": on.isoformat(),
        **_printed(figures.counts, flagged),
        "by_area": [
            {"number": area.number, "name": area.name}
            | _printed(area.counts, [row for row in flagged if row["area_id"] == area.id])
            for area in figures.areas
        ],
        "by_department": [
            {"name": department.name}
            | _printed(department.counts, [row for row in flagged if row["responsible_id_on"] == department.id])
            for department in figures.departments
        ],
        "proposals": {"total": proposals.total} | proposals.by_outcome,
        "funnel": {name: proposals.funnel[stage] for name, stage in _FUNNEL.items()},
    }


def _flagged(plan: ActionPlan, on: dt.date) -> list[dict]:
    rows = Activity.objects.filter(plan=plan).on_day(on).flagged(*FLAG_FIELDS).order_by("code")
    return list(rows.values("code", "area_id", "responsible_id_on", *FLAG_FIELDS.values()))


def _printed(counts: Counts, flagged: list[dict]) -> dict:
    codes = {name: sorted(row["code"] for row in flagged if row[FLAG_FIELDS[flag]]) for name, flag in _LISTS.items()}
    return {
        "total": counts.total,
        "by_status": counts.by_status,
        "by_assessment": counts.by_assessment,
        "by_standing": counts.by_standing,
        **codes,
    }
