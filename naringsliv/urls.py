"""Mounts the application and Django's admin; every route of the site itself is in actionplan/urls.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("actionplan.urls")),
]
