#!/usr/bin/env python
"""Django's command line, with the variables of a local `.env` read first."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naringsliv.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line

        from naringsliv import env
    except ImportError as error:
        sys.exit(f"{error}. Run `make install` first, and use .venv/bin/python.")
    env.load_file()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Cannot start: {error}")


if __name__ == "__main__":
    main()
