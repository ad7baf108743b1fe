"""What browsers are told they may do on the site: load its own files, and next to nothing else."""

from csp.constants import NONE, SELF

PERMISSIONS_POLICY = {name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")}


def content_security_policy(*, https: bool) -> dict:
    """No inline script or style anywhere; over HTTPS nothing is fetched without it."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],  # data: is Bootstrap's own icons
            "font-src": [SELF],
            "connect-src": [SELF],
            "form-action": [SELF],
            "frame-ancestors": [NONE],
            "base-uri": [SELF],
            "object-src": [NONE],
            "upgrade-insecure-requests": https,
        }
    }
