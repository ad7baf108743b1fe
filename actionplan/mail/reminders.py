"""What reminders say: one mail to each person, about all that waits for them in a round. No names, only counts and links."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from actionplan import swedish
from actionplan.choices import MailKind, Role, RoundState
from actionplan.figures import waiting_by_department
from actionplan.models import ActionPlan, Department, ReportingRound, User
from actionplan.services.reminders import Reminder, key_of

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Drafts:
    """The reminders of a round, and the departments that should answer but have nobody to write to."""

    reminders: tuple[Reminder, ...]
    silent: tuple[Department, ...]


def due_reminders(on: dt.date, site: str) -> list[tuple[ReportingRound, Drafts]]:
    """Return what should have reached people by the day, sent or not; `site` is the address that links begin with."""
    rounds = ReportingRound.objects.with_lock().filter(plan__in=ActionPlan.objects.open(), closes_on__gte=on)
    rounds = rounds.filter(state__in=[RoundState.PLANNED, RoundState.OPEN]).select_related("plan").order_by("cutoff")
    kinds = [(round_, _kind_due(round_, on)) for round_ in rounds]
    return [(round_, draft_reminders(round_, kind, on, site)) for round_, kind in kinds if kind]


def _kind_due(round_: ReportingRound, on: dt.date) -> str | None:
    """Return the one kind that is due: a person gets no two mails about a round on one day."""
    if round_.state == RoundState.PLANNED:
        return MailKind.ROUND_SOON if round_.cutoff - WEEK <= on <= round_.cutoff else None
    return MailKind.ROUND_CLOSING if on >= round_.closes_on - WEEK else MailKind.ROUND_OPENED


def draft_reminders(round_: ReportingRound, kind: str, on: dt.date, site: str) -> Drafts:
    """Write to every active handläggare with an address whose departments have something left to answer.

    A constant number of queries.
    """
    waiting = waiting_by_department(round_, on)
    departments = {one.pk: one for one in Department.objects.filter(pk__in=waiting).order_by("sort_key", "id")}
    own = defaultdict(list)
    officers = User.objects.filter(is_active=True, groups__name=Role.OFFICER.label).exclude(email="")
    told = officers.filter(memberships__department__in=waiting).order_by("pk", "memberships__department__sort_key")
    for user, department in told.values_list("pk", "memberships__department"):
        own[user].append(departments[department])
    people = User.objects.in_bulk(own)
    day = on if kind == MailKind.REMINDER else None
    reminders = [_reminder(round_, kind, people[pk], found, waiting, site, day) for pk, found in own.items()]
    reached = {department.pk for found in own.values() for department in found}
    silent = [one for pk, one in departments.items() if pk not in reached]
    return Drafts(tuple(reminders), tuple(silent))


def _reminder(round_: ReportingRound, kind: str, user: User, own: list[Department], waiting, site, day) -> Reminder:
    total = sum(waiting[department.pk] for department in own)
    number = swedish.counted(total, "aktivitet", "aktiviteter")
    context = {
        "round": round_,
        "kind": MailKind(kind),
        "kinds": MailKind,
        "number": number,
        "rows": [(department, waiting[department.pk]) for department in own],
        "own_page": f"{site}{reverse('my_activities')}",
        "round_page": f"{site}{round_.get_absolute_url()}",
    }
    body = swedish.normalise(render_to_string("mail/reminder.txt", context))
    names = swedish.listed([str(department) for department in own])
    about = f"{MailKind(kind).label}: {round_}, {names}, {number}"
    reader = f"{user.full_label}, {names}: {number}"
    return Reminder(
        kind, key_of(kind, round_, user, day), user.email, _subject(round_, kind, number), body, about, reader
    )


def _subject(round_: ReportingRound, kind: str, number: str) -> str:
    closes = swedish.long_date(round_.closes_on)
    said = {
        MailKind.ROUND_SOON: f"{round_}: brytdatum {swedish.long_date(round_.cutoff)}",
        MailKind.ROUND_OPENED: f"{round_} är öppen: {number} väntar på dig, svara senast {closes}",
        MailKind.ROUND_CLOSING: f"{round_} stänger den {closes}: {number} väntar på dig",
        MailKind.REMINDER: f"Påminnelse: {number} i {round_} väntar på dig, svara senast {closes}",
    }
    return " ".join(said[MailKind(kind)].split())[:200]
