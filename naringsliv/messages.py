"""Where one-time messages wait for the next page: in a signed cookie, which costs no write to the database."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """A cookie named as the session's is, `__Host-` where there is HTTPS."""

    cookie_name = settings.MESSAGE_COOKIE_NAME


class MessageStorage(FallbackStorage):
    """The cookie, and the session for what finds no room there."""

    storage_classes = (HostCookieStorage, SessionStorage)
