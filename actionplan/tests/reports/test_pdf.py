"""The PDF: no warnings, literal texts, letters the fonts lack, one moment, bookmarks, pages, and memory given back."""

import datetime as dt
import io
import re
import unicodedata
from dataclasses import replace

import pypdf
import pytest
from django.conf import settings

from actionplan.reports import glyphs, typesetting
from actionplan.reports.blocks import Bar, Column, Section, Table
from actionplan.reports.pdf import pdf_and_warnings, pdf_file
from actionplan.tests.reports import samples
from actionplan.tests.reports.reading import squeezed


def read(document: bytes):
    return pypdf.PdfReader(io.BytesIO(document))


def text_of(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(document).pages)


def saying(*paragraphs: str, layout: str = "report"):
    """A content that says only this."""
    content = samples.report()
    return replace(
        content, head=replace(content.head, layout=layout), sections=(Section("a", "A", paragraphs=paragraphs),)
    )


@pytest.mark.parametrize(
    "content", [samples.report(), samples.memo(), samples.hostile()], ids=["report", "memo", "hostile"]
)
def test_typst_has_nothing_to_warn_of(content):
    assert pdf_and_warnings(content)[1] == []


def test_the_file_says_what_it_is():
    pdf = read(pdf_file(samples.report()))

    assert pdf.metadata.title == "Tertial 2 2017: Handlingsplan för näringslivsarbetet 2016–2018"
    assert pdf.metadata.author == "Tyresö kommun"
    assert pdf.metadata.creation_date == dt.datetime(2017, 9, 12, 12, tzinfo=dt.UTC)
    assert pdf.trailer["/Root"]["/Lang"] == "sv-SE"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf has truths of its own
    assert [round(side / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]


def test_headings_are_bookmarks():
    def titles(outline):
        return [titles(each) if isinstance(each, list) else each.title for each in outline]

    areas = list(samples.AREAS)
    assert titles(read(pdf_file(samples.report())).outline) == ["Sammanfattning", "Läget per område", areas, "Bilaga"]


def test_every_page_says_which_it_is_of_how_many():
    pages = [page.extract_text() for page in read(pdf_file(samples.report())).pages]

    total = len(pages)
    assert total > 3
    assert [re.search(r"Sida (\d+ \(\d+\))", page)[1] for page in pages] == [
        f"{n} ({total})" for n in range(1, total + 1)
    ]


def test_the_header_row_comes_again_on_every_page_of_a_table():
    content = samples.report(160)

    pages = [squeezed(page.extract_text()) for page in read(pdf_file(content)).pages]
    assert all("AktivitetAnsvarigKlarLäge" in page for page in pages[1:-1])


@pytest.mark.parametrize("captioned", [True, False])
def test_what_leads_over_to_a_table_stays_on_its_page(captioned):
    """Wherever on the page it falls."""
    table = Table("t", "Tabellens namn" if captioned else "Rubriken", (Column("K", width=170),), (("Första raden",),))
    led = Section("led", "Rubriken", paragraphs=("Det här leder över.",), tables=(table,))

    for above in range(10, 40):
        content = saying(*["Rad."] * above)
        pages = read(pdf_file(replace(content, sections=(*content.sections, led)))).pages
        texts = [page.extract_text() for page in pages]
        (place,) = [number for number, text in enumerate(texts) if "Rubriken" in text]
        assert "leder över" in texts[place]
        assert "Första raden" in texts[place]


def test_the_memo_begins_as_authorities_write():
    first = read(pdf_file(samples.memo())).pages[0].extract_text().split("\n")

    assert [squeezed(line) for line in first[:8]] == [
        "Tyresökommun", "Konsult-ochservicekontoret", "Näringslivschefen", "TJÄNSTESKRIVELSE", "2015-12-041(2)",
        "Dnr2015/KS0623003", "Kommunstyrelsen", "Handlingsplanförnäringslivsarbetet2016-2018",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Invigt 🎉 i går", "Invigt [party popper] i går"),
        ("Vi ❤️ Tyresö", "Vi ❤ Tyresö"),
        ("Team 👩‍💻", "Team [woman][personal computer]"),
        ("中文", "[cjk unified ideograph-4e2d][cjk unified ideograph-6587]"),
        ("privat \ue000 tecken", "privat □ tecken"),
        ("oanvänt \U00038000 tecken", "oanvänt □ tecken"),
        ("Привет Ω ≠ ●", "Привет Ω ≠ ●"),
        ("\u200frätt\u200e", "rätt"),
    ],
)
def test_no_letter_is_lost_without_a_word(typed, shown):
    document, warnings = pdf_and_warnings(saying(typed))

    text = re.sub("[\ufe0f\u200d]", "", text_of(document))
    assert (squeezed(shown) in squeezed(text), warnings) == (True, [])


