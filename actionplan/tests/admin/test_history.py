"""The history of a row: complete, in Swedish, and nothing to change."""

import pytest

from actionplan import models
from actionplan.choices import Role
from actionplan.tests.admin.test_nouns import NOUNS, url
from actionplan.tests.admin.test_people import NO_MEMBERSHIPS, PASSWORD, fields
from actionplan.tests.factories import DepartmentFactory

WITHOUT_HISTORY = ["statusupdate", "contactperson", "outbox"]
WITH_HISTORY = [noun for noun in NOUNS if noun not in WITHOUT_HISTORY]


def entries(response):
    return [
        (entry.what, entry.by, entry.reason, [(edit.label, edit.before, edit.after) for edit in entry.edits])
        for entry in response.context["entries"]
    ]


@pytest.mark.parametrize("noun", WITH_HISTORY)
def test_every_noun_shows_how_it_came_to_be(administrator_client, rows, noun):
    response = administrator_client.get(url(noun, rows[noun].pk, "history"))

    assert response.status_code == 200
    assert entries(response)[-1][:2] == ("Skapad", "")


@pytest.mark.parametrize("noun", WITHOUT_HISTORY)
def test_what_never_changes_and_what_is_erased_has_no_history(administrator_client, rows, noun):
    key = rows[noun].pk

    assert administrator_client.get(url(noun, key, "history")).status_code == 404
    assert "/history/" not in administrator_client.get(url(noun, key, "change")).content.decode()


def test_history_says_who_changed_what(administrator_client, administrator, department_a):
    data = {"name": "Samhällsbyggnad", "valid_to": "2017-06-30", "is_external": "on"} | NO_MEMBERSHIPS
    administrator_client.post(url("department", department_a.pk, "change"), data)

    response = administrator_client.get(url("department", department_a.pk, "history"))

    edits = [
        ("namn", "Stadsbyggnadsförvaltningen", "Samhällsbyggnad"),
        ("finns till", "–", "2017-06-30"),
        ("utanför kommunen", "nej", "ja"),
    ]
    assert entries(response) == [("Ändrad", administrator.full_label, "", edits), ("Skapad", "", "", [])]


def test_history_tells_of_a_new_role_and_a_new_password(administrator_client, chief):
    administrator_client.post(url("user", chief.pk, "change"), fields(chief, role=Role.COUNCIL))
    administrator_client.post(url("user", chief.pk, "password"), {"password1": PASSWORD, "password2": PASSWORD})

    response = administrator_client.get(url("user", chief.pk, "history"))

    assert [reason for _, _, reason, _ in entries(response)] == [
        "Nytt lösenord",
        "Roll: Förtroendevald",
        "Roll: Näringslivschef",
        "",
    ]
    assert models.User.objects.get(pk=chief.pk).password not in response.content.decode()


def test_a_removed_row_keeps_its_history(administrator_client, department_a):
    key = department_a.pk
    department_a.delete()

    response = administrator_client.get(url("department", key, "history"))

    assert [what for what, *_ in entries(response)] == ["Borttagen", "Skapad"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_record_of_history_can_be_opened_or_put_back(administrator_client, department_a, method):
    record = models.Department.history.get()
    address = url("department", department_a.pk, "history", record.pk)

    response = getattr(administrator_client, method)(address, {"name": "Gammalt"} | NO_MEMBERSHIPS, follow=True)

    assert response.status_code in {200, 404}
    assert models.Department.objects.get().name == "Stadsbyggnadsförvaltningen"


def test_a_long_history_has_pages_that_join(administrator_client, db):
    department = DepartmentFactory(name="Namn 0")
    for number in range(1, 60):
        department.name = f"Namn {number}"
        department.save()

    pages = [administrator_client.get(url("department", department.pk, "history"), {"p": n}) for n in (1, 2)]

    lines = entries(pages[0]) + entries(pages[1])
    assert [edits for *_, edits in lines if edits] == [
        [("namn", f"Namn {number - 1}", f"Namn {number}")] for number in range(59, 0, -1)
    ]


def test_history_asks_as_much_for_three_changes_as_for_one(
    administrator_client, department_a, django_assert_num_queries, django_assert_max_num_queries
):
    def change(number):
        department_a.name = f"Namn {number}"
        department_a.save()

    change(1)
    administrator_client.get(url("department", department_a.pk, "history"))
    with django_assert_max_num_queries(12) as one:
        administrator_client.get(url("department", department_a.pk, "history"))
    change(2)
    change(3)

    with django_assert_num_queries(len(one)):
        administrator_client.get(url("department", department_a.pk, "history"))
