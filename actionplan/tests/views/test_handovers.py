"""Handing over one activity, and a department's."""

import datetime as dt

import pytest

from actionplan.models import Activity, Department
from actionplan.tests.views.test_plans import CHIEF, OFFICER, said, text_of


@pytest.fixture
def editor(demo_client):
    return demo_client(CHIEF)


def department(name):
    return Department.objects.get(name=name)


def owners(code):
    rows = Activity.objects.get(code=code).responsibilities.responsible().order_by("from_on")
    return [(str(row.department), row.from_on, row.to_on) for row in rows]


def test_handing_over_one_activity_keeps_both_rows(editor, activity):
    row = activity("UI-03")
    typed = {"version": row.version, "to": department("Näringsliv").pk, "from_on": "1 januari 2018"}

    response = editor.post(f"/aktiviteter/{row.pk}/overlamna/", typed)

    assert (response["Location"], said(response)) == (
        row.get_absolute_url(),
        ["Näringsliv ansvarar för UI-03 från 2018-01-01."],
    )
    assert owners("UI-03") == [
        ("Konsult- och servicekontoret", dt.date(2015, 12, 4), dt.date(2017, 12, 31)),
        ("Näringsliv", dt.date(2018, 1, 1), None),
    ]
    page = text_of(editor.get(row.get_absolute_url()))
    assert [name for name in ("Konsult- och service", "Näringsliv") if name not in page.replace("\xad", "")] == []


def test_handing_over_sent_twice_is_one_handover(editor, activity):
    row = activity("UI-03")
    typed = {"version": row.version, "to": department("Näringsliv").pk, "from_on": "2018-01-01"}
    editor.post(f"/aktiviteter/{row.pk}/overlamna/", typed)

    again = editor.post(f"/aktiviteter/{row.pk}/overlamna/", typed)

    assert (again.status_code, len(owners("UI-03"))) == (302, 2)


def test_a_handover_in_between_is_told_to_the_second(editor, activity):
    row = activity("UI-03")
    path = f"/aktiviteter/{row.pk}/overlamna/"
    editor.post(path, {"version": row.version, "to": department("Näringsliv").pk, "from_on": "2018-01-01"})

    told = editor.post(
        path, {"version": row.version, "to": department("Socialförvaltningen").pk, "from_on": "2018-02-01"}
    )

    assert told.status_code == 409
    assert "Ansvarig Konsult- och servicekontoret Näringsliv" in text_of(told)


def test_a_department_that_has_ended_cannot_take_over(editor, activity):
    row = activity("UI-03")
    typed = {"version": row.version, "to": department("Samhällsbyggnadsförvaltningen").pk, "from_on": "2018-01-01"}

    response = editor.post(f"/aktiviteter/{row.pk}/overlamna/", typed)

    assert response.status_code == 400
    assert response.context["form"].errors == {
        "to": [
            "Samhällsbyggnadsförvaltningen upphörde 2015-12-31. "
            "Välj efterträdare: Stadsbyggnadsförvaltningen och Tekniska kontoret."
        ]
    }


def test_a_departments_activities_are_previewed_before_anything_happens(editor):
    giver = department("Konsult- och servicekontoret")
    form = editor.get(f"/forvaltningar/{giver.pk}/overlamna/").context["form"]
    typed = {
        "version": "0",
        "to": department("Näringsliv").pk,
        "from_on": "2018-01-01",
        "activities": form["activities"].value(),
        "confirm": "1",
    }

    preview = editor.post(f"/forvaltningar/{giver.pk}/overlamna/", typed)

    page = text_of(preview)
    assert preview.status_code == 200
    assert "Från 1 januari 2018 tar Näringsliv över. Fram till dess står Konsult- och servicekontoret kvar." in page
    assert {role.label: [row.activity.code for row in rows] for role, rows in preview.context["preview"]["roles"]} == {
        "Ansvarig": ["SI-01", "SI-05", "UI-01", "UI-02", "UI-03", "UI-04", "UI-05", "UI-06"],
        "Medverkar": ["EB-05", "SI-02", "SI-08", "SU-08"],
    }
    assert owners("UI-03") == [("Konsult- och servicekontoret", dt.date(2015, 12, 4), None)]


