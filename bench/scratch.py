"""A Django set up for measuring, on a database of its own that is thrown away; never the one DATABASE_URL names."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent


def set_up(folder: Path) -> None:
    """Load the real settings, as in production but for plain HTTP; only routes and static files differ."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'unused.sqlite3'}")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "naringsliv.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "testserver",
        "HTTPS": "0",
        "DEBUG": "0",
        "DEMO": "0",
        "LOG_LEVEL": "ERROR",
    }
    settings.ROOT_URLCONF = "bench.urls"
    settings.TEMPLATES[0]["DIRS"].append(ROOT / "bench" / "templates")
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(folder / "bench.sqlite3")
    django.setup()


@contextmanager
def site() -> Iterator[str]:
    """Set Django up and yield what the database is called."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        set_up(Path(folder))
        from django.db import connection  # noqa: PLC0415 - once Django is set up

        yield connection.display_name


@contextmanager
def database() -> Iterator[None]:
    """Make an empty, migrated database, and take it away again."""
    from django.core.cache import caches  # noqa: PLC0415 - once Django is set up
    from django.db import connection  # noqa: PLC0415

    for alias in (
        "figures",
        "pages",
    ):  # or what was told of the last database's plan 1 would be remembered of this one's
        caches[alias].clear()
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
