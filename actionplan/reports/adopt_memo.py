"""The memo (tjänsteskrivelse) for adopting a plan, in the form of the one of 2015-12-04.

Dnr, dates, areas, forums and signatories come from data; the running texts are proposed and may be edited. What the plan
keeps verbatim of its source is proposed as it stands, but for the period, which comes from data: the correction is a note.
"""

import datetime as dt
import re
from collections.abc import Mapping

from actionplan import swedish
from actionplan.choices import DatePrecision, DocumentKind
from actionplan.models import ActionPlan, ConsultationEvent
from actionplan.reports.blocks import Content, Head, Section
from actionplan.reports.parts import Part, filled, lines, numbered
from actionplan.reports.source import Source, source_of

KIND = "Tjänsteskrivelse"
ONE_A_LINE = "En mening per rad. De numreras."
_YEARS_LAST = re.compile(r",? ?\d{4}( ?[-–] ?\d{4})?$")


def adopt_parts(plan: ActionPlan) -> tuple[Part, ...]:
    """Return the texts of the memo that may be edited, as the plan's data proposes them."""
    source = source_of(plan)
    return (
        sender_part(plan, source),
        Part("decision", "Förslag till beslut", _proposal(plan), ONE_A_LINE, rows=2),
        Part("about", "Beskrivning av ärendet", _paragraphs(source.about) or _about(plan)),
        Part("background", "Bakgrund och syfte", _paragraphs(source.background) or plan.purpose),
        Part("forums", _forums_heading(plan, source), _paragraphs(source.forums) or _forums(plan), is_required=False),
        Part("areas", "Före listan över områdena", source.areas_intro or _areas_intro(plan), rows=2, is_required=False),
        Part(
            "carrying_out",
            "Efter listan över områdena",
            _paragraphs(source.carrying_out) or _carrying_out(plan),
            rows=3,
            is_required=False,
        ),
    )


def memo_to_adopt(plan: ActionPlan, texts: Mapping[str, str], made_on: dt.date) -> Content:
    """Return the memo that proposes that the plan is adopted. `texts` replaces what `adopt_parts` proposes."""
    parts = adopt_parts(plan)
    text = filled(parts, texts)
    day = plan.document_date or made_on
    heading = next(part.label for part in parts if part.key == "forums")
    areas, forums = _area_lines(plan), tuple(map(_forum_line, forums_before(plan)))
    sections = (
        Section("beslut", "Förslag till beslut", paragraphs=numbered(text["decision"])),
        *signatories_section(plan.signatories),
        Section("arendet", "Beskrivning av ärendet", paragraphs=lines(text["about"])),
        Section("bakgrund", "Bakgrund och syfte", paragraphs=lines(text["background"])),
        Section("arbetsforum", heading, paragraphs=lines(text["forums"]), items=forums),
        Section("omraden", "Strategiska områden", paragraphs=lines(text["areas"]), items=areas),
        Section("genomforande", "Genomförande", paragraphs=lines(text["carrying_out"])),
    )
    head = memo_head(plan, title=plan.title, sender=text["sender"], day=day, notes=_notes(plan, day, made_on))
    return Content(head, said(sections), _facts(plan, text) | {"areas": list(areas), "forums": list(forums)})


def sender_part(plan: ActionPlan, source: Source | None = None) -> Part:
    """Return who writes: the source's own heading, with name, title and telephone, else the plan's sender.

    Whoever wrote the source did not write another memo: without `source` nobody is named.
    """
    source = source or Source()
    sender = source.sender or tuple(plan.sender.split(", "))
    words = "Kommun, enhet, namn, titel och telefon. En uppgift per rad."
    return Part("sender", "Avsändare", _joined(sender), words)


def memo_head(plan: ActionPlan, *, title: str, sender: str, day: dt.date, notes: tuple[str, ...]) -> Head:
    """Return the head that every memo of the plan has."""
    return Head(
        title=title,
        kind=KIND,
        sender=_joined(lines(sender)),
        addressee=plan.addressee,
        registry_number=plan.registry_number,
        date=day.isoformat(),
        notes=notes,
        layout="memo",
    )


def signatories_section(text: str) -> tuple[Section, ...]:
    """Return those who sign, with name and role on a line each; nothing when nobody is named."""
    people = tuple(map(_signatory, lines(text)))
    return (Section("undertecknare", "Undertecknare", level=2, paragraphs=people),) if people else ()


def correction_notes(plan: ActionPlan) -> tuple[str, ...]:
    """Return what is corrected of the source, with what it says quoted (JO 581-2013: that and what must be seen)."""
    if not plan.correction_note:
        return ()
    quoted = f"\nOrdagrant i källan: ”{plan.proposed_decision}”" if plan.proposed_decision else ""
    return (f"Rättelse: {plan.correction_note}{quoted}",)


