"""The areas one by one: description, bar, the chief's judgement beside what the activities say, and every activity."""

from decimal import Decimal

from actionplan import swedish
from actionplan.choices import Assessment
from actionplan.figures import Reported, ReportFigures, area_assessment
from actionplan.figures.counts import AreaFigures, Counts
from actionplan.reports.blocks import Cell, Column, Section, Table
from actionplan.reports.numbers import standing_bar
from actionplan.reports.summary import deviations

_ACTIVITIES = (
    Column("Nr", "text", 15),
    Column("Aktivitet", "text", 44),
    Column("Ansvarig", "text", 32),
    Column("Startar", "date", 20),
    Column("Klar senast", "date", 20),
    Column("Läge", "standing", 26),
    Column("Ursprunglig sluttid", "date", 21),
    Column("Antal flyttar", "number", 14),
)
_RESULTS = (
    Column("Nr", "text", 15),
    Column("Mått", "text", 48),
    Column("Utfall", "number", 16),
    Column("Mål", "number", 16),
    Column("Enhet", "text", 24),
    Column("Kommentar", "text", 64),
)
_SEVERITY = {Assessment.ON_TRACK: 0, Assessment.MINOR: 1, Assessment.MAJOR: 2}


def area_sections(figures: ReportFigures, judgements: dict) -> list[Section]:
    """Return a heading for the areas, and each under its own name."""
    first = Section("omraden", "Område för område")
    return [first, *(_area(figures, area, judgements.get(str(area.number)) or {}) for area in figures.now.areas)]


def _area(figures: ReportFigures, area: AreaFigures, judgement: dict) -> Section:
    key, heading = f"omrade-{area.number}", f"{area.number} {area.name}"
    described = [area.description] if area.description else []
    rows = figures.of_area(area)
    if not rows:
        return Section(key, heading, level=2, paragraphs=(*described, "Området hade inga aktiviteter den dagen."))
    mismatch = _mismatch(area.counts, judgement)
    return Section(
        key,
        heading,
        level=2,
        paragraphs=(*described, *mismatch),
        bars=(standing_bar(f"Läget i område {area.number}", area.counts),),
        tables=(
            _judged(area, judgement),
            Table(f"{key}-aktiviteter", f"Aktiviteter i område {heading}", _ACTIVITIES, tuple(map(_activity, rows))),
            Table(f"{key}-utfall", f"Utfall och kommentarer i område {heading}", _RESULTS, tuple(map(_result, rows))),
        ),
    )


def _activity(one: Reported) -> tuple[Cell, ...]:
    days = (one.starts_on, one.deadline)
    return (one.code, one.title, one.department, *days, one.standing, one.original_deadline, one.moves)


def _result(one: Reported) -> tuple[Cell, ...]:
    return (one.code, one.measure, _tidy(one.outcome), _tidy(one.target), one.unit, one.comment)


def _tidy(number: Decimal | None) -> Decimal | None:
    """Drop needless zeros, so that every format writes the same: 82, not 82,00."""
    return number if number is None else Decimal(f"{number.normalize():f}")


def _judged(area: AreaFigures, judgement: dict) -> Table:
    own = judgement.get("assessment") or None
    columns = (Column("Vem", "text", 45), Column("Bedömning", "standing", 35), Column("Motivering", "text", 100))
    chief = ("Näringslivschefen", own, judgement.get("text", ""))
    computed = ("Uträknat ur aktiviteterna", area_assessment(area.counts).value, _computed(area.counts))
    rows = (chief, computed) if own or chief[2] else (computed,)
    return Table(f"omrade-{area.number}-bedomning", f"Bedömning av område {area.number}", columns, rows)


def _computed(counts: Counts) -> str:
    """Say what the computed judgement rests on."""
    told = deviations(counts.by_standing) or "ingen avviker"
    return f"Av {swedish.counted(counts.total, 'aktivitet', 'aktiviteter')}: {told}."


def _mismatch(counts: Counts, judgement: dict) -> list[str]:
    """Point out that the chief sees the area in another light than its activities do."""
    own, computed = judgement.get("assessment"), area_assessment(counts)
    if own not in _SEVERITY or own == computed:
        return []
    milder = "mildare" if _SEVERITY[own] < _SEVERITY[computed] else "strängare"
    label = Assessment(own).label.lower()
    return [f"Obs! Näringslivschefen bedömer området {milder} än aktiviteterna visar: ”{label}”. {_computed(counts)}"]
