"""The list of meetings, adding one and changing it."""

import datetime as dt

import pytest

from actionplan.choices import ProposalOutcome, ProposalStepKind
from actionplan.models import ActionPlan, ConsultationEvent
from actionplan.services.proposals import add_step
from actionplan.tests.example import remove_meetings
from actionplan.tests.factories import (
    ActionPlanFactory,
    ConsultationEventFactory,
    MandatePeriodFactory,
    ProposalFactory,
)
from actionplan.tests.views.test_bad_forms import BROKEN
from actionplan.tests.views.test_plans import CHIEF, OFFICER, opened, said, text_of

TYPED = {"kind": "chefsforum", "title": "Chefsforum", "when": "mars 2015", "version": "1"}


@pytest.fixture
def example(example):
    remove_meetings()


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


@pytest.fixture
def period(example):
    return ActionPlan.objects.get().mandate_period


@pytest.fixture
def event(period):
    event = ConsultationEventFactory.build(title="Chefsforum", mandate_period=period, notes="Gott kaffe.")
    event.set_when("hösten 2015")
    event.save()
    return event


def later_plan():
    days = {"valid_from": dt.date(2031, 1, 1), "valid_to": dt.date(2034, 12, 31)}
    return ActionPlanFactory(mandate_period=MandatePeriodFactory(election_year=2030), **days)


def rows(response):
    return text_of(response).partition("Blev aktivitet")[2].partition("Förankring av planen")[0].strip()


def test_the_list_says_when_what_and_how_many(demo_client, event):
    first, _ = ProposalFactory.create_batch(2, event=event)
    add_step(first, ProposalStepKind.DECIDED, by=None, on=first.received_on, outcome=ProposalOutcome.BECAME_ACTIVITY)

    assert rows(demo_client(OFFICER).get("/samrad/")) == "Chefsforum Hösten 2015 Dialogmöte 2 1"
    assert rows(demo_client(OFFICER).get("/samrad/?dag=2014-12-31")) == (
        "Chefsforum Hösten 2015 inte hållet än den dagen Dialogmöte 0 0"
    )


def test_the_list_shows_the_period_of_the_plan_in_question(editor, event):
    other = later_plan()
    ConsultationEventFactory(title="Frukost", mandate_period=other.mandate_period)

    assert rows(editor.get(f"/samrad/?plan={other.pk}")).startswith("Skriv in Frukost Okänt")
    assert rows(editor.get("/samrad/")).startswith("Skriv in Chefsforum Hösten 2015")


def test_the_list_shows_the_anchoring_as_a_phase(editor):
    page = text_of(editor.get("/samrad/"))

    assert "Inget möte med företag är inlagt för mandatperioden." in page
    assert "Förankring av planen Maj till hösten 2015." in page
    assert ActionPlan.objects.get().anchoring_text in page


def test_the_list_leads_on(editor):
    page = editor.get("/samrad/").content.decode()

    assert [f'href="{path}"' in page for path in ("/samrad/ny/", "/foretag/", "/ni-sa-vi-gjorde/2014/")] == [True] * 3


def test_the_list_has_no_links_for_writing_for_those_who_read(demo_client, event):
    page = demo_client(OFFICER).get("/samrad/").content.decode()

    assert [path in page for path in ("/samrad/ny/", "/skriv/")] == [False, False]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_questions_for_one_and_for_many(editor, period, number, django_assert_num_queries):
    for _ in range(number):
        ProposalFactory.create_batch(number, event=ConsultationEventFactory(mandate_period=period))
    editor.get("/samrad/")

    with django_assert_num_queries(12):
        editor.get("/samrad/")


def test_a_bad_day_is_answered_400_with_its_field(editor):
    assert editor.get("/samrad/?dag=igår").status_code == 400


def test_a_new_meeting_opens_with_the_period_of_the_plan_in_question(editor, period):
    other = later_plan()

    found = [
        editor.get(path).context["form"]["mandate_period"].value()
        for path in ("/samrad/ny/", f"/samrad/ny/?plan={other.pk}")
    ]

    assert found == [period.pk, other.mandate_period_id]


def test_a_new_meeting_is_stored_with_what_is_known(editor, period, example):
    response = editor.post("/samrad/ny/", TYPED | {"mandate_period": period.pk, "companies": "30", "notes": "<b>å</b>"})

    event = ConsultationEvent.objects.get()
    assert response["Location"] == event.get_absolute_url()
    assert said(response) == ["Chefsforum är sparat."]
    assert (event.when, event.mandate_period, event.companies, event.officials) == ("mars 2015", period, 30, None)
    assert (event.notes, event.history.get().history_user.username) == ("<b>å</b>", CHIEF)


