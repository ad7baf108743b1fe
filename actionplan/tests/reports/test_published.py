"""The example's published reports: frozen whatever happens to what they tell of, and the same in every format as on the page."""

import datetime as dt
import io
from decimal import Decimal
from itertools import chain

import openpyxl
import pytest
from pypdf import PdfReader

from actionplan.choices import Assessment, Status
from actionplan.models import (
    ActionPlan,
    Activity,
    Company,
    ConsultationEvent,
    Decision,
    Department,
    Proposal,
    ReportingRound,
    Responsibility,
    StrategicArea,
    User,
)
from actionplan.reports.blocks import from_json
from actionplan.services.followup import record_status_update
from actionplan.services.reports import correct_report
from actionplan.tests.factories import ActivityFactory, DepartmentFactory, noon
from actionplan.tests.publishing import publish
from actionplan.tests.reports import reading
from actionplan.tests.reports.reading import squeezed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMATS = ("pdf", "docx", "xlsx", "html")
BY_STANDING = {
    "2016-08-31": {"Genomförd": 1, "Pågår": 13, "Viss avvikelse": 3, "Stor avvikelse": 1, "Ej påbörjad": 10},
    "2017-12-31": {
        "Genomförd": 8,
        "Pågår": 11,
        "Viss avvikelse": 5,
        "Stor avvikelse": 1,
        "Försenad": 2,
        "Avbruten": 1,
    },
}


@pytest.fixture
def council(example):
    return User.objects.get(username="demo-fortroendevald")


