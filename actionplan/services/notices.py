"""Mails that tell that a report is published: put in the outbox once each, in the transaction that publishes it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from actionplan.choices import MailKind, MailState
from actionplan.models import Outbox, Report, User


@dataclass(frozen=True)
class Notice:
    """A mail nobody has sent. `key` makes it the same as another: that report, that person."""

    recipient: str
    key: str
    subject: str
    body: str


def key_of(report: Report, user: User) -> str:
    """Return what makes a notice the same as another."""
    return f"{_of(report.pk)}{user.pk}"


def queue_notices(notices, *, by: User, at: dt.datetime) -> list[Outbox]:
    """Put notices in the outbox, and return those that were put there: nobody is told twice."""
    queued = []
    for notice in notices:
        words = {"kind": MailKind.PUBLISHED, "recipient": notice.recipient, "subject": notice.subject}
        words |= {"body": notice.body, "created_at": at, "created_by": by}
        mail, is_new = Outbox.objects.get_or_create(key=notice.key, defaults=words)
        queued += [mail] if is_new else []
    return queued


def notices_about(report: Report):
    """Return the mails that told of the report."""
    return Outbox.objects.filter(about_reports([report.pk]))


def unsent(report: Report):
    """Return the mails about the report that the server has not taken, in the order to try them again."""
    return notices_about(report).filter(state__in=[MailState.WAITING, MailState.FAILED]).order_by("pk")


def about_reports(reports) -> Q:
    """Return the condition of mails about these reports (their ids)."""
    found = Q(pk__in=[])
    for pk in reports:
        found |= Q(key__startswith=_of(pk))
    return found


def _of(pk: int) -> str:
    return f"{MailKind.PUBLISHED.value}:{pk}:"
