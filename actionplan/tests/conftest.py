"""The cast of the tests, one person per role, and a client for each: `officer_a_client.get("/mina/")`."""

import pytest
from django.core.cache import caches
from django.test import Client

from actionplan.choices import Role
from actionplan.tests.example import example, example_rows, published_example, report_rows  # noqa: F401 (fixtures)
from actionplan.tests.factories import DepartmentFactory, UserFactory


@pytest.fixture(autouse=True)
def forget_figures():
    """A rolled-back plan's revision comes again in the next test, with other rows under it."""
    caches["figures"].clear()
    caches["pages"].clear()


@pytest.fixture
def department_a(db):
    return DepartmentFactory(name="Stadsbyggnadsförvaltningen")


@pytest.fixture
def department_b(db):
    return DepartmentFactory(name="Konsult- och servicekontoret")


@pytest.fixture
def council(db):
    return UserFactory(username="council", role=Role.COUNCIL)


@pytest.fixture
def officer_a(department_a):
    return UserFactory(username="officer_a", role=Role.OFFICER, departments=[department_a])


@pytest.fixture
def officer_b(department_b):
    """Works in another department than officer_a."""
    return UserFactory(username="officer_b", role=Role.OFFICER, departments=[department_b])


@pytest.fixture
def chief(db):
    return UserFactory(username="chief", role=Role.CHIEF)


@pytest.fixture
def administrator(db):
    return UserFactory(username="administrator", role=Role.ADMINISTRATOR)


@pytest.fixture
def sign_in_client():
    """sign_in_client(user): a client with that user's session; without a user, nobody is signed in."""

    def sign_in_client(user=None, **options):
        client = Client(**options)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in_client


@pytest.fixture
def anonymous_client(sign_in_client):
    return sign_in_client()


@pytest.fixture
def council_client(sign_in_client, council):
    return sign_in_client(council)


@pytest.fixture
def officer_a_client(sign_in_client, officer_a):
    return sign_in_client(officer_a)


@pytest.fixture
def officer_b_client(sign_in_client, officer_b):
    return sign_in_client(officer_b)


@pytest.fixture
def chief_client(sign_in_client, chief):
    return sign_in_client(chief)


@pytest.fixture
def administrator_client(sign_in_client, administrator):
    return sign_in_client(administrator)
