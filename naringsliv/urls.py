"""Mounts the application and Django's admin; every route of the site itself is in actionplan/urls.py."""

from django.urls import include, path

from actionplan import admin

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("actionplan.urls")),
]

handler400 = "actionplan.views.errors.bad_request"
handler403 = "actionplan.views.errors.permission_denied"
handler404 = "actionplan.views.errors.page_not_found"
handler500 = "actionplan.views.errors.server_error"
