"""Write the `.env` of a demo on this computer: its own secret key, loopback only, an SQLite file beside manage.py."""

import os
import secrets
import sys
from pathlib import Path

TEMPLATE = """\
# Written by `make run` for a demo on this computer only. .env.example explains every variable.
SECRET_KEY={secret_key}
ALLOWED_HOSTS=127.0.0.1,localhost
DATABASE_URL=sqlite:///db.sqlite3
DEMO=1
DEBUG=0
HTTPS=0
SITE_URL=http://127.0.0.1:8000
"""


def main(path: Path) -> None:
    """Never writes over a file that is there; readable by its owner alone."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(TEMPLATE.format(secret_key=secrets.token_urlsafe(50)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
