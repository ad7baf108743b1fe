"""The running texts of a document: proposed from data, edited by somebody, and split into what the blocks hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A text that somebody may edit before the document is made. `text` is what the data proposes."""

    key: str
    label: str
    text: str
    help: str = ""
    rows: int = 5
    is_required: bool = True
    choices: tuple[str, ...] = ()
    """The sentences to choose one of, if it is not written freely."""


def filled(parts: Iterable[Part], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each part: what somebody wrote, an empty text too, else what is proposed."""
    return {part.key: texts.get(part.key, part.text) for part in parts}


def lines(text: str) -> tuple[str, ...]:
    """Return the lines that say something; each is a paragraph or an item."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())


def numbered(text: str) -> tuple[str, ...]:
    """Return the lines as numbered sentences, so that one can be moved into the minutes as it stands."""
    return tuple(f"{number}. {_without_mark(line)}" for number, line in enumerate(lines(text), 1))


def _without_mark(line: str) -> str:
    """Return the line without a number or dash of its own."""
    mark, _, rest = line.partition(" ")
    is_mark = mark in {"-", "–", "•", "*"} or (mark[:-1].isdecimal() and mark[-1] in ".)")
    return rest.strip() if is_mark and rest.strip() else line
