"""The open round on handläggarnas pages: what waits, what the chief asks, and who is reminded."""

import datetime as dt
import uuid

import pytest
from django.core import mail as locmem
from django.urls import reverse

from actionplan.choices import MailKind, PlanState, ReviewVerdict
from actionplan.mail.reminders import draft_reminders
from actionplan.models import ActionPlan, Activity, Outbox, ReportingRound, StatusUpdate, User
from actionplan.services.plan import CLOSED_PLAN
from actionplan.services.reminders import MOST_ATTEMPTS, claim, mark_failed, mark_sent
from actionplan.services.rounds import lock_round, open_round, review_activity
from actionplan.tests.factories import noon
from actionplan.tests.views.rounds.common import CHIEF, CITY, DAY, SERVICE, page, said, update


def ask(chief, opened, code, question="Hur många?"):
    activity = Activity.objects.get(code=code)
    review_activity(opened, activity, ReviewVerdict.COMPLETE, question, by=chief, at=noon(DAY))
    return activity


@pytest.fixture
def chief_of_example(example):
    return User.objects.get(username=CHIEF)


def test_my_activities_says_which_round_is_open_and_until_when(demo_client, opened):
    words = " ".join(demo_client(CITY).get("/mina/").content.decode().split())

    assert "Helår 2017</a> är öppen: läget den <strong>31 december 2017</strong>" in words
    assert "senast <strong>19 januari 2018</strong>" in words


def test_the_chiefs_question_stands_on_the_card_until_it_is_answered(demo_client, opened, chief_of_example):
    client, activity = demo_client(CITY), ask(chief_of_example, opened, "EB-02", "Hur många & <b>vilka</b>?")

    before = client.get("/mina/")
    own = before.context["own"]
    assert [(row.code, row.question) for row in own.responsible if row.is_waiting] == [
        ("EB-02", "Hur många & <b>vilka</b>?")
    ]
    assert (own.waiting, before.context["opened"]) == (1, activity)
    assert "Hur många &amp; &lt;b&gt;vilka&lt;/b&gt;?" in before.content.decode()
    form = client.get(page("status_update_add", activity.pk))
    assert (form.context["asked"], form.context["form"]["as_of"].value()) == ("Hur många & <b>vilka</b>?", "2017-12-31")

    update(client, activity, comment="Nio av tio.")

    own = client.get("/mina/").context["own"]
    assert (own.waiting, [row.question for row in own.responsible if row.question]) == (0, [])


@pytest.mark.parametrize(
    ("changes", "status"), [({"comment": "\x08"}, 400), ({"status": "genomford", "as_of": "2018-02-30"}, 400), ({"version": 0}, 409)]
)  # fmt: skip
def test_the_chiefs_question_stands_above_a_form_that_is_shown_again(
    demo_client, opened, chief_of_example, changes, status
):
    activity = ask(chief_of_example, opened, "EB-02", "Hur många?")

    response = update(demo_client(CITY), activity, **changes)

    assert (response.status_code, "Hur många?" in response.content.decode()) == (status, True)


def test_a_card_with_a_question_has_no_shortcut_past_it(demo_client, opened, chief_of_example):
    activity = ask(chief_of_example, opened, "EB-02")

    words = demo_client(CITY).get("/mina/").content.decode()

    assert reverse("status_update_confirm", args=[activity.pk]) not in words


@pytest.fixture
def late_round(example, settings, chief_of_example):
    """T1 2018, opened on 2 May 2018: nothing was told since 2017 but for one activity."""
    settings.DEMO_TODAY = dt.date(2018, 5, 2)
    round_ = ReportingRound.objects.get(name="T1 2018")
    return open_round(round_, by=chief_of_example, at=noon(dt.date(2018, 5, 2)), expected_version=1)


def test_the_form_proposes_the_cutoff_of_the_open_round(demo_client, late_round):
    row = Activity.objects.get(code="UI-01")
    form = demo_client(SERVICE).get(page("status_update_add", row.pk)).context["form"]

    assert (form["as_of"].value(), form["as_of"].help_text) == (
        "2018-04-30",
        "Uppföljningen T1 2018 gäller läget den 30 april 2018.",
    )


def test_still_true_is_told_of_the_cutoff(demo_client, late_round):
    row = Activity.objects.get(code="UI-01")

    demo_client(SERVICE).post(
        page("status_update_confirm", row.pk), {"version": row.version, "form_token": uuid.uuid4()}
    )

    told = row.updates.get(recorded_on=dt.date(2018, 5, 2))
    assert (told.as_of, told.round, told.unchanged) == (dt.date(2018, 4, 30), late_round, True)


def test_what_waits_in_the_round_is_what_waits_on_the_page(demo_client, late_round):
    own = demo_client(SERVICE).get("/mina/").context["own"]

    assert (own.round, own.cutoff, own.waiting == own.expected > 0) == (late_round, dt.date(2018, 4, 30), True)


def test_those_who_have_not_answered_get_one_mail_each_a_day(chief_client, late_round):
    asked = chief_client.get(page("round_remind", late_round.pk))
    first = chief_client.post(page("round_remind", late_round.pk), {"version": 2})
    second = chief_client.post(page("round_remind", late_round.pk), {"version": 2})

    assert len(asked.context["drafts"].reminders) == 3
    assert [sorted(one.to) for one in locmem.outbox] == [
        [f"{name}@example.com"] for name in (CITY, SERVICE, "demo-handlaggare-utveckling")
    ]
    assert said(first) == ["3 personer har fått varsitt brev."]
    assert said(second) == [
        "3 personer har fått varsitt brev.",
        "Ingen behövde påminnas: alla har svarat, eller har redan fått en påminnelse i dag.",
    ]
    assert "http://testserver/mina/" in locmem.outbox[0].body
    assert (
        late_round.steps.filter(kind="pamind").values_list("text", flat=True)[0] == "3 personer har fått varsitt brev."
    )
    assert set(Outbox.objects.values_list("created_by__username", flat=True)) == {CHIEF}


