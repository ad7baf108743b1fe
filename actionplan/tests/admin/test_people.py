"""Users: made, given a role, a password, switched off; and what no form can give or take."""

import pytest
from django.contrib.auth.models import Permission

from actionplan import models
from actionplan.choices import Role
from actionplan.tests.factories import MembershipFactory, StatusUpdateFactory, UserFactory

NO_MEMBERSHIPS = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
PASSWORD = "en lång ramsa om plåt"
LIST = "/admin/actionplan/user/"


def fields(user, **changes):
    """Return what the user's form posts when only `changes` are made."""
    names = {name: getattr(user, name) for name in ("username", "first_name", "last_name", "email")}
    active = {"is_active": "on"} if user.is_active else {}
    found = names | active | {"role": user.role or ""} | NO_MEMBERSHIPS | changes
    return {name: value for name, value in found.items() if value is not None}


def new(**changes):
    names = {"username": "lena", "first_name": "Lena", "last_name": "Öst", "email": "Lena@Example.com"}
    return names | {"role": Role.CHIEF, "password1": PASSWORD, "password2": PASSWORD} | NO_MEMBERSHIPS | changes


def page_of(user):
    return f"{LIST}{user.pk}/change/"


def stored(user):
    return models.User.objects.get(pk=user.pk)


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize("role", Role)
def test_a_new_user_gets_exactly_one_role(administrator_client, role):
    response = administrator_client.post(f"{LIST}add/", new(role=role))

    user = models.User.objects.get(username="lena")
    assert response["Location"] == page_of(user)
    assert [group.name for group in user.groups.all()] == [role.label]
    assert (user.is_staff, user.is_superuser, user.is_active) == (role == Role.ADMINISTRATOR, False, True)
    assert (user.get_full_name(), user.email, user.check_password(PASSWORD)) == ("Lena Öst", "lena@example.com", True)


def test_a_new_user_can_be_given_departments_at_once(administrator_client, department_a):
    row = {"memberships-0-department": department_a.pk, "memberships-0-is_lead": "on", "memberships-TOTAL_FORMS": "1"}

    administrator_client.post(f"{LIST}add/", new(role=Role.OFFICER) | row)

    membership = models.Membership.objects.get()
    assert (str(membership), membership.is_lead) == ("Lena Öst, Stadsbyggnadsförvaltningen", True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"role": ""}, {"role": ["Detta fält måste fyllas i."]}),
        ({"username": "ADMINISTRATOR"}, {"username": ["Användarnamnet ADMINISTRATOR är upptaget. Välj ett annat."]}),
        (
            {"password1": "kort", "password2": "kort"},
            {"password2": ["Det här lösenordet är för kort. Det måste innehålla minst 12 tecken."]},
        ),
        ({"password2": "något annat"}, {"password2": ["De två lösenordsfälten stämmer inte överens."]}),
        (
            {"first_name": "Le\x07na"},
            {"first_name": ["Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."]},
        ),
    ],
)
def test_a_faulty_new_user_is_refused_beside_the_field(administrator_client, changes, expected):
    response = administrator_client.post(f"{LIST}add/", new(**changes))

    assert errors(response) == expected
    assert models.User.objects.filter(first_name="Lena").exists() is False


def test_a_role_that_does_not_exist_is_refused(administrator_client, chief):
    response = administrator_client.post(page_of(chief), fields(chief, role="superuser"))

    assert list(errors(response)) == ["role"]
    assert stored(chief).role == Role.CHIEF


@pytest.mark.parametrize(("before", "after"), [(Role.CHIEF, Role.COUNCIL), (Role.COUNCIL, Role.ADMINISTRATOR)])
def test_a_changed_role_replaces_the_old(administrator_client, before, after):
    user = UserFactory(role=before)

    administrator_client.post(page_of(user), fields(user, role=after))

    assert [group.name for group in user.groups.all()] == [after.label]
    assert stored(user).is_staff == (after == Role.ADMINISTRATOR)


