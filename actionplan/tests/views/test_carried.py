import re
import time

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from actionplan import carried
from actionplan.choices import Role
from actionplan.models import User
from actionplan.services.people import create_user
from actionplan.views.carried import pop_carried

PASSWORD = "tre gröna hästar"
TYPED = {"comment": "Underlag klart.\nVäntar på <KS>.", "status": ["a", "b"], "empty": ""}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_brake_from_another_test():
    cache.clear()


@pytest.fixture
def reader():
    return create_user(username="lena", role=Role.COUNCIL, password=PASSWORD, is_example=True)


def hidden(response, name="carried"):
    found = re.search(rf'name="{name}" value="([^"]+)"', response.content.decode())
    return found and found[1]


def kept(client):
    return client.session.get("carried")


def test_a_post_without_a_session_gets_the_sign_in_page_with_what_was_typed(client):
    response = client.post("/rapporter/?sida=2", TYPED)

    assert response.status_code == 200
    assert "Inget är sparat ännu." in response.content.decode()
    assert hidden(response, "next") == "/rapporter/?sida=2"
    found = carried.unpack(hidden(response))
    assert found.path == "/rapporter/?sida=2"
    assert found.fields == {"comment": [TYPED["comment"]], "status": ["a", "b"], "empty": [""]}


def test_what_was_typed_survives_a_wrong_password_and_opens_after_sign_in(client, reader):
    text = hidden(client.post("/rapporter/", TYPED))

    wrong = client.post("/logga-in/", {"login": "lena", "password": "fel", "carried": text, "next": "/rapporter/"})
    right = client.post("/logga-in/", {"login": "lena", "password": PASSWORD, "carried": hidden(wrong)})

    assert right["Location"] == "/rapporter/"
    assert kept(client)["fields"]["comment"] == [TYPED["comment"]]


def test_what_was_typed_survives_the_brake(client, reader):
    text = hidden(client.post("/rapporter/", TYPED))

    for _ in range(6):
        response = client.post("/logga-in/", {"login": "lena", "password": "fel", "carried": text})

    assert (response.status_code, hidden(response)) == (429, text)


def test_what_was_typed_opens_after_a_demo_button(client, reader, settings):
    settings.DEMO = True
    text = hidden(client.post("/rapporter/", TYPED))

    response = client.post("/logga-in/demo/", {"user": "lena", "carried": text})

    assert response["Location"] == "/rapporter/"
    assert kept(client)["fields"]["status"] == ["a", "b"]


def test_pop_carried_gives_the_text_once_and_only_to_its_page(rf, reader, client):
    client.force_login(reader)
    session = client.session
    session["carried"] = {
        "path": "/aktiviteter/7/uppdatera/?nasta=1",
        "fields": {"comment": ["Hej"], "status": ["a", "b"]},
    }

    def ask(path, method="get"):
        request = getattr(rf, method)(path)
        request.session, request._messages = session, Messages()
        return pop_carried(request)

    assert ask("/aktiviteter/8/uppdatera/") is None
    assert ask("/aktiviteter/7/uppdatera/", "post") is None
    assert ask("/aktiviteter/7/uppdatera/").urlencode() == "comment=Hej&status=a&status=b"
    assert ask("/aktiviteter/7/uppdatera/") is None


class Messages(list):
    """Stands where the messages middleware puts its storage."""

    def add(self, level, message, extra_tags=""):
        self.append(message)


def test_passwords_tokens_and_files_are_never_carried(client):
    sent = {"csrfmiddlewaretoken": "x", "next": "/", "oldpassword": "hemligt", "password1": "hemligt", "text": "kvar"}

    response = client.post("/rapporter/", sent)

    assert carried.unpack(hidden(response)).fields == {"text": ["kvar"]}


def test_a_form_with_only_passwords_carries_nothing(client):
    response = client.post("/losenord/", {"oldpassword": "a", "password1": "b", "password2": "b"})

    assert (response.status_code, hidden(response)) == (200, None)


def test_far_too_much_text_is_not_carried_and_that_is_said(client):
    response = client.post("/rapporter/", {"comment": "x" * 200_001})

    assert hidden(response) is None
    assert "Texten är för lång för att följa med" in response.content.decode()


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "a:b:c", pytest.param(signing.dumps({"path": "/"}, salt="actionplan.carried"), id="no fields")],
)
def test_what_is_not_ours_is_not_opened(client, reader, text):
    response = client.post("/logga-in/", {"login": "lena", "password": PASSWORD, "carried": text})

    assert response["Location"] == "/"
    assert kept(client) is None


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_carried_text_never_leads_out_of_the_site(client, reader, path):
    text = signing.dumps({"path": path, "fields": {"a": ["b"]}}, salt="actionplan.carried", compress=True)

    response = client.post("/logga-in/", {"login": "lena", "password": PASSWORD, "carried": text})

    assert response["Location"] == "/"


