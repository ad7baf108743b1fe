"""Anchoring: asking departments what they think of proposals, and taking down what they answer."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan import swedish
from actionplan.choices import ProposalOutcome, ProposalStepKind, Suggestion
from actionplan.models import Activity, Anchoring, Department, Proposal, ProposalStep, User
from actionplan.services.proposals import add_step, group_of, locked
from actionplan.services.versions import take_version

TOO_EARLY = "Svarstiden har redan gått ut. Välj en dag framåt, eller lämna fältet tomt."


@transaction.atomic
def send_proposals(proposals, *, departments, answer_by: dt.date | None, by: User, on: dt.date) -> int:
    """Ask departments about proposals; return how many questions were new. One merged into another is asked about there.

    A department that was asked before, and has not answered, gets the new day to answer by. Raises ValidationError for a
    department that has ended, a day gone by, or a proposal that is decided.
    """
    found = locked(list(proposals))
    leads = {one.lead_id or one.pk: one.lead or one for one in found}
    proposals = locked(sorted(leads.values(), key=lambda one: one.pk))
    _check(proposals, departments, answer_by, on)
    return sum(_ask(proposal, department, answer_by, by, on) for proposal in proposals for department in departments)


@transaction.atomic
def answer_anchoring(
    anchoring: Anchoring,
    *,
    suggestion: str,
    comment: str,
    suggested_activity: Activity | None,
    by: User,
    on: dt.date,
    expected_version: int,
) -> Anchoring:
    """Take down what a department says of a proposal; an answer may be changed until the proposal is decided.

    The first day it answered stands. Raises LostUpdate, or ValidationError with each rule beside its field.
    """
    take_version(anchoring, expected_version)
    proposal = Proposal.objects.get(pk=anchoring.proposal_id)
    if proposal.is_decided:
        raise ValidationError(f"Förslaget är redan beslutat: {proposal.get_outcome_display().lower()}.")
    anchoring.suggestion, anchoring.comment = suggestion, comment
    anchoring.suggested_activity = suggested_activity if suggestion == Suggestion.PART_OF else None
    anchoring.answered_on, anchoring.answered_by = anchoring.answered_on or on, by
    anchoring.full_clean()
    anchoring.save()
    text = _in_words(anchoring)
    add_step(proposal, ProposalStepKind.ANSWERED, by=by, on=on, text=text, department=anchoring.department)
    return anchoring


@transaction.atomic
def withdraw_question(anchoring: Anchoring, *, by: User, on: dt.date, expected_version: int) -> Proposal:
    """Take back a question that a department has not answered; the story keeps that it was asked. Return the proposal.

    A proposal nobody else was asked about is only received again, unless it was decided once. Raises LostUpdate, or
    ValidationError for what is answered or decided.
    """
    take_version(anchoring, expected_version)
    proposal = Proposal.objects.select_related("event").get(pk=anchoring.proposal_id)
    if anchoring.is_answered or proposal.is_decided:
        raise ValidationError("Förvaltningen har redan svarat, eller förslaget är beslutat. Frågan står kvar.")
    anchoring.delete()
    told = {"by": by, "on": on, "text": f"Frågan till {anchoring.department} togs tillbaka."}
    if not _is_new_again(proposal):
        add_step(proposal, ProposalStepKind.EDITED, **told)
        return proposal
    for one in group_of(proposal):
        take_version(one, one.version)
        one.outcome = ProposalOutcome.RECEIVED
        one.save()
        add_step(one, ProposalStepKind.EDITED, **told, outcome=ProposalOutcome.RECEIVED)
    return proposal


def _is_new_again(proposal: Proposal) -> bool:
    group = group_of(proposal)
    was_decided = ProposalStep.objects.filter(proposal__in=group, kind=ProposalStepKind.DECIDED).exists()
    return not was_decided and not Anchoring.objects.filter(proposal__in=group).exists()


def _check(proposals: list[Proposal], departments, answer_by: dt.date | None, on: dt.date) -> None:
    if answer_by and answer_by < on:
        raise ValidationError({"answer_by": TOO_EARLY})
    for department in departments:
        if department.has_ended_on(on):
            raise ValidationError({"departments": department.ended_message()})
    if decided := [proposal.code for proposal in proposals if proposal.is_decided]:
        it, decided_word = ("det", "beslutat") if len(decided) == 1 else ("dem", "beslutade")
        raise ValidationError(f"{swedish.listed(decided)} är redan {decided_word}. Ta bort {it} ur urvalet.")


def _ask(proposal: Proposal, department: Department, answer_by: dt.date | None, by: User, on: dt.date) -> bool:
    asked, is_new = Anchoring.objects.get_or_create(
        proposal=proposal, department=department, defaults={"sent_on": on, "answer_by": answer_by}
    )
    if not is_new and (asked.is_answered or asked.answer_by == answer_by):
        return False
    if not is_new:
        take_version(asked, asked.version)
        asked.answer_by = answer_by
        asked.save()
    _begin(proposal)
    until = f"Svar senast {swedish.long_date(answer_by)}." if answer_by else ""
    text = until if is_new else f"Ny svarstid. {until}".strip()
    add_step(
        proposal,
        ProposalStepKind.SENT,
        by=by,
        on=on,
        text=text,
        department=department,
        outcome=proposal.outcome if is_new else "",
    )
    return is_new


def _begin(proposal: Proposal) -> None:
    """Let a proposal, with its group, be under preparation."""
    if proposal.outcome != ProposalOutcome.RECEIVED:
        return
    for one in group_of(proposal):
        one = proposal if one.pk == proposal.pk else one
        take_version(one, one.version)
        one.outcome = ProposalOutcome.UNDER_PREPARATION
        one.save()


def _in_words(anchoring: Anchoring) -> str:
    words = Suggestion(anchoring.suggestion).label
    about = f": {anchoring.suggested_activity}" if anchoring.suggested_activity else ""
    return f"Föreslår: {words}{about}." + (f"\n{anchoring.comment}" if anchoring.comment else "")
