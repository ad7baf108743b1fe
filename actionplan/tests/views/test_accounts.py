import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse

from actionplan.choices import Role
from actionplan.services.people import create_user

PASSWORD = "tre gröna hästar"
WRONG = "Användarnamnet eller lösenordet stämmer inte. Kontrollera att du skrev rätt."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_brake_from_another_test():
    cache.clear()


@pytest.fixture
def reader():
    return create_user(username="lena", role=Role.COUNCIL, password=PASSWORD, email="Lena@example.com")


def log_in(client, login="lena", password=PASSWORD, **more):
    return client.post("/logga-in/", {"login": login, "password": password, **more})


def errors(response):
    return response.context["form"].non_field_errors()


def test_login_goes_to_the_start_page_of_the_role(client, reader):
    response = log_in(client)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/rapporter/"


@pytest.mark.parametrize("login", ["lena", "LENA", "lena@example.com", " Lena@Example.com "])
def test_login_takes_user_name_or_e_mail_in_any_case(client, reader, login):
    assert log_in(client, login).status_code == 302


@pytest.mark.parametrize("login", ["lena", "lena@example.com", "finns-inte", "finns-inte@example.com"])
def test_login_answers_the_same_to_wrong_password_and_unknown_user(client, reader, login):
    response = log_in(client, login, "fel lösenord")

    assert (response.status_code, errors(response)) == (200, [WRONG])
    assert response.context["form"]["login"].value() == login


def test_login_makes_a_new_session(client, reader):
    client.post("/logga-in/", {"login": "", "password": ""})
    session = client.session
    session["something"] = 1
    session.save()

    log_in(client)

    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example"],
)
def test_login_never_leads_out_of_the_site(client, reader, target):
    assert log_in(client, next=target)["Location"] == "/"


def test_login_goes_on_to_the_page_that_was_asked_for(client, reader):
    asked = client.get("/rapporter/?sida=2")

    assert asked["Location"] == "/logga-in/?next=/rapporter/%3Fsida%3D2"
    assert log_in(client, next="/rapporter/?sida=2")["Location"] == "/rapporter/?sida=2"


def test_login_page_lets_password_managers_and_paste_work(client):
    form = client.get("/logga-in/").context["form"]

    assert form["login"].as_widget().count('autocomplete="username"') == 1
    assert form["password"].as_widget().count('autocomplete="current-password"') == 1
    assert "placeholder" not in form.as_p()


def test_five_wrong_passwords_rest_the_account_with_429_in_swedish(client, reader):
    for _ in range(5):
        assert log_in(client, password="fel lösenord").status_code == 200

    response = log_in(client)

    assert response.status_code == 429
    assert errors(response) == [
        "Fel lösenord har skrivits för många gånger. Vänta fem minuter och försök igen, "
        "eller välj ”Har du glömt lösenordet?”."
    ]
    assert "_auth_user_id" not in client.session


def test_asking_for_json_does_not_lead_around_the_pages(client, reader):
    response = client.post("/logga-in/", {"login": "lena", "password": "fel"}, headers={"accept": "application/json"})

    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_the_brake_on_one_account_leaves_colleagues_alone(client, reader):
    create_user(username="kim", role=Role.COUNCIL, password=PASSWORD)
    for _ in range(6):
        log_in(client, password="fel lösenord")

    assert log_in(client, "kim").status_code == 302


def test_a_disabled_account_is_told_so_and_stays_out(client, reader):
    reader.is_active = False
    reader.save()

    response = log_in(client)

    assert response["Location"] == "/logga-in/avstangt/"
    assert "Kontot är avstängt" in client.get("/logga-in/avstangt/").content.decode()
    assert "_auth_user_id" not in client.session


def test_a_session_dies_when_the_account_is_disabled(client, reader):
    log_in(client)
    reader.is_active = False
    reader.save()

    assert client.get("/rapporter/").status_code == 302


def test_logout_needs_post_and_kills_the_session(client, reader):
    log_in(client)
    key = client.session.session_key

    assert client.get("/logga-ut/").status_code == 200
    assert client.get("/rapporter/").status_code == 200
    response = client.post("/logga-ut/")

    assert response["Location"] == "/logga-in/"
    assert not Session.objects.filter(session_key=key).exists()
    assert "Du är utloggad." in client.get("/logga-in/").content.decode()


def test_there_is_no_sign_up(client):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.get("/logga-in/ny/").status_code == 404


def change_password(client, old=PASSWORD, new="fyra blå kor på grönbete", again=None):
    return client.post("/losenord/", {"oldpassword": old, "password1": new, "password2": again or new})


def test_password_change_keeps_this_session_and_ends_the_others(client, reader, django_user_model):
    other = type(client)()
    log_in(client)
    log_in(other)

    response = change_password(client)

    assert response["Location"] == "/"
    assert client.get("/rapporter/").status_code == 200
    assert other.get("/rapporter/").status_code == 302
    assert log_in(type(client)(), password="fyra blå kor på grönbete").status_code == 302


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"old": "fel"}, "oldpassword", "Det nuvarande lösenordet stämmer inte."),
        ({"new": "kort"}, "password1", "Det här lösenordet är för kort. Det måste innehålla minst 12 tecken."),
        ({"new": "password1234"}, "password1", "Detta lösenord är alldeles för vanligt."),
        ({"new": "lena@example.com"}, "password1", "Ditt lösenord är alltför likt e-postadress."),
        ({"again": "något helt annat"}, "password2", "Du måste ange samma lösenord"),
    ],
)
def test_password_change_says_in_swedish_what_is_wrong(client, reader, sent, field, message):
    log_in(client)

    response = change_password(client, **sent)

    assert response.context["form"].errors == {field: [message]}
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)


