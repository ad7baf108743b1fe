import datetime as dt
import unicodedata

import pytest

from actionplan.models import Department
from actionplan.tests.factories import DepartmentFactory

pytestmark = pytest.mark.django_db


def test_departments_are_listed_in_swedish_order():
    for name in ["Öst", "Ängs", "Zeta", "Åker", "Alfa", "södra"]:
        DepartmentFactory(name=name)

    names = Department.objects.values_list("name", flat=True)

    assert list(names) == ["Alfa", "södra", "Zeta", "Åker", "Ängs", "Öst"]


def test_a_renamed_department_moves_in_the_list():
    DepartmentFactory(name="Miljö")
    renamed = DepartmentFactory(name="Alfa")
    renamed.name = "Övrigt"
    renamed.save()

    assert [department.name for department in Department.objects.all()] == ["Miljö", "Övrigt"]


def test_named_finds_a_name_whatever_its_case_and_form():
    department = DepartmentFactory(name="Södertörns miljöförbund")
    DepartmentFactory(name="Sodertorns miljoforbund")

    names = ["SÖDERTÖRNS  miljöförbund", unicodedata.normalize("NFD", "Södertörns miljöförbund")]

    assert [list(Department.objects.named(name)) for name in names] == [[department], [department]]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "on", "is_valid", "has_ended"),
    [
        (None, None, dt.date(2016, 1, 1), True, False),
        (dt.date(2016, 1, 1), None, dt.date(2015, 12, 31), False, False),
        (dt.date(2016, 1, 1), None, dt.date(2016, 1, 1), True, False),
        (None, dt.date(2015, 12, 31), dt.date(2015, 12, 31), True, False),
        (None, dt.date(2015, 12, 31), dt.date(2016, 1, 1), False, True),
    ],
)
def test_a_department_exists_on_its_days(valid_from, valid_to, on, is_valid, has_ended):
    department = DepartmentFactory(valid_from=valid_from, valid_to=valid_to)

    assert (department.is_valid_on(on), department.has_ended_on(on)) == (is_valid, has_ended)
    assert list(Department.objects.valid_on(on)) == ([department] if is_valid else [])


def test_all_departments_means_the_municipalitys_own():
    own = DepartmentFactory()
    DepartmentFactory(is_external=True)

    assert list(Department.objects.internal()) == [own]


def test_an_ended_department_without_successors_says_to_choose_another():
    ended = DepartmentFactory(name="Alfa", valid_to=dt.date(2015, 12, 31))

    assert ended.ended_message() == "Alfa upphörde 2015-12-31. Välj en annan förvaltning."