def test_letters_that_cannot_be_shown_together_are_named():
    """DejaVu has the Hebrew letter and Libertinus the mark, say, but no font has both: typst refuses only the pair."""
    typed = "\u0627\u0483 i övrigt läsligt"

    text = squeezed(text_of(pdf_file(saying(typed))))

    assert squeezed("i övrigt läsligt") in text
    assert all(squeezed(unicodedata.name(letter).lower()) in text or letter in text for letter in typed[:2])


def test_very_many_strange_letters_are_named_without_being_tried():
    strange = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))

    assert len(glyphs.names_of_missing(sorted(strange), pytest.fail)) == 300


def test_the_letters_thought_sure_are_in_the_font_itself():
    import typst

    folder = typesetting.Path(typesetting.font_source_sans_pro.__file__).parent / "files"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    for weight in ("regular", "semibold", "bold"):
        page = f'#set document(title: "x")\n#set text(font: "Source Sans Pro", weight: "{weight}", lang: "sv")\n#sys.inputs.data'
        _, warnings = typst.Compiler(font_paths=fonts).compile_with_warnings(
            input=page.encode(), sys_inputs={"data": " ".join(sorted(glyphs.SURE))}, pdf_standards=typesetting.STANDARDS
        )
        assert warnings == []


@pytest.mark.parametrize("word", ["x" * 5000, "1" * 5000, "Å" * 200, "namn@" + "kommun" * 40 + ".se", "a/" * 300])
@pytest.mark.parametrize("place", ["paragraph", "heading", "title", "sender", "cell", "bar"])
def test_a_word_without_spaces_stays_on_the_paper(word, place):
    content = saying("kort", word if place == "paragraph" else "kort")
    (section,) = content.sections
    columns = tuple(Column(word[:40] if place == "cell" else "K", width=20) for _ in range(6))
    tables = (Table("t", "T", columns, (("kort",) * 5 + (word,),)),) if place == "cell" else ()
    bars = (Bar(word, (("pagar", 1),)),) if place == "bar" else ()
    section = replace(section, heading=word if place == "heading" else "H", tables=tables, bars=bars)
    named = {place: word} if place in {"title", "sender"} else {}
    content = replace(content, head=replace(content.head, **named), sections=(section,))

    assert longest_run(pdf_file(content)) < 150


def longest_run(document: bytes) -> int:
    """How many letters stand side by side on a line at most; some 140 of the smallest have room on the paper."""
    pages = [page.extract_text(extraction_mode="layout").replace("\u200b", "") for page in read(document).pages]
    return max(len(run) for page in pages for run in page.split())


def test_a_large_report_is_set_apart_and_comes_out_alike():
    content = samples.report(8)
    data = {"content": content}
    here = pdf_and_warnings(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("actionplan.reports.pdf._MANY_ROWS", 0)
        apart = pdf_and_warnings(content)
        strange = text_of(pdf_file(saying("🎉")))

    assert (apart == here, data["content"]) == (True, content)
    assert "[party popper]" in strange


def test_the_colours_are_those_of_the_site():
    """look.typ cannot read tokens.css."""
    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    typ = (settings.BASE_DIR / "actionplan/reports/templates/look.typ").read_text()
    inks, fills = (
        re.search(r"#let inks = \((.*?)\n\)", typ, re.S)[1],
        re.search(r"#let fills = \((.*?)\n\)", typ, re.S)[1],
    )

    def colours(part):
        return dict(re.findall(r'(\w+): rgb\("(#\w+)"\)', part))

    on_site = dict(re.findall(r"--np-(\w+(?:-fill)?): (#\w{6});", css))
    assert colours(inks) == {key: on_site[key] for key in colours(inks)}
    assert colours(fills) == {key: on_site[f"{key}-fill"] for key in colours(inks)}
