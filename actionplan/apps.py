"""The application's registration with Django."""

from django.apps import AppConfig


class ActionplanConfig(AppConfig):
    name = "actionplan"
    verbose_name = "Näringslivsplanen"

    def ready(self):
        from actionplan import checks  # noqa: F401, PLC0415 - registers the start-up checks once the apps are loaded