def test_password_rules_stand_beside_the_field(client, reader):
    log_in(client)

    page = client.get("/losenord/").content.decode()

    assert "minst 12 tecken" in page
    assert page.count('autocomplete="new-password"') == 2


def test_a_long_password_is_welcome(client, reader):
    log_in(client)

    assert change_password(client, new="å" * 200).status_code == 302
    assert log_in(type(client)(), password="å" * 200).status_code == 302


def ask_for_link(client, mailoutbox, email="lena@example.com"):
    client.post("/losenord/glomt/", {"email": email})
    return re.search(r"http://testserver(/losenord/nytt/\S+)", mailoutbox[-1].body)[1]


def test_forgotten_password_sends_a_swedish_mail_with_a_link(client, reader, mailoutbox):
    response = client.post("/losenord/glomt/", {"email": "Lena@Example.com"})

    assert response["Location"] == "/losenord/glomt/skickat/"
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("Välj ett nytt lösenord i Näringslivsplanen", ["lena@example.com"])
    assert "Ditt användarnamn är lena." in mail.body
    assert "&" not in mail.body


def test_forgotten_password_answers_the_same_to_an_unknown_address(client, reader, mailoutbox):
    response = client.post("/losenord/glomt/", {"email": "finns-inte@example.com"})

    assert (response.status_code, response["Location"]) == (302, "/losenord/glomt/skickat/")
    assert mailoutbox == []


def test_asking_for_link_upon_link_is_braked_in_swedish(client, reader, mailoutbox):
    answers = [client.post("/losenord/glomt/", {"email": "lena@example.com"}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "<h1>Vänta en stund</h1>" in answers[-1].content.decode()
    assert len(mailoutbox) == 5


def test_the_link_sets_a_new_password_once(client, reader, mailoutbox):
    link = ask_for_link(client, mailoutbox)
    form_page = client.get(link)["Location"]
    new = {"password1": "fyra blå kor på grönbete", "password2": "fyra blå kor på grönbete"}

    done = client.post(form_page, new)
    again = type(client)().get(link)

    assert done["Location"] == "/losenord/nytt/klart/"
    assert log_in(client, password=new["password1"]).status_code == 302
    assert (again.status_code, again.context["token_fail"]) == (200, True)


def test_the_link_keeps_its_key_out_of_the_form_page(client, reader, mailoutbox):
    link = ask_for_link(client, mailoutbox)

    form_page = client.get(link)["Location"]

    assert form_page.endswith("-set-password/")
    assert client.get(form_page).status_code == 200


def test_a_new_password_lets_go_of_the_brake(client, reader, mailoutbox):
    for _ in range(6):
        log_in(client, password="fel lösenord")
    form_page = client.get(ask_for_link(client, mailoutbox))["Location"]

    client.post(form_page, {"password1": "fyra blå kor på grönbete", "password2": "fyra blå kor på grönbete"})

    assert log_in(client, password="fyra blå kor på grönbete").status_code == 302


def test_a_made_up_link_says_that_it_does_not_work(client, reader):
    response = client.get("/losenord/nytt/1-abc123/")

    assert response.context["token_fail"] is True


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    return create_user(
        username="demo-fortroendevald",
        role=Role.COUNCIL,
        password=None,
        first_name="Demo Förtroendevald",
        is_example=True,
    )


def test_demo_page_has_one_button_per_example_user(client, demo, reader):
    page = client.get("/logga-in/").content.decode()

    assert re.findall(r'name="user" value="([^"]+)">([^<]+)<', page) == [("demo-fortroendevald", "Demo Förtroendevald")]


def test_demo_button_signs_in_and_goes_on(client, demo):
    response = client.post("/logga-in/demo/", {"user": "demo-fortroendevald", "next": "/rapporter/"})

    assert response["Location"] == "/rapporter/"
    assert client.get("/rapporter/").status_code == 200


def test_demo_button_never_leads_out_of_the_site(client, demo):
    response = client.post("/logga-in/demo/", {"user": "demo-fortroendevald", "next": "https://evil.example/"})

    assert response["Location"] == "/"


def test_demo_button_takes_a_next_without_slash_for_an_address(client, demo):
    response = client.post("/logga-in/demo/", {"user": "demo-fortroendevald", "next": "nowhere"})

    assert (response.status_code, response.url) == (302, "nowhere")


@pytest.mark.parametrize("name", ["lena", "finns-inte", "", "demo-fortroendevald' --"])
def test_demo_button_takes_no_other_user(client, demo, reader, name):
    assert client.post("/logga-in/demo/", {"user": name}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_demo_login_is_not_opened_by_get(client, demo):
    response = client.get("/logga-in/demo/?user=demo-fortroendevald")

    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_the_demo_there_is_no_demo_login(client, demo, settings, method):
    settings.DEMO = False

    response = getattr(client, method)("/logga-in/demo/", {"user": "demo-fortroendevald"})

    assert response.status_code == 404
    assert "demo-fortroendevald" not in client.get(reverse("account_login")).content.decode()


def test_a_user_without_password_can_choose_one(client, demo):
    client.post("/logga-in/demo/", {"user": "demo-fortroendevald"})

    assert client.get("/losenord/")["Location"] == "/losenord/valj/"
    response = client.post("/losenord/valj/", {"password1": PASSWORD, "password2": PASSWORD})

    assert response["Location"] == "/"
    assert log_in(type(client)(), "demo-fortroendevald").status_code == 302
