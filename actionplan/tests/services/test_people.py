import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Role
from actionplan.models import Membership, User
from actionplan.services.people import create_user, set_role
from actionplan.tests.factories import DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "tre gröna hästar"


def test_a_made_user_has_role_department_and_password():
    department = DepartmentFactory()

    create_user(username="lena", role=Role.OFFICER, password=PASSWORD, email="Lena@Example.com", department=department)

    user = User.objects.get()
    assert (user.username, user.role, user.email) == ("lena", Role.OFFICER, "lena@example.com")
    assert user.department_ids == {department.pk}
    assert user.check_password(PASSWORD)


def test_a_user_without_a_password_cannot_be_signed_in_as():
    user = create_user(username="lena", role=Role.CHIEF, password=None)

    assert not user.has_usable_password()


@pytest.mark.parametrize("role", Role)
def test_only_administrators_reach_the_administration_and_nobody_is_superuser(role):
    user = create_user(username="lena", role=role, password=None, department=DepartmentFactory())

    assert (user.is_staff, user.is_superuser) == (role == Role.ADMINISTRATOR, False)


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"role": Role.OFFICER}, ["En handläggare behöver en förvaltning. Ange vilken."]),
        ({"username": "LENA"}, ["Användarnamnet LENA är upptaget. Välj ett annat."]),
        ({"password": "kort"}, ["Det här lösenordet är för kort. Det måste innehålla minst 12 tecken."]),
        ({"password": "password1234"}, ["Detta lösenord är alldeles för vanligt."]),
        ({"email": "lena"}, ["Fyll i en giltig e-postadress."]),
    ],
)
def test_what_is_wrong_is_refused_in_swedish_and_nobody_is_made(changes, messages):
    UserFactory(username="lena")

    with pytest.raises(ValidationError) as refused:
        create_user(**{"username": "bo", "role": Role.CHIEF, "password": PASSWORD} | changes)

    assert refused.value.messages == messages
    assert [user.username for user in User.objects.all()] == ["lena"]


def test_a_password_like_the_user_name_is_refused():
    with pytest.raises(ValidationError) as refused:
        create_user(username="naringslivschefen", role=Role.CHIEF, password="naringslivschefen1")

    assert refused.value.messages == ["Ditt lösenord är alltför likt användarnamn."]


def test_a_new_role_replaces_the_old_and_stands_in_the_history():
    user = create_user(username="lena", role=Role.ADMINISTRATOR, password=None)
    assert user.role == Role.ADMINISTRATOR

    set_role(user, Role.COUNCIL)

    assert user.role == Role.COUNCIL
    assert (user.is_staff, user.groups.count()) == (False, 1)
    assert user.history.latest().history_change_reason == "Roll: Förtroendevald"
    assert Membership.objects.count() == 0
