"""The chief's work with a draft: making, writing, looking at files, removing, and starting a new version."""

import datetime as dt

import pytest

from actionplan.models import Report, ReportingRound
from actionplan.services.reports import edit_report
from actionplan.tests.factories import ActionPlanFactory, ReportFactory
from actionplan.tests.publishing import publish
from actionplan.tests.views.report_edits.common import NEW, errors
from actionplan.tests.views.test_plans import opened, said, text_of

pytestmark = pytest.mark.django_db


def ask(client, address=NEW, **typed):
    return client.post(address, {"kind": "delar", "cutoff": "2016-08-31"} | typed)


def round_of(plan, cutoff="2016-04-30", **more):
    opens, closes = "2016-05-02", "2016-05-20"
    return ReportingRound.objects.create(plan=plan, name="T1", cutoff=cutoff, opens_on=opens, closes_on=closes, **more)


def test_a_draft_is_made_and_shown(chief_client, plan, chief):
    answer = ask(chief_client)

    report = Report.objects.get()
    assert (report.plan, report.kind, report.cutoff, report.created_by, report.round) == (
        plan,
        "delar",
        dt.date(2016, 8, 31),
        chief,
        None,
    )
    assert (answer["Location"], said(answer)) == (f"/rapporter/{report.pk}/", ["Utkastet är gjort."])
    assert "Utkast. Bara du som är näringslivschef ser det." in text_of(chief_client.get(answer["Location"]))


def test_the_same_draft_asked_for_again_is_the_one_there_is(chief_client, plan):
    ask(chief_client)

    assert said(ask(chief_client))[-1] == "Det finns redan ett utkast. Här är det."
    assert Report.objects.count() == 1


def test_a_draft_belongs_to_the_round_with_its_cut_off(chief_client, plan):
    round_ = round_of(plan)

    ask(chief_client, cutoff="30 april 2016")

    assert Report.objects.get().round == round_


