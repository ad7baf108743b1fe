"""The tables of numbers: per status, standing, assessment, area and department, and from what was said to what was done."""

from collections.abc import Iterable

from actionplan import swedish
from actionplan.choices import Assessment, FunnelStage, ProposalOutcome, Standing, Status
from actionplan.figures import ReportFigures, difference
from actionplan.figures.counts import Counts
from actionplan.reports.blocks import Bar, Cell, Column, Section, Table

_WHOLE = "Hela planen"
_COUNTED = (
    Column("Alla", "number", 14),
    Column("Ej påbörjade", "number", 19),
    Column("Pågående", "number", 19),
    Column("Genomförda", "number", 21),
    Column("Avbrutna", "number", 18),
    Column("Försenade", "number", 19),
)
_SINCE = (Column("Ändring genomförda", "number", 22), Column("Ändring försenade", "number", 22))


def standing_bar(label: str, counts: Counts) -> Bar:
    """Return the bar of how activities are spread over the standings; the formats write its words."""
    return Bar(label, tuple(counts.shown_standings))


def change(now: int, then: int | None) -> str:
    """Write how much a number has changed: "+2", "–1", "0"; a dash where there was nothing to compare with."""
    by = difference(now, then)
    return "–" if by is None else swedish.signed(by)


def numbers_section(figures: ReportFigures) -> Section:
    """Return all counts of the plan."""
    then = figures.then.counts if figures.then else None
    said = (
        "Ändring betyder: jämfört med förra rapporten, " if then else "Det finns ingen tidigare rapport att jämföra med"
    )
    when = f"läget den {swedish.long_date(figures.since)}." if then else "."
    return Section(
        "siffror",
        "Siffror",
        paragraphs=(said + when,),
        bars=(standing_bar(_WHOLE, figures.counts),),
        tables=(
            _by_key("siffror-status", "Aktiviteter per status", "Status", figures.counts.by_status, then, "by_status"),
            _by_key("siffror-lage", "Aktiviteter per läge", "Läge", figures.counts.by_standing, then, "by_standing"),
            _by_key(
                "siffror-bedomning",
                "Aktiviteter per bedömning",
                "Bedömning",
                figures.counts.by_assessment,
                then,
                "by_assessment",
            ),
            _by_area(figures),
        ),
    )


_ORDER = {"by_status": Status.values, "by_standing": Standing.SHOWN, "by_assessment": Assessment.values}


def _by_key(key: str, caption: str, label: str, now: dict, then: Counts | None, part: str) -> Table:
    before = getattr(then, part) if then else None
    rows = [
        (
            Status(one).label if part == "by_status" else one,
            now[one],
            *([change(now[one], before[one])] if then else ()),
        )
        for one in _ORDER[part]
    ]
    kind = "text" if part == "by_status" else "standing"
    columns = (
        Column(label, kind, 60),
        Column("Antal", "number", 25),
        *([Column("Ändring", "number", 25)] if then else ()),
    )
    return Table(key, caption, columns, tuple(rows))


def _by_area(figures: ReportFigures) -> Table:
    areas = [(f"{one.number} {one.name}", one.counts, figures.area_then(one)) for one in figures.now.areas]
    whole = (_WHOLE, figures.counts, figures.then.counts if figures.then else None)
    return _counted("siffror-omrade", "Aktiviteter per område", "Område", [*areas, whole], bool(figures.then))


def department_section(figures: ReportFigures) -> Section:
    """Return what each department answers for."""
    rows = [
        (f"{one.name} (extern)" if one.is_external else one.name, one.counts, figures.department_then(one))
        for one in figures.now.departments
    ]
    unowned = figures.unowned
    note = f"{swedish.counted(unowned, 'aktivitet', 'aktiviteter')} hade ingen ansvarig förvaltning den dagen."
    return Section(
        "forvaltningar",
        "Per förvaltning",
        paragraphs=("Aktiviteterna räknas hos den förvaltning som är ansvarig.", *([note] if unowned else ())),
        tables=(
            _counted("forvaltningar", "Aktiviteter per ansvarig förvaltning", "Förvaltning", rows, bool(figures.then)),
        ),
    )


def _counted(key: str, caption: str, label: str, rows: Iterable[tuple], compared: bool) -> Table:
    return Table(
        key,
        caption,
        (Column(label, "text", 46), *_COUNTED, *(_SINCE if compared else ())),
        tuple(_counted_row(name, now, then, compared) for name, now, then in rows),
        "Ingen förvaltning hade några aktiviteter den dagen.",
    )


def _counted_row(name: str, now: Counts, then: Counts | None, compared: bool) -> tuple[Cell, ...]:
    since = (change(now.completed, then and then.completed), change(now.late, then and then.late)) if compared else ()
    return (name, now.total, *(now.by_status[key] for key in Status.values), now.late, *since)


def proposal_sections(figures: ReportFigures) -> tuple[Section, ...]:
    """Return the way from what companies said to what was done, and which meeting each activity comes from; no company."""
    said = figures.proposals
    found = figures.with_origin
    total = figures.counts.total
    sentence = f"{len(found)} av {swedish.counted(total, 'aktivitet', 'aktiviteter')} svarar på förslag från möten med företag."
    funnel = [(FunnelStage(key).label, said.funnel[key]) for key in FunnelStage.values]
    outcomes = [(ProposalOutcome(key).label, said.by_outcome[key]) for key in ProposalOutcome.values]
    count = Column("Antal förslag", "number", 30)
    return (
        Section(
            "samrad",
            "Från samråd till resultat",
            paragraphs=(sentence,),
            tables=(
                Table(
                    "samrad-tratt", "Så långt har förslagen kommit", (Column("Steg", "text", 60), count), tuple(funnel)
                ),
                Table(
                    "samrad-utfall",
                    "Så har förslagen besvarats",
                    (Column("Utfall", "text", 60), count),
                    tuple(outcomes),
                ),
                _origins(figures),
            ),
        ),
    )


def _origins(figures: ReportFigures) -> Table:
    return Table(
        "samrad-ursprung",
        "Här kommer aktiviteterna från",
        (Column("Nr", "text", 16), Column("Aktivitet", "text", 84), Column("Kommer från", "text", 80)),
        tuple((one.code, one.title, swedish.listed(list(figures.origins[one.id]))) for one in figures.with_origin),
        "Ingen aktivitet är kopplad till ett förslag.",
    )
