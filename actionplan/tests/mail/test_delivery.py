"""Letters through a real SMTP server: what arrives, what is refused, and what nobody can know."""

import datetime as dt
import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as locmem

from actionplan.choices import MailState
from actionplan.mail import deliver
from actionplan.mail.delivery import NO_SERVER, NOT_SET_UP, NOT_WRITABLE
from actionplan.tests.factories import OutboxFactory, noon

pytestmark = pytest.mark.django_db
AT = noon(dt.date(2017, 12, 31))


class Mailbox:
    """What the server does with what it gets; an address says how it wants to be treated."""

    def __init__(self):
        self.got = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith("fel"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if envelope.rcpt_tos[0].startswith("full"):
            return "452 mailbox full"
        if envelope.rcpt_tos[0].startswith("bruten"):
            server.transport.abort()
            return "250 OK"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.got.append((envelope.rcpt_tos, message))
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 5
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.DEFAULT_FROM_EMAIL = "naringslivsplanen@example.se"


@pytest.fixture
def mailbox(smtp, settings):
    mailbox = Mailbox()
    server = Controller(mailbox, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    yield mailbox
    server.stop()


def send(*mails):
    deliver(list(mails), reply_to="naringsliv@example.se", now=lambda: AT)
    for mail in mails:
        mail.refresh_from_db()
    return [(mail.state, mail.error) for mail in mails]


def test_a_letter_arrives_as_it_was_written(mailbox):
    mail = OutboxFactory(
        recipient="info@example.com", subject="Så blev det: Åtgärder", body="Hej!\nÄr det bra så? Öppna."
    )

    assert send(mail) == [(MailState.SENT, "")]

    [(recipients, message)] = mailbox.got
    assert recipients == ["info@example.com"]
    assert (message["Subject"], message["To"]) == ("Så blev det: Åtgärder", "info@example.com")
    assert (message["From"], message["Reply-To"]) == ("naringslivsplanen@example.se", "naringsliv@example.se")
    assert message.get_content().splitlines() == ["Hej!", "Är det bra så? Öppna."]
    assert mail.sent_at == AT


def test_a_letter_is_sent_once_however_often_it_is_asked(mailbox):
    mail = OutboxFactory()

    send(mail)
    send(mail)

    assert len(mailbox.got) == 1


def test_a_letter_sent_again_has_the_same_id(mailbox):
    mail = OutboxFactory()
    send(mail)
    type(mail).objects.update(state=MailState.WAITING, sent_at=None)
    mail.refresh_from_db()
    send(mail)

    first, second = (message["Message-ID"] for _, message in mailbox.got)
    assert first == second == f"<brev-{mail.pk}-{AT.timestamp():.0f}@example.se>"


def test_a_refused_address_is_told_of_and_stops_nobody_else(mailbox):
    wrong, full, right = (OutboxFactory(recipient=f"{name}@example.com") for name in ("fel", "full", "ratt"))

    assert send(wrong, full, right) == [
        (MailState.FAILED, "E-postservern tog inte emot adressen (svar 550). Kontrollera att den är rätt skriven."),
        (
            MailState.FAILED,
            "E-postservern tog inte emot brevet (svar 452). Försök igen, eller fråga den som är administratör.",
        ),
        (MailState.SENT, ""),
    ]


def test_a_line_that_breaks_leaves_it_open_whether_the_letter_was_sent(mailbox):
    broken, after = OutboxFactory(recipient="bruten@example.com"), OutboxFactory()

    assert send(broken, after) == [(MailState.SENDING, ""), (MailState.SENT, "")]
    send(broken)
    assert len(mailbox.got) == 1


def test_without_a_server_the_first_fails_and_the_rest_wait(smtp):
    assert send(OutboxFactory(), OutboxFactory()) == [(MailState.FAILED, NO_SERVER), (MailState.WAITING, "")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("subject", "Hej\nBcc: c@d.se"), ("subject", "Hej\r\nBcc: c@d.se"), ("recipient", "a@b.se\nBcc: c@d.se")],
)
def test_no_address_or_subject_adds_a_header(mailbox, field, value):
    mail = OutboxFactory(**{field: value})

    assert send(mail) == [(MailState.FAILED, NOT_WRITABLE)]
    assert mailbox.got == []


def test_what_would_be_printed_to_the_log_is_not_sent(settings, capsys):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert send(OutboxFactory()) == [(MailState.FAILED, NOT_SET_UP)]
    assert capsys.readouterr().out == ""


def test_a_crash_between_claim_and_answer_is_never_sent_again_by_itself():
    mail = OutboxFactory(state=MailState.SENDING)

    assert send(mail) == [(MailState.SENDING, "")]
    assert locmem.outbox == []