@pytest.mark.parametrize(
    ("cutoff", "sentence"),
    [
        ("2016-09-23", "Brytdatumet ligger i framtiden. Välj dagens datum eller ett tidigare."),
        ("2015-12-31", "Planen börjar gälla 1 januari 2016. Välj den dagen eller en senare."),
        ("", "Skriv vilken dag rapporten ska visa läget för."),
        ("31/2/2016", "Datumet finns inte: februari 2016 har 29 dagar."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_stays_in_the_field(chief_client, plan, cutoff, sentence):
    response = ask(chief_client, cutoff=cutoff)

    assert (response.status_code, errors(response)) == (400, {"cutoff": [sentence]})
    assert f'value="{cutoff}"' in response.content.decode() or not cutoff
    assert Report.objects.count() == 0


@pytest.mark.parametrize("kind", ["", "annan"])
def test_a_sort_is_chosen_among_those_there_are(chief_client, plan, kind):
    assert list(errors(ask(chief_client, kind=kind))) == ["kind"]


def test_a_published_report_is_led_to_instead_of_made_again(chief_client, plan):
    report = publish(ReportFactory(plan=plan))

    asked, response = chief_client.get(NEW), ask(chief_client)

    assert "Den rapporten är redan publicerad. Läs Delårsrapport per 2016-08-31" in text_of(asked)
    assert errors(response) == {"__all__": ["Den rapporten är redan publicerad. Rätta den med en ny version."]}
    assert f'href="/rapporter/{report.pk}/ratta/"' in response.content.decode()


def proposed(client, query=""):
    form = client.get(f"{NEW}{query}").context["form"]
    return form["kind"].value(), form["cutoff"].value()


def test_the_calendar_proposes_a_day(chief_client, plan):
    assert proposed(chief_client) == ("delar", "2016-08-31")


def test_the_newest_round_without_a_report_proposes_its_day(chief_client, plan):
    round_of(plan)
    publish(ReportFactory(plan=plan, round=round_of_day(plan, "2016-08-31"), cutoff=dt.date(2016, 8, 31)))

    assert proposed(chief_client) == ("delar", "2016-04-30")


def round_of_day(plan, cutoff):
    return ReportingRound.objects.create(
        plan=plan, name="T2", cutoff=cutoff, opens_on="2016-09-01", closes_on="2016-09-21", state="last"
    )


def test_a_round_asks_for_its_own_plan_and_day(chief_client, plan):
    round_ = round_of(ActionPlanFactory(title="En annan plan"))

    assert proposed(chief_client, f"?omgang={round_.pk}") == ("delar", "2016-04-30")
    ask(chief_client, f"{NEW}?omgang={round_.pk}", cutoff="2016-04-30")
    assert (Report.objects.get().plan, Report.objects.get().round) == (round_.plan, round_)


@pytest.mark.parametrize("key", ["0", "x", "1" * 30, "999999"])
def test_a_round_there_is_not_is_not_found(chief_client, plan, key):
    assert chief_client.get(f"{NEW}?omgang={key}").status_code == 404


def test_a_final_report_is_proposed_for_the_plans_last_day_when_it_has_come(chief_client, plan, settings):
    assert proposed(chief_client, "?sort=slut") == ("slut", "2016-09-22")

    settings.DEMO_TODAY = dt.date(2019, 2, 1)

    assert proposed(chief_client, f"?sort=slut&plan={plan.pk}") == ("slut", "2018-12-31")


def test_an_annual_report_is_proposed_for_new_years_eve(chief_client, plan, settings):
    settings.DEMO_TODAY = dt.date(2017, 1, 10)

    assert proposed(chief_client) == ("helar", "2016-12-31")


def test_without_a_plan_there_is_nothing_to_report(chief_client):
    assert chief_client.get(NEW).status_code == 404


def test_the_chiefs_words_stand_beside_what_is_computed(chief_client, draft, edit):
    page = text_of(chief_client.get(edit))

    assert (
        "1 Service &amp; &lt;information&gt; Uträknat den 31 augusti 2016: Viss avvikelse (1 har viss avvikelse)"
    ) in page


def test_what_is_written_is_kept_and_shown(chief_client, draft, edit):
    typed = {"summary": "Det går bra.\n\nNästan.", "assessment_1": "gul", "text_1": "Tunt.", "visibility": "alla"}

    answer = chief_client.post(edit, {"version": 1} | typed)

    draft.refresh_from_db()
    assert (answer["Location"], said(answer)) == (f"/rapporter/{draft.pk}/", ["Utkastet är sparat."])
    assert (draft.summary, draft.visibility, draft.judgements) == (
        "Det går bra.\n\nNästan.",
        "alla",
        {"1": {"assessment": "gul", "text": "Tunt."}},
    )
    page = text_of(chief_client.get(answer["Location"]))
    assert "Sammanfattning Det går bra. Nästan. 1 av 1 aktivitet" in page
    assert "Näringslivschefen Viss avvikelse Tunt." in page
    assert opened(chief_client, edit)["text_1"] == "Tunt."


def test_a_judgement_can_be_taken_back(chief_client, draft, edit):
    draft.judgements = {"1": {"assessment": "gul", "text": "Tunt."}}
    edit_report(draft, expected_version=1)

    chief_client.post(edit, {"version": 2, "visibility": "fortroendevalda"})

    draft.refresh_from_db()
    assert draft.judgements == {}


def test_a_judgement_unlike_the_activities_is_asked_about_once_if_it_says_not_why(chief_client, draft, edit):
    typed = {"version": 1, "visibility": "alla", "assessment_1": "gron"}

    asked = chief_client.post(edit, typed)

    assert asked.context["questions"] == (
        "Område 1: du bedömer ”enligt plan” men aktiviteterna visar ”viss avvikelse”, och du har inte skrivit varför.",
    )
    draft.refresh_from_db()
    assert draft.judgements == {}
    assert chief_client.post(edit, typed | {"confirm": "1"}).status_code == 302
    assert "Obs! Näringslivschefen bedömer området mildare än aktiviteterna visar" in text_of(
        chief_client.get(f"/rapporter/{draft.pk}/")
    )


def test_with_a_reason_it_is_not_asked_about(chief_client, draft, edit):
    typed = {"version": 1, "visibility": "alla", "assessment_1": "gron", "text_1": "Det löste sig i går."}

    assert chief_client.post(edit, typed).status_code == 302


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"summary": "x" * 5001}, "summary"),
        ({"summary": "a\x01b"}, "summary"),
        ({"text_1": "x" * 2001}, "text_1"),
        ({"assessment_1": "ingen"}, "assessment_1"),
        ({"visibility": "hela världen"}, "visibility"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(chief_client, draft, edit, typed, wrong):
    response = chief_client.post(edit, {"version": 1, "visibility": "alla"} | typed)

    draft.refresh_from_db()
    assert (response.status_code, list(errors(response)), draft.version) == (400, [wrong], 1)


def test_who_saves_second_sees_what_the_first_wrote_and_keeps_their_own(chief_client, draft, edit):
    other = Report.objects.get()
    other.summary, other.judgements = "Den andras.", {"1": {"assessment": "rod", "text": "Illa."}}
    edit_report(other, expected_version=1)

    response = chief_client.post(edit, {"version": 1, "visibility": "alla", "summary": "Mina ord."})

    text = text_of(response)
    assert response.status_code == 409
    assert "Sammanfattning – Den andras." in text
    assert "Egen bedömning per område – Område 1: Stor avvikelse. Illa." in text
    assert "Mina ord." in text
    again = {"version": response.context["form"]["version"].value(), "visibility": "alla", "summary": "Mina ord."}
    assert chief_client.post(edit, again).status_code == 302


@pytest.mark.parametrize("summary", ["Mina ord.", ""])
def test_what_was_typed_is_shown_when_the_draft_was_published_meanwhile(chief_client, draft, edit, summary):
    publish(draft)

    response = chief_client.post(edit, {"version": 1, "visibility": draft.visibility, "summary": summary})

    sentence = "Rapporten är publicerad och ändras inte. Gör en ny version som säger vad som är rättat."
    assert (response.status_code, errors(response)) == (400, {"__all__": [sentence]})
    assert response.context["form"]["summary"].value() == summary
    assert "Läs rapporten som den publicerades" in text_of(response)
    assert chief_client.get(edit).status_code == 403
    assert Report.objects.get().summary == ""
