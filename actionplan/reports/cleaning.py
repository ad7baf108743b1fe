"""Content as every format can hold it: what no document may carry is taken out once, before it is printed."""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace

from actionplan.reports.blocks import Content

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters aside from tab and line break, half pairs, byte order marks and what Unicode says is no character.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def clean(content: Content) -> Content:
    """Return the content with plain line breaks, composed letters and none of the characters that break documents."""
    return replace(content, head=_cleaned(content.head), sections=_cleaned(content.sections))


def clean_text(text: str) -> str:
    """Return one text the same way."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", _LINE_BREAKS.sub("\n", text)))


def _cleaned(value):
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    if is_dataclass(value):
        return replace(value, **{each.name: _cleaned(getattr(value, each.name)) for each in fields(value)})
    return value
