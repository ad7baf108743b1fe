"""The memo (tjänsteskrivelse) that lets the board note, or approve, a report."""

import datetime as dt
from collections.abc import Mapping

from actionplan import swedish
from actionplan.choices import DocumentKind, ReportKind, Status
from actionplan.figures import printed_figures
from actionplan.models import ActionPlan, Report
from actionplan.reports.adopt_memo import (
    correction_notes,
    memo_head,
    said,
    sender_part,
    signatories_section,
)
from actionplan.reports.blocks import Content, Section
from actionplan.reports.parts import Part, filled, lines, numbered
from actionplan.reports.plan_document import EXAMPLE_NOTICE

_DEFINITE = {
    ReportKind.INTERIM: "Delårsrapporten",
    ReportKind.ANNUAL: "Helårsrapporten",
    ReportKind.FINAL: "Slutrapporten",
}
_STATUS_WORDS = {
    Status.COMPLETED: ("genomförd", "genomförda"),
    Status.ONGOING: ("pågående", "pågående"),
    Status.NOT_STARTED: ("ej påbörjad", "ej påbörjade"),
    Status.CANCELLED: ("avbruten", "avbrutna"),
}


def phrases(report: Report) -> tuple[str, ...]:
    """Return the sentences that boards decide with about a report, the usual one first."""
    name = _DEFINITE[report.kind]
    closes = (f"{name} godkänns och handlingsplanen avslutas.",) if report.kind == ReportKind.FINAL else ()
    return (
        "Informationen noteras.",
        "Uppföljningen noteras.",
        f"{name} noteras.",
        f"{name} godkänns.",
        *closes,
    )


def note_parts(plan: ActionPlan, report: Report) -> tuple[Part, ...]:
    """Return the texts of the memo that may be edited, as data proposes them."""
    choices = phrases(report)
    more = "Fler meningar som beslutet ska ha, en per rad. De numreras efter den du valt."
    signs = "Namn och titel på dem som undertecknar, en per rad. Lämna tomt om du inte vet."
    return (
        sender_part(plan),
        Part("decision", "Förslag till beslut", choices[0], choices=choices),
        Part("more_decisions", "Mer i beslutet", "", more, rows=2, is_required=False),
        Part("signatories", "Undertecknare", "", signs, rows=3, is_required=False),
        Part("about", "Beskrivning av ärendet", _about(plan, report)),
        Part("background", "Bakgrund och syfte", _background(plan), is_required=False),
    )


def memo_to_note(plan: ActionPlan, report: Report, texts: Mapping[str, str], made_on: dt.date) -> Content:
    """Return the memo that lays a report before the board. `texts` replaces what `note_parts` proposes."""
    text = filled(note_parts(plan, report), texts)
    decision = f"{text['decision']}\n{text['more_decisions']}"
    sections = (
        Section("beslut", "Förslag till beslut", paragraphs=numbered(decision)),
        *signatories_section(text["signatories"]),
        Section("arendet", "Beskrivning av ärendet", paragraphs=lines(text["about"])),
        Section("bakgrund", "Bakgrund och syfte", paragraphs=lines(text["background"])),
        Section("bilagor", "Bilagor", items=(_attachment(report),)),
    )
    notes = correction_notes(plan)
    if report.is_example or plan.activities.filter(is_example=True).exists():
        notes = (EXAMPLE_NOTICE, *notes)
    head = memo_head(plan, title=_title(plan, report), sender=text["sender"], day=made_on, notes=notes)
    facts = {
        "document": DocumentKind.MEMO_NOTE.value,
        "registry_number": plan.registry_number,
        "report": str(report),
        "decision": list(lines(decision)),
        "by_status": _figures(plan, report)["by_status"],
    }
    return Content(head, said(sections), facts)


def _title(plan: ActionPlan, report: Report) -> str:
    return f"{report.get_kind_display()} per {report.cutoff}: {plan.title}"


def _attachment(report: Report) -> str:
    draft = "" if report.is_published else " (inte publicerad än)"
    return f"{report}{draft}"


def _figures(plan: ActionPlan, report: Report) -> dict:
    """Return the numbers of a published report as they were frozen, else as they are counted now."""
    return report.content["facts"] if report.is_published else printed_figures(plan, report.cutoff)


def _about(plan: ActionPlan, report: Report) -> str:
    figures = _figures(plan, report)
    day = swedish.long_date(report.cutoff)
    told = f"{_DEFINITE[report.kind]} redovisar hur arbetet enligt {plan.title} går till och med den {day}."
    return "\n\n".join(filter(None, (told, _counted(figures["total"], figures["by_status"]), report.summary)))


def _counted(total: int, by_status: dict[str, int]) -> str:
    """Return how many activities stand where; nothing when there are none."""
    if not total:
        return ""
    spread = [
        f"{by_status[status]} {one if by_status[status] == 1 else many}"
        for status, (one, many) in _STATUS_WORDS.items()
        if by_status[status]
    ]
    verb = "aktivitet är" if total == 1 else "aktiviteter är"
    return f"Av planens {total} {verb} {swedish.listed(spread)}."


def _background(plan: ActionPlan) -> str:
    """Return what the plan is for, and what is known of how it was adopted."""
    adopted = [one for one in plan.decisions.about_the_plan() if one.verb in ("antas", "faststalls")]
    known = [_decided(plan, decision) for decision in adopted if decision.body and decision.decided_on]
    return "\n\n".join(filter(None, (plan.purpose, *known[:1])))


def _decided(plan: ActionPlan, decision) -> str:
    paragraph = f", {decision.paragraph}" if decision.paragraph else ""
    day = swedish.long_date(decision.decided_on)
    return f"{decision.body} beslutade om {plan.title} den {day}{paragraph}."