def test_what_was_not_changed_stays(administrator_client, officer_a):
    before = {name: value for name, value in vars(stored(officer_a)).items() if name != "_state"}

    response = administrator_client.post(page_of(officer_a), fields(officer_a))

    after = {name: value for name, value in vars(stored(officer_a)).items() if name != "_state"}
    assert (response.status_code, after, stored(officer_a).role) == (302, before, Role.OFFICER)


def test_rights_that_no_field_gives_cannot_be_posted(administrator_client, chief):
    permission = Permission.objects.first()
    forged = {
        "is_superuser": "on",
        "is_staff": "on",
        "user_permissions": permission.pk,
        "groups": "1",
        "is_example": "on",
    }

    administrator_client.post(page_of(chief), fields(chief, first_name="Karin", password="!", **forged))
    administrator_client.post(f"{LIST}add/", new() | forged)

    users = [stored(chief), models.User.objects.get(username="lena")]
    assert [user.first_name for user in users] == ["Karin", "Lena"]
    assert [(user.is_superuser, user.is_staff, user.is_example) for user in users] == [(False, False, False)] * 2
    assert [user.user_permissions.count() for user in users] == [0, 0]
    assert [[group.name for group in user.groups.all()] for user in users] == [["Näringslivschef"]] * 2
    assert stored(chief).password == chief.password


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"is_active": None},
            {"is_active": ["Du kan inte stänga av ditt eget konto. Be en annan administratör göra det."]},
        ),
        (
            {"role": Role.CHIEF},
            {"role": ["Du kan inte byta din egen roll. Be en annan administratör göra det."]},
        ),
    ],
)
def test_administrators_cannot_shut_themselves_out(administrator_client, administrator, change, expected):
    response = administrator_client.post(page_of(administrator), fields(administrator, **change))

    assert errors(response) == expected
    assert (stored(administrator).is_active, stored(administrator).role) == (True, Role.ADMINISTRATOR)


def test_administrators_can_change_their_own_name(administrator_client, administrator):
    administrator_client.post(page_of(administrator), fields(administrator, first_name="Åsa"))

    assert (stored(administrator).first_name, stored(administrator).role) == ("Åsa", Role.ADMINISTRATOR)


def test_administrators_cannot_remove_themselves(administrator_client, administrator):
    response = administrator_client.post(f"{LIST}{administrator.pk}/delete/", {"post": "yes"})

    assert "Ditt eget konto" in response.content.decode()
    assert stored(administrator) == administrator


def test_a_disabled_users_session_is_dead(administrator_client, chief, chief_client):
    assert chief_client.get("/oversikt/").status_code == 200

    administrator_client.post(page_of(chief), fields(chief, is_active=None))

    assert chief_client.get("/oversikt/")["Location"] == "/logga-in/?next=/oversikt/"


def test_a_new_password_ends_the_users_sessions(administrator_client, chief, chief_client):
    assert chief_client.get("/oversikt/").status_code == 200

    response = administrator_client.post(
        f"{LIST}{chief.pk}/password/", {"password1": PASSWORD, "password2": PASSWORD}, follow=True
    )

    assert [str(message) for message in response.context["messages"]] == ["Lösenordet ändrades framgångsrikt."]
    assert stored(chief).check_password(PASSWORD)
    assert chief_client.get("/oversikt/")["Location"] == "/logga-in/?next=/oversikt/"


def test_a_new_password_lets_go_of_the_brake(administrator_client, anonymous_client, chief):
    for _ in range(6):
        braked = anonymous_client.post("/logga-in/", {"login": chief.username, "password": "fel"})
    administrator_client.post(f"{LIST}{chief.pk}/password/", {"password1": PASSWORD, "password2": PASSWORD})

    response = anonymous_client.post("/logga-in/", {"login": chief.username, "password": PASSWORD})

    assert (braked.status_code, response.status_code) == (429, 302)


