"""Publishing: what the page says first, that it happens once and to what was read, and who is told by e-mail."""

import datetime as dt

import pytest
from django.core import mail as locmem

from actionplan.choices import MailState, Role, RoundState
from actionplan.models import Outbox, Report, ReportFile, ReportingRound
from actionplan.reports.blocks import from_json, to_json
from actionplan.reports.content import content_of
from actionplan.reports.publication import files_of
from actionplan.services.reports import correct_report, edit_report
from actionplan.services.versions import advance_revision
from actionplan.tests.factories import (
    ActionPlanFactory,
    ActivityFactory,
    DepartmentFactory,
    ReportFactory,
    StatusUpdateFactory,
    StrategicAreaFactory,
    UserFactory,
    noon,
)
from actionplan.tests.publishing import publish
from actionplan.tests.views.test_plans import said, text_of
from actionplan.views import report_publishing

pytestmark = pytest.mark.django_db
TODAY = dt.date(2016, 9, 22)
CHANGED = "Underlaget har ändrats sedan du öppnade sidan. Läs förhandsvisningen igen och publicera sedan."


@pytest.fixture(autouse=True)
def today(settings):
    settings.DEMO_TODAY = TODAY
    settings.CONTACT_EMAIL = "naringsliv@example.se"


@pytest.fixture
def plan():
    return ActionPlanFactory(title="Handlingsplan 2016-2018")


@pytest.fixture
def activity(plan):
    """Told of on the cut-off."""
    area = StrategicAreaFactory(plan=plan, number=1)
    activity = ActivityFactory(area=area, code="SI-01", title="Lots", responsible=DepartmentFactory(name="Kontoret"))
    StatusUpdateFactory(activity=activity)
    return activity


@pytest.fixture
def silent(activity):
    """Not told of on the cut-off."""
    return ActivityFactory(area=activity.area, code="SI-02", title="Guide", responsible=DepartmentFactory(name="Bygg"))


@pytest.fixture
def draft(plan, activity):
    return ReportFactory(plan=plan)


@pytest.fixture
def address(draft):
    return f"/rapporter/{draft.pk}/publicera/"


def opened(client, address):
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in ("version", "seen")}


def send(client, address, **typed):
    return client.post(address, opened(client, address) | typed)


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_the_page_says_what_publishing_does(chief_client, draft, address):
    text = text_of(chief_client.get(address))

    assert "Efter det här går ingenting att ändra. Sidan och filerna (PDF, Word, Excel, Webbsida) fryses" in text
    assert "Får läsas av förtroendevalda och medarbetare. Ändra Ingen förtroendevald har bett om e-post." in text
    assert "inte uppföljd" not in text


def test_what_was_read_is_published_in_every_format(chief_client, chief, draft, address):
    answer = send(chief_client, address)

    report = Report.objects.get()
    assert (answer["Location"], said(answer)) == (
        f"/rapporter/{report.pk}/",
        ["Rapporten är publicerad. Den ändras inte längre."],
    )
    assert (report.published_by, report.published_at.date(), report.unanswered_reason) == (chief, TODAY, "")
    assert [file.format for file in report.files.all()] == ["pdf", "docx", "xlsx", "html"]
    assert [file.is_whole for file in report.files.all()] == [True] * 4
    content = content_of(draft, made_on=TODAY)
    assert from_json(report.content) == from_json(to_json(content))


def test_publishing_twice_is_told_and_changes_nothing(chief_client, draft, address):
    form = opened(chief_client, address)
    chief_client.post(address, form)
    before = list(ReportFile.objects.values_list("sha256", flat=True))

    answer = chief_client.post(address, form)

    assert (answer["Location"], said(answer)[-1]) == (f"/rapporter/{draft.pk}/", "Rapporten är redan publicerad.")
    assert list(ReportFile.objects.values_list("sha256", flat=True)) == before
    assert chief_client.get(address)["Location"] == f"/rapporter/{draft.pk}/"


