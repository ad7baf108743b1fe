"""The site as gunicorn serves it in production, but for static files that nobody has collected."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]

application = get_wsgi_application()
