"""Fixtures of the browser tests: a Chromium, a page that must not complain, signing in, and axe.

`page.goto("/oversikt/")` goes to the live server. Tests here are marked `browser`; a few say `browser_pg` as well.
"""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from scripts.browser import MISSING, chromium

HERE = Path(__file__).parent
LAUNCH_ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
# Whoever jumps between forms by a screen reader hears their names; at most one of a page goes without.
FORMS_OF_ONE_NAME = """() => {
  const names = [...document.forms].map(form => form.getAttribute("aria-label") || "");
  return names.filter((name, place) => names.indexOf(name) !== place).map(name => `two forms are called ”${name}”`);
}"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items):
    """Every test of this folder drives a browser on a live server, whose threads need committed rows.

    They come last, whatever the shuffled order: the event loop that Playwright leaves running gives the tests after it
    a database connection of their own, which nobody closes, and PostgreSQL then keeps the test database.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
    yield
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Skip where there is no Chromium at all; in CI that is a failure."""
    path = chromium()
    if not path and os.environ.get("CI"):
        pytest.fail(MISSING)
    if not path:
        pytest.skip(MISSING)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": LAUNCH_ARGUMENTS + sandbox}


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    size = {"width": 1320, "height": 900}
    return {**browser_context_args, "viewport": size, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture(autouse=True)
def forget_wrong_passwords():
    """The brake counts in the cache, whose table is not emptied between tests."""
    yield
    cache.clear()


@pytest.fixture
def complaints(page):
    """What the page's console complained about; a test that provokes an error page clears it."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture(autouse=True)
def no_complaints(complaints):
    """A blocked script, a missing file or a script error fails the test that met it."""
    yield
    assert complaints == []


@pytest.fixture
def sign_in(context, base_url):
    """sign_in(user): the browser has that user's session from here on."""

    def sign_in(user):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])

    return sign_in


@pytest.fixture
def barriers():
    """barriers(page): what axe finds by WCAG 2.2 AA and its own good practice, and forms of one name, one line each."""

    def barriers(page):
        found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
        lines = [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
        return lines + page.evaluate(FORMS_OF_ONE_NAME)

    return barriers
