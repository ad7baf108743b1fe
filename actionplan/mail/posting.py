"""Handing reminders to the e-mail server so that none is sent twice, wherever the program is stopped.

A mail is claimed when the server has said that it will take its text and before the last line of it, which makes it
count, is sent. Stopped before that: nothing has left, and the next run sends it. Stopped after that: it has almost
certainly arrived, and stays "kanske skickat". Of two who send at once one gets the claim; the other hangs up.
"""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from actionplan.mail.delivery import NO_SERVER, NOT_LET_IN, NOT_SET_UP
from actionplan.models import User
from actionplan.services import reminders as outbox
from actionplan.services.reminders import Reminder

_NOT_WRITABLE = "Adressen eller ämnesraden går inte att skicka till. Rätta användarens adress."
_LAST_LINE = b"\r\n.\r\n"


class _TakenByAnother(Exception):
    """Somebody else has claimed the mail meanwhile."""


@dataclass
class Posted:
    """What became of reminders; `stopped` says why no more could be sent."""

    sent: list[Reminder] = field(default_factory=list)
    failed: list[tuple[Reminder, str]] = field(default_factory=list)
    unsure: list[Reminder] = field(default_factory=list)
    stopped: str = ""


@dataclass(frozen=True)
class Post:
    """How reminders are sent: links begin with `site`, `now` is the clock, `by` is who sends, if it is a person."""

    site: str
    now: Callable
    by: User | None = None
    resend_unsure: bool = False

    def send(self, reminders: list[Reminder]) -> Posted:
        """Send those that are neither sent, given up nor claimed by somebody else."""
        posted, known = Posted(), outbox.states_of(reminders)
        ready = [one for one in reminders if one.key not in known or self._may_be_tried(known[one.key])]
        if not ready:
            return posted
        if is_only_printed():
            posted.stopped = NOT_SET_UP
            return posted
        server = get_connection()
        try:
            for reminder in ready:
                if not self._send(reminder, server, posted):
                    break
        finally:
            _hang_up(server, politely=True)
        return posted

    def _may_be_tried(self, mail) -> bool:
        if outbox.is_unsure(mail):
            return self.resend_unsure
        return not (mail.sent_at or outbox.has_given_up(mail))

    def _send(self, reminder: Reminder, server, posted: Posted) -> bool:
        """Send one; False if there is no use in going on."""
        try:
            server.open()
        except OSError as error:
            posted.stopped = NOT_LET_IN if isinstance(error, smtplib.SMTPResponseException) else NO_SERVER
            return False
        try:
            self._hand_over(reminder, server)
        except _TakenByAnother:
            _hang_up(server)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            self._fail(reminder, _refusal(error), posted)
            _hang_up(server)
        except ValueError:
            self._fail(reminder, _NOT_WRITABLE, posted)
        except OSError:  # the line broke: if it was claimed, nobody knows if the server took it
            _hang_up(server)
            if outbox.is_unsure_of(reminder):
                posted.unsure.append(reminder)
            else:
                self._fail(reminder, NO_SERVER, posted)
        else:
            outbox.mark_sent(reminder, at=self.now())
            posted.sent.append(reminder)
        return True

    def _hand_over(self, reminder: Reminder, server) -> None:
        mail = self._message(reminder)
        if isinstance(getattr(server, "connection", None), smtplib.SMTP):
            _before_the_last_line(server.connection, lambda: self._claim(reminder))
        else:
            self._claim(reminder)
        server.send_messages([mail])

    def _claim(self, reminder: Reminder) -> None:
        if not outbox.claim(reminder, at=self.now(), by=self.by, resend_unsure=self.resend_unsure):
            raise _TakenByAnother

    def _fail(self, reminder: Reminder, error: str, posted: Posted) -> None:
        outbox.mark_failed(reminder, at=self.now(), error=error, by=self.by)
        posted.failed.append((reminder, error))

    def _message(self, reminder: Reminder) -> EmailMessage:
        """Return it as e-mail. Sent again, it has the same id, so that a mailbox can tell it is the same."""
        headers = {
            "Message-ID": f"<{reminder.key.replace(':', '.')}@{urlsplit(self.site).hostname}>",
            "Auto-Submitted": "auto-generated",  # nobody's holiday answers it
        }
        return EmailMessage(reminder.subject, reminder.body, to=[reminder.recipient], headers=headers)


def is_only_printed() -> bool:
    """Tell if mail would go to the log, which is right in a demo and while developing, and nowhere else."""
    return settings.EMAIL_BACKEND.endswith("console.EmailBackend") and not (settings.DEMO or settings.DEBUG)


def _before_the_last_line(connection: smtplib.SMTP, tell: Callable) -> None:
    """Let `tell` be called when the server waits for a mail's text; smtplib sends that in one piece, last line and all."""
    plain = type(connection).send

    def send(data) -> None:
        if isinstance(data, bytes) and data.endswith(_LAST_LINE):
            tell()
        plain(connection, data)

    connection.send = send


def _refusal(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return f"E-postservern tog inte emot adressen (svar {code})."
    return f"E-postservern tog inte emot brevet (svar {error.smtp_code})."


def _hang_up(server, *, politely: bool = False) -> None:
    """Drop the line, so that a text half sent is never finished; the next mail has a line of its own."""
    connection = getattr(server, "connection", None)
    if not politely and isinstance(connection, smtplib.SMTP):
        connection.close()
        server.connection = None
    with suppress(OSError):
        server.close()
