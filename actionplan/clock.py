"""What day and moment it is for the site. The demo's day stands still (settings.DEMO_TODAY) so that the example lives."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

_DEMO_EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_DEMO_SLOWDOWN = 20_000


def today() -> dt.date:
    """Return the site's day in Swedish local time."""
    return settings.DEMO_TODAY or timezone.localdate()


def now() -> dt.datetime:
    """Return the moment to record something at, always on `today()`.

    In the demo time creeps from noon so slowly that it stays within the day for twenty years: two records keep their
    order, and come after the example's own of that day, which are recorded at noon.
    """
    real = timezone.now()
    return _in_demo(real) if settings.DEMO_TODAY else real


def moment_of(real: dt.datetime) -> dt.datetime:
    """Return what `now()` was at a real moment, such as proposals' steps keep, so that it can be compared.

    The example's own moments, on the demo's day or before it, stand as they are.
    """
    is_real = settings.DEMO_TODAY and timezone.localdate(real) > settings.DEMO_TODAY
    return _in_demo(real) if is_real else real


def _in_demo(real: dt.datetime) -> dt.datetime:
    noon = timezone.make_aware(dt.datetime.combine(settings.DEMO_TODAY, dt.time(12)))
    return noon + max(real - _DEMO_EPOCH, dt.timedelta(seconds=1)) / _DEMO_SLOWDOWN
