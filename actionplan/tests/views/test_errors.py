import pytest
from django.core.exceptions import PermissionDenied
from django.urls import include, path

from actionplan.choices import Role
from actionplan.services.people import create_user
from actionplan.views import errors

pytestmark = pytest.mark.django_db


def refuse(request):
    raise PermissionDenied("Bara näringslivschefen kan ändra i planen.")


def break_down(request):
    raise RuntimeError("hemlig uppgift")


urlpatterns = [path("neka/", refuse), path("krascha/", break_down), path("", include("actionplan.urls"))]
handler403, handler500 = errors.permission_denied, errors.server_error


@pytest.fixture
def signed_in(client):
    client.force_login(create_user(username="lena", role=Role.COUNCIL, password=None))
    client.raise_request_exception = False
    return client


def heading(response):
    page = response.content.decode()
    assert '<html lang="sv">' in page
    return page.partition("<h1>")[2].partition("</h1>")[0]


def test_an_unknown_page_is_404_in_swedish_also_for_the_anonymous(client):
    response = client.get("/finns-inte/")

    assert (response.status_code, heading(response)) == (404, "Sidan finns inte")
    assert "Huvudmeny" not in response.content.decode()


def test_what_was_typed_for_a_page_that_is_gone_is_shown_to_copy(signed_in):
    text = "Det går bra <b>nu</b> & sedan"

    response = signed_in.post("/rapporter/99/andra/", {"summary": text, "version": "1", "visibility": "alla"})

    assert response.status_code == 404
    assert response.context["words"] == [text]
    assert "Det går bra &lt;b&gt;nu&lt;/b&gt; &amp; sedan" in response.content.decode()


@pytest.mark.parametrize("text", ["Går bra.\nNästan.", "å" * 65])
def test_lines_and_long_words_are_shown_too_but_no_choices_and_tokens(signed_in, text):
    typed = {"summary": text, "token": "0" * 64, "day": "2016-08-31", "visibility": "alla", "password": "två ord"}

    assert signed_in.post("/rapporter/99/andra/", typed).context["words"] == [text]


def test_what_was_carried_over_a_sign_in_to_a_page_that_is_gone_is_shown_once(signed_in):
    address, session = "/rapporter/99/andra/", signed_in.session
    session["carried"] = {"path": address, "fields": {"summary": ["Det jag skrev."], "version": ["1"]}}
    session.save()

    assert [signed_in.get(address).context["words"] for _ in range(2)] == [["Det jag skrev."], []]


def test_nobody_who_is_not_signed_in_gets_it_back(client):
    response = client.post("/finns-inte/", {"text": "Två ord"})

    assert (response.status_code, "Två ord" in response.content.decode()) == (404, False)


@pytest.mark.urls(__name__)
def test_a_refusal_says_why(signed_in):
    response = signed_in.get("/neka/")

    assert (response.status_code, heading(response)) == (403, "Det får du inte göra")
    assert "Bara näringslivschefen kan ändra i planen." in response.content.decode()


@pytest.mark.urls(__name__)
def test_a_crash_tells_nothing(signed_in):
    response = signed_in.get("/krascha/")

    assert (response.status_code, heading(response)) == (500, "Något gick fel hos oss")
    assert "hemlig uppgift" not in response.content.decode()


def test_the_500_page_needs_no_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = errors.server_error(rf.get("/"))

    assert heading(response) == "Något gick fel hos oss"


def test_a_foreign_host_is_400_in_swedish(client):
    response = client.get("/logga-in/", headers={"host": "evil.example"})

    assert (response.status_code, heading(response)) == (400, "Det gick inte att läsa")


def test_a_wrong_method_is_405_with_a_page(signed_in):
    response = signed_in.get("/logga-in/fortsatt/")

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert heading(response) == "Det går inte att öppna så"
