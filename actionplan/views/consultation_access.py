"""Gates to events, proposals and companies, as access.py has them to the plan."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from actionplan import permissions
from actionplan.models import (
    Anchoring,
    Company,
    ConsultationEvent,
    ContactPerson,
    EventFile,
    MandatePeriod,
    Outbox,
    Proposal,
)
from actionplan.views import access

CHIEF_DECIDES = "Bara näringslivschefen kan ändra i förslag och samråd. Hör av dig dit om något behöver ändras."
CHIEF_KEEPS_COMPANIES = "Bara näringslivschefen kan ändra uppgifter om företag. Hör av dig dit om något är fel."
NOT_SENT_TO_YOU = "Förslaget är inte skickat till din förvaltning, så du kan inte svara på det."
NOT_YOUR_PROPOSAL = (
    "Du kan bara skriva in vad företaget säger om förslag som din förvaltning har fått att svara på eller arbetar med."
)
NOT_YOUR_CONTACTS = "Bara näringslivschefen och administratören tar bort kontakter."


def event_to_read(request, pk: int) -> ConsultationEvent:
    """Return an event for anybody who reads the plan."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    return get_object_or_404(ConsultationEvent.objects.select_related("mandate_period"), pk=pk)


def event_to_edit(request, pk: int) -> ConsultationEvent:
    """Return an event for the chief."""
    event = event_to_read(request, pk)
    access.chief(request, CHIEF_DECIDES)
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
    access.chief(request, CHIEF_DECIDES)
    return proposal


def chief_of_proposals(request) -> access.Scope:
    """Return plan and day for pages where the chief works with several proposals at once."""
    scope = access.plan_to_read(request)
    access.chief(request, CHIEF_DECIDES)
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


def anchoring_to_withdraw(request, pk: int) -> Anchoring:
    """Return what a department was asked, for the chief, who asked it."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    access.chief(request, CHIEF_DECIDES)
    return get_object_or_404(Anchoring.objects.select_related("department", "proposal__event"), pk=pk)


def period_to_edit(request, election_year: int) -> MandatePeriod:
    """Return the mandate period for the chief."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    access.chief(request, CHIEF_DECIDES)
    return get_object_or_404(MandatePeriod, election_year=election_year)


def handed_out(request, rows, **key):
    """Return the event or mandate period whose hand-out is asked for, to staff, and to everybody when it is public.

    None means the way in: the anonymous are not told what there is.
    """
    row = rows.filter(**key).first()
    if row and (row.is_public or permissions.reads_the_plan(request.user)):
        return row
    if request.user.is_authenticated:
        raise Http404
    return None


def letter_to_settle(request, pk: int) -> Outbox:
    """Return a letter in the outbox, about proposals that are still there, for the chief."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    access.chief(request, CHIEF_DECIDES)
    return get_object_or_404(Outbox.objects.filter(about__isnull=False).distinct(), pk=pk)


def proposal_to_judge(request, pk: int) -> Proposal:
    """Return the proposal for those who may take down what its proposer says: the chief, and who works with it."""
    if not permissions.reads_the_plan(request.user):
        raise Http404
    proposal = get_object_or_404(Proposal.objects.select_related("event", "company"), pk=pk)
    if not request.user.has_perm("actionplan.add_verdict", proposal):
        raise PermissionDenied(NOT_YOUR_PROPOSAL)
    return proposal


def companies_to_read(request) -> None:
    """Let anybody who reads the plan read the companies too."""
    if not request.user.has_perm("actionplan.view_company"):
        raise Http404


def company_to_read(request, pk: int) -> Company:
    """Return a company for anybody who reads the plan; a sole trader only for those who work with its proposals."""
    companies_to_read(request)
    company = get_object_or_404(Company, pk=pk)
    if not request.user.has_perm("actionplan.view_company", company):
        raise Http404
    return company


def companies_to_add(request) -> None:
    """Let the chief add a company."""
    companies_to_read(request)
    access.chief(request, CHIEF_KEEPS_COMPANIES)


def company_to_edit(request, pk: int) -> Company:
    """Return a company for the chief, to change or to add a contact."""
    company = company_to_read(request, pk)
    access.chief(request, CHIEF_KEEPS_COMPANIES)
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


def scope_to_add_event(request) -> access.Scope:
    """Return plan and day for the chief, who may meet companies before there is a plan."""
    scope = access.plan_to_read(request)
    access.chief(request, CHIEF_DECIDES)
    return scope


def event_file_to_read(request, pk: int) -> EventFile:
    """Return a file, with what is in it, for anybody who reads the plan."""
    access.plan_to_read(request)
    return get_object_or_404(EventFile, pk=pk)


def event_file_to_remove(request, pk: int) -> EventFile:
    """Return a file, without what is in it, for the chief."""
    access.plan_to_read(request)
    access.chief(request, CHIEF_DECIDES)
    return get_object_or_404(EventFile.objects.defer("content").select_related("event"), pk=pk)


def proposal_to_settle(request, pk: int) -> Proposal:
    """Return a proposal whose proposer the chief says who it is."""
    access.plan_to_read(request)
    access.chief(request, CHIEF_DECIDES)
    return get_object_or_404(Proposal.objects.select_related("event"), pk=pk)
