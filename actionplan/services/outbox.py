"""Letters to those who made proposals: put in the outbox once, and moved on as the e-mail server answers.

A letter that was being sent when the site went down stays "Kanske skickat": nobody sends it again but on the chief's word.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from actionplan.choices import MailState
from actionplan.models import ConsultationEvent, Outbox, OutboxProposal, User
from actionplan.models.outbox import FORGOTTEN


@dataclass(frozen=True)
class Told:
    """What a letter says has become of one proposal (its id), and which OutboxProposal (its id) that replaces, if any."""

    proposal: int
    outcome: str
    said: str
    """A fingerprint of the reason and the activities."""
    replaces: int | None = None


@dataclass(frozen=True)
class Letter:
    """A mail nobody has sent: to one address, about what has become of some proposals."""

    recipient: str
    subject: str
    body: str
    about: tuple[Told, ...]


@transaction.atomic
def queue_letters(letters, *, event: ConsultationEvent, kind: str, by: User, at: dt.datetime) -> list[Outbox]:
    """Put letters about an event's proposals in the outbox, and return those that were put there.

    One about a proposal whose proposer has already been told is left out whole: its words are no longer true. Raises
    ValidationError for an address that is none.
    """
    list(ConsultationEvent.objects.select_for_update(no_key=True).filter(pk=event.pk))
    queued = (_queue(letter, kind, by, at) for letter in letters)
    return [mail for mail in queued if mail]


def claim(mail: Outbox) -> bool:
    """Take a waiting letter to send it; False if somebody else has, or its address has been erased."""
    return mail.recipient != FORGOTTEN and _move(mail, [MailState.WAITING], state=MailState.SENDING, error="")


def mark_sent(mail: Outbox, *, at: dt.datetime) -> bool:
    """Write down that the server took it, or that the chief knows it arrived."""
    return _move(mail, [MailState.SENDING], state=MailState.SENT, sent_at=at, error="")


def mark_failed(mail: Outbox, *, error: str) -> bool:
    """Write down, in Swedish, why it was not sent."""
    return _move(mail, [MailState.SENDING], state=MailState.FAILED, error=error[:500])


def release(mail: Outbox) -> bool:
    """Let a letter that failed, or perhaps was sent, be sent once more: only ever on the chief's word."""
    can_be_sent = mail.recipient != FORGOTTEN
    return can_be_sent and _move(mail, [MailState.FAILED, MailState.SENDING], state=MailState.WAITING)


@transaction.atomic
def withdraw(mail: Outbox) -> bool:
    """Take back a letter that was never sent, so that it is written anew with today's address and words."""
    unsent = Outbox.objects.filter(state__in=[MailState.WAITING, MailState.FAILED])
    stored = unsent.select_for_update(of=("self",)).filter(pk=mail.pk).first()
    if stored:
        stored.delete()
    return stored is not None


def _queue(letter: Letter, kind: str, by: User, at: dt.datetime) -> Outbox | None:
    validate_email(letter.recipient)
    mail = Outbox(
        kind=kind, recipient=letter.recipient, subject=letter.subject, body=letter.body, created_at=at, created_by=by
    )
    mail.full_clean()
    try:
        with transaction.atomic():
            mail.save()
            OutboxProposal.objects.bulk_create(_about(mail, told) for told in letter.about)
    except IntegrityError:  # a proposer is told once of each kind, and what was told is replaced once
        return None
    return mail


def _about(mail: Outbox, told: Told) -> OutboxProposal:
    facts = {"outcome": told.outcome, "said": told.said, "replaces_id": told.replaces}
    return OutboxProposal(mail=mail, kind=mail.kind, proposal_id=told.proposal, **facts)


def _move(mail: Outbox, states: list[str], **changes) -> bool:
    return bool(Outbox.objects.filter(pk=mail.pk, state__in=states).update(**changes))
