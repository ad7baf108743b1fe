"""The list as a table."""

import datetime as dt

import pytest

from actionplan.exporting.activities import EXAMPLE, activity_table
from actionplan.models import ActionPlan, Activity


@pytest.fixture
def rows(example):
    """rows(day): the table's rows that day as dictionaries, by number."""

    def rows(on):
        activities = Activity.objects.on_day(on).for_rows(on)
        table = activity_table(ActionPlan.objects.get(), on, activities, example=True)
        labels = [column.label for column in table.columns]
        return {row[0]: dict(zip(labels, row, strict=True)) for row in table.rows}

    return rows


def test_row_holds_what_was_true_that_day(rows):
    assert rows(dt.date(2017, 12, 31))["SI-03"] == {
        "Nummer": "SI-03",
        "Aktivitet": "Ta fram servicegarantier med handläggningstider för bygglov",
        "Område": 1,
        "Områdets namn": "Service och information",
        "Ansvarig förvaltning": "Stadsbyggnadsförvaltningen",
        "Läge": "Försenad",
        "Status": "Pågående",
        "Bedömning": "Stor avvikelse",
        "Kräver åtgärd": "Försenad, Avviker från planen",
        "Startar": dt.date(2016, 4, 1),
        "Klar senast": dt.date(2017, 6, 30),
        "Ursprunglig sluttid": dt.date(2017, 6, 30),
        "Flyttad antal gånger": 0,
        "Senast uppföljd": dt.date(2017, 12, 31),
        "Typ": "Engångsaktivitet",
        "Syfte": "Företagaren ska veta när beslutet kommer.",
        "Mått": "Garantierna är beslutade av byggnadsnämnden.",
        "Mål": None,
        "Enhet": "",
    }


def test_row_tells_a_moved_deadline_beside_the_first(rows):
    row = rows(dt.date(2018, 1, 15))["SI-03"]

    assert (row["Klar senast"], row["Ursprunglig sluttid"], row["Flyttad antal gånger"]) == (
        dt.date(2018, 3, 31),
        dt.date(2017, 6, 30),
        1,
    )


def test_no_assessment_is_an_empty_cell(rows):
    assert rows(dt.date(2017, 12, 31))["SI-01"]["Bedömning"] == ""


def test_table_says_plan_day_and_that_it_is_an_example(example):
    table = activity_table(ActionPlan.objects.get(), dt.date(2017, 12, 31), [], example=True)

    assert table.title == "Aktiviteter i Handlingsplan för näringslivsarbetet 2016-2018, läget den 31 december 2017"
    assert table.notes == (EXAMPLE,)
    assert activity_table(ActionPlan.objects.get(), dt.date(2017, 12, 31), [], example=False).notes == ()