def test_a_second_chief_is_told_who_was_first(chief_client, sign_in_client, draft, address):
    other = sign_in_client(UserFactory(username="other", role=Role.CHIEF))
    form = opened(other, address)
    send(chief_client, address)

    assert said(other.post(address, form)) == ["Rapporten är redan publicerad. chief hann före dig."]


def test_what_has_changed_since_it_was_read_is_not_published(chief_client, draft, address, activity):
    form = opened(chief_client, address)
    StatusUpdateFactory(activity=activity, assessment="rod", comment="Stopp.")

    refused = chief_client.post(address, form)

    assert (refused.status_code, errors(refused)) == (400, {"seen": [CHANGED]})
    assert not Report.objects.get().is_published
    again = {name: refused.context["form"][name].value() for name in ("version", "seen")}
    assert chief_client.post(address, again).status_code == 302
    assert Report.objects.get().content["facts"]["by_standing"]["stor_avvikelse"] == 1


def test_after_being_told_of_a_new_summary_the_next_click_publishes(chief_client, draft, address):
    form = opened(chief_client, address)
    draft.summary = "Nytt."
    edit_report(draft, expected_version=1)

    refused = chief_client.post(address, form)

    again = {name: refused.context["form"][name].value() for name in ("version", "seen")}
    assert (errors(refused), again["version"]) == ({"seen": [CHANGED]}, 2)
    assert chief_client.post(address, again).status_code == 302


def test_an_answer_recorded_while_the_files_are_made_is_not_left_out(chief_client, draft, address, monkeypatch, plan):
    def made(report, content):
        advance_revision(plan.pk)
        return files_of(report, content)

    monkeypatch.setattr(report_publishing, "files_of", made)

    refused = send(chief_client, address)

    assert (refused.status_code, errors(refused)) == (400, {"seen": [CHANGED]})
    assert not Report.objects.get().is_published
    monkeypatch.undo()
    again = {name: refused.context["form"][name].value() for name in ("version", "seen")}
    assert chief_client.post(address, again).status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "0" * 24])
def test_what_nobody_has_read_is_not_published(chief_client, draft, address, seen):
    response = chief_client.post(address, {"version": draft.version, "seen": seen})

    assert (response.status_code, errors(response)) == (400, {"seen": [CHANGED]})
    assert not Report.objects.get().is_published


def test_what_somebody_else_has_written_meanwhile_is_shown_first(chief_client, draft, address):
    form = opened(chief_client, address)
    other = Report.objects.get()
    other.visibility = "alla"  # is not in the content
    edit_report(other, expected_version=1)

    response = chief_client.post(address, form)

    assert response.status_code == 409
    assert "Får läsas av Förtroendevalda och medarbetare Alla" in text_of(response)
    assert not Report.objects.get().is_published


def test_what_nobody_has_told_of_is_listed_and_needs_a_reason(chief_client, draft, address, silent):
    StatusUpdateFactory(activity=silent, as_of=dt.date(2016, 5, 2))
    page = text_of(chief_client.get(address))
    refused = send(chief_client, address)

    assert "1 aktivitet är inte uppföljd per brytdatumet" in page
    assert "SI-02 Guide Bygg, uppföljd 2 maj 2016" in page
    assert "SI-01" not in page
    assert errors(refused) == {"unanswered_reason": ["Skriv varför rapporten publiceras utan alla svar."]}
    assert not Report.objects.get().is_published


def test_the_reason_stands_in_the_report(chief_client, council_client, draft, address, silent):
    answer = send(chief_client, address, unanswered_reason="Handläggaren har slutat.")

    report = Report.objects.get()
    text = (
        "1 aktivitet var inte uppföljd per brytdatumet när rapporten publicerades: SI-02. "
        "Rapporten visar det som var känt tidigare. Skäl: Handläggaren har slutat."
    )
    assert report.unanswered_reason == "Handläggaren har slutat."
    assert text in text_of(council_client.get(answer["Location"]))
    assert text in bytes(report.files.get(format="html").content).decode()


