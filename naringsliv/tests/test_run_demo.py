"""`make run` after the packages are in place: the whole way to a served page, twice."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


@pytest.fixture
def demo(tmp_path):
    """What `.env` says after `make run`, with files of its own; demo(program) is a command in that environment."""
    variables = {
        "SECRET_KEY": "a-key-for-this-demo-alone-" + "0123456789" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "STATIC_ROOT": str(tmp_path / "static"),
        "DEMO": "1",
        "HTTPS": "0",
    }

    def demo(start, *arguments, **options):
        command = [sys.executable, *arguments]
        return start(command, cwd=ROOT, env=os.environ | variables, stdout=subprocess.PIPE, text=True, **options)

    return demo


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@contextmanager
def served(demo):
    """Run the demo until its sign-in page answers, yield that page, and stop it."""
    port = free_port()
    process = demo(subprocess.Popen, "scripts/run_demo.py", port)
    try:
        yield answer(f"http://127.0.0.1:{port}/logga-in/", process)
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def answer(url, process):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url) as response:  # noqa: S310
                return response.read().decode()
        except URLError:
            time.sleep(0.2)
    raise AssertionError(f"{url} was never served (exit {process.poll()})")


def total(demo):
    result = demo(subprocess.run, "manage.py", "figures", "--on", "2017-12-31", "--json", check=True)
    return json.loads(result.stdout)["total"]


def test_run_demo_fills_the_database_it_makes_and_keeps_it_as_it_was_left(demo):
    with served(demo) as page:
        assert page.count('name="user"') == 6
    assert total(demo) == 28
    demo(subprocess.run, "manage.py", "remove_example", check=True)

    with served(demo) as page:
        assert page.count('name="user"') == 0
    assert total(demo) == 0


@pytest.mark.parametrize("port", ["", "abc", "0", "70000"])
def test_run_demo_with_a_bad_port_says_so(demo, port):
    result = demo(subprocess.run, "scripts/run_demo.py", port, stderr=subprocess.PIPE)

    assert result.returncode == 1
    assert result.stderr.startswith(f"PORT={port} är inget portnummer.")


def test_run_demo_with_a_taken_port_says_so(demo):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = demo(subprocess.run, "scripts/run_demo.py", str(port), stderr=subprocess.PIPE)

    assert result.returncode == 1
    assert result.stderr.startswith(f"Port {port} går inte att använda")
