"""What a department answers about a proposal it was asked about."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock
from actionplan.forms.anchoring import AnswerForm
from actionplan.models import ActionPlan
from actionplan.services.anchoring import answer_anchoring
from actionplan.views import consultation_access as gates
from actionplan.views.proposal_pages import about_proposal
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def anchoring_answer(request, pk):
    """Say what the department thinks should become of a proposal."""
    anchoring = gates.anchoring_to_answer(request, pk)
    proposal = anchoring.proposal
    page = about_proposal(request, proposal, f"Svara på {proposal.code}") | {"anchoring": anchoring}
    form = AnswerForm(typed(request), anchoring=anchoring, plan=ActionPlan.objects.answering(proposal.event))
    on = clock.today()
    tried = attempt(request, form, lambda: answer_anchoring(anchoring, **form.values(), by=request.user, on=on))
    if tried.saved:
        messages.success(request, f"Svaret på {proposal.code} är sparat. Näringslivschefen kan nu se det.")
        return redirect(reverse("my_activities") if request.user.department_ids else proposal)
    return form_page(request, "actionplan/anchoring_answer.html", form, tried, **page)
