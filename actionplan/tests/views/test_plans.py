"""The plan's page, and changing it, its areas and decisions."""

import re

import pytest
from django.contrib.messages import get_messages

from actionplan.choices import PlanState
from actionplan.models import ActionPlan, Decision, StrategicArea
from actionplan.tests.factories import ActionPlanFactory, DecisionFactory, DocumentFactory

CHIEF, OFFICER = "demo-naringslivschef", "demo-handlaggare-stad"
ASKED = "Perioden 2016–2108 är längre än 10 år, menade du 2016–2018? Rätta perioden och spara igen."


def text_of(response):
    """Return the main part of the page as plain text with single spaces."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0].partition(">")[2]
    return re.sub(r" ([.,:])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", main).split()))


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def opened(client, path):
    """Return what a browser would post if the form at the address were sent untouched."""
    form = client.get(path).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None} | {
        name: form.fields[name].prepare_value(form[name].value())
        for name in form.fields
        if form[name].value() is not None
    }


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def plan(example):
    return ActionPlan.objects.get()


def test_the_plan_quotes_its_source_with_the_correction_beside_it(editor):
    page = text_of(editor.get("/planen/"))

    assert (
        "Förslag till beslut ”Handlingsplan för näringslivsarbetet antas för perioden 2016-2108.” "
        "Rättelse: I källan står ”2016-2108”. Det tolkas som ett skrivfel för 2016-2018, som står i rubriken."
    ) in page
    assert "- Handlingsplan för näringslivsarbetet antas för perioden 2016-2108." in page


def test_the_plan_names_a_documents_files_as_people_do(editor, plan):
    document = DocumentFactory(plan=plan)

    assert f"PDF {document} Word {document}" in text_of(editor.get("/planen/"))


def test_the_plan_says_plainly_what_is_not_known_of_the_decision(editor, plan):
    unknown = text_of(editor.get("/planen/"))
    DecisionFactory(plan=plan)
    half_known = text_of(editor.get("/planen/"))

    assert "Förslag, beslut ej registrerat" in unknown
    assert "Beslut ej registrerat." in unknown
    assert "Antas Av: okänt · Datum: okänt · Paragraf: okänd" in half_known
    assert "ej registrerat" not in half_known


def test_the_plan_shows_its_facts(editor):
    page = text_of(editor.get("/planen/"))

    facts = [
        "Period 2016–2018 1 januari 2016 – 31 december 2018",
        "Mandatperiod 2015–2018 (val 2014)",
        "Diarienummer 2015/KS 0623 003",
        "Strategiskt målområde Blomstrande näringsliv",
        "Ingår i Enhetsplanen för näringsliv",
        "Dokumentets datum 4 december 2015",
        "Avsändare Tyresö kommun, Konsult- och servicekontoret",
        "Mottagare Kommunstyrelsen",
        "Undertecknare Bo Renman, kommundirektör Gunilla Berg, näringslivschef",
        "4 Den empatiske byråkraten",
    ]
    assert [fact for fact in facts if fact not in page] == []


def test_only_the_chief_is_offered_to_change_the_plan(demo_client):
    links = {
        name: re.findall(r'href="(/planen/(?:andra|beslut)/[^"]*|/omraden/\d/andra/)"', page)
        for name in (CHIEF, OFFICER, "demo-admin")
        if (page := demo_client(name).get("/planen/").content.decode())
    }

    areas = [f"/omraden/{number}/andra/" for number in (1, 2, 3, 4)]
    assert links == {
        CHIEF: ["/planen/andra/", *areas, "/planen/beslut/nytt/"],
        OFFICER: [],
        "demo-admin": [],
    }


def test_the_plan_warns_of_what_is_unusual(editor, plan):
    ActionPlan.objects.update(valid_to="2019-12-31")

    assert "Obs! Planen slutar efter mandatperioden 2015–2018 (val 2014), som slutar 2018-12-31." in text_of(
        editor.get("/planen/")
    )


def test_a_day_that_is_no_date_is_told_with_400(editor):
    response = editor.get("/planen/?dag=2017-02-30")

    assert response.status_code == 400
    assert "Datumet finns inte: februari 2017 har 28 dagar." in text_of(response)


def test_without_a_plan_the_page_says_what_to_do(chief_client):
    response = chief_client.get("/planen/")

    assert response.status_code == 200
    assert text_of(response).startswith("Ingen plan ännu")


def test_other_plans_are_a_link_away_and_keep_their_forms_apart(editor, plan):
    other = ActionPlanFactory(title="Nästa plan", valid_from="2019-01-01", valid_to=None)

    page = editor.get("/planen/").content.decode()
    changed = editor.post(
        f"/planen/andra/?plan={other.pk}", opened(editor, f"/planen/andra/?plan={other.pk}") | {"title": "Ny"}
    )

    assert f'href="/planen/?plan={other.pk}"' in page
    assert changed["Location"] == f"/planen/?plan={other.pk}"
    assert (ActionPlan.objects.get(pk=other.pk).title, ActionPlan.objects.get(pk=plan.pk).title) == ("Ny", plan.title)


def test_2016_2108_is_asked_about_beside_the_field_and_nothing_is_corrected(editor, plan):
    response = editor.post("/planen/andra/", opened(editor, "/planen/andra/") | {"period": "2016-2108"})

    page = response.content.decode()
    assert response.status_code == 400
    assert response.context["form"].errors == {"period": [ASKED]}
    assert re.findall(r'<input type="text" name="period" value="([^"]*)"', page) == ["2016-2108"]
    assert 'aria-invalid="true"' in page
    stored = ActionPlan.objects.get()
    assert (stored.period_label, stored.version) == ("2016–2018", plan.version)


def test_an_odd_period_is_saved_only_after_the_question(editor):
    typed = opened(editor, "/planen/andra/") | {"period": "2016-2019"}

    asked = editor.post("/planen/andra/", typed)
    before = ActionPlan.objects.get().period_label
    saved = editor.post("/planen/andra/", typed | {"confirm": "1"})

    assert (asked.status_code, before) == (200, "2016–2018")
    assert "Spara ändå" in text_of(asked)
    assert (saved["Location"], said(saved)) == ("/planen/", ["Planen är sparad."])
    assert ActionPlan.objects.get().period_label == "2016–2019"


def test_the_plan_may_be_open_ended(editor):
    editor.post("/planen/andra/", opened(editor, "/planen/andra/") | {"period": "2016-01-01 tills vidare"})

    assert ActionPlan.objects.get().valid_to is None


def test_the_second_saver_of_the_plan_is_told_and_chooses(editor):
    typed = opened(editor, "/planen/andra/")
    editor.post("/planen/andra/", typed | {"goal_area": "Det andra skrev"})

    told = editor.post("/planen/andra/", typed | {"title": "Min titel"})
    kept = ActionPlan.objects.get().title
    version = told.context["form"]["version"].value()
    saved = editor.post("/planen/andra/", typed | {"title": "Min titel", "version": version})

    assert told.status_code == 409
    assert "Strategiskt målområde Blomstrande näringsliv Det andra skrev" in text_of(told)
    assert 'value="Min titel"' in told.content.decode()
    assert (kept, saved.status_code) == ("Handlingsplan för näringslivsarbetet 2016-2018", 302)
    assert ActionPlan.objects.get().title == "Min titel"


def test_the_plan_is_not_closed_by_its_form_but_opened_again(editor):
    refused = editor.post("/planen/andra/", opened(editor, "/planen/andra/") | {"state": "avslutad"})
    ActionPlan.objects.update(state=PlanState.CLOSED)
    again = editor.post("/planen/andra/", opened(editor, "/planen/andra/") | {"state": "forslag"})

    assert refused.status_code == 400
    assert refused.context["form"].errors == {
        "state": ["Planen avslutas på sidan Avsluta planen, när alla aktiviteter är avgjorda."]
    }
    assert again.status_code == 302
    assert ActionPlan.objects.get().state == PlanState.PROPOSED


def test_an_area_keeps_its_name_to_the_letter(editor):
    typed = opened(editor, "/omraden/4/andra/")

    asked = editor.post("/omraden/4/andra/", typed | {"name": "Den empatiska byråkraten"})
    saved = editor.post("/omraden/4/andra/", typed | {"description": "Vi skriver klarspråk."})

    assert "I planens källtext står ”Den empatiske byråkraten”." in text_of(asked)
    area = StrategicArea.objects.get(number=4)
    assert (area.name, area.description) == ("Den empatiske byråkraten", "Vi skriver klarspråk.")
    assert said(saved) == ["Området 4 Den empatiske byråkraten är sparat."]


def test_a_decision_is_recorded_once_and_corrected(editor):
    typed = {"version": "0", "verb": "antas", "body": "Kommunstyrelsen", "confirm": "1"}
    editor.post("/planen/beslut/nytt/", typed)
    editor.post("/planen/beslut/nytt/", typed)
    decision = Decision.objects.get()
    path = f"/planen/beslut/{decision.pk}/andra/"

    saved = editor.post(path, opened(editor, path) | {"decided_on": "1 februari 2016"})

    assert saved["Location"] == "/planen/"
    assert str(Decision.objects.get()) == "Kommunstyrelsen 2016-02-01 Antas"


def test_the_second_saver_of_a_decision_is_told(editor, plan):
    decision = DecisionFactory(plan=plan, body="Kommunstyrelsen")
    path = f"/planen/beslut/{decision.pk}/andra/"
    typed = opened(editor, path)
    editor.post(path, typed | {"paragraph": "§ 1"})

    told = editor.post(path, typed | {"body": "Nämnden"})

    assert told.status_code == 409
    assert "Paragraf – § 1" in text_of(told)
    assert Decision.objects.get().body == "Kommunstyrelsen"


@pytest.mark.parametrize(
    "path", ["/planen/andra/", "/omraden/1/andra/", "/planen/beslut/nytt/", "/planen/beslut/{}/andra/"]
)
@pytest.mark.parametrize(
    ("username", "status"), [(CHIEF, 200), (OFFICER, 403), ("demo-admin", 403), ("demo-fortroendevald", 404)]
)
def test_only_the_chief_reaches_the_forms(demo_client, plan, path, username, status):
    path = path.format(DecisionFactory(plan=plan).pk)

    client = demo_client(username)

    assert client.get(path).status_code == status
    assert client.post(path).status_code == (400 if status == 200 else status)


def test_what_was_typed_before_the_session_ended_opens_again_unsaved(editor, plan):
    session = editor.session
    session["carried"] = {"path": "/planen/andra/", "fields": {"title": ["Min titel"], "period": ["2016-2108"]}}
    session.save()

    response = editor.get("/planen/andra/")

    assert response.status_code == 200
    assert (response.context["form"]["title"].value(), response.context["form"].errors["period"]) == (
        "Min titel",
        [ASKED],
    )
    assert ActionPlan.objects.get().title == plan.title
