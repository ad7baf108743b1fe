import pytest
from django.contrib.auth import get_user_model

from actionplan.choices import Role
from actionplan.services.people import create_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(create_user(username="lena", role=Role.COUNCIL, password=None))
    return client


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "DEBUG"])
def test_trace_and_made_up_methods_are_refused(signed_in, method):
    response = signed_in.generic(method, "/rapporter/")

    assert response.status_code == 405
    assert "Det går inte att öppna så" in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/rapporter/?q=a%00b", "/rapporter/?a%00b=q", "/logga-in/?next=%00", "/finns-inte/?%00"]
)
def test_a_nul_in_the_address_is_400_in_swedish(signed_in, path):
    response = signed_in.get(path)

    assert response.status_code == 400
    assert "Det gick inte att läsa" in response.content.decode()


@pytest.mark.parametrize("data", [{"login": "le\0na", "password": "x"}, {"lo\0gin": "lena"}])
def test_a_nul_in_a_form_is_400_and_nothing_is_stored(client, data):
    assert client.post("/logga-in/", data).status_code == 400
    assert get_user_model().objects.count() == 0


def test_a_nul_in_a_cookie_is_400(client):
    client.cookies["sessionid"] = '"\\000abcdefgh"'

    assert client.get("/rapporter/", headers={"cookie": 'sessionid="\\000abcdefgh"'}).status_code == 400


@pytest.mark.parametrize("character", [chr(code) for code in [*range(1, 32), 127, 0x85, 0x202E, 0xFEFF, 0xFFFF]])
def test_no_control_character_breaks_sign_in(client, character):
    response = client.post("/logga-in/", {"login": f"le{character}na", "password": f"x{character}"})

    assert response.status_code in (200, 429)


@pytest.mark.parametrize("path", ["/rapporter/", "/logga-in/", "/tillganglighet/", "/halsa/", "/finns-inte/"])
def test_no_page_is_kept_by_browser_or_proxy(signed_in, path):
    assert "no-store" in signed_in.get(path)["Cache-Control"]
