"""Who is reminded of what, when, and in which words."""

import datetime as dt

import pytest

from actionplan.choices import MailKind, ReviewVerdict, Role, RoundState
from actionplan.mail.reminders import draft_reminders, due_reminders
from actionplan.models import Outbox, ReportingRound
from actionplan.services.reminders import MOST_ATTEMPTS, PATIENCE, Reminder, claim, mark_failed, mark_sent, states_of
from actionplan.services.rounds import review_activity
from actionplan.tests.factories import (
    ActivityFactory,
    DepartmentFactory,
    ReportingRoundFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)

pytestmark = pytest.mark.django_db
CUTOFF, OPENS, CLOSES = dt.date(2016, 8, 31), dt.date(2016, 9, 1), dt.date(2016, 9, 21)
SITE = "https://plan.example.se"
AT = noon(OPENS)


@pytest.fixture
def area():
    return StrategicAreaFactory()


@pytest.fixture
def department():
    return DepartmentFactory(name="Miljökontoret")


@pytest.fixture
def officer(department):
    return officer_of(department, email="anna@example.com", first_name="Anna", last_name="Berg")


@pytest.fixture
def round_(area):
    return ReportingRoundFactory(plan=area.plan, name="T2 2016", state=RoundState.OPEN)


def officer_of(*departments, role=Role.OFFICER, **more):
    return UserFactory(role=role, departments=departments, **more)


def activities(area, department, number=2):
    return [ActivityFactory(area=area, responsible=department) for _ in range(number)]


def recipients(round_, kind=MailKind.ROUND_OPENED, on=OPENS):
    return sorted(one.recipient for one in draft_reminders(round_, kind, on, SITE).reminders)


def test_one_mail_to_each_handlaggare_however_many_activities(area, department, officer, round_):
    activities(area, department, 3)
    officer_of(department, email="bo@example.com")

    assert recipients(round_) == ["anna@example.com", "bo@example.com"]


def test_only_who_can_answer_and_be_reached_is_written_to(area, department, officer, round_):
    activities(area, department)
    officer_of(department, email="")
    officer_of(department, email="borta@example.com", is_active=False)
    officer_of(DepartmentFactory(), email="annan@example.com")
    for role in (Role.CHIEF, Role.COUNCIL, Role.ADMINISTRATOR, None):
        officer_of(department, email=f"{role}@example.com", role=role)

    assert recipients(round_) == ["anna@example.com"]


def test_who_has_answered_everything_is_left_alone(area, department, officer, round_):
    for activity in activities(area, department):
        StatusUpdateFactory(activity=activity, as_of=CUTOFF)

    assert recipients(round_) == []


def test_a_question_of_the_chiefs_is_something_to_answer(area, department, officer, round_):
    [activity] = activities(area, department, 1)
    StatusUpdateFactory(activity=activity, as_of=CUTOFF)
    who = {"by": UserFactory(), "at": noon(OPENS)}
    review_activity(round_, activity, ReviewVerdict.COMPLETE, "Hur många?", **who)

    assert recipients(round_) == ["anna@example.com"]


def test_a_department_with_nobody_to_write_to_is_told_of(area, department, officer, round_):
    lonely = DepartmentFactory(name="Bygglovskontoret")
    activities(area, lonely)
    activities(area, department)

    drafts = draft_reminders(round_, MailKind.ROUND_OPENED, OPENS, SITE)

    assert (len(drafts.reminders), drafts.silent) == (1, (lonely,))


def test_the_mail_says_what_waits_where_and_until_when_and_names_nobody(area, department, officer, round_):
    other = DepartmentFactory(name="Bygglovskontoret")
    officer.memberships.create(department=other)
    activities(area, department, 2)
    activities(area, other, 1)

    [mail] = draft_reminders(round_, MailKind.ROUND_OPENED, OPENS, SITE).reminders

    assert mail.subject == "T2 2016 är öppen: 3 aktiviteter väntar på dig, svara senast 21 september 2016"
    assert mail.body.split("\n")[:11] == [
        "Hej!",
        "",
        "Uppföljningen T2 2016 är öppen. Läget den 31 augusti 2016 ska vara inskrivet senast 21 september 2016.",
        "",
        "3 aktiviteter väntar på dig:",
        "– Bygglovskontoret: 1",
        "– Miljökontoret: 2",
        "",
        "Svara här. Är läget detsamma som sist räcker det med ett klick:",
        "https://plan.example.se/mina/",
        "",
    ]
    assert f"https://plan.example.se/uppfoljning/{round_.pk}/\n" in mail.body
    assert [word for word in ("Anna", "Berg", "anna@", officer.username) if word in mail.subject + mail.body] == []
    assert mail.about == "Uppföljningen är öppen: T2 2016, Bygglovskontoret och Miljökontoret, 3 aktiviteter"


def test_a_name_with_markup_stays_as_it_is(area, department, officer, round_):
    department.name = "Miljö & <b>hälsa</b>"
    department.save()
    activities(area, department, 1)

    [mail] = draft_reminders(round_, MailKind.ROUND_CLOSING, OPENS, SITE).reminders

    assert "– Miljö & <b>hälsa</b>: 1\n" in mail.body


