import pytest
from django.db import OperationalError, connection

from actionplan.choices import Role
from actionplan.services.people import create_user, set_role

pytestmark = pytest.mark.django_db


def user_with(role):
    user = create_user(username="lena", role=Role.COUNCIL, password=None)
    if role:
        set_role(user, role)
    else:
        user.groups.clear()
    return user


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.CHIEF, "/oversikt/"),
        (Role.OFFICER, "/mina/"),
        (Role.COUNCIL, "/rapporter/"),
        (Role.ADMINISTRATOR, "/admin/"),
    ],
)
def test_start_sends_each_role_to_its_own_page(client, role, page):
    client.force_login(user_with(role))

    assert client.get("/")["Location"] == page


def test_start_tells_a_user_without_role_what_to_do(client):
    client.force_login(user_with(None))

    response = client.get("/")

    assert response.status_code == 403
    assert "Ditt konto har ingen roll ännu." in response.content.decode()


def test_start_asks_the_anonymous_to_sign_in(client):
    assert client.get("/")["Location"] == "/logga-in/?next=/"


def test_accessibility_statement_is_open_and_has_its_eleven_parts(client, settings):
    page = client.get("/tillganglighet/").content.decode()

    parts = [
        "Tyresö kommun ansvarar",
        "webbplatsen Näringslivsplanen",
        "<strong>delvis förenlig</strong>",
        "Innehåll som inte är tillgängligt",
        "Bedömningen gjordes senast den 23 november 2026",
        "Redogörelsen uppdaterades senast den 23 november 2026",
        "Hur vi har testat webbplatsen",
        f"mailto:{settings.CONTACT_EMAIL}",
        "https://www.digg.se/tdosanmalan",
        "Oskäligt betungande anpassning",
        "Innehåll som inte omfattas av lagen",
    ]
    assert [part for part in parts if part not in page] == []


@pytest.mark.parametrize("path", ["/logga-in/", "/losenord/glomt/", "/tillganglighet/", "/finns-inte/"])
def test_accessibility_statement_is_linked_on_open_pages(client, path):
    assert '<a href="/tillganglighet/">' in client.get(path).content.decode()


def test_health_is_open_and_plain(client):
    response = client.get("/halsa/")

    assert (response.status_code, response.content) == (200, b"ok")


def test_health_says_503_when_the_database_does_not_answer(client):
    def broken(execute, sql, params, many, context):
        raise OperationalError("no database")

    with connection.execute_wrapper(broken):
        response = client.get("/halsa/")

    assert (response.status_code, response.content.decode()) == (503, "databasen svarar inte")


@pytest.mark.parametrize("path", ["/", "/rapporter/", "/tillganglighet/", "/halsa/"])
def test_pages_that_only_show_refuse_post(client, path):
    client.force_login(user_with(Role.COUNCIL))

    response = client.post(path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