def test_told_of_only_for_a_later_day_is_not_told_of_for_the_cut_off(chief_client, draft, address, silent):
    for as_of in (dt.date(2016, 9, 5), dt.date(2018, 12, 31)):  # the second is after today
        StatusUpdateFactory(activity=silent, as_of=as_of)

    page = text_of(chief_client.get(address))

    assert "SI-02 Guide Bygg, inte uppföljd före brytdatumet" in page
    assert "2018" not in page.partition("SI-02 Guide Bygg")[2].partition("Skäl")[0]


def round_of(plan, state):
    return ReportingRound.objects.create(
        plan=plan, name="T2 2016", cutoff="2016-08-31", opens_on="2016-09-01", closes_on="2016-09-21", state=state
    )


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.PLANNED])
def test_a_round_that_is_not_locked_is_asked_about(chief_client, plan, activity, state):
    draft = ReportFactory(plan=plan, round=round_of(plan, state))
    address = f"/rapporter/{draft.pk}/publicera/"

    asked = send(chief_client, address)

    assert asked.context["questions"] == (
        "T2 2016 är inte låst. När rapporten publiceras stängs omgången för gott, och ingen kan längre svara i den.",
    )
    assert "Publicera ändå" in text_of(asked)
    assert not Report.objects.get().is_published
    assert send(chief_client, address, confirm="1").status_code == 302
    assert ReportingRound.objects.get().state == RoundState.PUBLISHED


def test_a_round_planned_after_the_draft_is_asked_about_printed_and_published(chief_client, plan, draft, address):
    round_of(plan, RoundState.PLANNED)

    page, asked = text_of(chief_client.get(address)), send(chief_client, address)

    assert "T2 2016 blir publicerad och kan inte öppnas igen." in page
    assert len(asked.context["questions"]) == 1
    assert send(chief_client, address, confirm="1").status_code == 302
    report = Report.objects.get()
    assert (report.round.state, "T2 2016" in str(report.content["sections"][-1])) == (RoundState.PUBLISHED, True)


def test_a_locked_round_is_not_asked_about(chief_client, plan, activity):
    draft = ReportFactory(plan=plan, round=round_of(plan, RoundState.LOCKED))

    assert send(chief_client, f"/rapporter/{draft.pk}/publicera/").status_code == 302
    assert ReportingRound.objects.get().state == RoundState.PUBLISHED


def test_a_new_version_says_what_it_replaces_and_why(chief_client, draft, chief):
    second = correct_report(publish(draft), correction="Fel tal.", by=chief, at=noon(TODAY))

    page = text_of(chief_client.get(f"/rapporter/{second.pk}/publicera/"))

    assert "Version 2 ersätter version 1. Rättat: Fel tal." in page


def member(**facts):
    return UserFactory(role=Role.COUNCIL, wants_report_mail=True, **facts)


@pytest.fixture
def members(council):
    """Two who want it; others who do not get it."""
    UserFactory(role=Role.COUNCIL, email="vill-inte@example.com")
    UserFactory(role=Role.OFFICER, email="medarbetare@example.com", wants_report_mail=True)
    member(email="")
    member(email="slutat@example.com", is_active=False)
    return [member(email="ledamot-1@example.com"), member(email="ledamot-2@example.com")]


def test_those_who_want_to_are_told_once_each(chief_client, draft, address, members):
    page = text_of(chief_client.get(address))
    answer = send(chief_client, address)
    chief_client.post(address, {})

    assert "2 förtroendevalda får e-post." in page
    assert said(answer) == ["2 brev är skickade om rapporten.", "Rapporten är publicerad. Den ändras inte längre."]
    assert [message.to for message in locmem.outbox] == [["ledamot-1@example.com"], ["ledamot-2@example.com"]]
    keys = [f"rapport:{draft.pk}:{user.pk}" for user in members]
    assert list(Outbox.objects.order_by("pk").values_list("key", "state")) == [(key, MailState.SENT) for key in keys]


