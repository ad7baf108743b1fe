"""What the words mean, and where the report comes from: cut-off, registry number, decision, version."""

import datetime as dt
from dataclasses import dataclass

from actionplan import swedish
from actionplan.choices import Assessment, ReportKind, Standing
from actionplan.figures import ReportFigures
from actionplan.models import ActionPlan, ReportingRound
from actionplan.reports.blocks import Column, Section, Table

UNKNOWN = "Inte känt"
NO_EARLIER = "Det finns ingen tidigare rapport"
STANDING_MEANS = {
    Standing.COMPLETED: "Aktiviteten är klar.",
    Standing.ONGOING: "Arbetet pågår, och det finns ingen avvikelse att berätta om.",
    Standing.MINOR: "Arbetet avviker något från planen. Orsaken står i kommentaren.",
    Standing.MAJOR: "Arbetet avviker mycket från planen. Orsaken står i kommentaren.",
    Standing.LATE: "Sluttiden har passerat och aktiviteten är inte klar.",
    Standing.SHOULD_HAVE_STARTED: "Starten har passerat och arbetet har inte börjat.",
    Standing.NOT_STARTED: "Arbetet har inte börjat, och behöver inte ha börjat.",
    Standing.CANCELLED: "Aktiviteten genomförs inte. Skälet står i kommentaren.",
    Standing.CARRIED_OVER: "Planen har släppt aktiviteten. Den fortsätter i nästa plan eller i det ordinarie arbetet.",
}
ASSESSMENT_MEANS = {
    Assessment.ON_TRACK: "Den som ansvarar bedömer att arbetet går enligt plan (grön).",
    Assessment.MINOR: "Den som ansvarar bedömer att något avviker från planen (gul).",
    Assessment.MAJOR: "Den som ansvarar bedömer att mycket avviker från planen (röd).",
    Assessment.NOT_ASSESSED: "Den som ansvarar kan inte bedöma läget ännu.",
    Assessment.NONE: "Ingen bedömning behövs: aktiviteten är inte påbörjad eller är avslutad.",
}


@dataclass(frozen=True)
class Edition:
    """Which report it is."""

    kind: ReportKind
    number: int
    correction: str
    round: ReportingRound | None
    made_on: dt.date
    example: bool

    @property
    def label(self) -> str:
        """Name the kind, and the version of a report that has been corrected."""
        return f"{self.kind.label}{self._version}"

    def name_on(self, day: dt.date) -> str:
        """Return what no other report of the plan is called."""
        return f"{self.kind.label} per {swedish.long_date(day)}{self._version}"

    @property
    def _version(self) -> str:
        return "" if self.number == 1 else f", version {self.number}"


def legend_sections() -> list[Section]:
    """Return what every standing and assessment means."""
    columns = (Column("Läge", "standing", 45), Column("Betyder", "text", 135))
    standings = tuple((key, STANDING_MEANS[Standing(key)]) for key in Standing.SHOWN)
    assessments = tuple((key, ASSESSMENT_MEANS[Assessment(key)]) for key in Assessment.values)
    return [
        Section(
            "forklaring",
            "Så läser du lägena",
            paragraphs=("Läget räknas ut för brytdatumet. En aktivitet har bara ett läge.",),
            tables=(
                Table("forklaring-lage", "Lägen", columns, standings),
                Table(
                    "forklaring-bedomning",
                    "Bedömningar",
                    (Column("Bedömning", "standing", 45), columns[1]),
                    assessments,
                ),
            ),
        )
    ]


def about_section(figures: ReportFigures, edition: Edition) -> Section:
    """Return where the report comes from. What is unknown is said to be unknown."""
    columns = (Column("Uppgift", "text", 60), Column("Värde", "text", 120))
    table = Table("om-rapporten", "Om rapporten", columns, tuple(_facts(figures, edition)))
    return Section("om-rapporten", "Om rapporten", paragraphs=tuple(_notes(figures.plan, edition)), tables=(table,))


def _notes(plan: ActionPlan, edition: Edition):
    if edition.correction:
        yield f"Det här är version {edition.number}. Rättat sedan förra versionen: {edition.correction}"
    if plan.correction_note:
        yield f"Rättelse av planens källa: {plan.correction_note}"
    if edition.example:
        yield "Rapporten bygger på exempeldata och visar inte Tyresö kommuns verkliga aktiviteter eller resultat."


def _facts(figures: ReportFigures, edition: Edition) -> list[tuple[str, str]]:
    plan, round_ = figures.plan, edition.round
    rows = [
        ("Handlingsplan", plan.title),
        ("Period", plan.period_label),
        ("Diarienummer", plan.registry_number or UNKNOWN),
        ("Beslut om planen", _decision(plan)),
        ("Sort", edition.kind.label),
        ("Version", str(edition.number)),
        ("Brytdatum", figures.on.isoformat()),
        ("Förra rapportens brytdatum", figures.since.isoformat() if figures.since else NO_EARLIER),
        ("Framtagen", edition.made_on.isoformat()),
    ]
    if round_:
        rows += [("Uppföljningsomgång", round_.name), ("Kommunstyrelsens möte", round_.board_meeting or UNKNOWN)]
    return rows


def _decision(plan: ActionPlan) -> str:
    decision = plan.decisions.filter(activity=None, report=None).first()
    return str(decision) if decision else UNKNOWN
