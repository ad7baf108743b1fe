"""The log of who came and went, who was refused and who changed something."""

from datetime import datetime

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from actionplan.choices import Role
from actionplan.tests.factories import ActivityFactory, EventFileFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "tre gröna hästar"


@pytest.fixture
def kim(client):
    user = UserFactory(username="kim", email="kim@example.com", role=Role.CHIEF)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def entries(caplog):
    """entries(): what the log has been told so far, by its own logger."""
    caplog.set_level("INFO", logger="actionplan.audit")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "actionplan.audit"]


def sign_in(client, login, password=PASSWORD):
    return client.post("/logga-in/", {"login": login, "password": password})


def test_coming_and_going_is_written_down(client, kim, entries):
    sign_in(client, "kim")
    client.post("/logga-ut/")

    assert [one for one in entries() if one.startswith("sign")] == [
        "sign-in: kim from 127.0.0.1",
        "sign-out: kim from 127.0.0.1",
    ]


@pytest.mark.parametrize(
    ("login", "name"), [("kim", "kim"), ("KIM@example.com", "kim"), ("hemligt lösenord", "no such account")]
)
def test_a_wrong_password_is_told_of_without_what_was_typed(client, kim, entries, login, name):
    sign_in(client, login, "fel lösenord 123")

    assert f"sign-in failed: {name} from 127.0.0.1" in entries()
    assert [one for one in entries() if "hemligt" in one or "fel lösenord" in one] == []


def test_an_account_that_rests_is_told_of(client, kim, entries):
    for _ in range(6):
        sign_in(client, "kim", "fel lösenord 123")

    assert "sign-in braked: kim from 127.0.0.1" in entries()


def test_a_changed_password_is_told_of(client, kim, entries):
    client.force_login(kim, backend="allauth.account.auth_backends.AuthenticationBackend")
    new = {"password1": "fyra gula grisar", "password2": "fyra gula grisar"}

    client.post("/losenord/", {"oldpassword": PASSWORD, **new})

    assert "new password: kim from 127.0.0.1" in entries()
    assert [one for one in entries() if "grisar" in one or "hästar" in one] == []


@pytest.mark.parametrize(
    ("method", "path", "entry"),
    [
        ("get", "/oversikt/", "refused: GET /oversikt/ (dashboard) 404 by council from 127.0.0.1"),
        ("get", "/finns-inte/", "refused: GET /finns-inte/ (no page) 404 by council from 127.0.0.1"),
        ("post", "/planen/andra/", "refused: POST /planen/andra/ (plan_edit) 404 by council from 127.0.0.1"),
    ],
)
def test_a_refusal_is_written_down(council_client, entries, method, path, entry):
    getattr(council_client, method)(path)

    assert entries() == [entry]


def test_a_change_is_written_down_and_reading_is_not(chief_client, entries):
    activity = ActivityFactory()
    chief_client.get(f"/aktiviteter/{activity.pk}/andra/")
    assert entries() == []

    chief_client.post(f"/aktiviteter/{activity.pk}/andra/", {"title": "Hemlig text"})

    path = f"/aktiviteter/{activity.pk}/andra/"
    assert entries() == [f"failed: POST {path} (activity_edit) 400 by chief from 127.0.0.1"]


def test_a_form_without_its_token_is_a_refusal(sign_in_client, chief, entries):
    client = sign_in_client(chief, enforce_csrf_checks=True)

    client.post("/planen/andra/", {"title": "Ny"})

    assert entries()[-1:] == ["refused: POST /planen/andra/ (plan_edit) 403 by chief from 127.0.0.1"]


def test_a_form_sent_by_nobody_who_is_signed_in_is_a_refusal(anonymous_client, entries):
    anonymous_client.post("/planen/andra/", {"title": "Ny"})

    assert entries() == ["refused: POST /planen/andra/ (plan_edit) 200 by anonymous from 127.0.0.1"]


def test_a_file_that_is_handed_out_is_told_of_by_its_number(chief_client, caplog):
    caplog.set_level("INFO", logger="actionplan.export")
    file = EventFileFactory(name="Om Anna Berg.pdf")

    chief_client.get(f"/samrad/filer/{file.pk}/")

    told = [one.getMessage() for one in caplog.records if one.name == "actionplan.export"]
    assert told == [f"export by chief from 127.0.0.1: file {file.pk} of event {file.event_id}"]


def test_the_key_of_a_forgotten_password_is_left_out(anonymous_client, entries):
    anonymous_client.put("/losenord/nytt/1-hemlig/")

    assert [one for one in entries() if "hemlig" in one] == []


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("%0Asign-in:%20admin", "%0Asign-in%3A%20admin"),
        ("%E2%80%A8x%1B%5B31m", "%E2%80%A8x%1B%5B31m"),
        ("x%20(start)%20200%20by%20admin", "x%20%28start%29%20200%20by%20admin"),
    ],
)
def test_an_address_makes_no_entry_and_no_field_of_its_own(council_client, caplog, sent, written):
    caplog.set_level("INFO", logger="actionplan.audit")

    council_client.get(f"/rapporter/{sent}/")

    formatter = import_string(settings.LOGGING["formatters"]["line"]["()"])()

    [line] = [formatter.format(one) for one in caplog.records if one.name == "actionplan.audit"]
    assert line.endswith(f" refused: GET /rapporter/{written}/ (no page) 404 by council from 127.0.0.1")
    assert len(line.splitlines()) == 1
    assert datetime.fromisoformat(line.split()[0]).utcoffset() is not None
