"""Adding, changing, closing and reopening activities in the browser's terms."""

import datetime as dt

import pytest
from django.utils.html import escape

from actionplan.models import Activity, Department
from actionplan.tests.views.test_plans import CHIEF, OFFICER, opened, said, text_of


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


def department(name):
    return Department.objects.get(name=name)


def new(**typed):
    return {
        "version": "1",
        "area": str(Activity.objects.get(code="SI-01").area_id),
        "code": "SI-09",
        "title": "Starta en lots",
        "kind": "engangs",
        "responsible": str(department("Näringsliv").pk),
        **typed,
    }


def test_a_new_activity_is_opened_with_its_area_and_next_number(editor):
    form = editor.get("/aktiviteter/ny/?omrade=2").context["form"]

    assert (form["code"].value(), form["area"].value()) == ("SU-09", Activity.objects.get(code="SU-01").area_id)


@pytest.mark.parametrize("number", ["9", "x", "1000000000000"])
def test_an_area_that_does_not_exist_is_not_found(editor, number):
    assert editor.get(f"/aktiviteter/ny/?omrade={number}").status_code == 404


def test_a_new_activity_is_stored_with_who_carries_it(editor):
    partner = department("Socialförvaltningen")

    response = editor.post("/aktiviteter/ny/", new(participants=[partner.pk], starts_on="1 februari 2018"))

    activity = Activity.objects.get(code="SI-09")
    assert (response["Location"], said(response)) == (f"/aktiviteter/{activity.pk}/", ["SI-09 är skapad."])
    assert (activity.starts_on, activity.added_on) == (dt.date(2018, 2, 1), dt.date(2017, 12, 31))
    assert [(row.role, row.department, row.from_on) for row in activity.responsibilities.all()] == [
        ("ansvarig", department("Näringsliv"), dt.date(2017, 12, 31)),
        ("medverkar", partner, dt.date(2017, 12, 31)),
    ]


def test_a_form_sent_twice_makes_one_activity_and_lands_on_it(editor):
    first = editor.post("/aktiviteter/ny/", new())
    second = editor.post("/aktiviteter/ny/", new())

    assert second["Location"] == first["Location"]
    assert said(second)[-1] == "SI-09 är skapad. Formuläret skickades två gånger, men det blev en aktivitet."
    assert Activity.objects.count() == 29


def test_a_number_in_use_is_said_beside_it_and_nothing_typed_is_lost(editor):
    response = editor.post("/aktiviteter/ny/", new(code="SU-01", purpose="<b>Viktigt</b>", starts_on="4/12/2017"))

    form, page = response.context["form"], response.content.decode()
    assert response.status_code == 400
    assert list(form.errors) == ["code"]
    assert form.errors["code"][0].startswith("Numret SU-01 finns redan i planen:")
    assert (form["starts_on"].value(), form["title"].value()) == ("4/12/2017", "Starta en lots")
    assert escape("<b>Viktigt</b>") in page
    assert "<b>Viktigt" not in page
    assert Activity.objects.count() == 28


def test_a_date_outside_the_plan_is_saved_only_after_the_question(editor):
    asked = editor.post("/aktiviteter/ny/", new(ends_on="2019-03-31"))
    count = Activity.objects.count()
    editor.post("/aktiviteter/ny/", new(ends_on="2019-03-31", confirm="1"))

    assert (asked.status_code, count) == (200, 28)
    assert "Sluttiden 2019-03-31 ligger efter planens period (2016–2018)." in text_of(asked)
    assert Activity.objects.get(code="SI-09").ends_on == dt.date(2019, 3, 31)


def test_huge_text_is_refused_and_kept(editor):
    response = editor.post("/aktiviteter/ny/", new(purpose="å" * 5001))

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["purpose"])
    assert response.context["form"]["purpose"].value() == "å" * 5001


def test_an_edit_is_stored_and_says_so(editor, activity):
    path = f"/aktiviteter/{activity('SI-04').pk}/andra/"

    response = editor.post(path, opened(editor, path) | {"title": "Ge ut ett nyhetsbrev", "participants": []})

    stored = Activity.objects.get(code="SI-04")
    assert (response["Location"], said(response)) == (stored.get_absolute_url(), ["SI-04 är sparad."])
    assert (stored.title, stored.responsibilities.participating().filter(to_on__isnull=True).count()) == (
        "Ge ut ett nyhetsbrev",
        0,
    )


def test_the_second_saver_is_told_keeps_the_text_and_chooses(editor, activity):
    path = f"/aktiviteter/{activity('SI-04').pk}/andra/"
    typed = opened(editor, path)
    editor.post(path, typed | {"purpose": "Det den andra skrev"})

    told = editor.post(path, typed | {"purpose": "Det jag skrev"})
    kept = Activity.objects.get(code="SI-04").purpose
    editor.post(path, typed | {"purpose": "Det jag skrev", "version": told.context["form"]["version"].value()})

    page = text_of(told)
    assert told.status_code == 409
    assert "Ändrat av Demo Näringslivschef" in page
    assert "Det den andra skrev" in page
    assert told.context["form"]["purpose"].value() == "Det jag skrev"
    assert [word for word in ("Spara min version ändå", "Behåll den andras") if word not in page] == []
    assert kept == "Det den andra skrev"
    assert Activity.objects.get(code="SI-04").purpose == "Det jag skrev"


