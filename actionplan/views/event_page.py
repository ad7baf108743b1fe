"""One event: what companies said there, and what the municipality did about it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import permissions
from actionplan.charts import funnel_chart
from actionplan.choices import Role
from actionplan.figures import event_figures, said_and_done
from actionplan.models import Proposal
from actionplan.views import access, consultation_access
from actionplan.views.listing import page_of
from actionplan.views.said import lede, listed_with, named, proposals_address, row

PAGE_SIZE = 50
_MEET_PERSONS = {Role.CHIEF, Role.ADMINISTRATOR}


@require_safe
def event_detail(request, pk):
    """Show what was said at an event beside what was done, as it stood on the day."""
    scope = access.plan_to_read(request)
    event = consultation_access.event_to_read(request, pk)
    page = page_of(request, Proposal.objects.on_day(scope.on).heads_said_at(event, scope.on).order_by("pk"), PAGE_SIZE)
    figures = event_figures(event, scope.on)
    query = {"samrad": event.pk} | listed_with(scope, event.mandate_period_id)
    persons = request.user.role in _MEET_PERSONS
    context = {
        "scope": scope,
        "event": event,
        "lede": lede(figures, event, lambda **more: proposals_address(**query, **more)),
        "funnel": funnel_chart(figures, lambda stage: proposals_address(**query, steg=stage)),
        "figures": figures,
        "page": page,
        "rows": [
            row(said, scope.on, lambda said: named(said, persons=persons), event)
            for said in said_and_done(page.object_list, scope.on)
        ],
        "files": event.files.defer("content"),
        "may_edit": permissions.is_chief(request.user),
    }
    return render(request, "actionplan/event_detail.html", context, status=scope.status)
