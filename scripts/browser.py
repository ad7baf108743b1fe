"""Where the browser tests get their Chromium: the system's, else Playwright's own, else Debian's package.

`python scripts/browser.py` sees to it that there is one; the tests ask `chromium()`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "No Chromium: not on PATH, not Playwright's own, and Debian's package could not be installed."


def chromium() -> str | None:
    """The path of a browser that is here now, or None."""
    return os.environ.get("CHROMIUM") or _on_path() or _playwrights()


def main() -> None:
    """Try each source in turn. A missing browser is said loudly; only CI fails on it, in the tests themselves."""
    for fetch in (_nothing, _fetch_playwrights, _fetch_debians):
        fetch()
        if chromium():
            return
    print(f"\n*** {MISSING} Browser tests will be SKIPPED. ***\n", file=sys.stderr)


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _nothing() -> None:
    """The first look is at what is already here."""


def _fetch_playwrights() -> None:
    _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _fetch_debians() -> None:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        return
    _run([*sudo, "apt-get", "update", "-qq"])
    _run([*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])


def _run(command: list[str]) -> None:
    """A source that fails is no error: the next one is tried."""
    print("Fetching a browser:", *command[-4:], flush=True)
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)


if __name__ == "__main__":
    main()
