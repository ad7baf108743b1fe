"""Deciding what becomes of proposals: activities, already under way, or no. A merged group is decided as one."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.choices import ProposalOutcome, ProposalStepKind
from actionplan.models import Activity, Department, EndedLink, Proposal, ProposalActivity, User
from actionplan.models.proposals import decision_words
from actionplan.services.activities import create_activity
from actionplan.services.proposals import add_step, group_of, take_proposal
from actionplan.services.versions import advance_period, take_version

_ANSWERED_BY_ACTIVITIES = (ProposalOutcome.BECAME_ACTIVITY, ProposalOutcome.ALREADY_UNDER_WAY)
NEED_REASON = "Skriv en motivering som företaget kan läsa."
NEED_ACTIVITY = "Välj minst en aktivitet som svarar på förslaget, eller gör en ny."


@transaction.atomic
def decide_proposal(
    proposal: Proposal,
    *,
    outcome: str,
    reason: str = "",
    activities=(),
    by: User,
    on: dt.date,
    expected_version: int,
) -> Proposal:
    """Decide, or decide anew; "bereds" takes a decision back. The same decision once more is no error: the form was sent twice.

    Sets outcome, reason, day and activities of the whole group, and writes a step for each. Raises LostUpdate when
    somebody else came first, ValidationError beside `outcome`, `reason` or `activities`.
    """
    activities = list(activities) if outcome in _ANSWERED_BY_ACTIVITIES else []
    if _is_decided_so(proposal, outcome, reason, activities):
        return proposal
    take_proposal(proposal, expected_version)
    _check(outcome, reason, activities)
    for one in group_of(proposal):
        if one.pk == proposal.pk:
            one = proposal
        else:
            take_version(one, one.version)
        _decide(one, outcome, reason, activities, by, on)
    return proposal


@transaction.atomic
def accept_as_new_activity(
    proposal: Proposal,
    *,
    activity: Activity,
    responsible: Department,
    participants=(),
    by: User,
    on: dt.date,
    expected_version: int,
) -> Activity:
    """Make a new activity of a proposal, and let it be the answer. Raises what create_activity and decide_proposal raise."""
    advance_period(proposal.event.mandate_period_id)  # every plan of the period, before create_activity locks its own
    made = create_activity(activity, responsible=responsible, participants=participants, on=on, author=by)
    if made is not activity and proposal.links.filter(activity=made).exists():
        return made  # the form was sent twice
    linked = [link.activity for link in proposal.links.select_related("activity")]
    decide_proposal(
        proposal,
        outcome=ProposalOutcome.BECAME_ACTIVITY,
        reason=proposal.reason if proposal.outcome == ProposalOutcome.BECAME_ACTIVITY else "",
        activities=[*linked, made],
        by=by,
        on=on,
        expected_version=expected_version,
    )
    return made


def _is_decided_so(proposal: Proposal, outcome: str, reason: str, activities: list[Activity]) -> bool:
    stored = Proposal.objects.get(pk=proposal.pk)
    linked = set(stored.links.values_list("activity_id", flat=True))
    same = (stored.outcome, stored.reason, linked) == (outcome, reason, {activity.pk for activity in activities})
    return same and stored.is_decided


def _check(outcome: str, reason: str, activities: list[Activity]) -> None:
    errors = {}
    if outcome not in ProposalOutcome.values or outcome == ProposalOutcome.RECEIVED:
        errors["outcome"] = "Välj vad som händer med förslaget."
    if outcome == ProposalOutcome.BECAME_ACTIVITY and not activities:
        errors["activities"] = NEED_ACTIVITY
    if outcome in ProposalOutcome.NEED_REASON and not reason:
        errors["reason"] = NEED_REASON
    if errors:
        raise ValidationError(errors)


def _decide(proposal: Proposal, outcome: str, reason: str, activities, by: User, on: dt.date) -> None:
    proposal.outcome, proposal.reason = outcome, reason
    proposal.answered_on = on if proposal.is_decided else None
    proposal.full_clean()
    proposal.save()
    _link(proposal, activities, on)
    text = decision_words([activity.code for activity in activities], reason)
    add_step(proposal, ProposalStepKind.DECIDED, by=by, on=on, text=text, outcome=outcome)


def _link(proposal: Proposal, activities, on: dt.date) -> None:
    """Let these activities, and no others, answer the proposal; those that did keep their day, those that do not a last one."""
    wanted = {activity.pk for activity in activities}
    gone = proposal.links.exclude(activity__in=wanted)
    EndedLink.objects.bulk_create(_ended(link, on) for link in gone if link.linked_on < on)
    gone.delete()
    had = set(proposal.links.values_list("activity_id", flat=True))
    new = [ProposalActivity(proposal=proposal, activity_id=pk, linked_on=on) for pk in sorted(wanted - had)]
    ProposalActivity.objects.bulk_create(new)


def _ended(link: ProposalActivity, on: dt.date) -> EndedLink:
    facts = {name: getattr(link, name) for name in ("proposal_id", "activity_id", "linked_on")}
    return EndedLink(**facts, unlinked_on=on)
