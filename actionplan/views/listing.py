"""What pages with a list share: reading one page of rows, saying how many there are, headings that sort."""

from dataclasses import dataclass

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

from actionplan import swedish
from actionplan.figures.remembered import remembered
from actionplan.models import Activity
from actionplan.views.access import Scope

PAGE_SIZE = 25
_HEADINGS = (
    ("standing", "Läge"),
    ("code", "Nr"),
    ("title", "Aktivitet"),
    ("area", "Område"),
    ("department", "Ansvarig"),
    ("deadline", "Klar senast"),
    ("reported", "Senast uppföljd"),
)


def by_code(activities):
    """Order as the plan numbers them."""
    return activities.order_by("code")


class Rows:
    """Activities for a paginator: counted and picked without what a row shows, which is asked for the page's rows alone.

    How many they are is remembered under `about`, which must tell these activities from others of the plan that day.
    """

    def __init__(self, scope: Scope, found, *about, in_order=by_code):
        """`found` are activities of the scope's plan, `in_order` a function that orders them."""
        self._scope, self._found, self._about, self._in_order = scope, found, about, in_order

    def count(self) -> int:
        """Return how many there are."""
        return remembered(self._scope.plan, "list", self._scope.on, *self._about, count=self._found.count)

    def __getitem__(self, part: slice) -> list[Activity]:
        return list(self._picked(part))

    def every(self):
        """Return all of them, read bit by bit from the database."""
        return self._picked(slice(None)).iterator(chunk_size=500)

    def _picked(self, part: slice):
        on, picked = self._scope.on, self._in_order(self._found)[part].values("pk")
        return self._in_order(Activity.objects.filter(pk__in=picked).seen_on(on).for_rows(on))


@dataclass(frozen=True)
class Heading:
    """A column that sorts: `next` is the order its link asks for, `aria` and `icon` how it sorts now."""

    key: str
    label: str
    next: str
    aria: str
    icon: str


def page_of(request: HttpRequest, rows, size: int = PAGE_SIZE) -> Page:
    """Return the page that `?sida=` asks for, or raise 404 when there is none."""
    asked = request.GET.get("sida") or "1"
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 6):
        raise Http404
    try:
        return Paginator(rows, size).page(int(asked))
    except EmptyPage as error:
        raise Http404 from error


def in_words(page: Page) -> str:
    """Say how many activities there are, and which of them the page shows."""
    number = page.paginator.count
    total = f"{swedish.counted(number, 'aktivitet', 'aktiviteter')}."
    return f"{total} Visar {page.start_index()}–{page.end_index()}." if page.has_other_pages() else total


def headings(order: str) -> list[Heading]:
    """Return the headings of a list that stands in an order ("-" first: reversed)."""
    return [_heading(key, label, order) for key, label in _HEADINGS]


def _heading(key: str, label: str, order: str) -> Heading:
    if order == key:
        return Heading(key, label, f"-{key}", "ascending", "chevron-up")
    if order == f"-{key}":
        return Heading(key, label, key, "descending", "chevron-down")
    return Heading(key, label, key, "", "")