def test_ones_own_new_password_keeps_ones_session(administrator_client, administrator):
    administrator_client.post(f"{LIST}{administrator.pk}/password/", {"password1": PASSWORD, "password2": PASSWORD})

    assert administrator_client.get("/admin/").status_code == 200


def test_a_weak_new_password_is_refused(administrator_client, chief):
    response = administrator_client.post(
        f"{LIST}{chief.pk}/password/", {"password1": "password1234", "password2": "password1234"}
    )

    assert response.context["form"].errors == {"password2": ["Detta lösenord är alldeles för vanligt."]}
    assert stored(chief).password == chief.password


def test_a_handlaggare_without_department_is_warned_of(administrator_client, chief):
    response = administrator_client.post(page_of(chief), fields(chief, role=Role.OFFICER), follow=True)

    assert next(str(message) for message in response.context["messages"]) == (
        "Användaren är handläggare men har ingen förvaltning än. Lägg till en nedan."
    )


def test_the_same_department_twice_is_refused(administrator_client, officer_a, department_a):
    data = {"user": officer_a.pk, "department": department_a.pk}

    response = administrator_client.post("/admin/actionplan/membership/add/", data)

    assert errors(response) == {"__all__": ["Personen är redan medlem i förvaltningen."]}
    assert models.Membership.objects.count() == 1


@pytest.mark.parametrize("key", ["9" * 30, "x", "<b>"])
def test_a_membership_of_nobody_is_refused(administrator_client, key):
    response = administrator_client.post("/admin/actionplan/membership/add/", {"user": key, "department": key})

    assert sorted(errors(response)) == ["department", "user"]


def test_another_users_membership_cannot_be_posted(administrator_client, officer_a, officer_b, department_a):
    theirs = officer_b.memberships.get()
    row = {
        "memberships-0-id": theirs.pk,
        "memberships-0-user": officer_a.pk,
        "memberships-0-department": department_a.pk,
    }
    counts = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "1"}

    administrator_client.post(page_of(officer_a), fields(officer_a) | row | counts)

    assert models.Membership.objects.get(pk=theirs.pk).user == officer_b


def test_a_user_nobody_needs_can_be_removed_after_a_question(administrator_client, department_a):
    user = MembershipFactory(department=department_a).user

    asked = administrator_client.get(f"{LIST}{user.pk}/delete/").content.decode()
    administrator_client.post(f"{LIST}{user.pk}/delete/", {"post": "yes"})

    assert "Ja, jag är säker" in asked
    assert models.User.objects.filter(pk=user.pk).exists() is False


def test_who_has_reported_is_disabled_instead_of_removed(administrator_client, officer_a):
    StatusUpdateFactory(author=officer_a)

    response = administrator_client.post(f"{LIST}{officer_a.pk}/delete/", {"post": "yes"})

    assert "Avmarkera i stället ”Aktiv” på användarens sida" in response.content.decode()
    assert stored(officer_a) == officer_a


def test_who_has_changed_something_is_disabled_instead_of_removed(administrator_client, sign_in_client, chief):
    other = UserFactory(role=Role.ADMINISTRATOR)
    sign_in_client(other).post(page_of(chief), fields(chief, first_name="Karin"))

    response = administrator_client.post(f"{LIST}{other.pk}/delete/", {"post": "yes"})

    assert "Ändringar som användaren har gjort" in response.content.decode()
    assert stored(other) == other


def test_list_is_filtered_by_role(administrator_client, administrator, chief, council):
    found = administrator_client.get(LIST, {"roll": Role.COUNCIL}).context["cl"].queryset

    assert list(found) == [council]


def test_list_shows_role_and_departments(administrator_client, officer_a):
    page = administrator_client.get(LIST, {"roll": Role.OFFICER}).content.decode()

    shown = ["Handläggare", "Stadsbyggnadsförvaltningen"]
    assert [words for words in shown if f'">{words}</td>' in page] == shown
