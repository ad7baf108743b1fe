"""The application's registration with Django."""

from django.apps import AppConfig


class ActionplanConfig(AppConfig):
    name = "actionplan"
    verbose_name = "Näringslivsplanen"
