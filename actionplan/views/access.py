"""Gates: the first line of every view. They return the object, or raise 404 (may not know) or 403 (may not do)."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from actionplan import clock, permissions, swedish
<<<<<<< HEAD
from actionplan.models import (
    ActionPlan,
    Activity,
    Anchoring,
    ConsultationEvent,
    Decision,
    Department,
    Proposal,
    StrategicArea,
)

CHIEF_ONLY = "Bara näringslivschefen kan ändra i planen. Hör av dig dit om något behöver ändras."
CHIEF_DECIDES = "Bara näringslivschefen kan ändra i förslag och samråd. Hör av dig dit om något behöver ändras."
NOT_SENT_TO_YOU = "Förslaget är inte sänt till din förvaltning, så du kan inte svara på det."
=======
from actionplan.models import ActionPlan, Activity, Company, ContactPerson, Decision, Department, StrategicArea

CHIEF_ONLY = "Bara näringslivschefen kan ändra i planen. Hör av dig dit om något behöver ändras."
CHIEF_KEEPS_COMPANIES = "Bara näringslivschefen kan ändra uppgifter om företag. Hör av dig dit om något är fel."
NOT_YOUR_CONTACTS = "Bara näringslivschefen och administratören tar bort kontakter."
>>>>>>> c898841 (Show companies, and let the chief keep them and their contacts)
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
    if not key.isdecimal() or len(key) > 12:
        raise Http404("Det finns ingen sådan plan.")
    return get_object_or_404(ActionPlan.objects.select_related("mandate_period"), pk=int(key))


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
    _chief(request)
    return activity


def plan_to_edit(request) -> ActionPlan:
    """Return the plan in question for the chief."""
    plan = plan_to_read(request).plan
    _chief(request)
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
    _chief(request)
    return area


def decision_to_edit(request, pk: int) -> Decision:
    """Return a decision for the chief."""
    plan_to_read(request)
    _chief(request)
    return get_object_or_404(Decision.objects.select_related("plan"), pk=pk)


def department_to_read(request, pk: int) -> tuple[Scope, Department]:
    """Return a department for anybody who reads the plan."""
    scope = plan_to_read(request)
    return scope, get_object_or_404(Department, pk=pk)


def department_to_hand_over(request, pk: int) -> Department:
    """Return a department for the chief, to hand its activities over."""
    _, department = department_to_read(request, pk)
    _chief(request)
    return department


<<<<<<< HEAD
def event_to_read(request, pk: int) -> ConsultationEvent:
    """Return an event for anybody who reads the plan."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    return get_object_or_404(ConsultationEvent.objects.select_related("mandate_period"), pk=pk)


def event_to_edit(request, pk: int) -> ConsultationEvent:
    """Return an event for the chief."""
    event = event_to_read(request, pk)
    _chief(request, CHIEF_DECIDES)
    return event


def proposal_to_read(request, pk: int) -> Proposal:
    """Return a proposal for anybody who reads the plan."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    rows = Proposal.objects.select_related("event__mandate_period", "company", "contact", "area", "lead", "split_from")
    return get_object_or_404(rows, pk=pk)


def proposal_to_edit(request, pk: int) -> Proposal:
    """Return a proposal for the chief."""
    proposal = proposal_to_read(request, pk)
    _chief(request, CHIEF_DECIDES)
    return proposal


def chief_of_proposals(request) -> Scope:
    """Return plan and day for pages where the chief works with several proposals at once."""
    scope = plan_to_read(request)
    _chief(request, CHIEF_DECIDES)
    return scope


def anchoring_to_answer(request, pk: int) -> Anchoring:
    """Return what a department was asked, for the chief or a handläggare who works there."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    rows = Anchoring.objects.select_related("department", "proposal__event__mandate_period", "proposal__company")
    anchoring = get_object_or_404(rows, pk=pk)
    if not request.user.has_perm("actionplan.change_anchoring", anchoring):
        raise PermissionDenied(NOT_SENT_TO_YOU)
    return anchoring
=======
def companies_to_read(request) -> None:
    """Let anybody who reads the plan read the companies too."""
    if not request.user.has_perm("actionplan.view_company"):
        raise Http404


def company_to_read(request, pk: int) -> Company:
    """Return a company for anybody who reads the plan."""
    companies_to_read(request)
    return get_object_or_404(Company, pk=pk)


def companies_to_add(request) -> None:
    """Let the chief add a company."""
    companies_to_read(request)
    _chief(request, CHIEF_KEEPS_COMPANIES)


def company_to_edit(request, pk: int) -> Company:
    """Return a company for the chief, to change or to add a contact."""
    company = company_to_read(request, pk)
    _chief(request, CHIEF_KEEPS_COMPANIES)
    return company


def contact_to_edit(request, pk: int) -> ContactPerson:
    """Return a contact for the chief; nobody else learns if there is one."""
    companies_to_add(request)
    return get_object_or_404(ContactPerson.objects.select_related("company"), pk=pk)


def contact_to_remove(request, pk: int) -> ContactPerson:
    """Return a contact for the chief or the administrator; nobody else learns if there is one."""
    contacts_to_remove(request)
    return get_object_or_404(ContactPerson.objects.select_related("company"), pk=pk)


def contacts_to_remove(request) -> None:
    """Let the chief and the administrator choose which contacts to remove."""
    companies_to_read(request)
    if not request.user.has_perm("actionplan.delete_contactperson"):
        raise PermissionDenied(NOT_YOUR_CONTACTS)
>>>>>>> c898841 (Show companies, and let the chief keep them and their contacts)


def own_scope(request) -> Scope:
    """Return plan and day for /mina/, which those who report have."""
    scope = plan_to_read(request)
    if not permissions.reports_for_a_department(request.user):
        raise PermissionDenied("Mina aktiviteter finns för den som rapporterar för en förvaltning.")
    return scope


<<<<<<< HEAD
def _chief(request, why_not: str = CHIEF_ONLY) -> None:
    if not permissions.is_chief(request.user):
        raise PermissionDenied(why_not)
=======
def _chief(request, reason: str = CHIEF_ONLY) -> None:
    if not permissions.is_chief(request.user):
        raise PermissionDenied(reason)
>>>>>>> c898841 (Show companies, and let the chief keep them and their contacts)
