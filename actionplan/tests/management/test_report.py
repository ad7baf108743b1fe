"""`manage.py report`: what it makes, and what it says when it cannot."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from pypdf import PdfReader

from actionplan.models import ActionPlan, Report, User
from actionplan.tests.factories import ActionPlanFactory, noon

pytestmark = pytest.mark.usefixtures("example")


def make(path, *options, on="2017-12-31"):
    out = io.StringIO()
    call_command("report", "--on", on, "--output", str(path), *options, stdout=out)
    return out.getvalue().strip()


def page(tmp_path, *options, **more):
    make(tmp_path / "rapport.html", *options, **more)
    return (tmp_path / "rapport.html").read_text(encoding="utf-8")


def test_it_makes_the_report_of_a_day_and_keeps_nothing(tmp_path):
    path = tmp_path / "rapport.html"

    assert make(path, "--format", "html") == f"Rapporten per 2017-12-31 är sparad i {path}."
    text = path.read_text(encoding="utf-8")
    assert "Helårsrapport" in text
    assert "8 av 28 aktiviteter är genomförda." in text
    assert Report.objects.count() == 0


def test_the_format_follows_the_files_name(tmp_path):
    make(tmp_path / "rapport.XLSX", "--kind", "slut")

    assert load_workbook(tmp_path / "rapport.XLSX")["Avslut"].max_row == 29  # a heading and 28 activities


def text_of(path):
    """The words of a file, read by another library than the one that wrote it."""
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".xlsx":
        cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row]
        return " ".join(str(cell) for cell in cells if cell is not None)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as document:
            return re.sub(r"<[^>]+>", "", document.read("word/document.xml").decode())
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("extension", ["html", "pdf", "docx", "xlsx"])
def test_every_format_says_the_same(extension, tmp_path):
    path = tmp_path / f"rapport.{extension}"
    make(path, "--since", "2016-08-31")

    text = " ".join(text_of(path).split())
    assert "8 av 28 aktiviteter är genomförda, 7 fler än i förra rapporten." in text
    assert "Tolv av tjugo mallar är klara. Ny sluttid: juni 2018." in text


def test_since_any_day_or_the_newest_published_report(tmp_path):
    plan, chief = ActionPlan.objects.get(), User.objects.get(username="demo-naringslivschef")
    assert "Det finns ingen tidigare rapport att jämföra med." in page(tmp_path)
    assert "7 fler än i förra rapporten" in page(tmp_path, "--since", "31 augusti 2016")

    day = dt.date(2016, 8, 31)
    Report.objects.create(
        plan=plan,
        kind="delar",
        cutoff=day,
        created_at=noon(day),
        created_by=chief,
        published_at=noon(day),
        published_by=chief,
    )

    assert "7 fler än i förra rapporten" in page(tmp_path)


def test_a_round_of_that_day_is_named(tmp_path):
    assert "T2 2016" in page(tmp_path, on="2016-08-31")
    assert "T2 2016" not in page(tmp_path)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--on", "2017-02-30"], "--on: Datumet finns inte: februari 2017 har 28 dagar."),
        (["--since", "2017-12-31"], "--since: 2017-12-31 är inte före brytdatumet 2017-12-31. Välj en tidigare dag."),
        (["--plan", "finns inte"], "Det finns ingen plan med diarienummer finns inte."),
        (["--kind", "vecka"], "Sorten ”vecka” finns inte. Välj --kind delar, helar eller slut."),
        (["--format", "odt"], "Formatet ”odt” finns inte. Välj --format html, pdf, docx eller xlsx."),
        (["--output", "rapport"], "Formatet ”” finns inte. Välj --format html, pdf, docx eller xlsx."),
        (["--output", ""], "Ange vilken fil rapporten ska sparas i, till exempel --output rapport.pdf."),
    ],
)
def test_what_cannot_be_made_is_told_in_swedish(options, said, tmp_path):
    with pytest.raises(CommandError) as refused:
        make(tmp_path / "rapport.html", *options)

    assert str(refused.value).startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told_of(tmp_path):
    path = tmp_path / "saknas" / "rapport.html"

    with pytest.raises(CommandError) as refused:
        make(path)

    assert str(refused.value).startswith(f"Rapporten kunde inte sparas i {path}: ")


def test_without_a_day_it_says_what_is_missing():
    with pytest.raises(CommandError) as refused:
        call_command("report", "--output", "rapport.html")

    assert str(refused.value) == "Ange brytdatum, till exempel --on 2017-12-31."


def test_a_day_to_come_is_made_with_a_warning(tmp_path):
    err = io.StringIO()
    call_command("report", "--on", "2018-12-31", "--output", str(tmp_path / "rapport.html"), stderr=err)

    assert err.getvalue().strip() == (
        "Obs! 2018-12-31 har inte varit än. Rapporten visar det som är registrerat hittills."
    )


def test_another_plan_by_its_registry_number(tmp_path):
    ActionPlanFactory(registry_number="KSM-2024-477", title="En annan plan")

    assert "Planen hade inga aktiviteter den 31 december 2017." in page(tmp_path, "--plan", "KSM-2024-477")
