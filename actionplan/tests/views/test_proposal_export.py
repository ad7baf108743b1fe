"""The file of proposals, opened by another library than the one that wrote it."""

import io

import openpyxl
import pytest

from actionplan.models import ContactPerson, Proposal

HEAD = 2  # the line that says it is example data, and the headings


@pytest.fixture
def rows(demo_client):
    def rows(query=""):
        response = demo_client("demo-naringslivschef").get(f"/forslag/export/{query}")
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    return rows


@pytest.fixture
def first(example):
    return Proposal.objects.order_by("pk").first()


def test_every_proposal_is_a_row_with_what_was_done(rows, first):
    table = rows()

    assert (len(table) - HEAD, table[0][0]) == (
        15,
        "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat.",
    )
    found = dict(zip(table[1], table[HEAD], strict=True))
    assert (found["Nummer"], found["Utfall"], found["Förslagslämnare"], found["När"]) == (
        first.code,
        "Blev aktivitet",
        "Exempelkrogen AB",
        "mars 2015",
    )
    assert found["Aktiviteter och läge"] == "SI-01 genomförd; SI-06 genomförd"


def test_the_file_holds_what_the_filter_finds(rows):
    assert len(rows("?lage=avbojt")) - HEAD == 1


def test_a_formula_stays_text_and_contacts_stay_out(rows, first):
    contact = ContactPerson.objects.create(
        company=first.company, name="Kontakt Kontaktsson", email="k@example.com", keep_until="2018-12-31"
    )
    Proposal.objects.filter(pk=first.pk).update(text="=1+1", contact=contact)

    table = rows()

    assert table[HEAD][1] == "=1+1"
    assert [cell for row in table for cell in row if "Kontaktsson" in str(cell) or "k@example" in str(cell)] == []


@pytest.mark.parametrize("query", ["?format=pdf", "?lage=annat", "?dag=2017-02-30"])
def test_what_cannot_be_asked_answers_400(demo_client, query):
    assert demo_client("demo-naringslivschef").get(f"/forslag/export/{query}").status_code == 400
