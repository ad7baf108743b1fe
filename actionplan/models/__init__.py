"""The nouns. Import them from here."""

from actionplan.models.activity import Activity, Responsibility
from actionplan.models.companies import Company, ContactPerson
from actionplan.models.consultation import ConsultationEvent, EventFile
from actionplan.models.documents import Document, DocumentFile
from actionplan.models.followup import AppendOnlyError, StatusSpan, StatusUpdate
from actionplan.models.organisation import Department
from actionplan.models.outbox import Outbox, OutboxProposal
from actionplan.models.people import Membership, User
from actionplan.models.periods import MandatePeriod
from actionplan.models.plan import ActionPlan, Decision, StrategicArea
from actionplan.models.proposals import (
    Anchoring,
    EndedLink,
    Proposal,
    ProposalActivity,
    ProposalStep,
    Verdict,
)
from actionplan.models.reports import Report, ReportFile
from actionplan.models.rounds import ReportingRound, RoundReview, RoundStep

__all__ = [
    "ActionPlan",
    "Activity",
    "Anchoring",
    "AppendOnlyError",
    "Company",
    "ConsultationEvent",
    "ContactPerson",
    "Decision",
    "Department",
    "Document",
    "DocumentFile",
    "EndedLink",
    "EventFile",
    "MandatePeriod",
    "Membership",
    "Outbox",
    "OutboxProposal",
    "Proposal",
    "ProposalActivity",
    "ProposalStep",
    "Report",
    "ReportFile",
    "ReportingRound",
    "Responsibility",
    "RoundReview",
    "RoundStep",
    "StatusSpan",
    "StatusUpdate",
    "StrategicArea",
    "User",
    "Verdict",
    "example_loaded",
]


def example_loaded() -> bool:
    """Tell if example data stands in the database; every page and report then says so."""
    return Activity.objects.filter(is_example=True).exists()
