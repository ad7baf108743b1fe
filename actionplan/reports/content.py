"""What a report says: the content object, built from figures. Nothing is counted here and nothing formatted for paper."""

import datetime as dt

from actionplan import swedish
from actionplan.choices import ReportKind
from actionplan.figures import (
    ReportFigures,
    previous_cutoff,
    printed_figures,
    report_figures,
)
from actionplan.models import ActionPlan, Report, ReportingRound
from actionplan.reports.about import Edition, about_section, legend_sections
from actionplan.reports.areas import area_sections
from actionplan.reports.blocks import Content, Head, from_json
from actionplan.reports.happened import closing_sections, deviation_section, happened_sections
from actionplan.reports.numbers import department_section, numbers_section, proposal_sections
from actionplan.reports.summary import summary_section

EXAMPLE_NOTICE = "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat."


def report_content(
    plan: ActionPlan,
    *,
    kind: str,
    cutoff: dt.date,
    previous_cutoff: dt.date | None,
    summary: str = "",
    judgements: dict | None = None,
    number: int = 1,
    correction: str = "",
    round: ReportingRound | None = None,
    made_on: dt.date,
    example: bool,
) -> Content:
    """Return the report of a plan on a cut-off day, compared with the previous report's day (None: with nothing).

    `summary` and `judgements` ({"1": {"assessment": "gul", "text": "…"}}, by area number) are the chief's own words.
    A constant number of queries, however many activities there are.
    """
    figures = report_figures(plan, on=cutoff, since=previous_cutoff, made_on=made_on)
    edition = Edition(ReportKind(kind), number, correction, round, made_on, example)
    sections = [
        summary_section(figures, summary),
        numbers_section(figures),
        *happened_sections(figures),
        deviation_section(figures),
        *area_sections(figures, judgements or {}),
        *(closing_sections(figures) if kind == ReportKind.FINAL else ()),
        department_section(figures),
        *proposal_sections(figures),
        *legend_sections(),
        about_section(figures, edition),
    ]
    return Content(_head(figures, edition), tuple(sections), _facts(figures))


def preview_content(
    plan: ActionPlan, *, kind: str, cutoff: dt.date, previous_cutoff: dt.date | None, made_on: dt.date
) -> Content:
    """Return the report there would be of any day, without a draft; of the round with that cut-off, if there is one."""
    return report_content(
        plan,
        kind=kind,
        cutoff=cutoff,
        previous_cutoff=previous_cutoff,
        round=plan.rounds.filter(cutoff=cutoff).first(),
        made_on=made_on,
        example=plan.activities.filter(is_example=True).exists(),
    )


def content_of(report: Report, *, made_on: dt.date) -> Content:
    """Return what a report says: the frozen content of a published one, else that of its draft as it would be now."""
    if report.is_published:
        return from_json(report.content)
    return report_content(
        report.plan,
        kind=report.kind,
        cutoff=report.cutoff,
        previous_cutoff=_compared_with(report),
        summary=report.summary,
        judgements=report.judgements,
        number=report.number,
        correction=report.correction,
        round=report.round,
        made_on=made_on,
        example=report.is_example,
    )


def _compared_with(report: Report) -> dt.date | None:
    """Return the day a report is compared with; a new version keeps the day of the version it corrects."""
    facts = (report.previous.content or {}).get("facts", {}) if report.previous else {}
    if "since" in facts:
        return dt.date.fromisoformat(facts["since"]) if facts["since"] else None
    return previous_cutoff(report.plan, report.cutoff)


def _head(figures: ReportFigures, edition: Edition) -> Head:
    plan = figures.plan
    notes = [f"Läget den {swedish.long_date(figures.on)}."]
    if edition.example:
        notes.insert(0, EXAMPLE_NOTICE)
    if edition.correction:
        notes.append(f"Version {edition.number}. Rättat: {edition.correction}")
    if plan.correction_note:
        notes.append(f"Rättelse av planens källa: {plan.correction_note}")
    return Head(
        title=f"{edition.name_on(figures.on)}: {plan.title}",
        kind=edition.label,
        sender=plan.sender,
        addressee=plan.addressee,
        registry_number=plan.registry_number,
        date=figures.on.isoformat(),
        notes=tuple(notes),
    )


def _facts(figures: ReportFigures) -> dict:
    """Return what `manage.py figures --json` prints, with what has changed and what a later report needs to compare with."""
    changes = figures.changes
    return printed_figures(figures.plan, figures.on) | {
        "since": figures.since and figures.since.isoformat(),
        "changes": None if changes is None else {key: len(rows) for key, rows in changes.items()},
        "changed": None if changes is None else {key: [row.now.code for row in rows] for key, rows in changes.items()},
        "activities": [one.as_facts() for one in figures.activities],
    }
