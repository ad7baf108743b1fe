"""Do 200 slow clients stop the others? `python bench/slow_clients.py`, on 127.0.0.1 and within a minute.

Serves the site as docs/operations.md says, by its own gunicorn command and, if there is an nginx, behind its own nginx
settings, and asks for the sign-in page with and without slow clients at the same door. See README.md.
"""

import os
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
DOCS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
CLIENTS, REQUESTS, SECONDS, PATIENCE = 200, 60, 8, 3
PAGE = "/logga-in/"
NGINX = "daemon off; pid nginx.pid; error_log stderr crit; events {{}} http {{ access_log off; {temporary} {server} }}"
PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as running:
        port = running.enter_context(_gunicorn(Path(folder)))
        doors = {"gunicorn alone": port}
        if shutil.which("nginx"):
            doors["behind nginx"] = running.enter_context(_nginx(Path(folder), port))
        else:
            print("No nginx here: gunicorn is measured alone.\n")
        print(f"{PAGE} with {CLIENTS} slow clients, beside without them\n")
        print("| door | median ms without | with | times | p95 with | not answered |\n|---|--:|--:|--:|--:|--:|")
        for name, door in reversed(doors.items()):  # what gunicorn alone is left holding must not count against nginx
            print(_row(name, door), flush=True)


def _row(name: str, port: int) -> str:
    _ask(port, REQUESTS // 4)
    before, _ = _ask(port, REQUESTS)
    with _slow_clients(port):
        during, unanswered = _ask(port, REQUESTS)
    quiet = statistics.median(before)
    if len(during) < 2:
        return f"| {name} | {quiet:.1f} | – | – | – | {unanswered} of {unanswered + len(during)} |"
    slow, p95 = statistics.median(during), statistics.quantiles(during, n=20)[-1]
    answered = unanswered + len(during)
    return f"| {name} | {quiet:.1f} | {slow:.1f} | {slow / quiet:.1f} | {p95:.1f} | {unanswered} of {answered} |"


def _ask(port: int, number: int) -> tuple[list[float], int]:
    """Ask one at a time for a while; return how many milliseconds each answer took, and how many never came."""
    times, unanswered, end = [], 0, time.monotonic() + SECONDS
    while len(times) < number and time.monotonic() < end:
        start = time.perf_counter()
        try:
            with urlopen(f"http://127.0.0.1:{port}{PAGE}", timeout=PATIENCE) as response:  # nosec B310
                response.read()
        except OSError:
            unanswered += 1
        else:
            times.append((time.perf_counter() - start) * 1000)
    return times, unanswered


@contextmanager
def _slow_clients(port: int) -> Iterator[None]:
    """Half of them take for ever over the headers, half over the text of a form; each sends a byte every half second."""
    head = "POST /logga-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    starts = [f"{head}Content-Length: 100000\r\n\r\nlogin=".encode(), f"{head}X-Slow: ".encode()]
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(CLIENTS)]
    for number, client in enumerate(clients):
        client.sendall(starts[number % 2])
    stopped = threading.Event()
    dripping = threading.Thread(target=_drip, args=(clients, stopped))
    dripping.start()
    time.sleep(1)
    try:
        yield
    finally:
        stopped.set()
        dripping.join()
        for client in clients:
            client.close()


def _drip(clients: list[socket.socket], stopped: threading.Event) -> None:
    while not stopped.wait(0.5):
        for client in clients:
            try:
                client.send(b"x")
            except OSError:
                continue  # it was shown the door


@contextmanager
def _gunicorn(folder: Path) -> Iterator[int]:
    """The documented command, on a database of its own and with production's settings but for plain HTTP."""
    environment = os.environ | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "STATIC_ROOT": f"{folder}/static",
        **dict.fromkeys(("HTTPS", "DEBUG", "DEMO"), "0"),
    }
    for command in ("migrate -v 0", "createcachetable -v 0", "collectstatic --noinput -v 0"):
        subprocess.run([sys.executable, "manage.py", *command.split()], cwd=ROOT, env=environment, check=True)  # noqa: S603
    port = _free_port()
    [options] = re.findall(r"^\.venv/bin/gunicorn (.*)$", DOCS, re.MULTILINE)
    command = [sys.executable, "-m", "gunicorn", *options.replace("127.0.0.1:8000", f"127.0.0.1:{port}").split()]
    with _running(command, port, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL):
        yield port


@contextmanager
def _nginx(folder: Path, behind: int) -> Iterator[int]:
    """The documented settings, HTTPS and its name aside."""
    port = _free_port()
    [server] = re.findall(r"```nginx\n(.*?)```", DOCS, re.DOTALL)
    server = re.sub(r"^ *(listen|ssl_|server_name).*\n", "", server, flags=re.MULTILINE).replace("8000", str(behind))
    server = server.replace("server {", f"server {{ listen 127.0.0.1:{port};", 1)
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in PATHS)
    (folder / "nginx.conf").write_text(NGINX.format(temporary=temporary, server=server))
    with _running(["nginx", "-p", folder, "-e", "stderr", "-c", folder / "nginx.conf"], port):
        yield port


@contextmanager
def _running(command: list, port: int, **options) -> Iterator[None]:
    process = subprocess.Popen(command, **options)  # noqa: S603
    try:
        for _ in range(100):
            if process.poll() is None and _ask(port, 1)[0]:
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    main()
