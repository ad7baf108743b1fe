"""Who gets into the administration, and by which door."""

import pytest

from actionplan.admin.site import site
from actionplan.choices import Role
from actionplan.tests.factories import UserFactory

SITE_PAGES = [
    "",
    "login/",
    "logout/",
    "password_change/",
    "password_change/done/",
    "autocomplete/",
    "jsi18n/",
    "actionplan/",
]
NOUN_PAGES = [
    f"actionplan/{model._meta.model_name}/{page}"
    for model in site._registry
    for page in ("", "add/", "1/change/", "1/delete/", "1/history/")
]
PAGES = [f"/admin/{page}" for page in [*SITE_PAGES, *NOUN_PAGES, "actionplan/user/1/password/", "r/1/1/", "nowhere/"]]


def test_the_anonymous_are_sent_to_the_sites_own_sign_in(anonymous_client, db):
    doors = {page: anonymous_client.get(page)["Location"] for page in PAGES}

    assert doors == {page: f"/logga-in/?next={page}" for page in PAGES}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [Role.CHIEF, Role.OFFICER, Role.COUNCIL, None])
def test_nobody_else_may_know_of_any_page(sign_in_client, db, role, method):
    client = sign_in_client(UserFactory(role=role, is_staff=True))

    codes = {page: getattr(client, method)(page).status_code for page in PAGES}

    assert codes == dict.fromkeys(PAGES, 404)


def test_a_superuser_without_the_role_is_nobody(sign_in_client, db):
    client = sign_in_client(UserFactory(is_staff=True, is_superuser=True))

    assert client.get("/admin/").status_code == 404


@pytest.mark.parametrize(
    ("door", "goes_to"),
    [
        ("login/", "/admin/"),
        ("logout/", "/logga-ut/"),
        ("password_change/", "/losenord/"),
        ("password_change/done/", "/losenord/"),
    ],
)
def test_the_admins_own_doors_lead_to_the_sites(administrator_client, door, goes_to):
    assert administrator_client.get(f"/admin/{door}")["Location"] == goes_to


def test_no_password_is_tried_at_the_admins_door(anonymous_client, administrator):
    administrator.set_password("ett riktigt långt lösenord")
    administrator.save()

    anonymous_client.post(
        "/admin/login/", {"username": administrator.username, "password": "ett riktigt långt lösenord"}
    )

    assert "_auth_user_id" not in anonymous_client.session


def test_the_frame_is_swedish_and_leads_to_the_sites_pages(administrator_client):
    page = administrator_client.get("/admin/").content.decode()

    parts = [
        '<html lang="sv"',
        "Näringslivsplanen – administration",
        'href="/oversikt/">Till webbplatsen',
        'href="/losenord/">Byt lösenord',
        'method="post" action="/logga-ut/"',
        'href="/tillganglighet/">Tillgänglighet',
    ]
    assert [part for part in parts if part in page] == parts


def test_the_example_says_so_on_the_administrations_pages_too(administrator_client, rows):
    type(rows["activity"]).objects.update(is_example=True)

    page = administrator_client.get("/admin/").content.decode()

    assert page.count("Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat.") == 1
