"""Proposals as they are said: putting them down, correcting, splitting, merging, taking back."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actionplan.choices import ProposalOutcome, ProposalStepKind
from actionplan.models import (
    Anchoring,
    Company,
    ConsultationEvent,
    ContactPerson,
    Proposal,
    ProposalActivity,
    ProposalStep,
    StrategicArea,
    User,
)
from actionplan.services.versions import advance_period, take_version
from actionplan.swedish import listed, normalise


@transaction.atomic
def submit_proposal(
    *,
    event: ConsultationEvent,
    text: str,
    by: User,
    on: dt.date,
    company: Company | None = None,
    proposer_name: str = "",
    contact: ContactPerson | None = None,
    area: StrategicArea | None = None,
    form_token: uuid.UUID | None = None,
) -> Proposal:
    """Put down what somebody said at an event. A line sent twice (same `form_token`) is one proposal: the first is returned.

    Raises ValidationError in Swedish for an empty or far too long text.
    """
    advance_period(event.mandate_period_id)
    token = form_token or uuid.uuid4()
    if sent := Proposal.objects.filter(form_token=token).first():
        return _same(sent, event, text)
    proposal = Proposal(
        event=event,
        text=text,
        company=company,
        proposer_name="" if company else proposer_name,
        contact=contact,
        area=area,
        received_on=on,
        form_token=token,
    )
    proposal.full_clean(exclude=["form_token"])
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError:  # the same line, sent again before this one was stored
        return _same(Proposal.objects.get(form_token=token), event, text)
    add_step(proposal, ProposalStepKind.SAID, by=by, on=on)
    return proposal


@transaction.atomic
def edit_proposal(proposal: Proposal, *, expected_version: int, by: User, on: dt.date) -> Proposal:
    """Store corrected words, proposer, contact or area; its story tells what. Raises LostUpdate or ValidationError."""
    before = Proposal.objects.select_related("area").get(pk=proposal.pk)
    take_version(proposal, expected_version)
    if proposal.contact_id and not ContactPerson.objects.filter(pk=proposal.contact_id).exists():
        raise ValidationError({"contact": "Kontakten har just tagits bort. Välj en annan, eller ingen."})
    proposal.full_clean()
    proposal.save()
    if changes := _changes(before, proposal):
        add_step(proposal, ProposalStepKind.EDITED, by=by, on=on, text="\n".join(changes))
    return proposal


@transaction.atomic
def remove_proposal(proposal: Proposal, *, expected_version: int) -> None:
    """Take back a line nobody has worked with yet; anything further along is declined instead, with a reason."""
    take_proposal(proposal, expected_version)
    if proposal.outcome != ProposalOutcome.RECEIVED or proposal.anchorings.exists() or proposal.members.exists():
        raise ValidationError("Förslaget har redan börjat beredas. Avböj det med en motivering i stället.")
    proposal.delete()


@transaction.atomic
def split_proposal(
    proposal: Proposal, *, first: str, second: str, expected_version: int, by: User, on: dt.date
) -> Proposal:
    """Make two proposals of one that said two things; both keep proposer, event and area. Return the new one.

    Only what is undecided is split: a decision was about the whole.
    """
    take_proposal(proposal, expected_version)
    if proposal.is_decided:
        raise ValidationError("Förslaget är redan beslutat. Ändra beslutet först om det ska delas.")
    whole, proposal.text = proposal.text, first
    proposal.full_clean()
    proposal.save()
    part = _part_of(proposal, second, on)
    part.full_clean()
    part.save()
    _ask_the_same(proposal.lead or proposal, part)
    add_step(
        proposal,
        ProposalStepKind.SPLIT,
        by=by,
        on=on,
        text=f"Den andra delen är {part.code}. Förut stod det: ”{whole}”",
    )
    add_step(
        part, ProposalStepKind.SPLIT, by=by, on=on, text=f"Delat ur {proposal.code}: ”{whole}”", outcome=part.outcome
    )
    return part


@transaction.atomic
def merge_proposals(lead: Proposal, others, *, by: User, on: dt.date) -> Proposal:
    """Let proposals that say the same be decided together; each keeps its own proposer. Return the lead of the group.

    What departments were asked about one of them is asked about the group. What has already been decided otherwise is
    refused: a decision must be changed by deciding, not by merging.
    """
    lead, *others = locked([lead, *others])
    if lead.lead_id:
        [lead] = locked([lead.lead])
    others = [other for other in others if other.pk != lead.pk and other.lead_id != lead.pk]
    if not others:
        return lead
    _check_same_period(lead, others)
    for other in others:
        _check_may_join(other, lead)
    take_version(lead, lead.version)
    _begin_with(lead, others)
    lead.save()
    codes, outcome = ", ".join(other.code for other in others), lead.outcome
    text = f"Slogs ihop med {codes}, som säger samma sak."
    add_step(lead, ProposalStepKind.MERGED, by=by, on=on, text=text, outcome=outcome)
    for other in others:
        _join(other, lead, by, on)
    return lead


@transaction.atomic
def separate_proposal(proposal: Proposal, *, expected_version: int, by: User, on: dt.date) -> Proposal:
    """Take a proposal out of its group again; it keeps what has been decided of it so far."""
    lead = proposal.lead
    if lead is None:
        return proposal
    take_proposal(proposal, expected_version)
    proposal.lead = None
    proposal.save()
    _ask_the_same(lead, proposal)
    add_step(proposal, ProposalStepKind.SEPARATED, by=by, on=on, text=f"Hör inte längre ihop med {lead.code}.")
    add_step(lead, ProposalStepKind.SEPARATED, by=by, on=on, text=f"{proposal.code} hör inte längre hit.")
    return proposal


def add_step(proposal: Proposal, kind: str, *, by: User | None, on: dt.date, text: str = "", **more) -> ProposalStep:
    """Write down that something happened; `recorded_at` is the real moment, so that steps keep their order in the demo."""
    return ProposalStep.objects.create(
        proposal=proposal,
        kind=kind,
        by=by,
        on=on,
        text=text,
        recorded_at=more.pop("recorded_at", timezone.now()),
        **more,
    )


def take_proposal(proposal: Proposal, expected: int) -> None:
    """Claim a proposal's next version, as take_version does, for what does not change its contact.

    A contact leaves its proposals without a new version, so who it is now is read again.
    """
    take_version(proposal, expected)
    proposal.refresh_from_db(fields=["contact"])


def locked(proposals) -> list[Proposal]:
    """Return the proposals as they stand, in the given order, while nobody else changes what they count in.

    Raises ValidationError if one of them has been removed.
    """
    for period in sorted({proposal.event.mandate_period_id or 0 for proposal in proposals}):
        advance_period(period or None)
    rows = Proposal.objects.select_related("event", "lead").select_for_update(of=("self",), no_key=True)
    found = {row.pk: row for row in rows.filter(pk__in=[one.pk for one in proposals]).order_by("pk")}
    if gone := [one.code for one in proposals if one.pk not in found]:
        raise ValidationError(f"{listed(gone)} finns inte längre. Välj om på tavlan.")
    return [found[one.pk] for one in proposals]


def group_of(proposal: Proposal) -> list[Proposal]:
    """Return the proposals that are decided together with this one, itself first."""
    lead = proposal.lead or proposal
    group = [lead, *lead.members.select_related("event", "company")]
    return sorted(group, key=lambda one: one.pk != proposal.pk)


def _same(sent: Proposal, event: ConsultationEvent, text: str) -> Proposal:
    if sent.text != normalise(text):
        raise ValidationError(
            f"Formuläret är redan sparat som {sent.code}. Ändra det förslaget, eller öppna sidan på nytt."
        )
    if sent.event_id != event.pk:
        raise ValidationError("Raden är redan sparad vid ett annat möte. Skriv den på nytt.")
    return sent


def _changes(before: Proposal, after: Proposal) -> list[str]:
    """Say what was changed; of persons and companies only that they were: a step outlives what is erased."""
    changes = []
    if after.area_id != before.area_id:
        old, new = (str(one.area) if one.area else "inget valt" for one in (before, after))
        changes.append(f"Område: {new} (förut {old}).")
    if (after.company_id, after.proposer_name) != (before.company_id, before.proposer_name):
        changes.append("Förslagslämnaren är ändrad.")
    if after.contact_id != before.contact_id:
        changes.append("Kontaktpersonen är ändrad.")
    if after.text != before.text:
        changes.append(f"Förut stod det: ”{before.text}”")
    return changes


def _part_of(proposal: Proposal, text: str, on: dt.date) -> Proposal:
    kept = ("event", "company", "proposer_name", "contact", "area", "received_on", "outcome", "is_example")
    return Proposal(text=text, split_from=proposal, **{name: getattr(proposal, name) for name in kept})


def _ask_the_same(asked_about: Proposal, about: Proposal, *, move: bool = False) -> None:
    """Let the departments that were asked about one proposal stand asked about another too, with what they answered.

    Of one that stands asked about both, the two questions become one; only if it has answered both do both stay.
    """
    stands = {row.department_id: row for row in about.anchorings.all()}
    for asked in asked_about.anchorings.all():
        own = stands.get(asked.department_id)
        if own is None:
            asked.proposal = about
            asked.pk, asked._state.adding = (asked.pk, False) if move else (None, True)
            asked.version += 1  # an answer that is being written is told, and not saved where the question no longer is
            asked.save()
        elif not (asked.is_answered and own.is_answered):
            _fold(own, asked)
            if move:
                asked.delete()


def _fold(own: Anchoring, asked: Anchoring) -> None:
    """Let one question stand for both: asked the first day, to be answered by the nearer, with the answer there is."""
    own.sent_on = min(own.sent_on, asked.sent_on)
    own.answer_by = min((day for day in (own.answer_by, asked.answer_by) if day), default=None)
    if asked.is_answered:
        for name in ("answered_on", "answered_by", "suggestion", "suggested_activity", "comment"):
            setattr(own, name, getattr(asked, name))
    own.version += 1
    own.save()


def _begin_with(lead: Proposal, others: list[Proposal]) -> None:
    """Let a lead that has only been received be under preparation if one that joins it is."""
    under_preparation = ProposalOutcome.UNDER_PREPARATION
    if lead.outcome == ProposalOutcome.RECEIVED and any(other.outcome == under_preparation for other in others):
        lead.outcome = under_preparation


def _check_same_period(lead: Proposal, others: list[Proposal]) -> None:
    period = lead.event.mandate_period_id
    if strangers := [other.code for other in others if other.event.mandate_period_id != period]:
        raise ValidationError(
            f"{', '.join(strangers)} hör till en annan mandatperiod än {lead.code}. Slå ihop dem var för sig."
        )


def _check_may_join(other: Proposal, lead: Proposal) -> None:
    if other.members.exists():
        raise ValidationError(f"{other.code} är redan en grupp. Välj {other.code} som det andra läggs till i stället.")
    if other.lead_id:
        raise ValidationError(f"{other.code} hör redan ihop med {other.lead.code}. Bryt ut det först.")
    if other.is_decided and (other.outcome, other.reason) != (lead.outcome, lead.reason):
        raise ValidationError(f"{other.code} är redan beslutat på ett annat sätt. Ändra det beslutet först.")


def _join(other: Proposal, lead: Proposal, by: User, on: dt.date) -> None:
    take_version(other, other.version)
    changes = other.outcome != lead.outcome
    other.lead, other.outcome, other.reason, other.answered_on = lead, lead.outcome, lead.reason, lead.answered_on
    other.full_clean()
    other.save()
    copy_links(lead, other, on)
    _ask_the_same(other, lead, move=True)
    text = f"Slogs ihop med {lead.code}, som säger samma sak."
    add_step(other, ProposalStepKind.MERGED, by=by, on=on, text=text, outcome=lead.outcome if changes else "")


def copy_links(lead: Proposal, member: Proposal, on: dt.date) -> None:
    """Let a member be answered by the same activities as its lead, from the day."""
    links = [ProposalActivity(proposal=member, activity_id=link.activity_id, linked_on=on) for link in lead.links.all()]
    ProposalActivity.objects.bulk_create(links, ignore_conflicts=True)
