"""Handing letters to the e-mail server, one at a time, so that each is known to be sent, not sent, or perhaps sent."""

import smtplib
from collections.abc import Callable
from contextlib import closing, suppress
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from actionplan.models import Outbox
from actionplan.services import outbox

NOT_SET_UP = "Webbplatsen har ingen e-postserver inställd. Be den som är administratör att ställa in en (EMAIL_URL)."
NO_SERVER = "E-postservern svarar inte. Försök igen om en stund."
NOT_LET_IN = (
    "E-postservern släpper inte in webbplatsen. Be den som är administratör att kontrollera inställningarna för e-post."
)
NOT_WRITABLE = "Adressen eller ämnesraden går inte att skicka till. Rätta adressen och skriv brevet på nytt."


def deliver(mails: list[Outbox], *, reply_to: str, now: Callable) -> None:
    """Send the letters that still wait; what became of each stands in the outbox.

    Each is claimed and committed before the server is asked, so no letter is sent twice whatever happens. When the
    server cannot be reached the rest go on waiting. `now` is the clock.
    """
    with closing(get_connection()) as server:
        for mail in mails:
            if outbox.claim(mail) and not _send(mail, server, reply_to, now):
                return


def _send(mail: Outbox, server, reply_to: str, now: Callable) -> bool:
    """Send one claimed letter; False if there is no use in going on."""
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend") and not settings.DEMO:
        outbox.mark_failed(mail, error=NOT_SET_UP)  # printed is not sent, and the log is no place for addresses
        return False
    try:
        server.open()
    except OSError as error:
        outbox.mark_failed(mail, error=NOT_LET_IN if _is_answer(error) else NO_SERVER)
        return False
    try:
        server.send_messages([_message(mail, reply_to)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
        outbox.mark_failed(mail, error=_refusal(error))
        _hang_up(server)
    except ValueError:
        outbox.mark_failed(mail, error=NOT_WRITABLE)
    except OSError:  # the line broke: nobody knows if the server took it
        _hang_up(server)
    else:
        outbox.mark_sent(mail, at=now())
    return True


def _message(mail: Outbox, reply_to: str) -> EmailMessage:
    """Return the letter as e-mail; sent again, it has the same id, so that a mailbox can tell it is the same."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<brev-{mail.pk}-{mail.created_at.timestamp():.0f}@{domain}>"}
    return EmailMessage(mail.subject, mail.body, to=[mail.recipient], reply_to=[reply_to], headers=headers)


def _is_answer(error: OSError) -> bool:
    return isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPNotSupportedError)


def _refusal(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return f"E-postservern tog inte emot adressen (svar {code}). Kontrollera att den är rätt skriven."
    return f"E-postservern tog inte emot brevet (svar {error.smtp_code}). Försök igen, eller fråga den som är administratör."


def _hang_up(server) -> None:
    """Let the next letter have a line of its own."""
    with suppress(OSError):
        server.close()
