"""One activity with its history."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan import permissions, swedish
from actionplan.figures import activity_story
from actionplan.forms.base import new_token
from actionplan.models import Department
from actionplan.views import access


@require_safe
def activity_detail(request, pk):
    """Show one activity on a day: what, who, when, how it goes, and everything that happened."""
    scope = access.plan_to_read(request)
    activity = access.activity_to_read(request, pk, scope.on)
    context = {
        "scope": scope,
        "activity": activity,
        "story": activity_story(activity, scope.on),
        "owners": _owners(activity, scope.on),
        "participants": _participants(activity, scope.on),
        "decisions": activity.decisions.all(),
        "may_report": request.user.has_perm("actionplan.add_statusupdate", activity) and not _is_closed(activity),
        "may_edit": permissions.is_chief(request.user) and not activity.area.plan.is_closed,
        "token": new_token(),
    }
    return render(request, "actionplan/activity_detail.html", context, status=scope.status)


def _is_closed(activity):
    return activity.area.plan.is_closed or activity.is_closed


def _owners(activity, on):
    """Return every responsibility there was or will be, with whether it holds that day."""
    rows = activity.responsibilities.responsible().select_related("department").order_by("from_on")
    return [(row, row.from_on <= on and (row.to_on is None or row.to_on >= on)) for row in rows]


def _participants(activity, on):
    """Return the departments that take part that day, in Swedish order; "alla" means the internal ones but the responsible."""
    rows = activity.responsibilities.in_force(on)
    named = Department.objects.filter(responsibilities__in=rows.participating())
    if activity.all_participate:
        everybody = Department.objects.internal().valid_on(on).exclude(responsibilities__in=rows.responsible())
        named = Department.objects.filter(
            pk__in=[*named.values_list("pk", flat=True), *everybody.values_list("pk", flat=True)]
        )
    return sorted(set(named), key=lambda department: swedish.sort_key(department.name))
