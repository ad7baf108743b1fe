import datetime as dt

import pytest
from django.contrib.auth.models import Group

from actionplan.choices import Role
from actionplan.models import User
from actionplan.tests.factories import DepartmentFactory, MandatePeriodFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_a_role_is_the_group_with_its_swedish_name(role):
    user = UserFactory(role=role)

    assert [group.name for group in user.groups.all()] == [role.label]
    assert User.objects.get().role == role


def test_a_person_without_a_role_or_in_another_group_has_none():
    user = UserFactory()
    user.groups.add(Group.objects.create(name="Fikalistan"))

    assert User.objects.get().role is None


def test_department_ids_are_those_of_the_memberships():
    departments = DepartmentFactory.create_batch(2)
    DepartmentFactory()

    user = UserFactory(role=Role.OFFICER, departments=departments)

    assert user.department_ids == {department.pk for department in departments}


def test_a_person_is_shown_by_name_else_by_user_name():
    named = UserFactory.build(username="lena", first_name="Lena", last_name="Lind")

    assert named.full_label == "Lena Lind"
    assert UserFactory.build(username="lena").full_label == "lena"


def test_a_mandate_period_is_the_union_of_two_calendars():
    period = MandatePeriodFactory(election_year=2014)

    assert str(period) == "2015–2018 (val 2014)"
    assert (period.first_day, period.last_day) == (dt.date(2014, 10, 15), dt.date(2018, 12, 31))


def test_signing_in_is_no_change_of_the_person(sign_in_client):
    user = UserFactory(username="lena")

    sign_in_client(user)

    user.refresh_from_db()
    assert user.last_login is not None
    assert user.history.count() == 1
    user.first_name = "Lena"
    user.save()
    assert user.history.count() == 2
