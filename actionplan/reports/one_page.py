"""A report on one page, to show on a wall: the one sentence, how the areas go, what is late and what has changed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from actionplan import swedish
from actionplan.choices import Standing
from actionplan.figures import Seen
from actionplan.reports.blocks import Content, Head
from actionplan.reports.summary import course, happened_word

MOST_LATE = 3
MOST_CODES = 7


@dataclass(frozen=True)
class Share:
    """How a set of activities is spread; a bar is drawn of it."""

    total: int
    shown_standings: tuple[tuple[str, int], ...]
    completed: int
    late: int


@dataclass(frozen=True)
class AreaShare:
    """The same of one area."""

    number: int
    name: str
    share: Share


@dataclass(frozen=True)
class Late:
    """An activity past its deadline."""

    code: str
    title: str
    department: str
    deadline: str


@dataclass(frozen=True)
class Happened:
    """What has happened since the previous report, to how many activities; `more` are those there is no room for."""

    number: int
    words: str
    codes: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class OnePage:
    """What the page shows. `more_late` are those there is no room for; `changes` is None when nothing was compared."""

    head: Head
    on: dt.date
    since: dt.date | None
    sentence: str
    whole: Share
    areas: tuple[AreaShare, ...]
    late: tuple[Late, ...]
    more_late: int
    changes: tuple[Happened, ...] | None


def one_page(content: Content) -> OnePage:
    """Return the page of a report, from its facts alone."""
    facts = content.facts
    late = sorted(filter(lambda one: one.is_late, map(Seen.from_facts, facts["activities"])), key=_longest_late)
    return OnePage(
        head=content.head,
        on=dt.date.fromisoformat(facts["on"]),
        since=facts["since"] and dt.date.fromisoformat(facts["since"]),
        sentence=_sentence(facts),
        whole=_share(facts),
        areas=tuple(AreaShare(area["number"], area["name"], _share(area)) for area in facts["by_area"]),
        late=tuple(_late(one) for one in late[:MOST_LATE]),
        more_late=len(late[MOST_LATE:]),
        changes=None if facts["changes"] is None else tuple(_changes(facts)),
    )


def _sentence(facts: dict) -> str:
    if not facts["total"]:
        return "Planen hade inga aktiviteter."
    return course(facts["total"], facts["by_standing"])


def _longest_late(one: Seen):
    return one.deadline, one.code


def _share(facts: dict) -> Share:
    standings = facts["by_standing"]
    shown = tuple((key, standings[key]) for key in Standing.SHOWN if standings[key])
    return Share(facts["total"], shown, standings[Standing.COMPLETED], standings[Standing.LATE])


def _late(one: Seen) -> Late:
    return Late(one.code, one.title, one.department, swedish.long_date(one.deadline))


def _changes(facts: dict) -> Iterator[Happened]:
    for key, number in facts["changes"].items():
        codes = facts["changed"][key]
        if number:
            yield Happened(number, happened_word(key, number), tuple(codes[:MOST_CODES]), len(codes[MOST_CODES:]))
