"""The plan itself with all its activities by area: an attachment to the decision, and a part of the unit's plan."""

import datetime as dt
from collections import defaultdict

from actionplan import swedish
from actionplan.choices import DocumentKind, PlanState, ResponsibilityRole
from actionplan.models import ActionPlan, Activity, Department, Responsibility, StrategicArea
from actionplan.reports.blocks import Column, Content, Head, Section, Table

EXAMPLE_NOTICE = "Exempeldata. Visar inte Tyresö kommuns verkliga aktiviteter eller resultat."
_COLUMNS = (
    Column("Nr", width=16),
    Column("Aktivitet", width=76),
    Column("Ansvarig", width=44),
    Column("Tid", width=34),
)


def plan_document(plan: ActionPlan, on: dt.date) -> Content:
    """Return the plan as it stands on a day. A constant number of queries, however many activities there are."""
    activities = list(_activities(plan, on))
    carriers = _carriers(plan, activities, on)
    sections = [_about(plan), _decisions(plan)]
    for area in plan.areas.order_by("number"):
        own = [activity for activity in activities if activity.area_id == area.pk]
        sections += [_area(area, own, carriers), *(_activity(one, carriers[one.pk]) for one in own)]
    head = Head(
        title=plan.title,
        kind="Handlingsplan",
        sender="\n".join(plan.sender.split(", ")),
        addressee="",
        registry_number=plan.registry_number,
        date=on.isoformat(),
        notes=_notes(plan, activities),
    )
    return Content(head, tuple(sections), _facts(plan, activities, on))


def _activities(plan: ActionPlan, on: dt.date):
    rows = Activity.objects.filter(plan=plan).on_day(on).select_related("predecessor__plan")
    return rows.prefetch_related("proposals__event").order_by("area__number", "code")


def _carriers(plan: ActionPlan, activities: list[Activity], on: dt.date) -> dict[int, tuple[str, str]]:
    """Return, by activity, who answers for it and who takes part that day, as words."""
    held = defaultdict(list)
    rows = Responsibility.objects.filter(activity__plan=plan).in_force(on).select_related("department")
    for row in sorted(rows, key=lambda row: row.department.sort_key):
        held[row.activity_id].append(row)
    everybody = (
        list(Department.objects.internal().valid_on(on)) if any(one.all_participate for one in activities) else []
    )
    return {one.pk: _names(one, held[one.pk], everybody) for one in activities}


def _names(activity: Activity, rows: list[Responsibility], everybody: list[Department]) -> tuple[str, str]:
    answers = [row.department.name for row in rows if row.role == ResponsibilityRole.RESPONSIBLE]
    joined = {row.department for row in rows if row.role == ResponsibilityRole.PARTICIPANT}
    if activity.all_participate:
        joined |= {department for department in everybody if department.name not in answers}
    names = [department.name for department in sorted(joined, key=lambda one: one.sort_key)]
    everyone = "alla förvaltningar: " if activity.all_participate and names else ""
    return swedish.listed(answers) or "ingen", f"{everyone}{swedish.listed(names)}"


def _about(plan: ActionPlan) -> Section:
    facts = {
        "Period": plan.period_label,
        "Status": plan.get_state_display(),
        "Mandatperiod": str(plan.mandate_period or ""),
        "Strategiskt målområde": plan.goal_area,
        "Ingår i": plan.part_of,
        "Fortsätter": str(plan.predecessor or ""),
    }
    items = tuple(f"{label}: {value}" for label, value in facts.items() if value)
    return Section("planen", "Om planen", paragraphs=_paragraphs(plan.purpose), items=items)


def _decisions(plan: ActionPlan) -> Section:
    """Return what is decided about the plan; what is not known is said to be so."""
    items = tuple(map(_decision, plan.decisions.about_the_plan()))
    none = () if items else ("Beslut ej registrerat.",)
    return Section("beslut", "Beslut", level=2, paragraphs=none, items=items)


def _decision(decision) -> str:
    number = f", dnr {decision.registry_number}" if decision.registry_number else ""
    who, when = decision.body or "okänt", decision.decided_on or "okänt"
    return f"{decision.get_verb_display()}. Av: {who}, datum: {when}, paragraf: {decision.paragraph or 'okänd'}{number}"


def _area(area: StrategicArea, activities: list[Activity], carriers: dict) -> Section:
    rows = tuple((one.code, one.title, carriers[one.pk][0], _period(one)) for one in activities)
    table = Table(
        f"omrade-{area.number}", f"Aktiviteter i område {area.number}", _COLUMNS, rows, empty="Inga aktiviteter ännu."
    )
    paragraphs = _paragraphs(area.description)
    return Section(f"omrade-{area.number}", str(area), paragraphs=paragraphs, tables=(table,))


def _activity(activity: Activity, carriers: tuple[str, str]) -> Section:
    """Return everything the plan says of one activity; what is not written is left out."""
    facts = {
        "Syfte": activity.purpose,
        "Ansvarig": carriers[0],
        "Medverkar": carriers[1],
        "Tid": _period(activity),
        "Typ": activity.get_kind_display(),
        "Målgrupp": activity.get_audience_display(),
        "Mått": activity.measure,
        "Mål": _target(activity),
        "Resurser": activity.resources,
        "Kommer från": _origin(activity),
        "Fortsätter": f"{activity.predecessor} ({activity.predecessor.plan.title})" if activity.predecessor else "",
    }
    items = tuple(f"{label}: {value}" for label, value in facts.items() if value)
    return Section(activity.code.lower(), str(activity), level=2, items=items)


def _period(activity: Activity) -> str:
    """Return when it is done, with the deadline in force that day."""
    first, last = activity.starts_on, activity.deadline_on
    if first and last:
        return f"{first} – {last}"
    return f"från {first}" if first else f"till {last}" if last else "inte bestämd"


def _target(activity: Activity) -> str:
    return "" if activity.target is None else f"{swedish.decimal(activity.target)} {activity.unit}"


def _origin(activity: Activity) -> str:
    """Return the proposals it answers, by number and event; who made them is never said."""
    by_event = defaultdict(list)
    for proposal in activity.proposals.all():
        by_event[proposal.event].append(proposal.code)
    return "; ".join(f"{event.label} (förslag {swedish.listed(codes)})" for event, codes in by_event.items())


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _notes(plan: ActionPlan, activities: list[Activity]) -> tuple[str, ...]:
    example = (EXAMPLE_NOTICE,) if any(one.is_example for one in activities) else ()
    draft = () if plan.state in (PlanState.ADOPTED, PlanState.CLOSED) else ("Förslag: planen är inte antagen.",)
    correction = (f"Rättelse: {plan.correction_note}",) if plan.correction_note else ()
    return example + draft + correction


def _facts(plan: ActionPlan, activities: list[Activity], on: dt.date) -> dict:
    return {
        "document": DocumentKind.PLAN.value,
        "on": on.isoformat(),
        "registry_number": plan.registry_number,
        "period": [plan.valid_from.isoformat(), plan.valid_to and plan.valid_to.isoformat()],
        "activities": [one.code for one in activities],
    }