def test_the_mail_has_a_link_and_no_name_and_no_content(chief_client, draft, address, members):
    draft.summary = "Hemligt tills det läses."
    edit_report(draft, expected_version=1)
    send(chief_client, address)

    message = locmem.outbox[0]
    assert message.subject == "Delårsrapporten per 31 augusti 2016 är publicerad: Handlingsplan 2016-2018"
    assert message.body == (
        "Hej!\n\n"
        "Delårsrapporten per 31 augusti 2016 är nu publicerad. Den gäller Handlingsplan 2016-2018.\n\n"
        f"Läs rapporten:\nhttp://testserver/rapporter/{draft.pk}/\n\n"
        "Du får det här brevet för att du har valt det. Vill du inte ha fler kan du ändra det här:\n"
        "http://testserver/rapporter/"
    )
    assert message.reply_to == ["naringsliv@example.se"]


def test_the_mail_about_a_new_version_says_that_it_is_one(chief_client, draft, chief, members):
    second = correct_report(publish(draft), correction="Fel.", by=chief, at=noon(TODAY))

    send(chief_client, f"/rapporter/{second.pk}/publicera/")

    message = locmem.outbox[0]
    assert message.subject.startswith("Version 2 av delårsrapporten per 31 augusti 2016 är publicerad")
    assert "Den ersätter en tidigare version. Vad som är rättat och varför står överst i rapporten." in message.body


def test_links_begin_with_the_sites_own_address_when_it_is_set(chief_client, draft, address, members, settings):
    settings.SITE_URL = "https://plan.example.se"

    send(chief_client, address)

    assert f"https://plan.example.se/rapporter/{draft.pk}/" in locmem.outbox[0].body


@pytest.fixture
def dead_server(settings):
    """There is no mail server."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 2


def test_a_mail_server_that_is_down_stops_no_report_and_the_mails_can_be_sent_later(
    chief_client, draft, address, members, dead_server, settings
):
    answer = send(chief_client, address)
    report = Report.objects.get()
    page = text_of(chief_client.get(report.get_absolute_url()))

    assert report.is_published
    assert said(answer) == [
        "0 av 2 brev är skickade. Försök igen längst ned på sidan.",
        "Rapporten är publicerad. Den ändras inte längre.",
    ]
    assert "2 förtroendevalda skulle få e-post om rapporten." in page
    assert "Skicka 2 brev som inte kom iväg" in page

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    again = chief_client.post(f"/rapporter/{report.pk}/skicka/")
    once_more = chief_client.post(f"/rapporter/{report.pk}/skicka/")

    assert said(again)[-1] == "2 brev är skickade om rapporten."
    assert again["Location"] == f"/rapporter/{report.pk}/#utskick"
    assert said(once_more)[-1] == "Det finns inga brev kvar att skicka."
    assert [message.to for message in locmem.outbox] == [["ledamot-1@example.com"], ["ledamot-2@example.com"]]
    assert "Inget brev väntar på att skickas." in text_of(chief_client.get(report.get_absolute_url()))


def test_what_was_perhaps_sent_is_not_sent_again(chief_client, draft, address, members):
    send(chief_client, address)
    locmem.outbox.clear()
    Outbox.objects.filter(recipient="ledamot-1@example.com").update(state=MailState.SENDING, sent_at=None)

    chief_client.post(f"/rapporter/{draft.pk}/skicka/")

    assert locmem.outbox == []


def test_there_is_nothing_to_send_about_a_draft(chief_client, draft):
    assert chief_client.post(f"/rapporter/{draft.pk}/skicka/").status_code == 403
