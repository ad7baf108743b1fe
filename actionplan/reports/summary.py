"""The first page of a report: the chief's own words, and then what the figures say in plain Swedish."""

import re

from actionplan import swedish
from actionplan.choices import Change, Flag, Standing
from actionplan.figures import ReportFigures, difference
from actionplan.reports.blocks import Section

DEVIATING = (Standing.LATE, Standing.MAJOR, Standing.MINOR, Standing.SHOULD_HAVE_STARTED)
_ACTIVITY = ("aktivitet", "aktiviteter")
_HAPPENED = {
    Change.COMPLETED: ("har blivit genomförd", "har blivit genomförda"),
    Change.STARTED: ("har startat", "har startat"),
    Change.NEWLY_LATE: ("har blivit försenad", "har blivit försenade"),
    Change.MOVED: ("har fått ny sluttid", "har fått ny sluttid"),
    Change.ADDED: ("har tillkommit", "har tillkommit"),
    Change.CANCELLED: ("har avbrutits", "har avbrutits"),
}


def summary_section(figures: ReportFigures, words: str) -> Section:
    """Return the chief's words, paragraph by paragraph, followed by the computed sentences."""
    own = tuple(part.strip() for part in re.split(r"\n\s*\n", words) if part.strip())
    return Section("sammanfattning", "Sammanfattning", paragraphs=(*own, *_computed(figures)))


def _computed(figures: ReportFigures) -> list[str]:
    if not figures.counts.total:
        return [f"Planen hade inga aktiviteter den {swedish.long_date(figures.on)}."]
    found = [f"{course(figures.counts.total, figures.counts.by_standing)} {_completed(figures)} {_late(figures)}"]
    found += _elapsed(figures)
    if figures.since is None:
        found.append("Det finns ingen tidigare rapport att jämföra med.")
    else:
        found.append(_since(figures))
    return found


def course(total: int, standings: dict[str, int]) -> str:
    """Say in one sentence if the plan is on course."""
    told = deviations(standings)
    if not told:
        return "Planen följs: ingen aktivitet är försenad och ingen avviker."
    number = sum(standings[key] for key in DEVIATING)
    return f"{number} av {swedish.counted(total, *_ACTIVITY)} följer inte planen: {told}."


def deviations(standings: dict[str, int]) -> str:
    """Say how many do not follow the plan, and how; empty when all do."""
    late, major, minor, due = (standings[key] for key in DEVIATING)
    parts = [
        swedish.counted(late, "är försenad", "är försenade") if late else "",
        f"{major} har stor avvikelse" if major else "",
        f"{minor} har viss avvikelse" if minor else "",
        f"{due} borde ha startat" if due else "",
    ]
    return swedish.listed([part for part in parts if part])


def happened(counts: dict[str, int]) -> str:
    """Say how many activities have changed in each way, as the end of a sentence; empty when nothing has changed."""
    return swedish.listed([f"{number} {happened_word(key, number)}" for key, number in counts.items() if number])


def happened_word(key: str, number: int) -> str:
    """Say what has happened to one or several activities: "har blivit genomförd", "har blivit genomförda"."""
    return _HAPPENED[Change(key)][number != 1]


def _completed(figures: ReportFigures) -> str:
    counts = figures.counts
    verb = "är genomförd" if counts.completed == 1 or counts.total == 1 else "är genomförda"
    then = figures.then.counts.completed if figures.then else None
    return f"{counts.completed} av {swedish.counted(counts.total, *_ACTIVITY)} {verb}{_versus(counts.completed, then)}."


def _late(figures: ReportFigures) -> str:
    late = figures.counts.late
    subject = (
        swedish.counted(late, "aktivitet är försenad", "aktiviteter är försenade") if late else "Ingen är försenad"
    )
    return f"{subject}{_versus(late, figures.then.counts.late if figures.then else None)}."


def _versus(now: int, then: int | None) -> str:
    change = difference(now, then)
    if change is None:
        return ""
    if not change:
        return ", lika många som i förra rapporten"
    return f", {abs(change)} {'fler' if change > 0 else 'färre'} än i förra rapporten"


def _elapsed(figures: ReportFigures) -> list[str]:
    share, silent = figures.plan.share_elapsed(figures.on), figures.counts.by_flag[Flag.SILENT]
    found = [] if share is None else [f"{round(share * 100)} procent av planens tid har gått."]
    if silent:
        found.append(f"{swedish.counted(silent, *_ACTIVITY)} har inte följts upp på länge.")
    return [" ".join(found)] if found else []


def _since(figures: ReportFigures) -> str:
    day = swedish.long_date(figures.since)
    told = happened({key: len(rows) for key, rows in figures.changes.items()})
    return f"Sedan förra rapporten ({day}): {told}." if told else f"Inget har ändrats sedan förra rapporten ({day})."