@pytest.mark.parametrize(
    ("state", "on", "kind"),
    [
        (RoundState.PLANNED, CUTOFF - dt.timedelta(days=8), None),
        (RoundState.PLANNED, CUTOFF - dt.timedelta(days=7), MailKind.ROUND_SOON),
        (RoundState.PLANNED, CUTOFF, MailKind.ROUND_SOON),
        (RoundState.PLANNED, OPENS, None),
        (RoundState.OPEN, OPENS, MailKind.ROUND_OPENED),
        (RoundState.OPEN, CLOSES - dt.timedelta(days=8), MailKind.ROUND_OPENED),
        (RoundState.OPEN, CLOSES - dt.timedelta(days=7), MailKind.ROUND_CLOSING),
        (RoundState.OPEN, CLOSES, MailKind.ROUND_CLOSING),
        (RoundState.OPEN, CLOSES + dt.timedelta(days=1), None),
        (RoundState.LOCKED, OPENS, None),
        (RoundState.PUBLISHED, OPENS, None),
    ],
)
def test_one_kind_is_due_a_day(area, department, officer, state, on, kind):
    activities(area, department)
    ReportingRoundFactory(plan=area.plan, state=state)

    found = [mail.kind for _, drafts in due_reminders(on, SITE) for mail in drafts.reminders]

    assert found == ([kind] if kind else [])


def test_a_closed_plan_reminds_nobody(area, department, officer, round_):
    activities(area, department)
    area.plan.state = "avslutad"
    area.plan.save()

    assert due_reminders(OPENS, SITE) == []


def test_before_the_cutoff_everything_open_is_to_come(area, department, officer):
    first, second = activities(area, department)
    StatusUpdateFactory(activity=first, as_of=dt.date(2016, 8, 20))
    StatusUpdateFactory(activity=second, as_of=dt.date(2016, 8, 20), status="genomford", assessment="ingen")
    ReportingRoundFactory(plan=area.plan, name="T2 2016")

    [(_, drafts)] = due_reminders(dt.date(2016, 8, 25), SITE)

    assert drafts.reminders[0].subject == "T2 2016: brytdatum 31 augusti 2016"
    assert "Du ska svara för 1 aktivitet:\n– Miljökontoret: 1\n" in drafts.reminders[0].body


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_many(area, round_, django_assert_num_queries, number):
    for n in range(number):
        department = DepartmentFactory()
        officer_of(department, email=f"{n}@example.com")
        activities(area, department)
    round_ = ReportingRound.objects.with_lock().get()

    with django_assert_num_queries(4):
        draft_reminders(round_, MailKind.REMINDER, OPENS, SITE)


# The outbox: each reminder is claimed once


def reminder(key="omgang_oppen:1:1", body="Hej!"):
    return Reminder(MailKind.ROUND_OPENED, key, "anna@example.com", "T2 2016 är öppen", body, "T2 2016")


def test_a_reminder_is_claimed_once():
    assert [claim(reminder(), at=AT) for _ in range(2)] == [True, False]

    stored = Outbox.objects.get()
    assert (stored.kind, stored.key, stored.recipient, stored.state, stored.attempts, stored.created_by) == (
        "omgang_oppen",
        "omgang_oppen:1:1",
        "anna@example.com",
        "skickas",
        1,
        None,
    )


def test_what_is_sent_is_never_claimed_again():
    claim(reminder(), at=AT)
    mark_sent(reminder(), at=AT)

    assert not claim(reminder(), at=AT + 10 * PATIENCE, resend_unsure=True)
    assert (Outbox.objects.get().state, Outbox.objects.get().sent_at) == ("skickat", AT)


def test_what_failed_is_tried_again_with_todays_words_five_times_at_most():
    for n in range(MOST_ATTEMPTS):
        assert claim(reminder(body=f"Försök {n}"), at=AT)
        mark_failed(reminder(), at=AT, error="Nej.")

    stored = Outbox.objects.get()
    assert not claim(reminder(), at=AT)
    assert (stored.attempts, stored.body, stored.state, stored.error) == (5, "Försök 4", "misslyckat", "Nej.")


def test_what_was_refused_before_it_was_claimed_counts_too():
    for _ in range(MOST_ATTEMPTS):
        mark_failed(reminder(), at=AT, error="Nej.")

    assert Outbox.objects.get().attempts == 5
    assert not claim(reminder(), at=AT)


def test_a_failure_never_changes_what_was_sent():
    claim(reminder(), at=AT)
    mark_sent(reminder(), at=AT)

    mark_failed(reminder(), at=AT, error="Nej.")

    assert Outbox.objects.get().state == "skickat"


@pytest.mark.parametrize(
    ("after", "resend_unsure", "taken"),
    [(PATIENCE * 100, False, False), (PATIENCE, True, False), (PATIENCE + dt.timedelta(seconds=1), True, True)],
)
def test_what_was_perhaps_sent_is_sent_again_only_on_somebodys_word_and_after_a_while(after, resend_unsure, taken):
    claim(reminder(), at=AT)

    assert claim(reminder(), at=AT + after, resend_unsure=resend_unsure) is taken
    assert states_of([reminder()])["omgang_oppen:1:1"].state == "skickas"
