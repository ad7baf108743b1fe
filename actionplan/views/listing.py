"""What pages with a list share: reading one page of rows, saying how many there are, headings that sort."""

from dataclasses import dataclass

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

from actionplan.models import Activity

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


class Rows:
    """Activities for a paginator: counted and picked without what a row shows, which is read for the page's rows alone."""

    def __init__(self, found, on, in_order):
        """`found` are activities, `in_order` a function that orders them."""
        self._found, self._on, self._in_order = found, on, in_order

    def count(self) -> int:
        """Return how many there are."""
        return self._found.count()

    def __getitem__(self, part: slice):
        picked = self._in_order(self._found)[part].values("pk")
        return self._in_order(Activity.objects.filter(pk__in=picked).seen_on(self._on).for_rows(self._on))


@dataclass(frozen=True)
class Heading:
    """A column that sorts: `next` is the order its link asks for, `aria` and `icon` how it sorts now."""

    key: str
    label: str
    next: str
    aria: str
    icon: str


def by_code(activities):
    """Order as the plan numbers them."""
    return activities.order_by("code")


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
    if number == 0:
        return "Inga aktiviteter hittades."
    total = "1 aktivitet." if number == 1 else f"{number} aktiviteter."
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
