"""The log of who came and went, who was refused and who changed something: who, what, when and from where.

Never what was typed: no password, no text and no address of a person. The log's format (naringsliv.logs) gives the time
with its offset from UTC and keeps line breaks out.
"""

import logging
from urllib.parse import quote

from allauth.account import signals as allauth
from allauth.account.adapter import get_adapter
from django.contrib.auth import signals
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from actionplan.models import User

log = logging.getLogger("actionplan.audit")
exports = logging.getLogger("actionplan.export")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
REFUSALS = {403, 404, 405, 429}
_LONGEST_PATH = 200
_SECRET_PATHS = {"account_reset_password_from_key"}  # the address is the key


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Write down an answer to whoever wanted to change something, or was refused."""
    what = _outcome(response)
    if request.method in SAFE_METHODS and what != "refused":
        return
    view = request.resolver_match.view_name if request.resolver_match else "no page"
    path = "" if view in _SECRET_PATHS else quote(request.path)[:_LONGEST_PATH]
    told = (what, request.method, path, view, response.status_code, _who(request), _where(request))
    log.info("%s: %s %s (%s) %s by %s from %s", *told)


def _outcome(response: HttpResponse) -> str:
    """Who is asked to sign in instead is refused, whatever the code of that page."""
    if response.status_code in REFUSALS or getattr(response, "asks_to_sign_in", False):
        return "refused"
    return "failed" if response.status_code >= 400 else "done"


def exported(request: HttpRequest, what: str) -> None:
    """Write down that a file was handed out: which, by number or kind, and never by a name that somebody typed."""
    exports.info("export by %s from %s: %s", _who(request), _where(request), what)


def braked(request: HttpRequest, credentials: dict) -> None:
    """Write down that an account rests after too many wrong passwords."""
    log.warning("sign-in braked: %s from %s", _known(credentials), _where(request))


@receiver(signals.user_logged_in)
def _signed_in(request, user, **kwargs):
    log.info("sign-in: %s from %s", user.get_username(), _where(request))


@receiver(signals.user_logged_out)
def _signed_out(request, user, **kwargs):
    log.info("sign-out: %s from %s", user.get_username() if user else "nobody", _where(request))


@receiver(signals.user_login_failed)
def _not_signed_in(credentials, request=None, **kwargs):
    log.warning("sign-in failed: %s from %s", _known(credentials), _where(request))


@receiver([allauth.password_changed, allauth.password_set, allauth.password_reset])
def _new_password(request, user, **kwargs):
    log.info("new password: %s from %s", user.get_username(), _where(request))


def _who(request: HttpRequest) -> str:
    """Return the user name; the database may be what is broken."""
    try:
        return request.user.get_username() or "anonymous"
    except (AttributeError, DatabaseError):
        return "unknown"


def _known(credentials: dict) -> str:
    """Return the name of an account that exists: what else is typed there may be a password."""
    name, email = credentials.get("username") or "", credentials.get("email") or ""
    found = User.objects.filter(username__iexact=name).first() if name else None
    found = found or (User.objects.filter(email__iexact=email).first() if email else None)
    return found.get_username() if found else "no such account"


def _where(request: HttpRequest | None) -> str:
    if request is None:
        return "the command line"
    try:
        return get_adapter(request).get_client_ip(request) or "unknown"
    except PermissionDenied:  # the proxy in front has not said
        return "unknown"
