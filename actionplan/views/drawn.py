"""Parts of pages that look the same to everybody who may see them: drawn once, kept by the process."""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest
from django.template.loader import render_to_string


def drawn(template: str, request: HttpRequest, about: tuple, context: Callable[[], dict]) -> str:
    """Return the template with its context, drawn anew only when `about` is new; `about` must say all that it shows."""
    key = hashlib.sha256(repr((template, about)).encode()).hexdigest()
    part = caches["pages"].get(key)
    if part is None:
        part = render_to_string(template, context(), request)
        caches["pages"].set(key, part)
    return part
