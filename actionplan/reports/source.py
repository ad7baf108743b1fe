"""Reading the parts of a memo that is kept verbatim (ActionPlan.source_text), as the one of 2015-12-04 is laid out."""

import re
from dataclasses import dataclass

from actionplan.models import ActionPlan
from actionplan.reports.parts import lines

_KIND = "TJÄNSTESKRIVELSE"
_HEADINGS = ("Förslag till beslut", "Beskrivning av ärendet", "Bakgrund och syfte", "Arbetsforum")
_AREA = re.compile(r"- ?\d+\) ")


@dataclass(frozen=True)
class Source:
    """What stands where in the source; empty where there is no source or it is laid out in another way."""

    sender: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    forums_heading: str = ""
    forums: tuple[str, ...] = ()
    areas_intro: str = ""
    carrying_out: tuple[str, ...] = ()


def source_of(plan: ActionPlan) -> Source:
    """Return the parts of the plan's source."""
    above, found, below = plan.source_text.partition(f"{_KIND}\n")
    if not found:
        return Source()
    parts = _by_heading(lines(below))
    heading, body = next(((key, text) for key, text in parts.items() if key.startswith("Arbetsforum")), ("", []))
    before, after = _around_the_areas(body)
    return Source(
        sender=lines(above),
        about=tuple(parts.get("Beskrivning av ärendet", ())),
        background=tuple(parts.get("Bakgrund och syfte", ())),
        forums_heading=heading,
        forums=tuple(before[:-1] if after else before),
        areas_intro=before[-1] if before and after else "",
        carrying_out=tuple(after),
    )


def _by_heading(body: tuple[str, ...]) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    current: list[str] = []
    for line in body:
        if line.startswith(_HEADINGS) and len(line) < 60 and not line.endswith("."):
            current = parts.setdefault(line, [])
        else:
            current.append(line)
    return parts


def _around_the_areas(body: list[str]) -> tuple[list[str], list[str]]:
    """Return what stands before and after the numbered list of areas; all of it before when there is no list."""
    places = [place for place, line in enumerate(body) if _AREA.match(line)]
    return (body[: places[0]], body[places[-1] + 1 :]) if places else (body, [])
