"""The requests that are measured, as a browser makes them."""

from collections.abc import Callable, Iterator
from itertools import cycle
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from actionplan.choices import Status
from actionplan.models import Activity, User
from bench.forms import filled_in
from bench.loading import Loaded
from bench.measuring import Measured

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BOARD, EVENT, STORY = "board of proposals", "one event", "one proposal's story"
FILTERED = "/aktiviteter/?omrade=2&lage=forsenad&sort=deadline"


class Browser:
    """Somebody signed in, with a browser that takes compressed pages and is held to the token of every form."""

    def __init__(self, user: User):
        self._client = Client(enforce_csrf_checks=True, headers={"accept-encoding": "gzip"})
        self._client.force_login(user, backend=BACKEND)

    def get(self, address: str) -> Callable[[], HttpResponse]:
        """Return the request for a page."""
        return lambda: self._client.get(address)

    def text(self, address: str) -> str:
        """Return a page as text."""
        return self._client.get(address, headers={"accept-encoding": "identity"}).content.decode()

    def post(self, address: str, data: dict) -> HttpResponse:
        """Send a form, encoded as a browser encodes it."""
        return self._client.post(address, urlencode(data), content_type="application/x-www-form-urlencoded")


def requests(loaded: Loaded, targets: dict[str, float]) -> tuple[Measured, list[Measured]]:
    """Return the bare page and what is compared with it, in the order of a round.

    The round begins with a status update, so that every page's first request has everything to count anew, and the second
    finds it remembered.
    """
    chief, officer = Browser(loaded.chief), Browser(loaded.officer)
    dashboard, a_list = targets.get("dashboard"), targets.get("list")
    update = Updates(chief, loaded)
    event, proposal = loaded.proposal.event, loaded.proposal
    pages = [
        ("dashboard, today", chief.get("/oversikt/"), dashboard),
        ("dashboard, an old day", chief.get(f"/oversikt/?dag={loaded.old_day}"), dashboard),
        ("list, first page of 25", chief.get("/aktiviteter/"), a_list),
        ("list, filtered and sorted", chief.get(FILTERED), None),
        ("my activities", officer.get("/mina/"), None),
        (BOARD, chief.get("/forslag/"), None),
        ("proposals of one outcome, first page", chief.get("/forslag/?lage=blev_aktivitet"), None),
        (EVENT, chief.get(event.get_absolute_url()), None),
        (STORY, chief.get(proposal.get_absolute_url()), None),
    ]
    measured = [Measured("one status update (POST)", update, update.prepare, 302, targets.get("update"))]
    for name, ask, target in pages:
        measured.append(Measured(f"{name}: first after a change", ask))
        measured.append(Measured(f"{name}: again", ask, target=target))
    return Measured("bare signed-in page", chief.get("/bench/bare/")), measured


class Updates:
    """Reports on one open activity after the other. The form is opened beforehand; only the sending is measured."""

    def __init__(self, browser: Browser, loaded: Loaded):
        self._browser = browser
        rows = Activity.objects.filter(plan=loaded.plan, status=Status.ONGOING).order_by("pk")
        self._addresses: Iterator[str] = cycle([f"{row.get_absolute_url()}uppdatera/" for row in rows[:200]])
        self.prepare()

    def __call__(self) -> HttpResponse:
        return self._browser.post(self._address, self._filled_in)

    def prepare(self) -> None:
        """Open the next form."""
        self._address = next(self._addresses)
        page = self._browser.text(self._address)
        self._filled_in = filled_in(page, "np-update", comment="Ett nytt möte är bokat.", new_ends_on="")
