"""What every test runs under: the real settings, with four things changed that only cost time in tests."""

import gc
import shutil
import tempfile
from pathlib import Path

import hypothesis
from django.conf import settings

# In memory where the system has such a folder, so that SQLite's syncing to disk, which stays on, costs nothing.
FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# How long an example takes says something about the machine, not about the code.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")


# Thousands of tests leave much that lives on, and looking through it again and again costs a twentieth of the time.
gc.set_threshold(100_000, 50, 50)


def pytest_configure(config):
    folder = Path(tempfile.mkdtemp(prefix="naringsliv-", dir=FAST))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    (folder / "static").mkdir()
    settings.STATIC_ROOT = str(folder / "static")
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    _sqlite_in_a_file(folder)


def _sqlite_in_a_file(folder):
    """In memory, all threads of a live server would share one connection, and no site runs like that."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")
