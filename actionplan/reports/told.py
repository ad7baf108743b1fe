"""Every text of a content with where it stands and which activity it is about, for whoever must read them before they are frozen."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from actionplan.reports.blocks import Content, Section, Table

_OF_THE_PROGRAM = ("forklaring",)
"""Sections in which nobody has written anything."""
_DEPARTMENTS = ("Ansvarig", "Medverkar", "Förvaltning")
"""Columns and items that hold departments' names."""
_TITLE = "Aktivitet"


@dataclass(frozen=True)
class Told:
    """A text: the section (its key and heading), what it is of the section, and the activity's code ("" for none)."""

    section: str
    heading: str
    part: str
    """"paragraph", "item", or the heading of its column or item: Kommentar, Syfte …"""
    code: str
    text: str

    @property
    def is_title(self) -> bool:
        """Tell if it is what the activity is called."""
        return self.part == _TITLE


def told(content: Content, codes: Container[str]) -> Iterator[Told]:
    """Yield the texts in the order they stand; "" is the section of the head, `codes` are the plan's activities'."""
    head = content.head
    for text in (head.title, head.sender, head.addressee, *head.notes):
        yield Told("", head.kind, "paragraph", "", text)
    for section in content.sections:
        if not section.key.startswith(_OF_THE_PROGRAM):
            yield from _section(section, _code(section, codes))


def _section(section: Section, code: str) -> Iterator[Told]:
    place = (section.key, section.heading)
    if not code:  # what an activity is called stands in its area's table
        yield Told(*place, "paragraph", code, section.heading)
    for text in section.paragraphs:
        yield Told(*place, "paragraph", code, text)
    for item in section.items:
        label = item.partition(": ")[0]
        if label not in _DEPARTMENTS:
            yield Told(*place, label if code else "item", code, item)
    for table in section.tables:
        yield from _table(place, table)


def _table(place: tuple[str, str], table: Table) -> Iterator[Told]:
    has_codes = table.columns[0].label == "Nr"
    shown = [n for n, one in enumerate(table.columns) if one.kind == "text" and one.label not in _DEPARTMENTS]
    for row in table.rows:
        for n in shown[1:] if has_codes else shown:
            if row[n]:
                yield Told(*place, table.columns[n].label, str(row[0]) if has_codes else "", str(row[n]))


def _code(section: Section, codes: Container[str]) -> str:
    """Return the code of the activity that the plan document's section is about."""
    first = section.heading.partition(" ")[0]
    return first if first in codes and first.lower() == section.key else ""