class OldSigner(signing.TimestampSigner):
    """Signs as if `age` seconds ago."""

    age = 0

    def timestamp(self):
        return signing.b62_encode(int(time.time()) - self.age)


@pytest.mark.parametrize(("age", "is_read"), [(24 * 60 * 60 - 60, True), (24 * 60 * 60 + 60, False)])
def test_carried_text_is_too_old_after_a_day(age, is_read):
    signer = OldSigner(salt="actionplan.carried")
    signer.age = age
    text = signer.sign_object({"path": "/rapporter/", "fields": {"a": ["b"]}}, compress=True)

    assert (carried.unpack(text) is not None) == is_read


def test_an_old_form_is_refused_but_can_be_opened_again_with_what_was_typed(reader):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)

    refused = client.post("/rapporter/", TYPED)
    page = refused.content.decode()
    token = hidden(refused, "csrfmiddlewaretoken")
    opened = client.post("/logga-in/fortsatt/", {"carried": hidden(refused), "csrfmiddlewaretoken": token})

    assert refused.status_code == 403
    assert "Öppna formuläret med det du skrev" in page
    assert opened["Location"] == "/rapporter/"
    assert kept(client)["fields"]["comment"] == [TYPED["comment"]]


def test_an_old_form_can_be_opened_again_after_sign_in(reader):
    client = Client(enforce_csrf_checks=True)
    refused = client.post("/rapporter/", TYPED)
    token = hidden(refused, "csrfmiddlewaretoken")

    sign_in = client.post("/logga-in/fortsatt/", {"carried": hidden(refused), "csrfmiddlewaretoken": token})
    opened = client.post(
        "/logga-in/",
        {"login": "lena", "password": PASSWORD, "carried": hidden(sign_in), "csrfmiddlewaretoken": token},
    )

    assert sign_in.status_code == 200
    assert opened["Location"] == "/rapporter/"


def test_an_old_sign_in_page_carries_nothing_but_keeps_what_it_carried(reader):
    client = Client(enforce_csrf_checks=True)
    text = hidden(Client().post("/rapporter/", TYPED))

    plain = client.post("/logga-in/", {"login": "lena", "password": PASSWORD})
    carrying = client.post("/logga-in/", {"login": "lena", "password": PASSWORD, "carried": text})

    assert (plain.status_code, hidden(plain)) == (403, None)
    assert '<a class="np-btn" href="/logga-in/">Öppna sidan på nytt</a>' in plain.content.decode()
    assert (carrying.status_code, hidden(carrying)) == (403, text)


def test_reopening_what_cannot_be_read_says_so(client, reader):
    client.force_login(reader)

    response = client.post("/logga-in/fortsatt/", {"carried": "nonsense"})

    assert response["Location"] == "/"
    assert "Det du skrev går inte att hämta längre. Inget är sparat." in client.get("/rapporter/").content.decode()


def test_htmx_opens_the_whole_sign_in_page(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/rapporter/?sida=2"}

    posted = client.post("/rapporter/", TYPED, headers=headers)
    fetched = client.get("/rapporter/", headers=headers)

    assert (posted["HX-Retarget"], posted["HX-Reswap"]) == ("body", "innerHTML")
    assert fetched["HX-Redirect"] == f"{reverse('account_login')}?next=/rapporter/%3Fsida%3D2"


def test_a_status_update_survives_an_expired_session_and_is_not_saved(demo_client, activity, sign_in_client):
    one, officer = activity("SI-03"), User.objects.get(username="demo-handlaggare-stad")
    officer.set_password(PASSWORD)
    officer.save()
    page, client = reverse("status_update_add", args=[one.pk]), sign_in_client()
    typed = {
        "version": one.version,
        "status": "pagaende",
        "assessment": "gul",
        "comment": "Väntar på <KS>.",
        "as_of": "4/12/2017",
    }

    expired = client.post(f"{page}?back=mina", typed)
    signed_in = client.post(
        "/logga-in/", {"login": "demo-handlaggare-stad", "password": PASSWORD, "carried": hidden(expired)}
    )
    opened = client.get(signed_in["Location"])

    assert signed_in["Location"] == f"{page}?back=mina"
    form = opened.context["form"]
    assert {name: form[name].value() for name in ("comment", "assessment", "as_of")} == {
        "comment": "Väntar på <KS>.",
        "assessment": "gul",
        "as_of": "4/12/2017",
    }
    assert "Det är inte sparat ännu" in opened.content.decode()
    assert one.updates.filter(comment="Väntar på <KS>.").count() == 0


def test_a_button_without_a_page_of_its_own_leads_back_to_where_it_stands(example, activity, client):
    response = client.post(reverse("status_update_confirm", args=[activity("SI-03").pk]), {"version": 1})

    assert (hidden(response), hidden(response, "next")) == (None, "/mina/")
    assert "Inget sparades. Logga in och gör om det." in response.content.decode()
