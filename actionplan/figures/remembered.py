"""Figures are remembered until what they count changes.

A plan's `revision` goes up in the transaction of every change to what is counted (services.versions.advance_revision),
so a figure remembered under plan, revision and day is never old. Only numbers and row ids are remembered; names and
texts are read fresh. Each process remembers for itself (cache alias "figures").
"""

from collections.abc import Callable
from typing import Any

from django.core.cache import caches

from actionplan.models import ActionPlan

_NOTHING = object()


def remembered(plan: ActionPlan, what: str, *about, count: Callable[[], Any]) -> Any:
    """Return what `count` returns, counted once for each plan, revision and `about` (days, ids)."""
    cache = caches["figures"]
    key = ":".join(map(str, (what, plan.pk, plan.revision, *about)))
    found = cache.get(key, _NOTHING)
    if found is _NOTHING:
        found = count()
        cache.set(key, found)
    return found