def main_part(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def all_that_is_read(client, reports) -> list:
    """Return the page, the files and the line in the list of each report, byte for byte."""
    pages = [main_part(client.get(f"/rapporter/{report.pk}/")) for report in reports]
    files = [client.get(f"/rapporter/{report.pk}/{key}/").content for report in reports for key in FORMATS]
    return [
        pages,
        files,
        client.get("/rapporter/").content.decode().partition("<article")[2].rpartition("</article>")[0],
    ]


def change_everything():
    """Change all that a report tells of: by the services where history counts, else whatever stands in the rows."""
    chief, new = User.objects.get(username="demo-naringslivschef"), DepartmentFactory(name="Tillfälligt")
    ReportingRound.objects.update(name="Bytt namn", state="planerad", board_meeting_on=None, board_meeting_text="")
    for activity in Activity.objects.all():
        said = {"status": Status.ONGOING, "assessment": Assessment.MAJOR, "comment": "Omskrivet."}
        for day in (dt.date(2016, 8, 31), dt.date(2017, 12, 31)):
            record_status_update(activity=activity, author=chief, as_of=day, recorded_at=noon(day), **said)
        activity.refresh_from_db()
        activity.title, activity.measure, activity.unit = f"Annat {activity.pk}", "Annat mått", "kronor"
        activity.code, activity.starts_on = f"XX-{activity.pk:02d}", dt.date(2016, 2, 1)
        activity.save()
    ActivityFactory(area=StrategicArea.objects.first(), code="NY-01", added_on=dt.date(2016, 1, 1))
    for department in Department.objects.all():
        department.name = f"Bytt namn {department.pk}"
        department.save()
    Responsibility.objects.filter(role="ansvarig").update(department=new)
    StrategicArea.objects.update(description="Annan beskrivning.")
    for area in StrategicArea.objects.all():
        area.name = f"Rättat namn {area.number}"
        area.save()
    new.name = "Nya kontoret"
    new.save()
    plan = ActionPlan.objects.get()
    ActionPlan.objects.update(title="Bytt titel", registry_number="X 1", correction_note="Annan rättelse.")
    Decision.objects.create(plan=plan, verb="antas", body="Kommunfullmäktige")
    Proposal.objects.update(text="Annat förslag.")
    ConsultationEvent.objects.update(title="Bytt titel", notes="")
    for company in Company.objects.all():
        company.name = f"Bytt namn {company.pk} AB"
        company.save()
    User.objects.update(first_name="Bytt", last_name="Namn")


def test_what_is_published_stays_whatever_happens_to_what_it_tells_of(published_example, council, sign_in_client):
    client = sign_in_client(council)
    before = all_that_is_read(client, published_example)

    change_everything()

    assert all_that_is_read(client, published_example) == before


def test_the_public_page_stays_too(published_example, anonymous_client):
    address = f"/rapporter/{published_example[1].pk}/"
    before = main_part(anonymous_client.get(address))

    change_everything()

    assert main_part(anonymous_client.get(address)) == before


def test_a_draft_of_the_same_day_tells_of_the_changes(published_example, council, sign_in_client):
    """The test above would pass if nothing were changed."""
    change_everything()
    chief = User.objects.get(username="demo-naringslivschef")
    again = publish(correct_report(published_example[0], correction="Allt.", by=chief, at=noon(dt.date(2017, 12, 31))))

    words = squeezed(main_part(sign_in_client(council).get(again.get_absolute_url())))

    changed = ["Bytt titel", "Rättat namn 1", "Nya kontoret", "Omskrivet.", "XX-", "NY-01", "Annan beskrivning."]
    assert [word for word in changed if squeezed(word) not in words] == []


@pytest.fixture(params=[0, 1], ids=["T2 2016", "helår 2017"])
def report(request, published_example):
    return published_example[request.param]


@pytest.fixture
def content(report):
    return from_json(report.content)


@pytest.fixture
def shown(report, council, sign_in_client):
    response = sign_in_client(council).get(report.get_absolute_url())
    return reading.Page(f"<main{main_part(response)}</main>".encode())


def stored(report, key) -> bytes:
    return bytes(report.files.get(format=key).content)


def test_the_numbers_are_those_of_the_answer_key(report, content, shown):
    wanted = BY_STANDING[report.cutoff.isoformat()]
    [standings] = [table for table in shown.tables if table[0][:2] == ["Läge", "Antal"]]

    assert {row[0].strip(): int(row[1]) for row in standings[1:] if int(row[1])} == wanted


def test_the_page_says_all_of_the_content_and_nothing_between(content, shown):
    empty = [table.caption for table in content.tables() if not table.rows]
    said = [f"{one}:" if one in empty else one for one in reading.body(content, caption_always=True)]

    assert squeezed("".join([*content.head.notes, *said])) in squeezed(shown.text)


def tables_of(content):
    """Return the tables with rows as they are read on the page, header row first."""
    tables = [table for table in content.tables() if table.rows]
    cells = [[[column.label for column in table.columns], *reading.table_cells(table)] for table in tables]
    return [[list(map(squeezed, row)) for row in table] for table in cells]


def test_the_tables_of_the_page_are_those_of_the_html_file(report, content, shown):
    kept = reading.Page(stored(report, "html"))

    assert [[list(map(squeezed, row)) for row in table] for table in kept.tables] == tables_of(content)
    assert shown.tables[: len(kept.tables)] == kept.tables


def test_the_word_file_holds_the_tables_and_words_of_the_page(report, content):
    import docx

    document = docx.Document(io.BytesIO(stored(report, "docx")))
    text = "".join(reading.word_parts(stored(report, "docx"))["word/document.xml"].itertext(f"{W}t"))

    shown = [[[squeezed(cell.text) for cell in row.cells] for row in table.rows] for table in document.tables]
    assert shown == tables_of(content)
    assert squeezed("".join(reading.body(content, between=", "))) in squeezed(text)


def test_the_excel_file_holds_the_tables_and_words_of_the_page(report, content):
    book = openpyxl.load_workbook(io.BytesIO(stored(report, "xlsx")))

    shown = [_as_read(sheet, table.columns) for sheet, table in _pairs(book, content)]
    assert shown == tables_of(content)
    words = squeezed("".join(str(cell.value) for (cell,) in book.worksheets[0].iter_rows()))
    told = [(section.heading, *section.paragraphs, *section.items) for section in content.sections]
    assert reading.in_order(list(chain(*told)), words) is None


def _pairs(book, content):
    return [(sheet, table) for sheet, table in zip(book.worksheets[1:], content.tables(), strict=True) if table.rows]


def _as_read(sheet, columns) -> list[list[str]]:
    """Return the rows as they are read elsewhere: Excel keeps numbers and days as what they are."""
    head, *rows = (tuple(map(reading.in_sheet, row)) for row in sheet.iter_rows())
    cells = [[_words(*pair) for pair in zip(row, columns, strict=True)] for row in rows]
    return [list(map(squeezed, row)) for row in (head, *cells)]


def _words(value, column) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, str):
        return value
    return reading.cell(Decimal(str(value)) if isinstance(value, float) else value, column)


def test_the_pdf_file_holds_the_words_and_numbers_of_the_page_in_order(report, content):
    """Without hyphens, as long names are divided at the end of a line, and without the header rows that pages repeat."""
    text = reading.pdf_text(stored(report, "pdf"), content).replace("-", "")
    labels = {column.label for table in content.tables() for column in table.columns}

    said = [word.replace("-", "") for word in reading.body(content) if word not in labels]
    assert reading.in_order(said, text) is None
    all_of_it = "".join(page.extract_text() for page in PdfReader(io.BytesIO(stored(report, "pdf"))).pages)
    assert [label for label in labels if squeezed(label) not in squeezed(all_of_it)] == []