def test_a_form_sent_twice_is_one_meeting(editor, period):
    answers = [editor.post("/samrad/ny/", TYPED | {"mandate_period": period.pk}) for _ in range(2)]

    assert ConsultationEvent.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]
    assert said(answers[1])[-1] == "Chefsforum är sparat. Formuläret skickades två gånger, men det blev ett möte."


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("when", "2016-02-30", "Datumet finns inte: februari 2016 har 29 dagar."),
        ("when", "mars 1815", "Årtalet 1815 ligger utanför 1990–2100. Kontrollera årtalet."),
        ("when", "å" * 101, "Skriv högst 100 tecken. Nu är det 101."),
        ("kind", "fest", "Välj ett giltigt alternativ. fest finns inte bland tillgängliga alternativ."),
        ("kind", "", "Välj vilken sorts möte det är."),
        ("title", "", "Skriv vad mötet heter."),
        ("companies", "många", "Skriv ett helt tal med siffror, eller lämna tomt."),
        ("companies", "-1", "Skriv ett tal som är noll eller mer."),
        ("companies", "99999", "Skriv ett tal som är högst 32767."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_stays(editor, example, field, value, error):
    response = editor.post("/samrad/ny/", TYPED | {field: value})

    assert response.status_code == 400
    assert response.context["form"].errors == {field: [error]}
    assert response.context["form"][field].value() == value
    assert ConsultationEvent.objects.count() == 0


def test_a_meeting_before_the_period_is_asked_about_and_then_stored(editor, period):
    typed = TYPED | {"mandate_period": period.pk, "when": "mars 2009"}

    asked = editor.post("/samrad/ny/", typed)
    assert asked.context["questions"] == ("Mötet är före mandatperioden 2015–2018 (val 2014), som börjar 2014-10-15.",)
    assert ConsultationEvent.objects.count() == 0

    editor.post("/samrad/ny/", typed | {"confirm": "1"})
    assert ConsultationEvent.objects.get().when == "mars 2009"


def test_a_meeting_opens_with_its_words_and_saves_them_unchanged(editor, event):
    typed = opened(editor, f"/samrad/{event.pk}/andra/")

    response = editor.post(f"/samrad/{event.pk}/andra/", typed | {"place": "Kommunhuset"})

    stored = ConsultationEvent.objects.get()
    assert (typed["when"], stored.when, stored.place, stored.version) == (
        "hösten 2015",
        "hösten 2015",
        "Kommunhuset",
        2,
    )
    assert response["Location"] == event.get_absolute_url()


def test_an_emptied_when_is_unknown(editor, event):
    editor.post(f"/samrad/{event.pk}/andra/", opened(editor, f"/samrad/{event.pk}/andra/") | {"when": ""})

    stored = ConsultationEvent.objects.get()
    assert (stored.when_on, stored.when_precision, stored.when) == (None, "okant", "")


def test_nothing_new_takes_no_version(editor, event):
    editor.post(f"/samrad/{event.pk}/andra/", opened(editor, f"/samrad/{event.pk}/andra/"))

    assert ConsultationEvent.objects.get().version == 1


def test_the_second_to_save_sees_what_the_first_wrote(editor, event):
    typed = opened(editor, f"/samrad/{event.pk}/andra/")
    editor.post(f"/samrad/{event.pk}/andra/", typed | {"place": "Torget"})

    response = editor.post(f"/samrad/{event.pk}/andra/", typed | {"notes": "Mer kaffe."})

    assert response.status_code == 409
    assert [(edit.label, edit.after) for edit in response.context["lost"].edits] == [("plats", "Torget")]
    assert ConsultationEvent.objects.get().notes == "Gott kaffe."


@pytest.mark.parametrize("value", BROKEN)
def test_broken_values_in_every_field_are_answered_with_400_and_store_nothing(editor, event, value):
    answers = []
    for path in ("/samrad/ny/", f"/samrad/{event.pk}/andra/"):
        fields = editor.get(path).context["form"].fields
        answers.append(editor.post(path, dict.fromkeys(fields, value)).status_code)

    assert answers == [400, 400]
    assert ConsultationEvent.objects.get().version == 1


def test_a_chief_may_add_a_meeting_before_there_is_a_plan(chief_client):
    chief_client.post("/samrad/ny/", TYPED)

    assert ConsultationEvent.objects.get().mandate_period is None
    assert "Ingen plan ännu" in text_of(chief_client.get("/samrad/"))


def test_refusal_says_who_may(demo_client, event):
    page = text_of(demo_client(OFFICER).get(f"/samrad/{event.pk}/andra/"))

    assert "Bara näringslivschefen kan ändra i förslag och samråd." in page


def test_a_meeting_put_down_by_mistake_is_taken_away_after_asking(chief_client):
    event = ConsultationEventFactory()
    address = f"/samrad/{event.pk}/ta-bort/"

    asked = chief_client.get(address)
    response = chief_client.post(address, {"version": event.version})

    assert asked.status_code == 200
    assert (response["Location"], ConsultationEvent.objects.count()) == ("/samrad/", 0)


def test_a_meeting_where_something_was_said_stays(chief_client):
    event = ProposalFactory().event

    response = chief_client.post(f"/samrad/{event.pk}/ta-bort/", {"version": event.version})

    assert response.status_code == 400
    assert response.context["form"].non_field_errors() == [
        "Mötet har förslag och kan inte tas bort. Ändra det i stället."
    ]
    assert ConsultationEvent.objects.count() == 1
