"""What `make run` does once the packages are in place: database, example, static files, and the application server."""

import io
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def main(port_text: str) -> None:
    port = _free_port(port_text)
    _prepare()
    print(f"\nNäringslivsplanen: http://{HOST}:{port}/\nAvsluta med Ctrl+C.\n", flush=True)
    _serve(port)


def _free_port(text: str) -> int:
    """The port as a number, or a plain sentence: the server itself would only retry and give up."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT={text} är inget portnummer. Välj ett mellan 1024 och 65535: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            sys.exit(f"Port {text} går inte att använda ({error.strerror}). Välj en annan: make run PORT=8001")
    return int(text)


def _prepare() -> None:
    """One process for all the commands: each start of Django costs about a second."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naringsliv.settings")

    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command

    from naringsliv import env

    env.load_file()
    try:
        django.setup()
        call_command("check", stdout=io.StringIO())
        _database(call_command)
        call_command("collectstatic", interactive=False, verbosity=0)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(f"Kan inte starta: {error}")


def _database(call_command) -> None:
    """Bring the database up to date; fill it only when this run makes it, so that what was entered stays."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    is_new = not MigrationRecorder(connection).applied_migrations()
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if is_new:
            print("Lägger in planen och exemplet …", flush=True)
            call_command("load_plan", verbosity=0)
        if is_new and settings.DEMO:
            call_command("load_example", verbosity=0)
    except BaseException:
        if is_new:
            _discard(connection)
        raise


def _discard(connection) -> None:
    """A half-filled new database would pass for a finished one at the next run."""
    connection.close()
    if connection.vendor != "sqlite":
        print("Databasen blev inte färdig. Töm den innan du försöker igen.", file=sys.stderr)
        return
    name = str(connection.settings_dict["NAME"])
    for suffix in ("", "-wal", "-shm"):
        Path(name + suffix).unlink(missing_ok=True)


def _serve(port: int) -> None:
    options = ["--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4", "--no-control-socket"]
    os.chdir(ROOT)
    quiet = ["--log-level", "warning"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "naringsliv.wsgi:application", *options, *quiet])


if __name__ == "__main__":
    main(sys.argv[1])