def test_the_page_names_who_gets_a_reminder_and_who_has_had_todays(chief_client, late_round):
    before = chief_client.get(page("round_remind", late_round.pk))
    chief_client.post(page("round_remind", late_round.pk), {"version": 2})
    after = chief_client.get(page("round_remind", late_round.pk))

    assert [line.split(":")[0] for line in before.context["readers"].next] == [
        "Demo Handläggare Stadsbyggnad, Stadsbyggnadsförvaltningen",
        "Demo Handläggare Service, Konsult- och servicekontoret",
        "Demo Handläggare Utveckling, Utvecklingsförvaltningen",
    ]
    assert (after.context["readers"].next, after.context["readers"].told) == ((), before.context["readers"].next)
    assert "Ingen får något brev nu: de som har svar kvar har redan fått en påminnelse i dag." in after.content.decode()
    assert "Skicka påminnelsen" not in after.content.decode()


def test_the_page_says_who_has_had_another_mail_today_and_whose_mail_is_stuck(chief_client, late_round):
    on, site = dt.date(2018, 5, 2), "https://plan.example.se"
    opened_mail = draft_reminders(late_round, MailKind.ROUND_OPENED, on, site).reminders[0]
    claim(opened_mail, at=noon(on))
    mark_sent(opened_mail, at=noon(on))
    reminders = draft_reminders(late_round, MailKind.REMINDER, on, site).reminders
    claim(reminders[1], at=noon(on))
    for _ in range(MOST_ATTEMPTS):
        mark_failed(reminders[2], at=noon(on), error="Nej.")

    readers = chief_client.get(page("round_remind", late_round.pk)).context["readers"]
    chief_client.post(page("round_remind", late_round.pk), {"version": 2})
    after = chief_client.get(page("round_remind", late_round.pk)).content.decode()
    told = [said for said in ("Det finns ingen att skriva till nu.", "de som har svar kvar har redan") if said in after]

    assert readers.next == (f"{reminders[0].reader} (har i dag fått brevet ”Uppföljningen är öppen”)",)
    assert readers.stuck == (
        f"{reminders[1].reader} (kanske skickat)",
        f"{reminders[2].reader} (har misslyckats 5 gånger)",
    )
    assert [mail.to for mail in locmem.outbox] == [[reminders[0].recipient]]
    assert told == ["Det finns ingen att skriva till nu."]


def test_a_closed_plan_reminds_nobody(chief_client, late_round):
    ActionPlan.objects.filter(pk=late_round.plan_id).update(state=PlanState.CLOSED)

    response = chief_client.post(page("round_remind", late_round.pk), {"version": 2})

    assert (said(response), locmem.outbox) == ([CLOSED_PLAN], [])


def test_a_locked_round_reminds_nobody(chief_client, late_round, chief_of_example):
    lock_round(late_round, by=chief_of_example, at=noon(dt.date(2018, 5, 2)), expected_version=2)

    response = chief_client.post(page("round_remind", late_round.pk), {"version": 3})

    assert (said(response), locmem.outbox) == (["T1 2018 är låst."], [])


def test_updates_of_the_demos_day_stand(demo_client, opened):
    row = Activity.objects.get(code="EB-02")

    assert update(demo_client(CITY), row).status_code == 302
    assert StatusUpdate.objects.filter(round=opened).count() == 1


def shown(client, round_, **query):
    return list(client.get(round_.get_absolute_url(), query).context["unread"])


def review_all(client, round_, rows):
    answers = [f"{row.activity.pk}:{row.activity.version}" for row in rows]
    return client.post(page("round_review_shown", round_.pk), {"answers": answers})


def test_all_answers_of_the_page_are_reviewed_in_one_click(chief_client, opened):
    rows = shown(chief_client, opened)

    response = review_all(chief_client, opened, rows)

    assert said(response) == ["25 svar är granskade."]
    assert response["Location"].startswith(opened.get_absolute_url())
    assert {one.activity_id for one in opened.reviews.all()} == {row.activity.pk for row in rows}
    assert (shown(chief_client, opened), len(shown(chief_client, opened, visa="att-granska"))) == ([], 2)


def test_an_answer_that_came_while_the_page_was_read_is_not_reviewed_unseen(chief_client, demo_client, opened):
    rows = shown(chief_client, opened)
    changed = Activity.objects.get(code="EB-02")
    update(demo_client(CITY), changed, comment="Nio av tio.")

    response = review_all(chief_client, opened, rows)

    assert said(response) == [
        "24 svar är granskade.", "1 svar ändrades medan du läste, och granskades inte. Läs det igen.",
    ]  # fmt: skip
    assert not opened.reviews.filter(activity=changed).exists()


@pytest.mark.parametrize("answers", [[], ["x"], ["1:2:3"], [f"{10**30}:1"], ["å:1"]])
def test_what_is_no_answer_is_said_to_be_none(chief_client, opened, answers):
    response = chief_client.post(page("round_review_shown", opened.pk), {"answers": answers})

    assert said(response) == ["Inget svar är valt. Läs sidan igen."]


def test_a_locked_round_reviews_nothing(chief_client, opened, chief_of_example):
    rows = shown(chief_client, opened)
    lock_round(opened, by=chief_of_example, at=noon(DAY), expected_version=2)

    response = review_all(chief_client, opened, rows)

    assert said(response) == ["Omgången är låst. Svar granskas medan den är öppen."]
    assert not opened.reviews.exists()
