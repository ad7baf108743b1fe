"""The list of activities as a table: one row each, as the list shows them."""

import datetime as dt
from collections.abc import Iterable

from actionplan import swedish
from actionplan.choices import Assessment, Flag, Standing, Status
from actionplan.exporting.table import Cell, Column, Table
from actionplan.models import ActionPlan, Activity
from actionplan.models.standing import FLAG_FIELDS

EXAMPLE = "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat."
_COLUMNS = (
    Column("Nummer", 9),
    Column("Aktivitet", 60),
    Column("Område", 8),
    Column("Områdets namn", 28),
    Column("Ansvarig förvaltning", 34),
    Column("Läge", 16),
    Column("Status", 14),
    Column("Bedömning", 17),
    Column("Kräver åtgärd", 26),
    Column("Startar", 12),
    Column("Klar senast", 12),
    Column("Ursprunglig sluttid", 18),
    Column("Flyttad antal gånger", 19),
    Column("Senast uppföljd", 16),
    Column("Typ", 19),
    Column("Syfte", 60),
    Column("Mått", 40),
    Column("Mål", 8),
    Column("Enhet", 14),
)


def activity_table(plan: ActionPlan, on: dt.date, activities: Iterable[Activity], *, example: bool) -> Table:
    """Return the table of activities that carry what `seen_on` and `for_rows` add; `example` adds the line that says so."""
    title = f"Aktiviteter i {plan}, läget den {swedish.long_date(on)}"
    return Table(title, (EXAMPLE,) if example else (), _COLUMNS, map(_row, activities))


def _row(activity: Activity) -> tuple[Cell, ...]:
    flags = [Flag(flag).label for flag, field in FLAG_FIELDS.items() if getattr(activity, field)]
    return (
        activity.code,
        activity.title,
        activity.area.number,
        activity.area.name,
        activity.responsible_name,
        Standing(activity.standing).label,
        Status(activity.status_on).label,
        "" if activity.assessment_on == Assessment.NONE else Assessment(activity.assessment_on).label,
        ", ".join(flags),
        activity.starts_on,
        activity.deadline_on,
        activity.original_ends_on,
        activity.moves_on,
        activity.reported_on_day,
        activity.get_kind_display(),
        activity.purpose,
        activity.measure,
        activity.target,
        activity.unit,
    )
