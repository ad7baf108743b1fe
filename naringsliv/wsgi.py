"""What the application server loads: the site, with the variables of a local `.env` read first."""

import os

from django.core.wsgi import get_wsgi_application

from naringsliv import env

env.load_file()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naringsliv.settings")
application = get_wsgi_application()
