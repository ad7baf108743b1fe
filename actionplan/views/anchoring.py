"""What a department is asked about a proposal: its answer, and taking the question back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock
from actionplan.forms.anchoring import AnswerForm
from actionplan.forms.base import ButtonForm
from actionplan.models import ActionPlan
from actionplan.services.anchoring import answer_anchoring, withdraw_question
from actionplan.services.proposals import group_of
from actionplan.views import consultation_access as gates
from actionplan.views.proposal_pages import about_proposal
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def anchoring_answer(request, pk):
    """Say what the department thinks should become of a proposal."""
    anchoring = gates.anchoring_to_answer(request, pk)
    proposal = anchoring.proposal
    group = [one for one in group_of(proposal) if one.pk != proposal.pk]
    page = about_proposal(request, proposal, f"Svara på {proposal.code}") | {"anchoring": anchoring, "group": group}
    form = AnswerForm(typed(request), anchoring=anchoring, plan=ActionPlan.objects.answering(proposal.event))
    on = clock.today()
    tried = attempt(request, form, lambda: answer_anchoring(anchoring, **form.values(), by=request.user, on=on))
    if tried.saved:
        messages.success(request, f"Svaret på {proposal.code} är sparat. Näringslivschefen kan nu se det.")
        return redirect(reverse("my_activities") if request.user.department_ids else proposal)
    return form_page(request, "actionplan/anchoring_answer.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def anchoring_withdraw(request, pk):
    """Take back a question to a department that has not answered, after asking."""
    anchoring = gates.anchoring_to_withdraw(request, pk)
    if anchoring.is_answered and request.method != "POST":
        messages.info(request, "Förvaltningen har redan svarat. Svaret står på förslagets sida.")
        return redirect(anchoring.proposal)
    proposal, department = anchoring.proposal, anchoring.department
    page = about_proposal(request, proposal, f"Ta tillbaka frågan till {department}") | {"anchoring": anchoring}
    form = ButtonForm(typed(request), initial={"version": anchoring.version})
    tried = attempt(request, form, lambda: _withdraw(request, anchoring, form))
    if tried.saved:
        messages.success(request, f"Frågan till {department} är tillbakatagen.")
        return redirect(proposal)
    return form_page(request, "actionplan/anchoring_withdraw.html", form, tried, **page)


def _withdraw(request, anchoring, form):
    version = form.cleaned_data["version"]
    return withdraw_question(anchoring, by=request.user, on=clock.today(), expected_version=version)
