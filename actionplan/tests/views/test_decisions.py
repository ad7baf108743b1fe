"""Decisions on their pages: what each does is said before it is saved, and they show where they bind."""

import datetime as dt
import re

import pytest

from actionplan.choices import DecisionVerb, PlanState
from actionplan.models import ActionPlan, Activity, Decision, User
from actionplan.reports.blocks import to_json
from actionplan.reports.content import preview_content
from actionplan.tests.factories import ActionPlanFactory, ActivityFactory, DecisionFactory, ReportFactory, noon
from actionplan.tests.views.test_plans import CHIEF, OFFICER, opened, said, text_of

NEW = "/planen/beslut/nytt/"
LEFT = "Planen har aktiviteter eller en öppen omgång kvar. Den blir Avslutad först när du har avgjort dem på sidan Avsluta planen."


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


def verbs(response):
    return [key for key, _ in response.context["form"].fields["verb"].choices if key]


@pytest.mark.parametrize(
    ("verb", "question", "state"),
    [
        (
            "antas",
            "Planens status blir Antagen. Nu är den Förslag. Sluttider flyttas därefter bara i lägesrapporter, med skäl.",
            "antagen",
        ),
        (
            "faststalls",
            "Planens status blir Antagen. Nu är den Förslag. Sluttider flyttas därefter bara i lägesrapporter, med skäl.",
            "antagen",
        ),
        ("aterremitteras", "Planens status blir Utkast. Nu är den Förslag.", "utkast"),
        ("forlangs", "Planen gäller tills vidare. Nu gäller den till 2018-12-31.", "forslag"),
        ("upphavs", LEFT, "forslag"),
        ("godkanns", None, "forslag"),
        ("noteras", None, "forslag"),
        ("bordlaggs", None, "forslag"),
        ("andras", None, "forslag"),
    ],
)
def test_what_a_decision_does_is_said_before_it_is_saved(editor, plan, verb, question, state):
    typed = {"version": "0", "verb": verb}

    asked = editor.post(NEW, typed)
    before = (ActionPlan.objects.get().state, Decision.objects.count())
    saved = editor.post(NEW, typed | {"confirm": "1"})

    if question:
        assert (asked.status_code, asked.context["questions"], before) == (200, (question,), ("forslag", 0))
    assert (saved["Location"], ActionPlan.objects.get().state, Decision.objects.count()) == ("/planen/", state, 1)


def test_the_page_says_beforehand_what_every_verb_does(editor, plan):
    text = text_of(editor.get(NEW))

    for words in (
        "Antas och Fastställs: planen blir antagen.",
        "Återremitteras: en plan som inte är antagen blir utkast igen.",
        "Förlängs: planen gäller till dagen du skriver, eller tills vidare.",
        "Upphävs: planen blir avslutad när alla aktiviteter är avgjorda.",
    ):
        assert words in text


def test_a_repeal_closes_a_plan_with_nothing_left(editor, plan):
    Activity.objects.update(closed_on="2017-12-31", closing="ordinarie_arbete", closing_reason="Linjen")

    asked = editor.post(NEW, {"version": "0", "verb": "upphavs"})
    editor.post(NEW, {"version": "0", "verb": "upphavs", "confirm": "1"})

    assert asked.context["questions"] == (
        "Planens status blir Avslutad. Nu är den Förslag. När planen är avslutad kan inget i den ändras, och inga fler "
        "lägesrapporter tas emot.",
    )
    assert ActionPlan.objects.get().state == PlanState.CLOSED


