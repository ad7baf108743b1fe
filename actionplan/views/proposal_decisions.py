"""Working with proposals: sending them to departments, deciding, merging and taking apart."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock, swedish
from actionplan.choices import Suggestion
from actionplan.forms.activity import ActivityForm
from actionplan.forms.anchoring import DecideForm, SendForm
from actionplan.forms.base import ButtonForm, is_row_number
from actionplan.forms.proposals import MergeForm
from actionplan.models import ActionPlan, Activity, Anchoring, Proposal
from actionplan.services.activities import next_code
from actionplan.services.anchoring import send_proposals
from actionplan.services.proposal_decisions import accept_as_new_activity, decide_proposal
from actionplan.services.proposals import group_of, merge_proposals, separate_proposal
from actionplan.views import consultation_access as gates
from actionplan.views.proposal_pages import about_proposal
from actionplan.views.saving import attempt, form_page, typed

_MOST_CHOSEN = 200
_LONGEST_TITLE = 300


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_send(request):
    """Ask departments about the chosen proposals, all at once."""
    gates.chief_of_proposals(request)
    chosen = _chosen(request)
    if not chosen and request.method != "POST":
        return _nothing_chosen(request)
    on, decided = clock.today(), [one.code for one in chosen if one.is_decided]
    chosen = [one for one in chosen if not one.is_decided]
    if decided and not chosen:
        messages.error(request, f"{swedish.listed(decided)} är redan beslutat. Kryssa för förslag som inte är det.")
        return redirect("proposal_list")
    form = SendForm(typed(request), initial={"f": [one.pk for one in chosen]}, on=on)
    tried = attempt(request, form, lambda: (send_proposals(**form.values(), by=request.user, on=on),))
    if tried.saved:
        asked = swedish.counted(tried.saved[0], "fråga är skickad", "frågor är skickade")
        messages.success(request, f"{asked}." if tried.saved[0] else "Förvaltningarna hade redan fått frågan.")
        return redirect(chosen[0] if len(chosen) == 1 else "proposal_list")
    page = {"heading": "Skicka till förvaltningar", "chosen": chosen, "decided": decided, **_board_page()}
    return form_page(request, "actionplan/proposal_send.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_merge(request):
    """Let proposals that say the same be decided together."""
    gates.chief_of_proposals(request)
    chosen = _chosen(request)
    if not chosen and request.method != "POST":
        return _nothing_chosen(request)
    form = MergeForm(typed(request), initial={"f": [one.pk for one in chosen]}, chosen=chosen)
    tried = attempt(request, form, lambda: merge_proposals(**form.values(), by=request.user, on=clock.today()))
    if tried.saved:
        code = tried.saved.code
        messages.success(request, f"Förslagen är hopslagna under {code}. Alla förslagslämnare finns kvar.")
        return redirect(tried.saved)
    page = {"heading": "Slå ihop förslag", "chosen": chosen, **_board_page()}
    return form_page(request, "actionplan/proposal_merge.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_separate(request, pk):
    """Take a proposal out of its group."""
    proposal = gates.proposal_to_edit(request, pk)
    if proposal.lead is None and request.method != "POST":
        raise Http404("Förslaget hör inte ihop med något annat.")
    page = about_proposal(request, proposal, f"Bryt ut {proposal.code}")
    form = ButtonForm(typed(request), initial={"version": proposal.version})
    tried = attempt(request, form, lambda: separate_proposal(proposal, **_who(request, form)))
    if tried.saved:
        messages.success(request, f"{proposal.code} är utbrutet.")
        return redirect(proposal)
    return form_page(request, "actionplan/proposal_separate.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_decide(request, pk):
    """Decide what becomes of a proposal, with the departments' answers in view."""
    proposal = gates.proposal_to_edit(request, pk)
    page = about_proposal(request, proposal, f"Besluta om {proposal.code}") | _answers(proposal)
    suggested = [row.suggested_activity_id for row in page["anchorings"] if row.suggested_activity_id]
    plan = ActionPlan.objects.answering(proposal.event)
    form = DecideForm(typed(request), proposal=proposal, plan=plan, suggested=suggested)
    on = clock.today()
    tried = attempt(request, form, lambda: decide_proposal(proposal, **form.values(), by=request.user, on=on))
    if tried.saved:
        messages.success(request, f"{proposal.code}: {proposal.get_outcome_display().lower()}. Det är sparat.")
        return redirect(proposal)
    return form_page(request, "actionplan/proposal_decide.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_accept(request, pk):
    """Make a new activity of a proposal; the form opens filled in with what is known."""
    proposal = gates.proposal_to_edit(request, pk)
    plan = ActionPlan.objects.answering(proposal.event)
    if plan is None:
        raise Http404("Det finns ingen plan att lägga aktiviteten i.")
    page = about_proposal(request, proposal, f"Gör en aktivitet av {proposal.code}") | _answers(proposal)
    activity, on = _proposed_activity(proposal, plan), clock.today()
    initial = {"responsible": _proposed_department(page["anchorings"]), "version": proposal.version}
    form = ActivityForm(typed(request), instance=activity, on=on, initial=initial)
    tried = attempt(request, form, lambda: _accept(request, proposal, activity, form))
    if tried.saved:
        messages.success(request, f"{tried.saved.code} är skapad och svarar på {proposal.code}.")
        return redirect(tried.saved)
    return form_page(request, "actionplan/proposal_accept.html", form, tried, **page)


def _accept(request, proposal, activity, form):
    who = {"by": request.user, "expected_version": form.cleaned_data["version"]}
    return accept_as_new_activity(proposal, activity=activity, **form.values(), **who)


def _proposed_activity(proposal, plan) -> Activity:
    """Return an activity that says what the proposal says; its first sentence is the title."""
    area = proposal.area if proposal.area and proposal.area.plan_id == plan.pk else None
    sentence = proposal.text.partition("\n")[0].partition(". ")[0].rstrip(".")
    purpose = f"Svarar på förslag {proposal.code} från {proposal.event.label}: ”{proposal.text}”"
    filled = {"area": area, "code": next_code(area)} if area else {}
    return Activity(plan=plan, title=sentence[:_LONGEST_TITLE], purpose=purpose[:5000], **filled)


def _proposed_department(anchorings):
    """Return the department that wants it to be an activity, else the first that was asked."""
    keen = [row for row in anchorings if row.suggestion == Suggestion.NEW_ACTIVITY]
    return next((row.department_id for row in [*keen, *anchorings]), None)


def _answers(proposal) -> dict:
    """Return what is decided together with the proposal, and what departments have said of any of it."""
    group = group_of(proposal)
    rows = Anchoring.objects.filter(proposal__in=group).select_related("department", "suggested_activity", "proposal")
    return {
        "group": [one for one in group if one.pk != proposal.pk],
        "anchorings": list(rows),
        "linked": list(proposal.activities.order_by("code")),
    }


def _who(request, form) -> dict:
    return {"expected_version": form.cleaned_data["version"], "by": request.user, "on": clock.today()}


def _chosen(request) -> list[Proposal]:
    """Return the proposals that the address, or the form, names; unknown numbers are left out."""
    data = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in data.getlist("f")[:_MOST_CHOSEN] if is_row_number(key)]
    rows = Proposal.objects.filter(pk__in=keys).select_related("event", "lead", "company").prefetch_related("members")
    return list(rows.order_by("pk"))


def _nothing_chosen(request):
    messages.error(request, "Kryssa först för de förslag det gäller.")
    return redirect("proposal_list")


def _board_page() -> dict:
    back = reverse("proposal_list")
    return {"crumbs": [("Förslag", back)], "back": back}
