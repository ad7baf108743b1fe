"""The files of facts: what the memo says, and what is invented for demonstration."""

import datetime as dt
import json
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from actionplan.models import ActionPlan, ConsultationEvent, Department, User

_DATA = Path(__file__).resolve().parent.parent / "data"
_DAYS = ("_on", "_from", "_to", "_date")


def memo() -> dict:
    """Return what the memo of 2015-12-04 says."""
    return _read("plan_2016_2018.json")


def invented() -> dict:
    """Return the example's rows."""
    return _read("example.json")


def with_days(row: dict) -> dict:
    """Return the row with its days as dates."""
    return {key: dt.date.fromisoformat(value) if key.endswith(_DAYS) else value for key, value in row.items()}


def memo_plans():
    """Return the memo's plan, if it is in."""
    return ActionPlan.objects.filter(registry_number=memo()["plan"]["registry_number"])


def memo_events():
    """Return the events that the memo tells of, as far as they are in under the name and day it gives them."""
    told = Q(pk__in=[])
    for event in unsaved_memo_events():
        told |= Q(title=event.title, when_on=event.when_on, when_precision=event.when_precision)
    return ConsultationEvent.objects.filter(told)


def unsaved_memo_events() -> list[ConsultationEvent]:
    """Return the events that the memo tells of, as load_plan stores them."""
    events = []
    for row in memo()["events"]:
        events.append(ConsultationEvent(kind=row["kind"], title=row["title"], notes=row["notes"]))
        events[-1].set_when(row["when"])
    return events


def demo_author(department: Department) -> User:
    """Return the department's demo handläggare, else the demo näringslivschef."""
    member = User.objects.filter(is_example=True, memberships__department=department).first()
    return member or demo_chief()


def demo_chief() -> User:
    """Return the demo näringslivschef."""
    return User.objects.get(username="demo-naringslivschef")


def noon(day: dt.date) -> dt.datetime:
    """Return the moment at which the example says things."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def _read(name: str) -> dict:
    return json.loads((_DATA / name).read_text(encoding="utf-8"))
