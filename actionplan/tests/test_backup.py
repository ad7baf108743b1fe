"""The backup of docs/operations.md, tried: its own commands are run on a filled database, and what comes back is compared."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from actionplan.models import Document, EventFile, ReportFile
from actionplan.tests.factories import DocumentFactory, EventFileFactory
from scripts.with_postgres import binaries

ROOT = Path(__file__).resolve().parents[2]
CHECKED_WITH = (["migrate", "--check"], ["figures", "--on", "2017-12-31", "--json"])


@pytest.fixture
def filled(transactional_db, published_example):
    """The example with what is kept as files: two published reports, minutes of a meeting and a document."""
    EventFileFactory()
    DocumentFactory()


@pytest.fixture
def restored(filled, tmp_path):
    """The address of the database that the documented commands make from a backup."""
    if connection.vendor == "sqlite":
        (tmp_path / "db.sqlite3").symlink_to(connection.settings_dict["NAME"])
        run(documented("SQLite"), tmp_path)
        run(documented("Back again"), tmp_path)
        assert not (tmp_path / "db.sqlite3").is_symlink()
        yield f"sqlite:///{tmp_path}/db.sqlite3"
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    try:
        run(documented("PostgreSQL"), tmp_path, DATABASE_URL=address(), EMPTY_DATABASE_URL=address("restored"))
        yield address("restored")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE restored WITH (FORCE)")


def documented(beginning):
    """Return the commands that stand below a line of the documentation."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    [commands] = re.findall(rf"^{beginning}[^\n]*:\n\n```sh\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    return commands


def run(commands, folder, **variables):
    path = f"{binaries()}:{os.environ['PATH']}" if connection.vendor == "postgresql" else os.environ["PATH"]
    script = commands.replace(".venv/bin/python", sys.executable)
    environment = {**os.environ, "PATH": path, **variables}
    subprocess.run(["/bin/bash", "-euc", script], cwd=folder, env=environment, check=True, capture_output=True)


def address(name=None):
    """Return the address of a database beside the tests' own, or of that one."""
    name = name or connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def rows_of(url):
    """Return every row of every table of a database, read without Django."""
    other = sqlite3.connect(url.removeprefix("sqlite:///")) if connection.vendor == "sqlite" else _postgres(url)
    found, cursor = {}, other.cursor()
    for table in connection.introspection.table_names():
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
        plain = [[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in cursor]
        found[table] = sorted(map(repr, plain))
    other.close()
    return found


def _postgres(url):
    return connection.Database.connect(url)


def said_of(url, command):
    environment = {**os.environ, "DATABASE_URL": url}
    manage = [sys.executable, str(ROOT / "manage.py"), *command]
    return subprocess.run(manage, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_what_is_restored_is_what_was_backed_up(restored):
    before, after = rows_of(address()), rows_of(restored)

    assert after == before
    for model in (ReportFile, EventFile, Document):
        assert len(after[model._meta.db_table]) == model.objects.count() > 0
    for command in CHECKED_WITH:
        assert said_of(restored, command) == said_of(address(), command)
