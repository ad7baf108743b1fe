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
    outcome_counts,
    proposal_figures,
    said_and_done,
    summed,
)
from actionplan.figures.remembered import remembered
from actionplan.figures.report import ReportFigures, area_assessment, difference, previous_cutoff, report_figures
from actionplan.figures.reported import Changed, Reported, Seen, compared, reported_activities
from actionplan.figures.story import Event, Story, activity_story
from actionplan.figures.unanswered import unanswered

__all__ = [
    "AreaFigures",
    "Attention",
    "Changed",
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
    "ReportFigures",
    "Reported",
    "SaidAndDone",
    "Seen",
    "Story",
    "activity_story",
    "area_assessment",
    "attention",
    "changes",
    "closing_summary",
    "closing_work",
    "company_figures",
    "compared",
    "default_since",
    "difference",
    "event_figures",
    "events_of_period",
    "expired_contact_count",
    "figures_by_event",
    "latest_updates",
    "newest_cutoff",
    "next_unsettled",
    "next_waiting",
    "outcome_counts",
    "own_activities",
    "pace",
    "plan_figures",
    "previous_cutoff",
    "printed_figures",
    "proposal_figures",
    "proposal_story",
    "remembered",
    "report_figures",
    "reported_activities",
    "said_and_done",
    "summed",
    "to_answer",
    "unanswered",
    "upcoming",
    "waiting_count",
]
