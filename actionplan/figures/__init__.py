"""Every number that is counted, as frozen dataclasses. Pages, reports, exports and commands only print these."""

from actionplan.figures.closing import ClosingSummary, ClosingWork, closing_summary, closing_work, next_unsettled
from actionplan.figures.companies import CompanyFigures, company_figures, expired_contact_count
from actionplan.figures.counts import AreaFigures, Counts, DepartmentFigures, PlanFigures, plan_figures
from actionplan.figures.dashboard import (
    Attention,
    Changes,
    attention,
    changes,
    default_since,
    latest_updates,
    upcoming,
)
from actionplan.figures.names import Names
from actionplan.figures.own import OwnActivities, newest_cutoff, next_waiting, own_activities, to_answer, waiting_count
from actionplan.figures.pace import Pace, Point, pace
from actionplan.figures.printed import printed_figures
from actionplan.figures.proposal_story import ProposalStory, proposal_story
from actionplan.figures.proposals import (
    EventFigures,
    ProposalFigures,
    SaidAndDone,
    event_figures,
    events_of_period,
    figures_by_event,
    proposal_figures,
    said_and_done,
    summed,
)
from actionplan.figures.remembered import remembered
from actionplan.figures.story import Event, Story, activity_story

__all__ = [
    "AreaFigures",
    "Attention",
    "Changes",
    "ClosingSummary",
    "ClosingWork",
    "CompanyFigures",
    "Counts",
    "DepartmentFigures",
    "Event",
    "EventFigures",
    "Names",
    "OwnActivities",
    "Pace",
    "PlanFigures",
    "Point",
    "ProposalFigures",
    "ProposalStory",
    "SaidAndDone",
    "Story",
    "activity_story",
    "attention",
    "changes",
    "closing_summary",
    "closing_work",
    "company_figures",
    "default_since",
    "event_figures",
    "events_of_period",
    "expired_contact_count",
    "figures_by_event",
    "latest_updates",
    "newest_cutoff",
    "next_unsettled",
    "next_waiting",
    "own_activities",
    "pace",
    "plan_figures",
    "printed_figures",
    "proposal_figures",
    "proposal_story",
    "remembered",
    "said_and_done",
    "summed",
    "to_answer",
    "upcoming",
    "waiting_count",
]
