"""Letters in the administration: to read and to find, never to change."""

import datetime as dt

import pytest

from actionplan.choices import MailState
from actionplan.models import Outbox
from actionplan.tests.factories import OutboxFactory, ProposalFactory, UserFactory, noon

pytestmark = pytest.mark.django_db
LIST = "/admin/actionplan/outbox/"


@pytest.fixture
def letter(db):
    return OutboxFactory(
        recipient="info@example.com",
        state=MailState.SENT,
        sent_at=noon(dt.date(2017, 12, 31)),
        created_by=UserFactory(first_name="Näringslivs", last_name="Chefen"),
        proposals=[ProposalFactory()],
    )


def test_letters_are_listed_and_found_by_address(administrator_client, letter):
    OutboxFactory(recipient="annan@example.com")

    found = administrator_client.get(LIST, {"q": "INFO@"}).content.decode()

    assert ("info@example.com" in found, "annan@example.com" in found) == (True, False)


def test_a_letter_is_shown_whole(administrator_client, letter):
    page = administrator_client.get(f"{LIST}{letter.pk}/change/").content.decode()

    for word in ("info@example.com", "Hej!", letter.proposals.get().code, "Näringslivs Chefen"):
        assert word in page


@pytest.mark.parametrize("path", ["add/", "{}/delete/", "{}/change/"])
def test_nobody_adds_changes_or_removes_a_letter(administrator_client, letter, path):
    answer = administrator_client.post(f"{LIST}{path.format(letter.pk)}", {"body": "Annat", "post": "yes"})

    assert answer.status_code == 403
    assert Outbox.objects.get().body == "Hej!"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_for_many(administrator_client, number, django_assert_max_num_queries):
    OutboxFactory.create_batch(number, created_by=UserFactory())

    with django_assert_max_num_queries(12):
        administrator_client.get(LIST)
