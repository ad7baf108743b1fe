"""The proposals as a table: one row each, with what the departments answered and what was done."""

import datetime as dt
from collections.abc import Iterable

from actionplan import swedish
from actionplan.choices import ProposalOutcome, Standing
from actionplan.exporting.activities import EXAMPLE
from actionplan.exporting.table import Cell, Column, Table
from actionplan.figures import SaidAndDone
from actionplan.models import ActionPlan

_COLUMNS = (
    Column("Nummer", 8),
    Column("Förslag", 60),
    Column("Förslagslämnare", 28),
    Column("Samråd", 28),
    Column("När", 14),
    Column("Område", 26),
    Column("Inkom", 12),
    Column("Utfall", 15),
    Column("Beslutat", 12),
    Column("Motivering", 50),
    Column("Förvaltningarnas svar", 50),
    Column("Aktiviteter och läge", 50),
    Column("Hör ihop med", 12),
    Column("Företagets omdöme", 18),
)


def proposal_table(
    plan: ActionPlan, on: dt.date, rows: Iterable[SaidAndDone], *, example: bool, persons: bool
) -> Table:
    """Return the table of these proposals; contacts are left out, and proposers without a company unless `persons`.

    `example` adds the line that says so.
    """
    title = f"Förslag från företag till {plan}, läget den {swedish.long_date(on)}"
    return Table(
        title, (EXAMPLE,) if example else (), _COLUMNS, (_row(row, persons=persons) for row in rows), sheet="Förslag"
    )


def _row(row: SaidAndDone, *, persons: bool) -> tuple[Cell, ...]:
    proposal = row.proposal
    return (
        proposal.code,
        proposal.text,
        proposal.proposer_for(persons=persons),
        proposal.event.title,
        proposal.event.when,
        str(proposal.area or ""),
        proposal.received_on,
        ProposalOutcome(proposal.outcome_on).label,
        row.decided_on,
        row.reason,
        "; ".join(map(_answer, row.anchorings)),
        "; ".join(f"{activity.code} {Standing(activity.standing).label.lower()}" for activity in row.activities),
        f"F{proposal.lead_id:02d}" if proposal.lead_id else "",
        row.verdict.get_value_display() if row.verdict else "",
    )


def _answer(anchoring) -> str:
    if not anchoring.is_answered:
        return f"{anchoring.department}: inget svar än"
    comment = f" – {anchoring.comment}" if anchoring.comment else ""
    return f"{anchoring.department}: {anchoring.get_suggestion_display().lower()}{comment}"
