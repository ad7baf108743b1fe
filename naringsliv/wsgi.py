"""What the application server loads: the site, after the same start-up checks as every command."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from actionplan.checks import START
from naringsliv import env

env.load_file()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naringsliv.settings")
application = get_wsgi_application()

if problems := run_checks(tags=[START]):
    raise ImproperlyConfigured("\n".join(map(str, problems)))
