"""What the frame of every page shows. Nothing is asked of the database until a template uses it."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from actionplan import clock
from actionplan.choices import Role
from actionplan.figures.own import waiting_count
from actionplan.models import ActionPlan, User, example_loaded
from actionplan.permissions import own_department_ids

_REPORTERS = {Role.CHIEF, Role.OFFICER}
_READERS = _REPORTERS | {Role.ADMINISTRATOR}
MENU = (
    ("dashboard", "Översikt", _READERS),
    ("my_activities", "Mina aktiviteter", _REPORTERS),
    ("activity_list", "Aktiviteter", _READERS),
    ("event_list", "Samråd", _READERS),
    ("proposal_list", "Förslag", _READERS),
    ("plan_detail", "Planen", _READERS),
    ("round_list", "Uppföljning", _READERS),
    ("report_list", "Rapporter", set(Role)),
    ("admin:index", "Administration", {Role.ADMINISTRATOR}),
)
_ALSO_UNDER = {"plan_detail": ("/omraden/", "/forvaltningar/"), "event_list": ("/foretag/",)}


@dataclass(frozen=True)
class MenuItem:
    """`current` is the value of aria-current: "page" on the page itself, "true" on a page under it, else empty."""

    label: str
    url: str
    current: str
    count: int


@dataclass(frozen=True)
class Frame:
    menu: list[MenuItem]
    role_label: str
    departments: list[str]
    example_loaded: bool
    demo_day: dt.date | None
    contact_email: str


def frame(request: HttpRequest) -> dict:
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> Frame:
    user = getattr(request, "user", None)
    role = user.role if user and user.is_authenticated else None
    return Frame(
        menu=[_item(request, *entry) for entry in MENU if role in entry[2]],
        role_label=Role(role).label if role else "",
        departments=_departments(user, role),
        example_loaded=example_loaded(),
        demo_day=settings.DEMO_TODAY,
        contact_email=settings.CONTACT_EMAIL,
    )


def _item(request: HttpRequest, name: str, label: str, roles: set[Role]) -> MenuItem:
    url = reverse(name)
    under = request.path.startswith((url, *_ALSO_UNDER.get(name, ())))
    current = "page" if request.path == url else "true" if under else ""
    return MenuItem(label, url, current, _waiting(request) if name == "my_activities" else 0)


def _waiting(request: HttpRequest) -> int:
    today = clock.today()
    departments = own_department_ids(request.user)
    return waiting_count(_plan(request, today), departments, today) if departments else 0


def _plan(request: HttpRequest, today: dt.date) -> ActionPlan | None:
    """Return today's plan; the page's own, if that is the one it has already read."""
    if hasattr(request, "plan_today"):
        return request.plan_today
    return ActionPlan.objects.only("valid_from", "revision", "state", "mandate_period_id").newest_begun(today)


def _departments(user: User | None, role: str | None) -> list[str]:
    if role not in _REPORTERS:
        return []
    return [str(department) for department in user.departments]
