"""The site's routes, and the bare page that everything is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """Render a few lines for whoever is signed in, through every middleware: what Django itself costs here."""
    return render(request, "bench_bare.html")


urlpatterns = [
    path("bench/bare/", bare, name="bare"),
    path("", include("naringsliv.urls")),
]

handler400 = "actionplan.views.errors.bad_request"
handler403 = "actionplan.views.errors.permission_denied"
handler404 = "actionplan.views.errors.page_not_found"
handler500 = "actionplan.views.errors.server_error"
