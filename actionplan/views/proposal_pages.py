"""One proposal: its page, and writing it down, correcting, splitting and taking it back."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actionplan import clock, permissions
from actionplan.choices import Status
from actionplan.figures import SaidAndDone, proposal_story, said_and_done
from actionplan.forms.base import ButtonForm, is_row_number
from actionplan.forms.proposals import NewProposalForm, ProposalForm, SplitForm
from actionplan.models import ActionPlan, Company, Proposal
from actionplan.services.proposals import edit_proposal, group_of, remove_proposal, split_proposal, submit_proposal
from actionplan.services.typing_in import Line, write_down
from actionplan.views import access
from actionplan.views import consultation_access as gates
from actionplan.views.saving import attempt, form_page, typed

_OFFERED = 500


@require_safe
def proposal_detail(request, pk):
    """Show one proposal and its whole way: said, sent, answered, decided, done."""
    scope = access.plan_to_read(request)
    proposal = gates.proposal_to_read(request, pk)
    card = _as_it_stood(proposal, scope.on)
    if card is None:
        raise Http404("Förslaget hade inte kommit in den dagen.")
    lead = proposal.lead or proposal
    context = {
        "scope": scope,
        "proposal": proposal,
        "card": card,
        "group": [one for one in group_of(proposal) if one.pk != proposal.pk],
        "answers": [(row, row.is_late(scope.on), _may_answer(request, row, lead)) for row in card.anchorings],
        "story": proposal_story(proposal, scope.on),
        "may_edit": permissions.is_chief(request.user),
        "may_meet": request.user.has_perm("actionplan.see_contact", proposal),
        "names_company": _names_company(request, proposal),
        "may_judge": _has_completed(card) and request.user.has_perm("actionplan.add_verdict", proposal),
    }
    return render(request, "actionplan/proposal_detail.html", context, status=scope.status)


def _as_it_stood(proposal, on) -> SaidAndDone | None:
    """Return the proposal on the day, with what its group's departments were asked; None if it had not been said."""
    found = said_and_done(Proposal.objects.on_day(on).filter(pk=proposal.pk), on)
    if not found or proposal.lead_id is None:
        return found[0] if found else None
    lead = said_and_done(Proposal.objects.on_day(on).filter(pk=proposal.lead_id), on)
    return replace(found[0], anchorings=lead[0].anchorings if lead else ())


def _names_company(request, proposal) -> bool:
    """Tell if the reader may follow the proposal to its company: a sole trader is a person."""
    return proposal.company is not None and request.user.has_perm("actionplan.view_company", proposal.company)


def _has_completed(card: SaidAndDone) -> bool:
    return any(activity.status_on == Status.COMPLETED for activity in card.activities)


def _may_answer(request, anchoring, proposal) -> bool:
    return not proposal.is_decided and request.user.has_perm("actionplan.change_anchoring", anchoring)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_create(request):
    """Write a proposal down; `?samrad=` says at which event it was said."""
    gates.chief_of_proposals(request)
    event = gates.event_to_edit(request, _event_key(request))
    plan = ActionPlan.objects.answering(event)
    form = NewProposalForm(typed(request), instance=Proposal(event=event), plan=plan, on=clock.today())
    tried = attempt(request, form, lambda: _submit(request, form))
    if tried.saved:
        messages.success(request, f"{tried.saved.code} är sparat.")
        return redirect(tried.saved)
    page = {"heading": "Nytt förslag", "crumbs": _crumbs(event), "back": event.get_absolute_url(), "event": event}
    return form_page(request, "actionplan/proposal_form.html", form, tried, **page, **_companies())


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_edit(request, pk):
    """Correct what was written, who said it or which area it belongs to."""
    proposal = gates.proposal_to_edit(request, pk)
    page = about_proposal(request, proposal, f"Ändra {proposal.code}")
    form = ProposalForm(typed(request), instance=proposal, plan=ActionPlan.objects.answering(proposal.event))
    on = clock.today()
    tried = attempt(
        request, form, lambda: edit_proposal(proposal, expected_version=_version(form), by=request.user, on=on)
    )
    if tried.saved:
        messages.success(request, f"{proposal.code} är sparat.")
        return _back_to_typing(request, proposal) or redirect(proposal)
    return form_page(request, "actionplan/proposal_form.html", form, tried, **page, **_companies())


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_split(request, pk):
    """Make two proposals of one that says two things."""
    proposal = gates.proposal_to_edit(request, pk)
    page = about_proposal(request, proposal, f"Dela {proposal.code} i två")
    form = SplitForm(typed(request), proposal=proposal)
    tried = attempt(request, form, lambda: _split(request, proposal, form))
    if tried.saved:
        messages.success(request, f"{proposal.code} är delat. Den andra delen är {tried.saved.code}.")
        return redirect(proposal)
    return form_page(request, "actionplan/proposal_split.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_remove(request, pk):
    """Take back a line nobody has worked with, after asking."""
    proposal = gates.proposal_to_edit(request, pk)
    code, page = proposal.code, about_proposal(request, proposal, f"Ta bort {proposal.code}")
    form = ButtonForm(typed(request), initial={"version": proposal.version})
    tried = attempt(request, form, lambda: _remove(proposal, form))
    if tried.saved:
        messages.success(request, f"{code} är borttaget.")
        return _back_to_typing(request, proposal) or redirect(proposal.event)
    return form_page(request, "actionplan/proposal_remove.html", form, tried, **page)


def _back_to_typing(request, proposal):
    """Go back to the page where lines are typed in, for whoever came from there: the meeting goes on."""
    return redirect("event_write", pk=proposal.event_id) if request.GET.get("fran") == "skriv" else None


def about_proposal(request, proposal, heading):
    """Return what pages about one proposal show, taken before a form changes it in memory."""
    back = proposal.get_absolute_url()
    crumbs = [("Förslag", reverse("proposal_list")), (proposal.code, back)]
    text = proposal.text
    return {
        "proposal": proposal,
        "text": text,
        "heading": heading,
        "crumbs": crumbs,
        "back": back,
        "event": proposal.event,
        "may_meet": request.user.has_perm("actionplan.see_contact", proposal),
    }


def _event_key(request) -> int:
    key = request.GET.get("samrad", "")
    if not is_row_number(key):
        raise Http404("Välj först det samråd där förslaget sades.")
    return int(key)


def _version(form) -> int:
    return form.cleaned_data["version"]


def _submit(request, form):
    said, token, who = form.instance, form.cleaned_data["form_token"], {"by": request.user, "on": clock.today()}
    if form.contact:
        line = Line(said.text, form.cleaned_data["company_name"], said.area, token)
        return write_down(said.event, line, contact=form.contact, **who)
    named = {"company": said.company, "proposer_name": said.proposer_name}
    return submit_proposal(event=said.event, text=said.text, area=said.area, form_token=token, **named, **who)


def _split(request, proposal, form):
    words = {name: form.cleaned_data[name] for name in ("first", "second")}
    return split_proposal(proposal, **words, expected_version=_version(form), by=request.user, on=clock.today())


def _remove(proposal, form):
    remove_proposal(proposal, expected_version=_version(form))
    return proposal


def _crumbs(event):
    return [("Samråd", reverse("event_list")), (event.title, event.get_absolute_url())]


def _companies():
    """Return names to pick from while typing."""
    return {"company_names": list(Company.objects.values_list("name", flat=True)[:_OFFERED])}
