"""What has happened since the previous report, what deviates now, and how a mandate's activities ended."""

from actionplan import swedish
from actionplan.choices import Change, Closing, Standing
from actionplan.figures import Changed, ReportFigures, Seen
from actionplan.reports.blocks import Cell, Column, Section, Table

CODE, TITLE = Column("Nr", "text", 16), Column("Aktivitet", "text", 60)
OWNER = Column("Ansvarig", "text", 38)
NO_REASON = "Ingen orsak är angiven."
_REASON = Column("Orsak", "text", 50)
_COLUMNS = {
    Change.COMPLETED: (CODE, Column("Aktivitet", "text", 100), Column("Ansvarig", "text", 64)),
    Change.STARTED: (CODE, Column("Aktivitet", "text", 100), Column("Ansvarig", "text", 64)),
    Change.NEWLY_LATE: (CODE, TITLE, OWNER, Column("Skulle vara klar", "date", 22), _REASON),
    Change.MOVED: (CODE, TITLE, Column("Från", "date", 22), Column("Till", "date", 22), Column("Skäl", "text", 60)),
    Change.ADDED: (CODE, TITLE, OWNER, Column("Klar senast", "date", 22)),
    Change.CANCELLED: (CODE, TITLE, OWNER, Column("Skäl", "text", 66)),
}


def happened_sections(figures: ReportFigures) -> list[Section]:
    """Return how many activities have changed in each way, and then which they are."""
    if figures.changes is None:
        note = "Det finns ingen tidigare rapport att jämföra med."
        return [Section("hant", "Det har hänt sedan förra rapporten", paragraphs=(note,))]
    return changed_sections(figures.changes, f"Jämfört med läget den {swedish.long_date(figures.since)}.")


def changed_sections(changes: dict[str, tuple[Changed, ...]], note: str) -> list[Section]:
    """Return the same for any two days."""
    counted = tuple((Change(key).label, len(rows)) for key, rows in changes.items())
    columns = (Column("Händelse", "text", 60), Column("Aktiviteter", "number", 30))
    table = Table("hant-antal", "Så många aktiviteter har ändrats", columns, counted)
    first = Section("hant", "Det har hänt sedan förra rapporten", paragraphs=(note,), tables=(table,))
    return [first, *(_changed(Change(key), rows) for key, rows in changes.items() if rows)]


def _changed(change: Change, rows: tuple[Changed, ...]) -> Section:
    key, heading = f"hant-{change.value}", f"{change.label} ({len(rows)})"
    table = Table(key, heading, _COLUMNS[change], tuple(_row(change, row) for row in rows))
    return Section(key, heading, level=2, tables=(table,))


def _row(change: Change, row: Changed) -> tuple[Cell, ...]:
    now = row.now
    if change == Change.MOVED:
        return (now.code, now.title, row.then.deadline if row.then else None, now.deadline, now.moved_because)
    rest = {
        Change.NEWLY_LATE: (now.deadline, now.comment or NO_REASON),
        Change.ADDED: (now.deadline,),
        Change.CANCELLED: (now.comment or NO_REASON,),
    }
    return (*_named(now), *rest.get(change, ()))


def _named(one: Seen) -> tuple[str, str, str]:
    return one.code, one.title, one.department


def deviation_section(figures: ReportFigures) -> Section:
    """Return what is late, should have started or deviates, with the reason and the deadline that was set since."""
    rows = figures.deviating
    columns = (
        CODE,
        Column("Aktivitet", "text", 36),
        Column("Ansvarig", "text", 30),
        Column("Läge", "standing", 26),
        Column("Klar senast", "date", 20),
        Column("Ny sluttid", "date", 20),
        Column("Orsak", "text", 36),
    )
    later = figures.later_deadlines
    cells = [
        (*_named(one), one.standing, one.deadline, _day(later.get(one.id)), one.comment or NO_REASON) for one in rows
    ]
    notes = [f"{swedish.counted(len(rows), 'aktivitet', 'aktiviteter')} följer inte planen."]
    if any(one.id in later for one in rows):
        notes.append("En ny sluttid är satt efter brytdatumet. Läget räknas här mot den sluttid som gällde då.")
    table = Table("avvikelser", "Avvikelser med orsak", columns, tuple(cells), "Inget avviker från planen.")
    return Section("avvikelser", "Avvikelser", paragraphs=tuple(notes) if rows else (), tables=(table,))


def _day(later):
    return later.day if later else None


_ENDED = (Standing.COMPLETED, Standing.CANCELLED)


def closing_sections(figures: ReportFigures) -> list[Section]:
    """Return, for the final report, how each activity ended."""
    columns = (CODE, TITLE, Column("Så slutade den", "text", 40), Column("Skäl", "text", 64))
    rows = tuple(_ending(one) for one in figures.activities)
    table = Table("avslut", "Så slutade aktiviteterna", columns, rows)
    return [Section("avslut", "Så slutade aktiviteterna", tables=(table,))]


def _ending(one) -> tuple[Cell, ...]:
    if one.standing in _ENDED:
        reason = one.comment if one.standing == Standing.CANCELLED else ""
        return (one.code, one.title, Standing(one.standing).label, reason)
    if one.closing:
        return (one.code, one.title, Closing(one.closing).label, one.closing_reason)
    return (one.code, one.title, "Inte avslutad", "")
