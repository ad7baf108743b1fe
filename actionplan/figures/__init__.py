"""Every number that is counted, as frozen dataclasses. Pages, reports, exports and commands only print these."""

from actionplan.figures.closing import (
    ClosingSummary,
    ClosingWork,
    closing_summary,
    closing_work,
    next_not_continued,
    next_unsettled,
)
from actionplan.figures.companies import CompanyFigures, company_figures, expired_contact_count
from actionplan.figures.counts import AreaFigures, Counts, DepartmentFigures, PlanFigures, plan_figures
from actionplan.figures.cutoffs import ProposedRound, newest_cutoff, proposed_rounds
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
from actionplan.figures.own import (
    OwnActivities,
    next_waiting,
    open_round,
    own_activities,
    question_about,
    to_answer,
    waiting_count,
)
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
from actionplan.figures.round_rows import Check, RoundRow, checklist, round_keys, round_rows
from actionplan.figures.rounds import (
    DepartmentProgress,
    Progress,
    RoundFigures,
    progress_of,
    round_figures,
    waiting_by_department,
)
from actionplan.figures.story import Event, Story, activity_story
from actionplan.figures.unanswered import unanswered

__all__ = [
    "AreaFigures",
    "Attention",
    "Changed",
    "Changes",
    "Check",
    "ClosingSummary",
    "ClosingWork",
    "CompanyFigures",
    "Counts",
    "DepartmentFigures",
    "DepartmentProgress",
    "Event",
    "EventFigures",
    "Names",
    "OwnActivities",
    "Pace",
    "PlanFigures",
    "Point",
    "Progress",
    "ProposalFigures",
    "ProposalStory",
    "ProposedRound",
    "ReportFigures",
    "Reported",
    "RoundFigures",
    "RoundRow",
    "SaidAndDone",
    "Seen",
    "Story",
    "activity_story",
    "area_assessment",
    "attention",
    "changes",
    "checklist",
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
    "next_not_continued",
    "next_unsettled",
    "next_waiting",
    "open_round",
    "outcome_counts",
    "own_activities",
    "pace",
    "plan_figures",
    "previous_cutoff",
    "printed_figures",
    "progress_of",
    "proposal_figures",
    "proposal_story",
    "proposed_rounds",
    "question_about",
    "remembered",
    "report_figures",
    "reported_activities",
    "round_figures",
    "round_keys",
    "round_rows",
    "said_and_done",
    "summed",
    "to_answer",
    "unanswered",
    "upcoming",
    "waiting_by_department",
    "waiting_count",
]
