"""Reminders through a real SMTP server, sent by the command as a program of its own, which is killed on the way."""

import datetime as dt
import email
import email.policy
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as locmem
from django.db import connection

from actionplan.choices import MailKind, MailState, Role, RoundState
from actionplan.mail.delivery import NO_SERVER, NOT_SET_UP
from actionplan.mail.posting import Post
from actionplan.models import Outbox, User
from actionplan.services.reminders import Reminder, claim, mark_sent
from actionplan.tests.factories import ActivityFactory, DepartmentFactory, ReportingRoundFactory, UserFactory, noon
from actionplan.tests.mail.test_delivery import free_port, smtp  # noqa: F401 (a fixture)

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = 12
ON = "2016-09-01"
AT = noon(dt.date(2016, 9, 1))
SECONDS = 60


class Server:
    """Keeps what it gets, and does something to the sender when a step of the conversation comes for the nth time."""

    def __init__(self):
        self.got, self.victim, self.plan, self.seen = [], None, [], Counter()
        self.delay = 0.0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's names
        envelope.mail_from = address
        self._perhaps_kill("MAIL")
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("fel"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        self._perhaps_kill("RCPT")
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if envelope.rcpt_tos[0].startswith("full"):
            return "452 mailbox full"
        if envelope.rcpt_tos[0].startswith("bruten"):
            server.transport.abort()
            return "250 OK"
        time.sleep(self.delay)
        self.got.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        self._perhaps_kill("DATA")
        return "250 OK"

    def _perhaps_kill(self, step):
        """Kill, and wait until the program is dead, so that it never hears the answer."""
        self.seen[step] += 1
        if self.plan and self.plan[0] == (step, self.seen[step]):
            self.plan.pop(0)
            self.victim.send_signal(signal.SIGKILL)
            self.victim.wait(SECONDS)

    @property
    def recipients(self):
        return Counter(address for addresses, _ in self.got for address in addresses)


@pytest.fixture
def server(smtp, settings):  # noqa: F811
    server = Server()
    controller = Controller(server, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield server
    controller.stop()


def reminder(address="anna@example.com", number=1):
    key = f"omgang_oppen:1:{number}"
    return Reminder(MailKind.ROUND_OPENED, key, address, "T2 2016 är öppen", "Hej!\nÅtgärda.", f"brev {number}")


def post(*reminders, **more):
    return Post("https://plan.example.se", lambda: AT, **more).send(list(reminders))


def states():
    return dict(Outbox.objects.values_list("recipient", "state"))


# In the test's own process


@pytest.mark.django_db
def test_a_reminder_arrives_as_it_was_written(server):
    assert post(reminder()).sent == [reminder()]

    [(addresses, message)] = server.got
    assert (addresses, message["subject"], message.get_content().split()) == (
        ["anna@example.com"],
        "T2 2016 är öppen",
        ["Hej!", "Åtgärda."],
    )
    assert message["message-id"] == "<omgang_oppen.1.1@plan.example.se>"
    assert message["auto-submitted"] == "auto-generated"
    assert Outbox.objects.get().state == MailState.SENT


@pytest.mark.django_db
def test_what_is_sent_is_not_sent_again(server):
    post(reminder())

    assert post(reminder()).sent == []
    assert len(server.got) == 1


@pytest.mark.django_db
def test_one_that_is_refused_stops_no_other_and_is_tried_again(server):
    mails = [reminder("fel@example.com", 1), reminder("full@example.com", 2), reminder("anna@example.com", 3)]

    posted = post(*mails)

    assert [(one.recipient, error) for one, error in posted.failed] == [
        ("fel@example.com", "E-postservern tog inte emot adressen (svar 550)."),
        ("full@example.com", "E-postservern tog inte emot brevet (svar 452)."),
    ]
    assert posted.sent == [mails[2]]
    assert post(reminder("ratt@example.com", 1), *mails[1:]).sent == [reminder("ratt@example.com", 1)]
    assert dict(Outbox.objects.values_list("key", "attempts")) == {
        "omgang_oppen:1:1": 2,
        "omgang_oppen:1:2": 2,
        "omgang_oppen:1:3": 1,
    }


@pytest.mark.django_db
def test_when_the_line_breaks_after_the_text_nobody_knows_and_it_is_not_sent_again(server):
    broken = reminder("bruten@example.com", 1)

    posted = post(broken, reminder("anna@example.com", 2))

    assert (posted.unsure, posted.sent) == ([broken], [reminder("anna@example.com", 2)])
    assert (post(broken).sent, states()["bruten@example.com"]) == ([], MailState.SENDING)


@pytest.mark.django_db
def test_on_somebodys_word_it_is_sent_again_with_the_same_id(server):
    claim(reminder(), at=AT - dt.timedelta(minutes=11))

    assert post(reminder(), resend_unsure=True).sent == [reminder()]
    assert server.got[0][1]["message-id"] == "<omgang_oppen.1.1@plan.example.se>"
    assert Outbox.objects.get().attempts == 2


@pytest.mark.django_db
def test_who_comes_second_hangs_up_before_the_last_line(server):
    """The row is claimed by another program after this one has looked."""
    mine, theirs = reminder("anna@example.com", 1), reminder("bo@example.com", 2)
    seen = Post("https://plan.example.se", lambda: AT)
    plain = type(seen)._message

    def claimed_meanwhile(self, one):
        if one == mine:
            claim(mine, at=AT)
            mark_sent(mine, at=AT)
        return plain(self, one)

    class Slow(Post):
        _message = claimed_meanwhile

    posted = Slow("https://plan.example.se", lambda: AT).send([mine, theirs])

    assert (posted.sent, posted.failed, posted.unsure) == ([theirs], [], [])
    assert server.recipients == {"bo@example.com": 1}


@pytest.mark.django_db
def test_without_a_server_nothing_is_used_up(smtp):  # noqa: F811
    posted = post(reminder())

    assert (posted.stopped, posted.sent, Outbox.objects.count()) == (NO_SERVER, [], 0)


@pytest.mark.django_db
def test_in_production_a_mail_is_not_just_printed(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert (post(reminder()).stopped, Outbox.objects.count()) == (NOT_SET_UP, 0)


@pytest.mark.django_db
def test_other_backends_send_too():
    assert post(reminder()).sent == [reminder()]
    assert [one.to for one in locmem.outbox] == [["anna@example.com"]]


# As programs of their own


@pytest.fixture
def people(transactional_db):
    department = DepartmentFactory()
    activity = ActivityFactory(responsible=department)
    ReportingRoundFactory(plan=activity.plan, state=RoundState.OPEN)
    for n in range(PEOPLE):
        UserFactory(role=Role.OFFICER, departments=[department], email=f"person-{n:02d}@example.com")
    return [user.email for user in User.objects.exclude(email="")]


def database():
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}@{quote(found['HOST'], safe='')}/{found['NAME']}"


@pytest.fixture
def run(settings, server):
    """run(): start the command as a program, on the test's own database and server."""
    variables = {
        "DATABASE_URL": database(),
        "EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}",
        "SITE_URL": "https://plan.example.se",
    }
    started = []

    def run(*arguments):
        command = [sys.executable, "manage.py", "send_reminders", "--on", ON, *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, **pipes))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def ended(process):
    out, err = process.communicate(timeout=SECONDS)
    return process.returncode, out.splitlines(), err


def test_killed_again_and_again_it_sends_each_person_exactly_one_mail(server, people, run):
    """Before the text, after it, and between two mails; only after the text does the server have the mail."""
    server.plan = [("RCPT", 1), ("DATA", 2), ("MAIL", 6), ("RCPT", 8), ("DATA", 7)]

    while server.plan:
        left = len(server.plan)
        server.victim = run()
        assert ended(server.victim)[0] == -signal.SIGKILL
        assert len(server.plan) == left - 1
    code, said, err = ended(run())

    assert (code, said[-1]) == (0, "5 brev skickade, 0 misslyckade.")
    assert server.recipients == dict.fromkeys(people, 1)
    assert Counter(states().values()) == {MailState.SENT: PEOPLE - 2, MailState.SENDING: 2}
    assert "2 brev är kanske skickade" in err


def test_two_programs_at_once_send_each_person_exactly_one_mail(server, people, run):
    server.delay = 0.02

    results = [ended(process) for process in (run(), run())]

    assert [code for code, _, _ in results] == [0, 0]
    assert server.recipients == dict.fromkeys(people, 1)
    assert set(states().values()) == {MailState.SENT}


def test_run_any_number_of_times_a_day_it_says_what_it_sent(server, people, run):
    (first, said, _), (second, again, _) = ended(run()), ended(run())

    assert (first, second) == (0, 0)
    assert (said[-1], again) == ("12 brev skickade, 0 misslyckade.", ["0 brev skickade, 0 misslyckade."])
    assert (
        len([line for line in said if line.startswith("Skickat: Uppföljningen är öppen: Omgång 2016-08-31")]) == PEOPLE
    )
    assert [line for line in said if "@" in line] == []
    assert server.recipients == dict.fromkeys(people, 1)
