"""Text as a PDF can show it. A PDF that all can read may hold no letter the fonts lack, so such a letter is named instead.

Nearly all text passes at once. What is not certain is tried, a letter at a time, and remembered.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from actionplan import swedish

_RANGES = (
    (0x9, 0xA), (0x20, 0x7E), (0xA0, 0x17E), (0x200B, 0x200B), (0x2013, 0x2014), (0x2018, 0x201A), (0x201C, 0x201E), (0x2020, 0x2022),
    (0x2026, 0x2026), (0x20AC, 0x20AC), (0x2192, 0x2192), (0x2212, 0x2212), (0x2264, 0x2265),
)  # fmt: skip
SURE = frozenset(chr(point) for first, last in _RANGES for point in range(first, last + 1))
"""What Source Sans Pro has, as a test checks."""
_MOST_TRIED = 200
_ADDRESS = re.compile(r"\S{17,}")
_MARK = re.compile(r"([@/._=&?:])(?=\S)")
_WIDER_THAN_PAGE = re.compile(r"\S{41,}")
_WIDER_THAN_COLUMN = re.compile(r"[^\s\u200b\u00ad-]{31,}|\d{13,}")


def unsure(texts: Iterable[str]) -> list[str]:
    """Return the letters of the texts that may be missing in the fonts, each once."""
    return sorted(set().union(*map(set, texts)) - SURE)


def names_of_missing(letters: list[str], is_shown: Callable[[str], bool]) -> dict[str, str]:
    """Return what to write instead of the letters the fonts lack; beyond a number nobody types, none is tried."""
    tried = letters if len(letters) <= _MOST_TRIED else []
    return {letter: _name(letter) for letter in letters if letter not in tried or not is_shown(letter)}


def replaced(text: str, names: dict[str, str]) -> str:
    """Return the text with the letters named."""
    return text.translate(str.maketrans(names)) if names else text


def breakable(text: str) -> str:
    """Let a word that is wider than the page break anywhere."""
    return _WIDER_THAN_PAGE.sub(lambda word: "\u200b".join(word[0]), text)


def divisible(text: str) -> str:
    """Say where words may be divided in a narrow column: departments by their parts, addresses after their marks."""
    text = _ADDRESS.sub(lambda word: _MARK.sub("\\1\u200b", word[0]), swedish.soft_hyphens(text))
    return _WIDER_THAN_COLUMN.sub(lambda word: "\u200b".join(word[0]), text)


def _name(letter: str) -> str:
    """Return "[party popper]" for 🎉; nothing for marks that are never seen, a box for what has no name."""
    if unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef":
        return ""
    name = unicodedata.name(letter, "").lower()
    return f"[{name}]" if name else "□"
