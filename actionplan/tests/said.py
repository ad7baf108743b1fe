"""Proposals that have come some way, made by the services that people use: one line each in a test."""

import datetime as dt

from actionplan.choices import Assessment, ProposalOutcome, Role, Status
from actionplan.models import User
from actionplan.services.proposal_decisions import decide_proposal
from actionplan.services.proposals import merge_proposals
from actionplan.tests.factories import ActivityFactory, ProposalFactory, StatusUpdateFactory, UserFactory

DECIDED = dt.date(2015, 12, 4)
DONE = dt.date(2017, 6, 1)


def somebody() -> User:
    """Return the chief who decides."""
    return User.objects.filter(username="beslutar").first() or UserFactory(username="beslutar", role=Role.CHIEF)


def decided(outcome, *activities, reason="", on=DECIDED, **proposal):
    """Return a proposal with an outcome, answered by the activities."""
    made = ProposalFactory(**proposal)
    options = {"outcome": outcome, "activities": activities, "reason": reason, "by": somebody(), "on": on}
    return decide_proposal(made, expected_version=made.version, **options)


def became(*activities, **proposal):
    """Return a proposal that became activities (one new, if none is given)."""
    return decided(ProposalOutcome.BECAME_ACTIVITY, *(activities or [ActivityFactory()]), **proposal)


def declined(reason="Vi har prövat det.", **proposal):
    """Return a proposal that was declined."""
    return decided(ProposalOutcome.DECLINED, reason=reason, **proposal)


def done(activity, on=DONE):
    """Return the activity, completed that day."""
    StatusUpdateFactory(activity=activity, as_of=on, status=Status.COMPLETED, assessment=Assessment.NONE)
    return activity


def completed(**proposal):
    """Return a proposal whose only activity is completed."""
    return became(done(ActivityFactory()), **proposal)


def merged(lead, *others, on=DECIDED):
    """Return the lead of a group."""
    merge_proposals(lead, others, by=somebody(), on=on)
    return lead
