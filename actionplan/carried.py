"""What was typed is carried over a sign-in: signed in the page while nobody is signed in, then kept in the session.

Passwords, tokens and files are never carried. Nothing here saves anything: the form only opens filled.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "carried"
MAX_CHARACTERS = 200_000
MAX_SECONDS = 24 * 60 * 60
_LONGEST_TOKEN = 64
_SALT = "actionplan.carried"
_LEFT_OUT = {"csrfmiddlewaretoken", "next", FIELD}

# What is posted by a button and has no page of its own: where to go instead.
_GOES_BACK_TO = {
    "status_update_confirm": "my_activities",
    "letter_settle": "start",
    "event_company": "event_list",
    "round_review_shown": "round_list",
}


@dataclass(frozen=True)
class Carried:
    """The page a form stood on, and what was typed into it."""

    path: str
    fields: dict[str, list[str]]


def pack(request: HttpRequest) -> str:
    """Return what the request posted as signed text; empty if there is nothing to carry or far too much of it."""
    if FIELD in request.POST:
        return handed_on(request)
    fields = typed(request)
    if not fields or sum(len(name) + sum(map(len, values)) for name, values in fields.items()) > MAX_CHARACTERS:
        return ""
    return signing.dumps({"path": return_path(request), "fields": fields}, salt=_SALT, compress=True)


def unpack(text: str) -> Carried | None:
    """Return what `pack` signed, or None if it is not ours, too old, or leads out of the site."""
    try:
        carried = Carried(**signing.loads(text, salt=_SALT, max_age=MAX_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return carried if url_has_allowed_host_and_scheme(carried.path, allowed_hosts=None) else None


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """Return the fields that may be carried; none for a button that stands on another page."""
    if request.resolver_match.view_name in _GOES_BACK_TO:
        return {}
    return {name: values for name, values in request.POST.lists() if _is_carried(name)}


def words(request: HttpRequest) -> list[str]:
    """Return the texts that somebody signed in has posted, or has with them from before they signed in, each once.

    They are shown where the form they stood in is gone. Choices, days, numbers and tokens are no texts.
    """
    user = getattr(request, "user", None)
    if not (user and user.is_authenticated):
        return []
    fields = (request.POST if request.method == "POST" else pop(request)) or QueryDict()
    values = [value.strip() for name, values in fields.lists() if _is_carried(name) for value in values]
    return list(dict.fromkeys(value for value in values if len(value.split()) > 1 or len(value) > _LONGEST_TOKEN))


def handed_on(request: HttpRequest) -> str:
    """Return what the request already carries, to be carried one step more."""
    text = request.POST.get(FIELD, "")
    return text if unpack(text) else ""


def return_path(request: HttpRequest) -> str:
    """Return where to go after signing in: the form's own page, or the page of the button."""
    name = _GOES_BACK_TO.get(request.resolver_match.view_name)
    return reverse(name) if name else request.get_full_path()


def keep(request: HttpRequest, carried: Carried) -> None:
    """Remember it in the session until the page is opened."""
    request.session[FIELD] = {"path": carried.path, "fields": carried.fields}


def pop(request: HttpRequest) -> QueryDict | None:
    """Return, once, what was carried to this page."""
    kept = request.session.get(FIELD)
    if request.method != "GET" or not kept or kept["path"].partition("?")[0] != request.path:
        return None
    del request.session[FIELD]
    fields = QueryDict(mutable=True)
    for name, values in kept["fields"].items():
        fields.setlist(name, values)
    return fields


def _is_carried(name: str) -> bool:
    return name not in _LEFT_OUT and "password" not in name.casefold()
