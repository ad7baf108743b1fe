"""The first page of a report: the chief's own words, and then what the figures say in plain Swedish."""

import re

from actionplan import swedish
from actionplan.choices import Change, Flag, Standing
from actionplan.figures import ReportFigures, difference
from actionplan.reports.blocks import Section

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
    found = [f"{course(figures)} {_completed(figures)} {_late(figures)}"]
    found += _elapsed(figures)
    if figures.since is None:
        found.append("Det finns ingen tidigare rapport att jämföra med.")
    else:
        found.append(_since(figures))
    return found


def course(figures: ReportFigures) -> str:
    """Say in one sentence if the plan is on course."""
    standings = figures.counts.by_standing
    late, major = standings[Standing.LATE], standings[Standing.MAJOR]
    minor, due = standings[Standing.MINOR], standings[Standing.SHOULD_HAVE_STARTED]
    if not late + major + minor + due:
        return "Planen följs: ingen aktivitet är försenad och ingen avviker."
    parts = [
        f"{late} är {'försenad' if late == 1 else 'försenade'}" if late else "",
        f"{major} har stor avvikelse" if major else "",
        f"{minor} har viss avvikelse" if minor else "",
        f"{due} borde ha startat" if due else "",
    ]
    total = swedish.counted(figures.counts.total, *_ACTIVITY)
    return (
        f"{late + major + minor + due} av {total} följer inte planen: {swedish.listed([one for one in parts if one])}."
    )


def _completed(figures: ReportFigures) -> str:
    counts = figures.counts
    verb = "aktivitet är genomförd" if counts.total == 1 else "aktiviteter är genomförda"
    then = figures.then.counts.completed if figures.then else None
    return f"{counts.completed} av {counts.total} {verb}{_versus(counts.completed, then)}."


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
    told = [f"{len(rows)} {_HAPPENED[Change(key)][len(rows) != 1]}" for key, rows in figures.changes.items() if rows]
    if not told:
        return f"Inget har ändrats sedan förra rapporten ({day})."
    return f"Sedan förra rapporten ({day}): {swedish.listed(told)}."
