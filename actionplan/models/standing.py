"""The standing expression: what is true of activities on a given day, as one annotated query used everywhere.

Rules: DESIGN.md section 3. `actionplan/tests/reference.py` says the same in plain Python, and a property test compares.
"""

import datetime as dt

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from actionplan.choices import Assessment, Change, Flag, ResponsibilityRole, Standing, Status
from actionplan.models.organisation import Department
from actionplan.swedish import fold

OPEN = Q(is_closed=False) & ~Q(status_on__in=sorted(Status.FINISHED))


class ActivityQuerySet(models.QuerySet):
    """Questions about activities; those about a day start with `on_day`."""

    def on_day(self, on: dt.date, silent_after: int | None = None):
        """Return the activities the plan had that day, with what was true of them then (see `seen_on`)."""
        return self.filter(added_on__lte=on).seen_on(on, silent_after)

    def seen_on(self, on: dt.date, silent_after: int | None = None):
        """Annotate what was true that day, of activities added later too.

        Adds status_on, assessment_on, reported_on_day, deadline_on, responsible_id_on, is_closed, the flags
        is_late, is_deviating, is_due (should have started) and is_silent (after `silent_after` days), and standing.
        """
        days = settings.SILENT_AFTER_DAYS if silent_after is None else silent_after
        return (
            self.annotate(**_joined(on))
            .annotate(**_facts(on))
            .annotate(**_flags(on, on - dt.timedelta(days=days)))
            .annotate(standing=_standing())
        )

    def compared_with(self, since: dt.date):
        """Add what was true on an earlier day: status_then, deadline_then and was_late; goes after `on_day`."""
        was_open = Q(added_on__lte=since) & ~Q(closed_on__lt=since) & ~Q(status_then__in=sorted(Status.FINISHED))
        return (
            self.annotate(span_then=FilteredRelation("spans", condition=covers("spans__", since)))
            .annotate(
                status_then=Coalesce("span_then__status", Value(Status.NOT_STARTED.value)),
                deadline_then=_deadline(since),
            )
            .annotate(was_late=_yes(was_open & Q(deadline_then__lt=since)))
        )

    def in_standing(self, *standings: str):
        """Keep the activities with one of the standings; goes after `on_day`."""
        return self.filter(standing__in=standings)

    def flagged(self, *flags: str):
        """Keep the activities with at least one of the flags (choices.Flag); goes after `on_day`."""
        wanted = Q()
        for flag in flags:
            wanted |= Q(**{FLAG_FIELDS[flag]: True})
        return self.filter(wanted)

    def still_open(self):
        """Keep what is neither finished nor closed; goes after `on_day`."""
        return self.filter(OPEN)

    def unsettled(self):
        """Keep what is not finished and nobody has closed in the plan, from any day; goes after `seen_on`."""
        return self.filter(closed_on__isnull=True).exclude(status_on__in=sorted(Status.FINISHED))

    def changed(self, change: str, since: dt.date, on: dt.date):
        """Keep what changed in one way after `since` and no later than `on`; goes after `compared_with`."""
        return self.filter(change_conditions(since, on)[change])

    def responsible_on(self, department_ids, on: dt.date):
        """Keep the activities a department answers for that day; goes after `on_day`."""
        return self.filter(responsible_id_on__in=list(department_ids))

    def participated_in_by(self, department_ids, on: dt.date):
        """Keep what the departments take part in, by a row of their own or as one of "alla förvaltningar"; goes after `on_day`.

        What one of them answers for is left out: it is not taken part in besides.
        """
        ids = list(department_ids)
        own = Q(responsibilities__role=ResponsibilityRole.PARTICIPANT, responsibilities__department__in=ids)
        joined = Q(pk__in=self.model.objects.filter(own & covers("responsibilities__", on)).values("pk"))
        among_all = models.Exists(Department.objects.internal().valid_on(on).filter(pk__in=ids))
        return self.filter(joined | Q(among_all, all_participate=True)).exclude(responsible_id_on__in=ids)

    def for_rows(self, on: dt.date):
        """Add what a row of a list shows besides: responsible_name and moves_on (deadline moves by then); goes after `seen_on`."""
        moves = _moves(on).order_by().values("activity").annotate(number=Count("pk")).values("number")
        counted = Case(When(deadline_moves=0, then=Value(0)), default=Coalesce(Subquery(moves), Value(0)))
        return self.annotate(responsible_name=F("owner__department__name"), moves_on=counted).select_related("area")

    def search(self, text: str):
        """Keep the activities whose text holds every word, whatever its case ("ÅTGÄRD" finds "åtgärd")."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_text__contains=word)
        return found


FLAG_FIELDS = {
    Flag.LATE.value: "is_late",
    Flag.DEVIATING.value: "is_deviating",
    Flag.SHOULD_HAVE_STARTED.value: "is_due",
    Flag.SILENT.value: "is_silent",
}


def change_conditions(since: dt.date, on: dt.date) -> dict[str, Q]:
    """Return what each kind of change means, on the fields that `on_day(on).compared_with(since)` adds."""
    moved = models.Exists(_moves(on).filter(recorded_on__gt=since))
    return {
        Change.COMPLETED.value: Q(status_on=Status.COMPLETED) & ~Q(status_then=Status.COMPLETED),
        Change.STARTED.value: ~Q(status_on=Status.NOT_STARTED)
        & ~Q(status_on=Status.CANCELLED)
        & Q(status_then=Status.NOT_STARTED),
        Change.NEWLY_LATE.value: Q(is_late=True, was_late=False),
        Change.MOVED.value: Q(deadline_moves__gt=0) & Q(moved),
        Change.ADDED.value: Q(added_on__gt=since),
        Change.CANCELLED.value: Q(status_on=Status.CANCELLED) & ~Q(status_then=Status.CANCELLED),
    }


def covers(prefix: str, on: dt.date) -> Q:
    """Return that a row with from_on and to_on (both included, to_on open) covers the day."""
    return Q(**{f"{prefix}from_on__lte": on}) & (
        Q(**{f"{prefix}to_on__isnull": True}) | Q(**{f"{prefix}to_on__gte": on})
    )


def _joined(on: dt.date) -> dict:
    return {
        "span": FilteredRelation("spans", condition=covers("spans__", on)),
        "owner": FilteredRelation(
            "responsibilities",
            condition=Q(responsibilities__role=ResponsibilityRole.RESPONSIBLE) & covers("responsibilities__", on),
        ),
    }


def _moves(on: dt.date):
    updates = apps.get_model("actionplan", "StatusUpdate").objects  # followup.py imports this module
    moves = updates.filter(activity=OuterRef("pk"), new_ends_on__isnull=False, recorded_on__lte=on)
    return moves.order_by("-recorded_on", "-recorded_at", "-id")


def _deadline(on: dt.date):
    """A moved deadline counts from the local day it was recorded, so nobody erases a lateness already there."""
    return Case(
        When(deadline_moves=0, then=F("ends_on")),
        default=Coalesce(Subquery(_moves(on).values("new_ends_on")[:1]), F("original_ends_on")),
        output_field=DateField(),
    )


def _facts(on: dt.date) -> dict:
    return {
        "status_on": Coalesce("span__status", Value(Status.NOT_STARTED.value)),
        "assessment_on": Coalesce("span__assessment", Value(Assessment.NONE.value)),
        "reported_on_day": F("span__from_on"),
        "responsible_id_on": F("owner__department_id"),
        "deadline_on": _deadline(on),
        "is_closed": _yes(Q(closed_on__lt=on)),
    }


def _flags(on: dt.date, silent_before: dt.date) -> dict:
    never_began = Q(starts_on__isnull=True, reported_on_day__isnull=True)
    quiet = (Q(starts_on__isnull=True) | Q(starts_on__lt=silent_before)) & (
        Q(reported_on_day__isnull=True) | Q(reported_on_day__lt=silent_before)
    )
    return {
        "is_late": _yes(OPEN & Q(deadline_on__lt=on)),
        "is_deviating": _yes(OPEN & Q(assessment_on__in=sorted(Assessment.DEVIATING))),
        "is_due": _yes(OPEN & Q(status_on=Status.NOT_STARTED, starts_on__lt=on)),
        "is_silent": _yes(OPEN & quiet & ~never_began),
    }


def _standing():
    """First match wins."""
    return Case(
        When(status_on=Status.COMPLETED, then=Value(Standing.COMPLETED.value)),
        When(status_on=Status.CANCELLED, then=Value(Standing.CANCELLED.value)),
        When(is_closed=True, then=Value(Standing.CARRIED_OVER.value)),
        When(is_late=True, then=Value(Standing.LATE.value)),
        When(assessment_on=Assessment.MAJOR, then=Value(Standing.MAJOR.value)),
        When(assessment_on=Assessment.MINOR, then=Value(Standing.MINOR.value)),
        When(status_on=Status.ONGOING, then=Value(Standing.ONGOING.value)),
        When(is_due=True, then=Value(Standing.SHOULD_HAVE_STARTED.value)),
        default=Value(Standing.NOT_STARTED.value),
        output_field=CharField(),
    )


def _yes(condition: Q):
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
