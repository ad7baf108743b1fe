"""Mounts the application and Django's admin; every route of the site itself is in actionplan/urls.py."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# One door in: the admin's own sign-in page has no brake on wrong passwords.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("actionplan.urls")),
]

handler400 = "actionplan.views.errors.bad_request"
handler403 = "actionplan.views.errors.permission_denied"
handler404 = "actionplan.views.errors.page_not_found"
handler500 = "actionplan.views.errors.server_error"
