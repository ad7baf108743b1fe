"""How a Word document is set up: Swedish, A4, quiet styles, margins with page numbers, and files that come out alike."""

import io
import zipfile

from actionplan.reports.blocks import Head
from actionplan.reports.printed import TEXT_WIDTH, moment

_FONT = "Calibri"
_INK = "16242B"
_SIZES = {"Heading 1": 20, "Heading 2": 14, "Heading 3": 12, "Heading 4": 11}
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def new_document(head: Head):
    """Return an empty document whose language, title, page and styles are set."""
    import docx  # heavy, and needed for files alone
    from docx.oxml.ns import qn

    document = docx.Document()
    _describe(document.core_properties, head)
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:val"), "sv-SE")
    _set_up_page(document.sections[0])
    _set_up_styles(document.styles)
    _set_up_behaviour(document.settings.element)
    return document


def saved(document) -> bytes:
    """Return the file, with the same day on every part so that the same content gives the same bytes."""
    raw, output = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _ZIP_DATE)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return output.getvalue()


def element(tag: str, **attributes: str):
    """Return an element of WordprocessingML: element("tblHeader", val="1")."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_page_of(paragraph) -> None:
    """Write "1 (3)" as fields, which Word fills in."""
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" (")
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(")")


def fill_margins(section, head: Head) -> None:
    """Write registry number, day and page in the margins; a memo says them in its own head on the first page."""
    if head.layout == "memo":
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.add_run(f"{head.kind} {head.date}\tDnr {head.registry_number}   ")
        add_page_of(paragraph)
        return
    section.header.paragraphs[0].add_run("\t".join((head.sender.partition("\n")[0], f"Dnr {head.registry_number}")))
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{head.kind} {head.date}\tSida ")
    add_page_of(paragraph)


def set_tabs(paragraph_format, *stops: tuple[int, str]) -> None:
    """Replace the tab stops by these: (millimetres, LEFT or RIGHT)."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    paragraph_format.tab_stops.clear_all()
    for millimetres, side in stops:
        paragraph_format.tab_stops.add_tab_stop(Mm(millimetres), WD_TAB_ALIGNMENT[side])


def mark_soft_hyphens(run) -> None:
    """Write soft hyphens as the mark of their own that Word has; the letter itself it may show as a hyphen."""
    from docx.oxml.ns import qn

    for words in list(run._r.t_lst):
        first, *others = words.text.split("\N{SOFT HYPHEN}")
        if not others:
            continue
        words.text = first
        words.set(qn("xml:space"), "preserve")
        for other in others:
            hyphen, following = element("softHyphen"), element("t")
            following.text = other
            following.set(qn("xml:space"), "preserve")
            words.addnext(hyphen)
            hyphen.addnext(following)
            words = following


def _describe(properties, head: Head) -> None:
    properties.title, properties.subject = _short(head.title), _short(head.kind)
    properties.author = properties.last_modified_by = _short(head.sender.partition("\n")[0])
    properties.keywords, properties.comments = _short(head.registry_number), ""
    properties.language = "sv-SE"
    properties.created = properties.modified = moment(head)


def _short(text: str) -> str:
    """Return what a property of a document may hold."""
    return text[:255]


def _set_up_page(section) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)


def _set_up_styles(styles) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name in ("Normal", "Caption", "Header", "Footer", *_SIZES):
        style = styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), _FONT)
        style.font.color.rgb = RGBColor.from_string(_INK)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Normal"].paragraph_format.line_spacing = 1.1
    for name, size in _SIZES.items():
        styles[name].font.size = Pt(size)
        styles[name].paragraph_format.space_before, styles[name].paragraph_format.space_after = Pt(14), Pt(4)
    styles["Caption"].font.size = Pt(10.5)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(9)
        set_tabs(styles[name].paragraph_format, (TEXT_WIDTH, "RIGHT"))


def _set_up_behaviour(settings) -> None:
    """Hyphenate, and say that the document is made for Word 2013 and later, or it opens as if for an older one."""
    from docx.oxml.ns import qn

    settings.find(qn("w:defaultTabStop")).addnext(element("autoHyphenation"))
    mode = settings.find(f"{qn('w:compat')}/{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), "sv-SE")


def _add_field(paragraph, instruction: str) -> None:
    field = element("fldSimple", instr=instruction)
    run, text = element("r"), element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
