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
