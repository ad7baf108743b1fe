"""The Word document: real headings, lists, header rows, alternative texts, Swedish, A4, page fields."""

import io

import pytest

from actionplan.choices import Standing
from actionplan.reports.word import word_file
from actionplan.tests.reports import samples
from actionplan.tests.reports.reading import word_parts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def report():
    return word_file(samples.report())


def opened(document: bytes):
    import docx

    return docx.Document(io.BytesIO(document))


def test_it_says_what_it_is_in_swedish(report):
    document = opened(report)
    styles, settings = word_parts(report)["word/styles.xml"], word_parts(report)["word/settings.xml"]

    properties = document.core_properties
    assert properties.title == "Tertial 2 2017: Handlingsplan för näringslivsarbetet 2016–2018"
    assert (properties.author, properties.language, properties.comments) == ("Tyresö kommun", "sv-SE", "")
    assert str(properties.created.date()) == "2017-09-12"
    assert {each.get(f"{W}val") for each in styles.iter(f"{W}lang")} == {"sv-SE"}
    assert settings.find(f"{W}themeFontLang").get(f"{W}val") == "sv-SE"


def test_headings_and_lists_are_real(report):
    paragraphs = opened(report).paragraphs

    headings = [(each.style.name, each.text) for each in paragraphs if each.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Tertial 2 2017: Handlingsplan för näringslivsarbetet 2016–2018"),
        ("Heading 2", "Sammanfattning"),
        ("Heading 2", "Läget per område"),
        *(("Heading 3", area) for area in samples.AREAS),
        ("Heading 2", "Bilaga"),
    ]
    assert sum(each.style.name == "List Bullet" for each in paragraphs) == 3


def test_every_table_has_a_header_row_and_a_name(report):
    document = opened(report)

    for table in document.tables:
        header, *rows = table._tbl.tr_lst
        assert header.find(f"{W}trPr/{W}tblHeader") is not None
        assert [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None] == []
    names = [table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val") for table in document.tables]
    assert names == ["Läget per område", *(f"Aktiviteter i område {area}" for area in samples.AREAS), "Nyckeltal"]


def test_departments_may_be_divided_by_their_parts(report):
    """By Word's own mark: the letter U+00AD is shown as a hyphen."""
    runs = [
        run for run in word_parts(report)["word/document.xml"].iter(f"{W}r") if run.find(f"{W}softHyphen") is not None
    ]

    divided = {"|".join(part.text or "" for part in run.iter(f"{W}t")) for run in runs}
    assert "Stadsbyggnads|förvaltningen" in divided
    assert not [one for one in divided if "\N{SOFT HYPHEN}" in one]


def test_word_finds_the_parts_of_a_table_in_their_order(report):
    """Word calls a file damaged whose parts stand in another order than the standard's."""
    order = ["tblStyle", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"]

    for table in opened(report).tables:
        parts = [part.tag.removeprefix(W) for part in table._tbl.tblPr]
        assert parts == [part for part in order if part in parts]


def test_every_picture_says_in_words_what_it_shows(report):
    alternatives = [shape._inline.docPr.get("descr") for shape in opened(report).inline_shapes]

    bars = samples.report().sections[1].bars
    assert len(alternatives) == 4
    for text, bar in zip(alternatives, bars, strict=True):
        parts = [(count, Standing(key).look) for key, count in bar.parts if count]
        assert text == f"{bar.label}: " + ", ".join(f"{n} {look.one if n == 1 else look.many}" for n, look in parts)


def test_the_page_is_a4_with_page_numbers_in_the_margin(report):
    (section,) = opened(report).sections

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = section.footer._element
    assert [each.get(f"{W}instr") for each in footer.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert "".join(footer.itertext(f"{W}t")) == "Delårsrapport 2017-09-12Sida 1 (1)"
    assert section.header.paragraphs[0].text == "Tyresö kommun\tDnr 2015/KS 0623 003"


def test_the_memo_says_its_page_in_its_head_and_later_in_the_margin():
    document = opened(word_file(samples.memo()))

    first, second = (paragraph._p for paragraph in document.paragraphs[:2])
    (section,) = document.sections
    assert "".join(first.itertext(f"{W}t")) == "Tyresö kommunTJÄNSTESKRIVELSE"
    assert [each.get(f"{W}instr") for each in second.iter(f"{W}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert section.different_first_page_header_footer is True
    assert section.first_page_header.paragraphs[0].text == ""
    assert section.header.paragraphs[0].text.startswith("Tjänsteskrivelse 2015-12-04\tDnr 2015/KS 0623 003")
    assert document.tables == []