def test_the_same_edit_sent_twice_is_no_conflict(editor, activity):
    path = f"/aktiviteter/{activity('SI-04').pk}/andra/"
    typed = opened(editor, path) | {"purpose": "Nytt syfte"}
    editor.post(path, typed)

    again = editor.post(path, typed)

    assert again.status_code == 302
    assert Activity.objects.get(code="SI-04").version == activity("SI-04").version


def test_the_end_date_of_an_activity_whose_deadline_moved_is_shown_not_asked(editor, activity):
    response = editor.get(f"/aktiviteter/{activity('SI-03').pk}/andra/")

    assert "ends_on" not in response.context["form"].fields
    assert (
        "Ska vara klar 30 juni 2017 Sluttiden har flyttats i en lägesrapport. Flytta den i en ny lägesrapport."
        in text_of(response)
    )


def closing(**typed):
    return {"closing": "overford", "closing_reason": "Fortsätter", "closed_on": "2017-12-31"} | typed


def test_closing_says_what_follows_and_leads_to_the_status_update(editor, activity):
    row = activity("SI-03")

    page = editor.get(f"/aktiviteter/{row.pk}/avsluta/").content.decode()

    assert "Läget visas som överförd från dagen efter den sista dagen." in page
    assert f'href="/aktiviteter/{row.pk}/uppdatera/"' in page


def test_closing_is_stored_twice_is_once_and_reopening_undoes_it(editor, activity):
    row = activity("SI-03")
    path = f"/aktiviteter/{row.pk}/avsluta/"

    closed = editor.post(path, closing(version=row.version))
    again = editor.post(path, closing(version=row.version))
    after = Activity.objects.get(pk=row.pk)
    opened_again = editor.post(f"/aktiviteter/{row.pk}/oppna/", {"version": after.version})

    assert said(closed) == ["SI-03 är avslutad i planen. Sista dagen är 2017-12-31."]
    assert (again.status_code, after.closed_on, after.version) == (302, dt.date(2017, 12, 31), row.version + 1)
    assert said(opened_again)[-1] == "SI-03 är öppen igen."
    assert Activity.objects.get(pk=row.pk).closed_on is None


def test_an_activity_that_is_closed_is_offered_to_be_opened(editor, activity):
    closed, still_open = activity("SI-04"), activity("SI-03")

    assert editor.get(f"/aktiviteter/{closed.pk}/avsluta/")["Location"] == f"/aktiviteter/{closed.pk}/oppna/"
    assert "Avslutad 31 december 2018: överförd till nästa plan" in text_of(
        editor.get(f"/aktiviteter/{closed.pk}/oppna/")
    )
    assert editor.get(f"/aktiviteter/{still_open.pk}/oppna/").status_code == 404


def test_a_closing_in_between_is_told_to_the_one_who_edits(editor, activity):
    row = activity("SI-03")
    path = f"/aktiviteter/{row.pk}/andra/"
    typed = opened(editor, path)
    editor.post(f"/aktiviteter/{row.pk}/avsluta/", closing(version=row.version))

    told = editor.post(path, typed | {"title": "Min titel"})

    assert told.status_code == 409
    assert [(edit.label, edit.before, edit.after) for edit in told.context["lost"].edits] == [
        ("avslutad", "–", "2017-12-31"),
        ("avslut", "–", "Överförd till nästa plan"),
        ("skäl för avslut", "–", "Fortsätter"),
    ]
    assert "Avslut – Överförd till nästa plan" in text_of(told)


@pytest.mark.parametrize("page", ["andra", "avsluta", "oppna", "overlamna"])
@pytest.mark.parametrize(
    ("username", "status"), [(CHIEF, 200), (OFFICER, 403), ("demo-admin", 403), ("demo-fortroendevald", 404)]
)
def test_only_the_chief_reaches_the_forms(demo_client, activity, page, username, status):
    path = f"/aktiviteter/{activity('SI-04' if page == 'oppna' else 'SI-03').pk}/{page}/"
    client = demo_client(username)

    assert client.get(path).status_code == status
    assert client.post(path).status_code == (400 if status == 200 else status)


@pytest.mark.parametrize("page", ["andra", "avsluta", "oppna", "overlamna"])
def test_an_activity_that_does_not_exist_is_not_found(editor, page):
    assert editor.get(f"/aktiviteter/999999/{page}/").status_code == 404


def test_what_was_typed_before_the_session_ended_opens_again_unsaved(editor):
    session = editor.session
    fields = {name: [value] for name, value in new(title="Min titel", code="SI-01").items()}
    session["carried"] = {"path": "/aktiviteter/ny/", "fields": fields}
    session.save()

    response = editor.get("/aktiviteter/ny/")

    assert (response.status_code, response.context["form"]["title"].value()) == (200, "Min titel")
    assert Activity.objects.count() == 28
