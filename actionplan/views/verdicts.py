"""What a proposer says when the activity that answers the proposal is completed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan import clock
from actionplan.forms.verdicts import VerdictForm
from actionplan.services.verdicts import completed_activities, record_verdict
from actionplan.views import consultation_access
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_create(request, pk):
    """Take down "löst för oss" or "inte än"."""
    proposal, today = consultation_access.proposal_to_judge(request, pk), clock.today()
    event, back = proposal.event, proposal.get_absolute_url()
    activities = completed_activities(proposal, today)
    form = VerdictForm(typed(request), activities=activities, today=today)
    tried = attempt(request, form, lambda: _record(request, proposal, form, today))
    if tried.saved:
        messages.success(request, f"Det företaget säger om {proposal.code} är sparat.")
        return redirect(proposal)
    page = {
        "heading": f"Vad säger företaget om {proposal.code}?",
        "crumbs": [("Samråd", reverse("event_list")), (event.title, event.get_absolute_url()), (proposal.code, back)],
        "back": back,
        "proposal": proposal,
    }
    template = "actionplan/verdict_form.html" if activities else "actionplan/verdict_none.html"
    return form_page(request, template, form, tried, **page)


def _record(request, proposal, form, today):
    return record_verdict(proposal=proposal, by=request.user, on=today, recorded_at=clock.now(), **form.values())
