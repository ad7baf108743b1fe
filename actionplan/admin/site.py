"""The administration: Django's admin, for the role Administratör alone, behind the site's own sign-in."""

from functools import update_wrapper

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from actionplan import permissions


class AdministrationSite(admin.AdminSite):
    """Nobody else may know it is there; there is no second way in, out, or to a new password."""

    site_header = site_title = "Näringslivsplanen – administration"
    index_title = "Administration"
    site_url = reverse_lazy("dashboard")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and permissions.is_administrator(request.user)

    def admin_view(self, view, cacheable=False):
        """Answer 404 to the signed-in who are no administrators; the anonymous never get this far."""
        guarded = super().admin_view(view, cacheable)

        def hidden(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return update_wrapper(hidden, guarded)

    def get_urls(self):
        """Send the anonymous straight to the site's own sign-in, not by way of the admin's."""
        urls = super().get_urls()
        for url in urls:
            if hasattr(getattr(url, "callback", None), "login_url"):
                url.callback.login_url = settings.LOGIN_URL
        return urls

    def login(self, request, extra_context=None):
        if not self.has_permission(request):
            raise Http404
        return redirect("admin:index")

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("account_change_password")


site = AdministrationSite()
