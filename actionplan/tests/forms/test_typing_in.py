"""Reading what is pasted: rows and columns, what is left out, each fault by row and column."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actionplan.forms.typing_in import LineForm, PasteForm
from actionplan.models import StrategicArea
from actionplan.tests.factories import CompanyFactory, StrategicAreaFactory

pytestmark = pytest.mark.django_db
TOO_LONG = "Förslaget är 5001 tecken långt. Det får vara högst 5000. Korta det, eller dela det i flera."


@pytest.fixture
def areas():
    area = StrategicAreaFactory(number=1, name="Service")
    StrategicAreaFactory(plan=area.plan, number=2, name="Mark & miljö")
    return StrategicArea.objects.filter(plan=area.plan)


def form_of(text, areas=(), existing=None, **more):
    return PasteForm({"text": text} | more, areas=areas, existing=existing or {})


def pasted(text, *args, **more):
    form = form_of(text, *args, **more)
    assert form.is_valid(), form.errors
    return form.read(fresh=True)


def cells(found):
    return [(row.number, row.text, row.company.name, row.area and row.area.number) for row in found.rows]


def test_each_line_is_a_proposal_and_empty_ones_are_counted():
    found = pasted("Ett\r\n\r\n  Två  \n \t \nTre\n\n")

    assert cells(found) == [(1, "Ett", "", None), (3, "Två", "", None), (5, "Tre", "", None)]
    assert (found.empty, found.faulty, found.has_headings) == (2, 0, False)


def test_columns_from_excel_are_text_company_and_area(areas):
    found = pasted("Ett\tExempelbygg AB\t1\nTvå\t\tmark & MILJÖ\nTre\tB\t2 Mark & miljö\nFyra\tB\t\t\t", areas)

    assert cells(found) == [
        (1, "Ett", "Exempelbygg AB", 1),
        (2, "Två", "", 2),
        (3, "Tre", "B", 2),
        (4, "Fyra", "B", None),
    ]


def test_headings_are_no_proposal():
    found = pasted("Förslag\tFÖRETAG\tområde\nEtt\tB\t\n")

    assert (cells(found), found.has_headings, found.empty) == ([(2, "Ett", "B", None)], True, 0)
    assert cells(pasted("Förslag\nEtt")) == [(1, "Förslag", "", None), (2, "Ett", "", None)]


def test_a_cell_with_line_breaks_from_excel_is_one_proposal():
    assert cells(pasted('"Ett\nmed ""citat"" och\ttabb"\tB\nTvå\tC')) == [
        (1, 'Ett\nmed "citat" och\ttabb', "B", None),
        (2, "Två", "C", None),
    ]


@pytest.mark.parametrize("text", ['"En väg in" sa de\tB\nTvå\tC', '"Oavslutat\tB\nTvå\tC'])
def test_quotation_marks_that_are_not_excels_stand_as_they_are(text):
    assert [row.text for row in pasted(text).rows] == [text.partition("\t")[0], "Två"]


def test_quotation_marks_without_columns_stand_as_they_are():
    assert [row.text for row in pasted('"Ett\nTvå"').rows] == ['"Ett', 'Två"']


def test_every_fault_is_said_by_row_and_column(areas):
    text = f"\tB\t1\n{'å' * 5001}\t{'b' * 201}\t9\nBra\t\t\nTre\tB\t1\textra\nFel\x08tecken"

    found = pasted(text, areas)

    assert [row.errors for row in found.rows] == [
        {"text": "Skriv vad företaget föreslår."},
        {
            "text": TOO_LONG,
            "company": "Företagsnamnet är 201 tecken långt. Det får vara högst 200.",
            "area": "Det finns inget område ”9”. Skriv områdets nummer (1, 2) eller namn, eller lämna tomt.",
        },
        {},
        {"area": "Raden har fler än tre kolumner. Kopiera bara förslag, företag och område."},
        {"text": "Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem."},
    ]
    assert found.faulty == 4


def test_an_area_without_a_plan_says_so():
    assert pasted("Ett\t\t1").rows[0].errors == {
        "area": "Mötets mandatperiod har ingen plan med områden. Lämna kolumnen tom."
    }


def test_doubles_are_pointed_out_and_allowed():
    found = pasted("Ett\nETT\nTvå", existing={"två": "F07"})

    assert [row.remarks for row in found.rows] == [(), ("Samma text som rad 1.",), ("Finns redan som F07.",)]
    assert found.faulty == 0


def test_companies_are_told_apart():
    company = CompanyFactory(name="Exempelbygg AB")

    rows = pasted("a\texempelbygg ab\nb\tExempelbyggen\nc\tNytt AB").rows

    assert [(row.company.company, row.company.alike, row.company.is_new) for row in rows] == [
        (company, (), False),
        (None, ("Exempelbygg AB",), False),
        (None, (), True),
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Klistra in minst ett förslag."),
        (" \n\t ", "Klistra in minst ett förslag."),
        ("a\n" * 500 + "b", "Det är 501 rader. Klistra in högst 500 åt gången."),
        ("å" * 200_001, "Det är 200001 tecken. Klistra in högst 200000 åt gången."),
    ],
)
def test_too_little_or_too_much_is_refused(text, error):
    assert form_of(text).errors == {"text": [error]}


def test_the_limits_themselves_are_allowed():
    assert len(pasted("a\n" * 500).rows) == 500
    assert form_of("å" * 200_000).is_valid()


def test_the_same_paste_has_the_same_tokens_and_another_has_others():
    batch = str(uuid.uuid4())

    def tokens(text, **said):
        form = form_of(text, batch=batch)
        assert form.is_valid()
        return [line.form_token for line in form.read(**said).lines()]

    assert tokens("a\nb", fresh=False) == tokens("a\nb", fresh=False)
    assert len({*tokens("a\na", fresh=False), *tokens("a\nc", fresh=False), *tokens("a\na", fresh=True)}) == 6


def test_what_was_changed_after_the_preview_is_seen():
    first = pasted("a\nb")
    seen = {"batch": str(first.batch), "digest": first.digest}

    same, changed, unseen = form_of("a\r\nb\n", **seen), form_of("a\nc", **seen), form_of("a\nb")
    assert [form.is_valid() and form.is_as_previewed() for form in (same, changed, unseen)] == [True, False, False]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters='\t\n"'), max_size=80))
def test_no_row_is_lost(text):
    form = form_of(text)
    if not form.is_valid():
        return
    found = form.read(fresh=True)

    said = "".join("".join(form.cleaned_data["text"].split()).split('"'))
    kept = "".join(row.text + row.company.name + row.area_text for row in found.rows)
    extra = any("area" in row.errors for row in found.rows)
    assert extra or found.has_headings or "".join("".join(kept.split()).split('"')) == said


def test_a_line_takes_an_area_by_its_number(areas):
    found = [LineForm({"text": "x", "area": number}, areas=areas) for number in ("1", "2", "3", "x", "9" * 30, "٢")]

    assert [form.is_valid() and form.line().area.name for form in found] == [
        "Service",
        "Mark & miljö",
        False,
        False,
        False,
        False,
    ]


def test_a_far_too_long_line_is_kept_and_says_how_long_it_may_be(areas):
    form = LineForm({"text": "å" * 5001}, areas=areas)

    assert form.errors == {"text": [TOO_LONG]}
    assert form["text"].value() == "å" * 5001
    assert "maxlength" not in str(form["text"])
