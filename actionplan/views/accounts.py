"""Signing in: allauth's own views, with what was typed before the session ended, and the buttons of the demo."""

from http import HTTPStatus

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.views.decorators.debug import sensitive_post_parameters

from actionplan import accounts, carried
from actionplan.models import User


@login_not_required
@sensitive_post_parameters("password")
def account_login(request: HttpRequest) -> HttpResponse:
    """Sign in; a brake answers 429. What was carried along survives a wrong password."""
    response = allauth.login(request)
    if request.method == "POST" and request.user.is_authenticated:
        return _onwards(request, response)
    if hasattr(response, "context_data"):
        response.context_data |= {"carried": carried.handed_on(request), "demo_users": accounts.demo_users()}
        if response.context_data["form"].has_error("__all__", accounts.TOO_MANY):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return response


@login_not_required
def demo_login(request: HttpRequest) -> HttpResponse:
    """One click into the demo as one of its roles. Outside the demo there is no such page."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user = get_object_or_404(User, username=request.POST.get("user", ""), is_example=True, is_active=True)
    get_adapter().login(request, user)
    # Not redirect(), which takes an address without slash or dot for the name of a route.
    address = get_next_redirect_url(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    return _onwards(request, HttpResponseRedirect(address))


def _onwards(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Go where sign-in leads, or to the form that was left, with what was typed in it."""
    found = carried.unpack(request.POST.get(carried.FIELD, ""))
    if found is None:
        return response
    carried.keep(request, found)
    return redirect(found.path)
