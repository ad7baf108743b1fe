"""What stands in the outbox of reminders: each is claimed once, by its key, at the last moment before it leaves.

A reminder whose sender stopped between claiming it and hearing the server's answer stays "Kanske skickat". It was almost
certainly sent, so nobody sends it again but on somebody's word.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from actionplan.choices import MailKind, MailState
from actionplan.models import Outbox, ReportingRound, User

MOST_ATTEMPTS = 5
PATIENCE = dt.timedelta(minutes=10)
_KINDS = (MailKind.ROUND_SOON, MailKind.ROUND_OPENED, MailKind.ROUND_CLOSING, MailKind.REMINDER)


@dataclass(frozen=True)
class Reminder:
    """A mail nobody has sent yet. `key` makes it the same as another; `about` says in the log what it is, without a person."""

    kind: str
    key: str
    recipient: str
    subject: str
    body: str
    about: str
    reader: str = ""
    """Who reads it and what it is about, for the chief's page alone: "Anna Ek, Näringsliv: 3 aktiviteter"."""


def states_of(reminders: Iterable[Reminder]) -> dict[str, Outbox]:
    """Return what is known of the reminders, by key; one that is not there has never been tried."""
    return {mail.key: mail for mail in Outbox.objects.filter(key__in=[one.key for one in reminders])}


@transaction.atomic
def claim(reminder: Reminder, *, at: dt.datetime, by: User | None = None, resend_unsure: bool = False) -> bool:
    """Take a reminder in order to send it now; False if it is sent, has failed too often, or somebody else has it.

    With `resend_unsure` also one that was perhaps sent, if that was more than PATIENCE ago.
    """
    first = {**_words(reminder, at, by), "state": MailState.SENDING, "attempts": 1}
    _, created = Outbox.objects.get_or_create(key=reminder.key, defaults=first)
    if created:
        return True
    mails = Outbox.objects.filter(key=reminder.key).filter(_may_be_taken(at, resend_unsure))
    again = {**_words(reminder, at, by), "state": MailState.SENDING, "attempts": F("attempts") + 1, "error": ""}
    return bool(mails.update(**again))


def mark_sent(reminder: Reminder, *, at: dt.datetime) -> None:
    """Write down that the server took it."""
    _claimed(reminder).update(state=MailState.SENT, sent_at=at, error="")


@transaction.atomic
def mark_failed(reminder: Reminder, *, at: dt.datetime, error: str, by: User | None = None) -> None:
    """Write down, in Swedish, why it was not sent: the server refused it, before or after it was claimed."""
    failed = {"state": MailState.FAILED, "error": error[:500]}
    if _claimed(reminder).update(**failed):
        return
    first = {**_words(reminder, at, by), **failed, "attempts": 1}
    _, created = Outbox.objects.get_or_create(key=reminder.key, defaults=first)
    if not created:
        mails = Outbox.objects.filter(key=reminder.key, state=MailState.FAILED)
        mails.update(**failed, attempts=F("attempts") + 1)


def is_unsure(mail: Outbox) -> bool:
    """Tell if the mail was perhaps sent."""
    return mail.state == MailState.SENDING


def is_unsure_of(reminder: Reminder) -> bool:
    """Tell if the reminder is claimed and nobody has heard the server's answer."""
    return _claimed(reminder).exists()


def has_given_up(mail: Outbox) -> bool:
    """Tell if the mail has failed so often that it is not tried again."""
    return mail.state == MailState.FAILED and mail.attempts >= MOST_ATTEMPTS


@dataclass(frozen=True)
class Readers:
    """Whom the chief's reminder of a day reaches: who gets it now, who has had it, and whose is perhaps sent or has failed."""

    next: tuple[str, ...]
    told: tuple[str, ...]
    stuck: tuple[str, ...]


def readers_of(reminders: Iterable[Reminder], round_: ReportingRound, on: dt.date) -> Readers:
    """Sort who reads the reminders by what has become of each; who gets one is shown with what else they had that day."""
    reminders = list(reminders)
    known, others, found = states_of(reminders), _others_of_the_day(round_, on), {"next": [], "told": [], "stuck": []}
    for one in reminders:
        mail = known.get(one.key)
        if mail and mail.sent_at:
            found["told"].append(one.reader)
        elif mail and (is_unsure(mail) or has_given_up(mail)):
            found["stuck"].append(f"{one.reader} ({_why_stuck(mail)})")
        else:
            other = others.get(_person_of(one.key))
            found["next"].append(f"{one.reader} (har i dag fått brevet ”{other}”)" if other else one.reader)
    return Readers(**{name: tuple(readers) for name, readers in found.items()})


def _others_of_the_day(round_: ReportingRound, on: dt.date) -> dict[str, str]:
    """Return what the machine's own mail about the round was called, to those who got one that day."""
    mails = Outbox.objects.filter(about_rounds([round_.pk]), state=MailState.SENT, sent_at__date=on)
    return {_person_of(mail.key): mail.get_kind_display() for mail in mails.exclude(kind=MailKind.REMINDER)}


def _why_stuck(mail: Outbox) -> str:
    return "kanske skickat" if is_unsure(mail) else f"har misslyckats {mail.attempts} gånger"


def _person_of(key: str) -> str:
    return key.split(":")[2]


def key_of(kind: str, round_: ReportingRound, user: User, on: dt.date | None = None) -> str:
    """Return what makes a reminder the same as another: about a round, to a person, and for the chief's own also the day."""
    return ":".join(map(str, (MailKind(kind).value, round_.pk, user.pk, *([on] if on else []))))


def about_rounds(rounds) -> Q:
    """Return the condition of reminders about these rounds (their ids)."""
    found = Q(pk__in=[])
    for pk in rounds:
        for kind in _KINDS:
            found |= Q(key__startswith=f"{kind.value}:{pk}:")
    return found


def _claimed(reminder: Reminder):
    return Outbox.objects.filter(key=reminder.key, state=MailState.SENDING)


def _may_be_taken(at: dt.datetime, resend_unsure: bool) -> Q:
    failed = Q(state=MailState.FAILED, attempts__lt=MOST_ATTEMPTS)
    unsure = Q(state=MailState.SENDING, created_at__lt=at - PATIENCE)
    return failed | unsure if resend_unsure else failed


def _words(reminder: Reminder, at: dt.datetime, by: User | None) -> dict:
    """A reminder is written anew each time it is tried, so `created_at` is when it was last claimed."""
    return {
        "kind": reminder.kind,
        "recipient": reminder.recipient,
        "subject": reminder.subject,
        "body": reminder.body,
        "created_at": at,
        "created_by": by,
    }