def test_an_extension_to_a_day_moves_the_period_and_unknown_parts_stay_unknown(editor, plan):
    editor.post(NEW, {"version": "0", "verb": "forlangs", "extended_to": "31 december 2020", "confirm": "1"})

    page = text_of(editor.get("/planen/"))
    assert ActionPlan.objects.get().valid_to == dt.date(2020, 12, 31)
    assert "Förlängs Av: okänt · Datum: okänt · Paragraf: okänd" in page
    assert "Period 2016–2020" in page


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"verb": ""}, {"verb": ["Välj vad som beslutades."]}),
        ({"verb": "laggs_till"}, {"verb": ["Välj ett giltigt alternativ. laggs_till finns inte bland tillgängliga alternativ."]}),
        ({"verb": "antas", "decided_on": "2016-02-30"}, {"decided_on": ["Datumet finns inte: februari 2016 har 29 dagar."]}),
        ({"verb": "forlangs", "extended_to": "2018-12-31"}, {"extended_to": ["Planen gäller redan till 2018-12-31. Skriv en senare dag."]}),
        ({"verb": "forlangs", "extended_to": "snart"}, {"extended_to": ["”snart” går inte att läsa som ett datum. Skriv datumet så här: 2015-12-04, 4/12/2015 eller 4 december 2015."]}),
        ({"verb": "antas", "extended_to": "2020-12-31"}, {"extended_to": ["Fyll bara i dagen när beslutet är Förlängs. Ta bort den, eller ändra beslutet."]}),
        ({"verb": "antas", "body": "x" * 201}, {"body": ["Skriv högst 200 tecken. Nu är det 201."]}),
        ({"verb": "antas", "paragraph": "\x08"}, {"paragraph": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(editor, plan, typed, errors):
    response = editor.post(NEW, {"version": "0", "confirm": "1"} | typed)

    assert response.status_code == 400
    assert {name: list(texts) for name, texts in response.context["form"].errors.items()} == errors
    assert Decision.objects.count() == 0


def test_an_extension_beyond_ten_years_is_refused_beside_its_field(editor, plan):
    response = editor.post(NEW, {"version": "0", "confirm": "1", "verb": "forlangs", "extended_to": "2030-01-01"})

    assert response.context["form"].errors == {"extended_to": ["Perioden är längre än 10 år. Kontrollera årtalen."]}


def test_a_corrected_decision_says_what_follows_and_the_status_follows(editor, plan):
    editor.post(NEW, {"version": "0", "verb": "antas", "confirm": "1"})
    path = f"/planen/beslut/{Decision.objects.get().pk}/andra/"
    typed = opened(editor, path) | {"verb": "bordlaggs"}

    asked = editor.post(path, typed)
    editor.post(path, typed | {"confirm": "1"})

    assert asked.context["questions"] == ("Planens status blir Förslag. Nu är den Antagen.",)
    assert (ActionPlan.objects.get().state, Decision.objects.get().verb) == ("forslag", "bordlaggs")


def test_a_corrected_extension_leaves_the_period_and_says_so(editor, plan):
    decision = DecisionFactory(plan=plan, verb="forlangs")
    path = f"/planen/beslut/{decision.pk}/andra/"

    form = editor.get(path).context["form"]
    asked = editor.post(path, opened(editor, path) | {"verb": "noteras"})

    assert "extended_to" not in form.fields
    assert asked.context["questions"] == (
        "Planens period ändras inte av rättelsen: 2016–2018. Ändra den på sidan Ändra planen.",
    )


@pytest.mark.parametrize("verb", DecisionVerb.OF_ACTIVITIES)
def test_a_decision_about_an_activity_shows_on_it_and_on_the_plan(editor, plan, verb):
    activity = Activity.objects.get(code="SI-03")
    form = editor.get(f"{NEW}?aktivitet={activity.pk}")

    saved = editor.post(
        f"{NEW}?aktivitet={activity.pk}",
        {"version": "0", "verb": verb, "body": "Kommunstyrelsen & <b>fler</b>", "decided_on": "2017-06-07", "paragraph": "=§ 12"},
    )  # fmt: skip

    label = DecisionVerb(verb).label
    facts = "Av: Kommunstyrelsen &amp; &lt;b&gt;fler&lt;/b&gt; · Datum: 7 juni 2017 · Paragraf: =§ 12"
    assert sorted(verbs(form)) == sorted(DecisionVerb.OF_ACTIVITIES)
    assert saved["Location"] == activity.get_absolute_url()
    assert f"{label} {facts}" in text_of(editor.get(activity.get_absolute_url()))
    plan_page = text_of(editor.get("/planen/"))
    assert f"{label} · SI-03 Ta fram servicegarantier med handläggningstider för bygglov {facts}" in plan_page
    assert "Förslag, beslut ej registrerat" in plan_page
    assert ActionPlan.objects.get().state == "forslag"


def test_stopping_an_activity_by_decision_says_that_its_standing_is_told_elsewhere(editor, plan):
    activity = Activity.objects.get(code="SI-03")

    saved = editor.post(f"{NEW}?aktivitet={activity.pk}", {"version": "0", "verb": "avbryts"})

    assert said(saved) == ["Beslutet är sparat. Läget ändras inte av det: skriv en lägesrapport med status Avbruten."]
    assert Activity.objects.get(pk=activity.pk).status != "avbruten"


def test_an_officer_reads_decisions_and_is_offered_none(demo_client, plan):
    activity = Activity.objects.get(code="SI-03")
    DecisionFactory(plan=plan, activity=activity, verb="andras")

    page = demo_client(OFFICER).get(activity.get_absolute_url())

    assert "Ändras Av: okänt" in text_of(page)
    assert re.findall(r'href="(/planen/beslut/[^"]*)"', page.content.decode()) == []


@pytest.mark.parametrize("query", ["aktivitet=0", "aktivitet=x", "rapport=999", "rapport=" + "9" * 30, "aktivitet=²"])
def test_a_decision_about_what_is_not_there_is_not_found(editor, plan, query):
    assert editor.get(f"{NEW}?{query}").status_code == 404


def test_a_decision_follows_the_plan_of_its_activity(editor, plan):
    other = ActivityFactory(
        area__plan=ActionPlanFactory(title="Annan plan", valid_from=dt.date(2019, 1, 1), valid_to=None)
    )

    editor.post(f"{NEW}?aktivitet={other.pk}", {"version": "0", "verb": "andras"})

    assert Decision.objects.get().plan == other.plan


@pytest.fixture
def report(plan):
    """A published report of the example's plan, per T2 2016."""
    day, author = dt.date(2016, 8, 31), User.objects.get(username=CHIEF)
    content = preview_content(plan, kind="delar", cutoff=day, previous_cutoff=None, made_on=day)
    return ReportFactory(
        plan=plan, cutoff=day, content=to_json(content), created_by=author, published_at=noon(day), published_by=author
    )


def test_no_decision_is_about_a_draft(editor, plan):
    draft = ReportFactory(plan=plan)

    assert editor.get(f"{NEW}?rapport={draft.pk}").status_code == 404


@pytest.mark.parametrize("verb", DecisionVerb.OF_REPORTS)
def test_a_decision_about_a_report_shows_on_it_to_all_who_read_it(editor, demo_client, report, verb):
    form = editor.get(f"{NEW}?rapport={report.pk}")

    saved = editor.post(
        f"{NEW}?rapport={report.pk}",
        {"version": "0", "verb": verb, "body": "Kommunstyrelsen", "decided_on": "2016-10-04"},
    )

    told = f"{DecisionVerb(verb).label} Av: Kommunstyrelsen · Datum: 4 oktober 2016 · Paragraf: okänd"
    council = demo_client("demo-fortroendevald").get(report.get_absolute_url())
    assert sorted(verbs(form)) == sorted(DecisionVerb.OF_REPORTS)
    assert saved["Location"] == report.get_absolute_url()
    assert told in text_of(council)
    assert "Registrera beslut" not in text_of(council)
    assert f"{DecisionVerb(verb).label} · Delårsrapport per 2016-08-31 Av: Kommunstyrelsen" in text_of(
        editor.get("/planen/")
    )
    assert ActionPlan.objects.get().state == "forslag"


def test_a_report_is_decided_about_after_its_plan_is_closed_and_corrected(editor, report):
    ActionPlan.objects.update(state=PlanState.CLOSED)
    editor.post(f"{NEW}?rapport={report.pk}", {"version": "0", "verb": "noteras"})
    path = f"/planen/beslut/{Decision.objects.get().pk}/andra/"

    corrected = editor.post(path, opened(editor, path) | {"paragraph": "§ 132"})

    assert (corrected["Location"], Decision.objects.get().paragraph) == (report.get_absolute_url(), "§ 132")


def test_a_report_is_the_way_to_its_memo(editor, report):
    page = editor.get(report.get_absolute_url()).content.decode()

    assert f'href="/planen/dokument/tjansteskrivelse_notera/?rapport={report.pk}"' in page
