"""The one place that reads the environment: typed readers that stop the start with a plain sentence."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv
from environs import EnvError, FileAwareEnv

BASE_DIR = Path(__file__).resolve().parent.parent

_env = FileAwareEnv(strip_whitespace=True)
_REQUIRED = object()


def load_file() -> None:
    """Read `.env` beside manage.py, if there is one; what the environment already says wins."""
    load_dotenv(BASE_DIR / ".env", override=False)


def text(name, default=_REQUIRED) -> str:
    return _read(_env.str, name, default)


def flag(name, default=_REQUIRED) -> bool:
    return _read(_env.bool, name, default)


def number(name, default=_REQUIRED) -> int:
    return _read(_env.int, name, default)


def words(name, default=_REQUIRED) -> list[str]:
    """A comma-separated list without empty items."""
    return [word.strip() for word in _read(_env.list, name, default) if word.strip()]


def database(name) -> dict:
    return _read(_env.dj_db_url, name, _REQUIRED)


def email(name, default) -> dict:
    return _read(_env.dj_email_url, name, default)


def site(name, default) -> str:
    """The address that links begin with, without its last slash."""
    address = text(name, default).rstrip("/")
    parts = urlsplit(address)
    if address and not (parts.scheme in ("http", "https") and parts.hostname and not parts.path):
        raise ImproperlyConfigured(f"{name}: write it as https://plan.example.se. See .env.example.")
    return address


def _read(reader, name, default):
    """A variable may also be given as a file, NAME_FILE, which suits secrets."""
    try:
        value = reader(name) if default is _REQUIRED else reader(name, default)
    except (EnvError, ValueError) as error:
        raise ImproperlyConfigured(f"{name}: {error} See .env.example.") from error
    if default is _REQUIRED and not value:
        raise ImproperlyConfigured(f"{name} must be set. See .env.example.")
    return value
