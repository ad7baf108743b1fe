"""A report as PDF/UA-1 and PDF/A-2a, set by typst. All words go in as JSON, so none is read as typst's own language."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

import font_source_sans_pro
from django.template.loader import render_to_string

from actionplan import swedish
from actionplan.reports import glyphs
from actionplan.reports.blocks import Content
from actionplan.reports.printed import Printed, printed

_TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS = ["ua-1", "a-2a"]
_PROBE = b'#set document(title: "x")\n#set text(font: "Source Sans Pro", lang: "sv")\n#sys.inputs.data'


def pdf_file(content: Content) -> bytes:
    """Return the document; the same content always gives the same bytes."""
    return pdf_and_warnings(content)[0]


def pdf_and_warnings(content: Content) -> tuple[bytes, list[str]]:
    """Return the document and what typst warned of, which should be nothing."""
    import typst  # heavy, and needed for files alone

    whole = printed(content)
    data = _data(whole)
    letters = glyphs.unsure(_texts(data))
    names = glyphs.names_of_missing(letters, _is_shown)
    try:
        return _compiled(_shown(data, names), whole)
    except typst.TypstError:
        if not letters:
            raise
        # Letters that can be shown one by one may still not join with their neighbours.
        return _compiled(_shown(data, glyphs.names_of_missing(letters, lambda _: False)), whole)


def bar_pictures(bars: list[list[dict]]) -> list[bytes]:
    """Return each bar, given as the parts of a PrintedBar, as a PNG of 160 mm."""
    pictures = _compiler("bars.typ").compile(format="png", ppi=200, sys_inputs={"data": json.dumps({"bars": bars})})
    return pictures if isinstance(pictures, list) else [pictures]


def moment(date: str) -> dt.datetime | None:
    """Return the moment a document is said to be made: noon of its own date, so that the clock changes nothing."""
    try:
        return dt.datetime.combine(swedish.parse_date(date), dt.time(12), dt.UTC)
    except ValueError:
        return None


def _data(whole: Printed) -> dict:
    """Return what report.typ reads."""
    icons = {part.icon for section in whole.sections for bar in section.bars for part in bar.parts}
    icons |= {cell.icon for section in whole.sections for table in section.tables for row in table.rows for cell in row}
    author = whole.head.sender.partition("\n")[0]
    return asdict(whole) | {
        "icons": {icon: _icon(icon) for icon in sorted(icons) if icon},
        "author": [author] if author else [],
        "dated": moment(whole.head.date) is not None,
    }


@cache
def _icon(name: str) -> str:
    """Return a Heroicon as SVG that stands by itself."""
    svg = render_to_string("reports/_icon.svg", {"name": name}).strip()
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key != "icons":
                yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _shown(data: dict, names: dict[str, str]) -> dict:
    """Return the data with texts the fonts can show and lines that can break; the title of the file itself stays whole."""
    shown = _changed(data, lambda text: glyphs.breakable(glyphs.replaced(text, names)))
    return shown | {"icons": data["icons"], "title": glyphs.replaced(data["head"]["title"], names)}


def _changed(value, change: Callable[[str], str]):
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _changed(one, change) for key, one in value.items()}
    return [_changed(one, change) for one in value] if isinstance(value, list | tuple) else value


def _compiled(data: dict, whole: Printed) -> tuple[bytes, list[str]]:
    document, warnings = _compiler("report.typ").compile_with_warnings(
        sys_inputs={"data": json.dumps(data)}, pdf_standards=_STANDARDS, timestamp=moment(whole.head.date)
    )
    return document, [warning.message for warning in warnings]


@cache
def _is_shown(letter: str) -> bool:
    """Tell if a PDF by the standards can hold the letter: try it."""
    import typst  # heavy, and needed for files alone

    compiler = typst.Compiler(font_paths=_fonts())
    try:
        compiler.compile(input=_PROBE, sys_inputs={"data": letter}, pdf_standards=_STANDARDS)
    except typst.TypstError:
        return False
    return True


def _compiler(template: str):
    import typst  # heavy, and needed for files alone

    return typst.Compiler(input=str(_TEMPLATES / template), root=str(_TEMPLATES), font_paths=_fonts())


@cache
def _fonts():
    """Return the fonts that come with packages, and never those of the computer: the same file on every computer."""
    import typst  # heavy, and needed for files alone

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
