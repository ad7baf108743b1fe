"""Start-up checks: what would make the site unsafe is an error with a code and a hint, before anyone is served.

They run with every management command, and when the application server loads the site (naringsliv/wsgi.py).
"""

from django.conf import settings
from django.core.checks import Error, register

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}
START = "start"


@register(START)
def demo_stays_on_this_computer(app_configs, **kwargs):
    """A demo signs anyone in with one click."""
    if not settings.DEMO or not _outside_hosts():
        return []
    hint = "Set DEMO=0, or ALLOWED_HOSTS=127.0.0.1,localhost. (Demoläget får bara köras på den egna datorn.)"
    return [Error(f"DEMO is on, but ALLOWED_HOSTS names {_outside_hosts()}.", hint=hint, id="naringsliv.E001")]


@register(START)
def plain_http_stays_on_this_computer(app_configs, **kwargs):
    """Without HTTPS, passwords and cookies would cross the network in the clear."""
    if settings.HTTPS or not _outside_hosts():
        return []
    hint = "Set HTTPS=1, or ALLOWED_HOSTS=127.0.0.1,localhost. (Utan HTTPS skickas lösenord i klartext.)"
    return [Error(f"HTTPS is off, but ALLOWED_HOSTS names {_outside_hosts()}.", hint=hint, id="naringsliv.E002")]


@register(START)
def debug_stays_on_this_computer(app_configs, **kwargs):
    """Debug pages show settings and data to whoever causes an error."""
    if not settings.DEBUG or not _outside_hosts():
        return []
    hint = "Set DEBUG=0. (Felsökningsläget visar uppgifter för vem som helst.)"
    return [Error(f"DEBUG is on, but ALLOWED_HOSTS names {_outside_hosts()}.", hint=hint, id="naringsliv.E003")]


@register(deploy=True)
def demo_is_not_deployed(app_configs, **kwargs):
    if not settings.DEMO:
        return []
    hint = "Set DEMO=0. (Demoläget hör inte hemma i drift.)"
    return [Error("DEMO is on under check --deploy.", hint=hint, id="naringsliv.E004")]


def _outside_hosts() -> str:
    """The allowed hosts that are not this computer, as text; empty when there are none."""
    return ", ".join(sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK))
