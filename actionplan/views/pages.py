"""Pages without a noun of their own: start, accessibility statement, health."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from actionplan.choices import Role

START_PAGES = {
    Role.CHIEF: "dashboard",
    Role.OFFICER: "my_activities",
    Role.COUNCIL: "report_list",
    Role.ADMINISTRATOR: "admin:index",
}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Send each role to the page it comes for."""
    if request.user.role is None:
        raise PermissionDenied("Ditt konto har ingen roll ännu. Be den som är administratör att ge dig en.")
    return redirect(START_PAGES[request.user.role])


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that the law asks for (lag 2018:1937)."""
    return render(request, "actionplan/accessibility.html")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the monitoring: 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("databasen svarar inte", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
