"""Every number that is counted, as frozen dataclasses. Pages, reports, exports and commands only print these."""

from actionplan.figures.counts import AreaFigures, Counts, DepartmentFigures, PlanFigures, plan_figures
from actionplan.figures.own import OwnActivities, next_waiting, own_activities, waiting_count
from actionplan.figures.printed import printed_figures

__all__ = [
    "AreaFigures",
    "Counts",
    "DepartmentFigures",
    "OwnActivities",
    "PlanFigures",
    "next_waiting",
    "own_activities",
    "plan_figures",
    "printed_figures",
    "waiting_count",
]
