"""The command of the timer: what it refuses, what it says, and how it ends."""

import dataclasses
import io

import pytest
from django.core import mail as locmem
from django.core.management import CommandError, call_command

from actionplan.choices import MailKind, MailState, Role, RoundState
from actionplan.models import Outbox, ReportingRound
from actionplan.services.reminders import MOST_ATTEMPTS, key_of, mark_failed
from actionplan.tests.factories import ActivityFactory, DepartmentFactory, ReportingRoundFactory, UserFactory
from actionplan.tests.mail.test_posting import AT, reminder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://plan.example.se"


@pytest.fixture
def officer():
    department = DepartmentFactory(name="Miljökontoret")
    activity = ActivityFactory(responsible=department)
    ReportingRoundFactory(plan=activity.plan, name="T2 2016", state=RoundState.OPEN)
    return UserFactory(role=Role.OFFICER, departments=[department], email="anna@example.com")


def run(*args):
    out, err = io.StringIO(), io.StringIO()
    call_command("send_reminders", "--on", "2016-09-01", *args, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue()


def refusal(*args):
    with pytest.raises(CommandError) as refused:
        run(*args)
    return str(refused.value)


def test_it_sends_and_says_so(officer):
    said, _ = run()

    assert said == [
        "Skickat: Uppföljningen är öppen: T2 2016, Miljökontoret, 1 aktivitet",
        "1 brev skickade, 0 misslyckade.",
    ]
    assert [one.to for one in locmem.outbox] == [["anna@example.com"]]


def test_a_dry_run_says_what_would_be_sent_and_sends_nothing(officer):
    said, _ = run("--dry-run")

    assert said == [
        "Skulle skickas: Uppföljningen är öppen: T2 2016, Miljökontoret, 1 aktivitet",
        "1 brev skulle skickas.",
    ]
    assert (locmem.outbox, Outbox.objects.count()) == ([], 0)


def test_a_dry_run_leaves_out_what_is_sent(officer):
    run()

    assert run("--dry-run")[0] == ["0 brev skulle skickas."]


def test_it_says_where_nobody_can_be_written_to(officer):
    officer.email = ""
    officer.save()

    assert run()[0] == [
        "Ingen att skriva till: Miljökontoret har svar kvar i T2 2016.",
        "0 brev skickade, 0 misslyckade.",
    ]


def test_without_the_sites_address_it_sends_nothing(settings, officer):
    settings.SITE_URL = ""

    assert refusal().startswith("Ställ in SITE_URL, till exempel https://plan.example.se.")
    assert locmem.outbox == []


def test_in_production_it_does_not_just_print(settings, officer):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert "EMAIL_URL" in refusal()
    assert Outbox.objects.count() == 0


def test_a_day_that_is_none_is_told():
    with pytest.raises(CommandError) as refused:
        call_command("send_reminders", "--on", "2016-02-30")
    assert str(refused.value) == "Datumet finns inte: februari 2016 har 29 dagar."


def test_what_fails_ends_it_with_an_error_and_is_tried_again_until_it_is_given_up(settings, officer):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert refusal() == "E-postservern svarar inte. Försök igen om en stund."

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run()[0][-1] == "1 brev skickade, 0 misslyckade."


def test_what_has_failed_too_often_is_told_every_time(officer):
    key = key_of(MailKind.ROUND_OPENED, ReportingRound.objects.get(), officer)
    for _ in range(MOST_ATTEMPTS):
        mark_failed(dataclasses.replace(reminder(), key=key), at=AT, error="Nej.")

    assert refusal() == "Alla brev gick inte att skicka. Se ovan."
    assert (locmem.outbox, Outbox.objects.get().state) == ([], MailState.FAILED)
