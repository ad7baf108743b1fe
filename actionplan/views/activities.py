"""One activity with its history."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import permissions
from actionplan.choices import Status
from actionplan.figures import activity_story
from actionplan.forms.base import new_token
from actionplan.views import access


@require_safe
def activity_detail(request, pk):
    """Show one activity on a day: what, who, when, how it goes, and everything that happened."""
    scope = access.plan_to_read(request)
    activity = access.activity_to_read(request, pk, scope.on)
    may_report = request.user.has_perm("actionplan.add_statusupdate", activity) and not _is_closed(activity)
    context = {
        "scope": scope,
        "activity": activity,
        "story": activity_story(activity, scope.on),
        "owners": _owners(activity, scope.on),
        "participants": activity.participants_on(scope.on),
        "decisions": activity.decisions.all(),
        "may_report": may_report,
        "may_confirm": may_report and activity.status_on not in Status.FINISHED,
        "may_edit": permissions.is_chief(request.user) and not activity.area.plan.is_closed,
        "token": new_token(),
    }
    return render(request, "actionplan/activity_detail.html", context, status=scope.status)


def _is_closed(activity):
    return activity.area.plan.is_closed or activity.is_closed


def _owners(activity, on):
    """Return every responsibility there was or will be, with whether it holds that day."""
    rows = activity.responsibilities.responsible().select_related("department").order_by("from_on")
    return [(row, row.holds_on(on)) for row in rows]