def test_what_was_previewed_is_handed_over_once(editor):
    giver, heir = department("Konsult- och servicekontoret"), department("Näringsliv")
    path = f"/forvaltningar/{giver.pk}/overlamna/"
    codes = ["UI-03", "EB-05"]
    typed = {
        "version": "0",
        "to": heir.pk,
        "from_on": "2018-01-01",
        "activities": [Activity.objects.get(code=code).pk for code in codes],
    }
    version = editor.post(path, typed).context["form"]["version"].value()

    done = editor.post(path, typed | {"version": version, "confirm": "1"})
    again = editor.post(path, typed | {"version": version, "confirm": "1"})

    assert done["Location"] == again["Location"] == f"/forvaltningar/{giver.pk}/"
    assert said(done) == ["Konsult- och servicekontoret lämnar över 2 aktiviteter till Näringsliv från 2018-01-01."]
    assert owners("UI-03") == [
        ("Konsult- och servicekontoret", dt.date(2015, 12, 4), dt.date(2017, 12, 31)),
        ("Näringsliv", dt.date(2018, 1, 1), None),
    ]
    assert owners("UI-04") == [("Konsult- och servicekontoret", dt.date(2015, 12, 4), None)]
    assert Activity.objects.get(code="EB-05").responsibilities.filter(department=heir, to_on=None).count() == 1
    assert "Har lämnat över" in text_of(editor.get(f"/forvaltningar/{giver.pk}/?dag=2018-01-01"))


def test_what_changed_after_the_preview_is_previewed_again(editor, activity):
    giver = department("Utvecklingsförvaltningen")
    path = f"/forvaltningar/{giver.pk}/overlamna/"
    row = activity("SU-04")
    typed = {"version": "0", "to": department("Näringsliv").pk, "from_on": "2018-01-01", "activities": [row.pk]}
    version = editor.post(path, typed).context["form"]["version"].value()
    Activity.objects.filter(pk=row.pk).update(version=row.version + 1)

    response = editor.post(path, typed | {"version": version, "confirm": "1"})

    assert (response.status_code, response.context["preview"]["to"]) == (200, department("Näringsliv"))
    assert len(owners("SU-04")) == 1


def test_a_day_too_early_is_said_beside_the_field(editor):
    giver = department("Stadsbyggnadsförvaltningen")
    path = f"/forvaltningar/{giver.pk}/overlamna/"
    form = editor.get(path).context["form"]
    typed = {
        "version": "0",
        "to": department("Näringsliv").pk,
        "from_on": "2016-01-01",
        "activities": form["activities"].value(),
    }
    version = editor.post(path, typed).context["form"]["version"].value()

    response = editor.post(path, typed | {"version": version, "confirm": "1"})

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["from_on"]


def test_a_department_without_activities_says_so(editor):
    giver = department("Samhällsbyggnadsförvaltningen")

    assert "har inga aktiviteter att lämna över." in text_of(editor.get(f"/forvaltningar/{giver.pk}/overlamna/"))


@pytest.mark.parametrize(
    ("username", "status"), [(CHIEF, 200), (OFFICER, 403), ("demo-admin", 403), ("demo-fortroendevald", 404)]
)
def test_only_the_chief_hands_over(demo_client, username, status):
    path = f"/forvaltningar/{department('Näringsliv').pk}/overlamna/"
    client = demo_client(username)

    assert client.get(path).status_code == status
    assert client.post(path).status_code == (400 if status == 200 else status)


def test_the_pages_ask_as_many_questions_for_one_activity_as_for_many(editor, django_assert_max_num_queries):
    for name in ("Utvecklingsförvaltningen", "Konsult- och servicekontoret"):
        with django_assert_max_num_queries(20):
            editor.get(f"/forvaltningar/{department(name).pk}/overlamna/")
