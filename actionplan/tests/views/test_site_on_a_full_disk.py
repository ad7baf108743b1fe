"""The served site on a small disk of its own that is filled: it is read as before, gives back what was typed, and recovers."""

import os
import re
import socket
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from actionplan.tests.factories import ConsultationEventFactory

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 60
SMALL = "mount -t tmpfs -o size=12m tmpfs disk && cp plan.sqlite3 disk/ && "
SERVE = 'exec "$0" -m gunicorn actionplan.tests.served:application --chdir {root} --bind 127.0.0.1:{port} --threads 4'
WORDS = "Vi har träffat tolv företag. " * 99 + "Tack."
FULL = "<h1>Det finns ingen plats kvar att spara på</h1>"


class Site:
    """A browser at the site, and the site's disk as seen from outside the namespace that has it."""

    def __init__(self, process, folder, port, cookies):
        self.process, self.disk = process, Path(f"/proc/{process.pid}/root{folder}/disk")
        self.port, self.cookies = port, cookies

    def ask(self, path, data=None, content_type="application/x-www-form-urlencoded"):
        """Return the status and the page; nothing is followed but to what a form answers."""
        address = f"http://127.0.0.1:{self.port}{path}"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        request = Request(address, data, headers | {"Content-Type": content_type})
        try:
            with urlopen(request, timeout=SECONDS) as response:  # noqa: S310
                return response.status, response.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()

    def fill(self):
        """Take every byte that is left."""
        with (self.disk / "filling").open("wb", buffering=0) as file:
            for size in (65536, 1):
                while True:
                    try:
                        file.write(b"x" * size)
                    except OSError:
                        break

    def empty(self):
        (self.disk / "filling").unlink()

    def wait(self):
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return self.ask("/halsa/")
            except URLError:
                time.sleep(0.1)
        raise AssertionError(f"Never served (exit {self.process.poll()}): {self.process.stderr.read()}")


@pytest.fixture
def event(transactional_db):
    return ConsultationEventFactory(notes="Före")


@pytest.fixture
def site(event, chief_client, tmp_path):
    """The site, with näringslivschefen signed in, on a disk of 12 MB that holds the test's rows."""
    in_own_world = ["unshare", "--map-root-user", "--mount"]
    if subprocess.run([*in_own_world, "true"], capture_output=True, check=False).returncode:
        pytest.skip("This system lets nobody mount a disk of their own.")
    connection.cursor().execute("VACUUM INTO %s", [f"{tmp_path}/plan.sqlite3"])
    (tmp_path / "disk").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = SMALL + SERVE.format(root=ROOT, port=port)
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/disk/plan.sqlite3", "TMPDIR": f"{tmp_path}/disk"}
    command = [*in_own_world, "sh", "-c", script, sys.executable]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    cookies = {name: morsel.value for name, morsel in chief_client.cookies.items()}
    site = Site(process, tmp_path, port, cookies | {"csrftoken": "x" * 32})
    try:
        site.wait()
        yield site
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def hidden(page, name):
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def notes(page):
    return unescape(re.search(r'<textarea name="notes".*?>\n?(.*?)</textarea>', page, re.DOTALL)[1])


def posted(**fields):
    return urlencode({"csrfmiddlewaretoken": "x" * 32, **fields}).encode()


def typed_into(chief_client, address):
    form = chief_client.get(address).context["form"]
    return {field.html_name: field.value() for field in form if field.value()} | {"notes": WORDS, "confirm": "1"}


def a_file(size):
    parts = ("csrfmiddlewaretoken", "x" * 32), ('file"; filename="minnen.pdf', "%PDF-1.4" + "x" * size)
    body = "".join(f'--y\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts)
    return f"{body}--y--\r\n".encode(), "multipart/form-data; boundary=y"


@pytest.mark.sqlite  # PostgreSQL keeps its own disk
def test_a_full_disk_stops_nobody_from_reading_and_loses_no_typed_text(site, event, chief_client):
    page, address = f"/samrad/{event.pk}/", f"/samrad/{event.pk}/andra/"
    typed = typed_into(chief_client, address)

    site.fill()
    refused, kept = site.ask(address, posted(**typed))
    without_room, told = site.ask(f"{page}filer/ny/", *a_file(size=4_000_000))
    too_early, kept = site.ask("/logga-in/fortsatt/", posted(carried=hidden(kept, "carried")))
    read, form = site.ask(address)

    assert (refused, without_room, too_early, read) == (507, 507, 507, 200)
    assert kept.count(FULL) == told.count(FULL) == 1
    assert notes(form) == "Före"

    site.empty()
    opened, form = site.ask("/logga-in/fortsatt/", posted(carried=hidden(kept, "carried")))
    saved, _ = site.ask(address, posted(**typed))

    assert (opened, notes(form)) == (200, WORDS)
    assert (saved, notes(site.ask(address)[1])) == (200, WORDS)
