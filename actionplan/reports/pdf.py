"""A report as PDF/UA-1 and PDF/A-2a, set by typst. All words go in as JSON, so none is read as typst's own language."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache

from django.template.loader import render_to_string

from actionplan.reports import glyphs, typesetting
from actionplan.reports.blocks import Content
from actionplan.reports.printed import Printed, PrintedBar, moment, printed

_MANY_ROWS = 200
"""A report with more is set in a process of its own, for the sake of memory."""


def pdf_file(content: Content) -> bytes:
    """Return the document; the same content always gives the same bytes."""
    return pdf_and_warnings(content)[0]


def pdf_and_warnings(content: Content) -> tuple[bytes, list[str]]:
    """Return the document and what typst warned of, which should be nothing."""
    whole = printed(content)
    made, data = moment(whole.head), _data(whole)
    apart = sum(len(table.rows) for table in content.tables()) > _MANY_ROWS
    letters = glyphs.unsure(_texts(data))
    names = glyphs.names_of_missing(letters, typesetting.is_shown)
    try:
        return typesetting.typeset(_shown(data, names), made, apart=apart)
    except typesetting.MissingLetterError:
        # Letters that can be shown one by one may still not join with their neighbours.
        return typesetting.typeset(_shown(data, glyphs.names_of_missing(letters, _is_never_shown)), made, apart=apart)


def bar_pictures(bars: list[PrintedBar]) -> list[bytes]:
    """Return each bar as a PNG."""
    return typesetting.pictures({"bars": [[asdict(part) for part in bar.parts] for bar in bars]}) if bars else []


def _is_never_shown(letter: str) -> bool:
    return False


def _data(whole: Printed) -> dict:
    """Return what report.typ reads."""
    icons = {cell.icon for section in whole.sections for table in section.tables for row in table.rows for cell in row}
    author = whole.head.sender.partition("\n")[0]
    return asdict(whole) | {
        "icons": {icon: _icon(icon) for icon in sorted(icons) if icon},
        "author": [author] if author else [],
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
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _shown(data: dict, names: dict[str, str]) -> dict:
    """Return the data with texts the fonts can show and lines that can break; the title of the file itself stays whole."""
    if names:
        data = _changed(data, lambda text: glyphs.replaced(text, names))
    wide = {key: _changed(data[key], glyphs.breakable) for key in ("head", "author")}
    return data | wide | {"title": data["head"]["title"], "sections": [_divided(one) for one in data["sections"]]}


def _divided(section: dict) -> dict:
    """Return the section with words that can be divided where it is narrow: in tables and beside bars."""
    narrow = {key: _changed(section[key], glyphs.divisible) for key in ("bars", "tables")}
    return _changed(section, glyphs.breakable) | narrow


def _changed(value, change: Callable[[str], str]):
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _changed(one, change) for key, one in value.items()}
    return [_changed(one, change) for one in value] if isinstance(value, list | tuple) else value
