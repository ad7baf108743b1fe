"""Gates: the first line of every view. They return the object, or raise 404 (may not know) or 403 (may not do)."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from actionplan import clock, permissions, swedish
from actionplan.models import ActionPlan, Activity, Decision, Department, Report, StrategicArea

CHIEF_ONLY = "Bara näringslivschefen kan ändra i planen. Hör av dig dit om något behöver ändras."
NOT_YOUR_ACTIVITY = "Du kan bara uppdatera aktiviteter som din förvaltning ansvarar för eller medverkar i."

_LONG_TEXTS = ("search_text", "plan__source_text", "plan__purpose", "plan__correction_note", "plan__anchoring_text")


@dataclass(frozen=True)
class Scope:
    """Which plan and day a page is about, as the address asks (`?plan=`, `?dag=`)."""

    plan: ActionPlan | None
    on: dt.date
    today: dt.date
    day_text: str = ""
    day_error: str = ""
    chose_plan: bool = False

    @property
    def status(self) -> int:
        """HTTP status of the page: 400 when the day in the address is no date."""
        return 400 if self.day_error else 200

    @property
    def query(self) -> dict[str, str]:
        """The part of the address that links must carry along."""
        query = {"plan": str(self.plan.pk)} if self.chose_plan and self.plan else {}
        return query | ({"dag": self.on.isoformat()} if self.day_text and not self.day_error else {})


def plan_to_read(request) -> Scope:
    """Return plan and day. The day wins: without `?plan=` it is the plan that had begun last on that day."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    today, text = clock.today(), request.GET.get("dag", "").strip()
    chosen = _chosen_plan(request)
    on, error = _day(text, today)
    plan = chosen or ActionPlan.objects.select_related("mandate_period").newest_begun(on)
    if on == today and not chosen:
        request.plan_today = plan
    if chosen and not text and chosen.valid_to and chosen.valid_to < today:
        on = chosen.valid_to
    return Scope(plan, on, today, text[:60], error, chosen is not None)


def _chosen_plan(request) -> ActionPlan | None:
    key = request.GET.get("plan", "")
    if not key:
        return None
    return get_object_or_404(ActionPlan.objects.select_related("mandate_period"), pk=row_number(key))


def row_number(key: str) -> int:
    """Return the number of a row that the address names, or raise 404 for what is none."""
    if not (key.isascii() and key.isdecimal()) or len(key) > 12:
        raise Http404("Sidan finns inte.")
    return int(key)


def _day(text: str, today: dt.date) -> tuple[dt.date, str]:
    try:
        return (swedish.parse_date(text), "") if text else (today, "")
    except ValueError as error:
        return today, str(error)


def activity_to_read(request, pk: int, on: dt.date | None = None) -> Activity:
    """Return the activity, as it stood on the day (today), for anybody who reads the plan."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    rows = Activity.objects.seen_on(on or clock.today()).select_related("area__plan", "contact", "predecessor")
    return get_object_or_404(rows, pk=pk)


def activity_to_report(request, pk: int) -> Activity:
    """Return the activity, with today's deadline_on alone, for the chief or a handläggare whose department carries it."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    activity = get_object_or_404(Activity.objects.select_related("plan").defer(*_LONG_TEXTS), pk=pk)
    activity.deadline_on = activity.deadline_in_force(clock.today())
    if not request.user.has_perm("actionplan.add_statusupdate", activity):
        raise PermissionDenied(NOT_YOUR_ACTIVITY)
    return activity


def activity_to_edit(request, pk: int) -> Activity:
    """Return the activity for the chief."""
    activity = activity_to_read(request, pk)
    chief(request)
    return activity


def plan_to_edit(request) -> ActionPlan:
    """Return the plan in question for the chief."""
    plan = plan_to_read(request).plan
    chief(request)
    if plan is None:
        raise Http404
    return plan


def area_to_read(request, number: int) -> tuple[Scope, StrategicArea]:
    """Return one area of the plan in question, by its number."""
    scope = plan_to_read(request)
    return scope, get_object_or_404(StrategicArea.objects.select_related("plan"), plan=scope.plan, number=number)


def area_to_edit(request, number: int) -> StrategicArea:
    """Return one area for the chief."""
    _, area = area_to_read(request, number)
    chief(request)
    return area


def decision_to_edit(request, pk: int) -> Decision:
    """Return a decision for the chief."""
    plan_to_read(request)
    chief(request)
    return get_object_or_404(Decision.objects.select_related("plan", "activity", "report"), pk=pk)


def decision_to_record(request) -> Decision:
    """Return an unsaved decision for the chief, about the activity or published report that the address names, else the plan."""
    plan = plan_to_edit(request)
    for name, about, rows in (
        ("aktivitet", "activity", Activity.objects.all()),
        ("rapport", "report", Report.objects.published()),
    ):
        if key := request.GET.get(name, ""):
            row = get_object_or_404(rows.select_related("plan"), pk=row_number(key))
            return Decision(plan=row.plan, **{about: row})
    return Decision(plan=plan)


def department_to_read(request, pk: int) -> tuple[Scope, Department]:
    """Return a department for anybody who reads the plan."""
    scope = plan_to_read(request)
    return scope, get_object_or_404(Department, pk=pk)


def department_to_hand_over(request, pk: int) -> Department:
    """Return a department for the chief, to hand its activities over."""
    _, department = department_to_read(request, pk)
    chief(request)
    return department


def own_scope(request) -> Scope:
    """Return plan and day for /mina/, which those who report have."""
    scope = plan_to_read(request)
    if not permissions.reports_for_a_department(request.user):
        raise PermissionDenied("Mina aktiviteter finns för den som rapporterar för en förvaltning.")
    return scope


def chief(request, why_not: str = CHIEF_ONLY) -> None:
    """Let the chief on; others are told why not."""
    if not permissions.is_chief(request.user):
        raise PermissionDenied(why_not)