def said(sections) -> tuple[Section, ...]:
    """Return the sections that say something."""
    return tuple(one for one in sections if one.paragraphs or one.items or one.tables or one.bars)


def forums_before(plan: ActionPlan) -> list[ConsultationEvent]:
    """Return the events that the plan can come from, oldest first; within a year those without a day come last."""
    events = ConsultationEvent.objects.of_period(plan.mandate_period)
    return sorted((one for one in events if one.when_on is None or one.when_on < plan.valid_from), key=_in_time)


def period_words(plan: ActionPlan) -> str:
    """Return the period as decisions write it: "2016-2018" for whole years, else days, or "tills vidare"."""
    first, last = plan.valid_from, plan.valid_to
    if last is None:
        return f"från {first} tills vidare"
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return f"{first.year}-{last.year}" if whole else f"{first} till {last}"


def _in_time(event: ConsultationEvent) -> tuple:
    if event.when_on is None:
        return dt.date.max.year, True, dt.date.max, event.pk
    return event.when_on.year, event.when_precision == DatePrecision.YEAR, event.when_on, event.pk


def _joined(sentences) -> str:
    return "\n".join(sentences)


def _paragraphs(sentences) -> str:
    """Return paragraphs as they are edited, with air between them."""
    return "\n\n".join(filter(None, sentences))


def _proposal(plan: ActionPlan) -> str:
    name = _YEARS_LAST.sub("", plan.title)
    if plan.valid_to is None:
        return f"{name} antas att gälla {period_words(plan)}."
    return f"{name} antas för perioden {period_words(plan)}."


def _about(plan: ActionPlan) -> str:
    goal = f"Ett av de strategiska målområdena i kommunplanen är ”{plan.goal_area}”." if plan.goal_area else ""
    follows = f"Planen fortsätter {plan.predecessor}." if plan.predecessor else ""
    period = f"Beslutet avses gälla {_period_of_decision(plan)}."
    return _paragraphs((goal, follows, period))


def _period_of_decision(plan: ActionPlan) -> str:
    if plan.mandate_period:
        return f"under mandatperioden {plan.mandate_period}"
    return period_words(plan) if plan.valid_to is None else f"perioden {period_words(plan)}"


def _forums(plan: ActionPlan) -> str:
    start = plan.starting_point
    return _paragraphs((plan.anchoring_text, start and f"Arbetet har tagit sin utgångspunkt i {start}."))


def _forums_heading(plan: ActionPlan, source: Source) -> str:
    years = {event.when_on.year for event in forums_before(plan) if event.when_on}
    return source.forums_heading or (f"Arbetsforum under {years.pop()}" if len(years) == 1 else "Arbetsforum")


def _forum_line(event: ConsultationEvent) -> str:
    """Return a forum with what is known of when it was; what is not known is said."""
    if event.when_precision == DatePrecision.UNKNOWN and not event.when_text:
        return f"{event.title} (tiden är okänd)"
    unsure = event.when_precision in (DatePrecision.YEAR, DatePrecision.UNKNOWN)
    companies = f", {swedish.counted(event.companies, 'företag', 'företag')}" if event.companies else ""
    return f"{event.label}{companies}{' (dagen är okänd)' if unsure else ''}"


def _area_lines(plan: ActionPlan) -> tuple[str, ...]:
    return tuple(f"{area.number}) {area.name}" for area in plan.areas.order_by("number"))


def _areas_intro(plan: ActionPlan) -> str:
    number = plan.areas.count()
    kinds = "strategiskt område" if number == 1 else "strategiska områden"
    return f"Handlingsplanen har {swedish.in_words(number)} {kinds}. Det är:" if number else ""


def _carrying_out(plan: ActionPlan) -> str:
    has_activities = plan.activities.exists()
    identified = "Inom varje område har aktiviteter identifierats, och de genomförs under planens period."
    part = f"Handlingsplanen föreslås ingå som en del i {plan.part_of}." if plan.part_of else ""
    return _paragraphs((identified if has_activities else "", part))


def _signatory(line: str) -> str:
    name, _, role = line.partition(", ")
    return f"{name}\n{role[:1].upper()}{role[1:]}" if role else name


def _notes(plan: ActionPlan, day: dt.date, made_on: dt.date) -> tuple[str, ...]:
    made = (f"Texten är framtagen {made_on} ur handlingsplanens uppgifter.",) if made_on != day else ()
    return correction_notes(plan) + made


def _facts(plan: ActionPlan, text: dict[str, str]) -> dict:
    return {
        "document": DocumentKind.MEMO_ADOPT.value,
        "registry_number": plan.registry_number,
        "period": [plan.valid_from.isoformat(), plan.valid_to and plan.valid_to.isoformat()],
        "decision": list(lines(text["decision"])),
    }
