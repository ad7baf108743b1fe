"""The settings as a freshly started process reads them, since variables only count at the start."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.forms import DateField
from django.utils.formats import get_format

from naringsliv import env

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "production-key-for-this-test-" + "0123456789" * 3,
    "ALLOWED_HOSTS": "plan.example.se",
    "DATABASE_URL": "sqlite:///production.sqlite3",
}
# manage.py and wsgi.py also read a `.env`, if this copy has one; what the environment says wins over it.
SAID = {"DEMO": "0", "DEBUG": "0", "HTTPS": "1"}
PRINT = "import json, sys; from django.conf import settings; print(json.dumps([getattr(settings, n) for n in sys.argv[1:]]))"


def start(*arguments, **variables):
    """Run Python in an environment that holds these variables and nothing of the tests'."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"DJANGO_SETTINGS_MODULE": "naringsliv.settings"} | variables
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def setting(*names, **variables):
    return json.loads(start("-c", PRINT, *names, **PRODUCTION | variables).stdout)


@pytest.mark.parametrize("missing", PRODUCTION)
def test_settings_without_a_required_variable_stop_the_start(missing):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}

    result = start("-c", PRINT, "DEBUG", **variables)

    assert result.returncode == 1
    assert f"ImproperlyConfigured: {missing}" in result.stderr


def test_settings_with_a_bad_flag_stop_the_start():
    result = start("-c", PRINT, "DEBUG", **PRODUCTION, HTTPS="perhaps")

    assert result.returncode == 1
    assert "ImproperlyConfigured: HTTPS" in result.stderr


def test_settings_are_production_by_default():
    assert setting("DEBUG", "DEMO", "DEMO_TODAY", "HTTPS") == [False, False, None, True]


def test_settings_read_a_secret_from_a_file_without_its_last_newline(tmp_path):
    (tmp_path / "key").write_text("a key that lies in a file\n")
    variables = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}

    result = start("-c", PRINT, "SECRET_KEY", **variables, SECRET_KEY_FILE=str(tmp_path / "key"))

    assert json.loads(result.stdout) == ["a key that lies in a file"]


def test_env_file_gives_what_the_environment_does_not_say(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("PLAN_A=from the file\nPLAN_B=from the file\n")
    monkeypatch.setattr(env, "BASE_DIR", tmp_path)
    monkeypatch.setenv("PLAN_A", "from the environment")
    monkeypatch.setenv("PLAN_B", "so that it is put back afterwards")
    monkeypatch.delenv("PLAN_B")

    env.load_file()

    assert (env.text("PLAN_A"), env.text("PLAN_B")) == ("from the environment", "from the file")


def test_settings_with_https_keep_cookies_to_this_host_alone():
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")

    assert setting(*names) == ["__Host-sessionid", "__Host-csrftoken", True, True]
    assert setting(*names, HTTPS="0") == ["sessionid", "csrftoken", False, False]


def test_settings_with_https_ask_for_it_for_a_year():
    names = ("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS")

    assert setting(*names) == [True, 31_536_000, True]
    assert setting(*names, HTTPS="0") == [False, 0, False]


def test_settings_sync_every_commit_of_sqlite_to_disk():
    [databases] = setting("DATABASES")

    assert databases["default"]["NAME"] == str(ROOT / "production.sqlite3")
    assert "PRAGMA synchronous=FULL" in databases["default"]["OPTIONS"]["init_command"]


def test_settings_keep_the_connections_of_sqlite_but_under_a_server_that_has_a_thread_for_each_request():
    [[kept], [closed]] = setting("DATABASES"), setting("DATABASES", DEBUG="1")

    assert kept["default"]["CONN_MAX_AGE"] is None
    assert closed["default"]["CONN_MAX_AGE"] == 0


def test_settings_decode_a_socket_in_the_database_url():
    [databases] = setting("DATABASES", DATABASE_URL="postgres://anna@%2Frun%2Fpg/plan")

    assert databases["default"]["HOST"] == "/run/pg"
    assert databases["default"]["CONN_HEALTH_CHECKS"] is True


def test_settings_send_mail_where_email_url_says():
    names = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS")

    found = setting(*names, EMAIL_URL="smtp://anna:secret@mail.example.se:587/?tls=True")

    backend = "django.core.mail.backends.smtp.EmailBackend"
    assert found == [backend, "mail.example.se", 587, "anna", "secret", True]


@pytest.mark.parametrize("argument", ["naringsliv.wsgi", "manage.py"])
@pytest.mark.parametrize(
    ("variables", "code"),
    [({"DEMO": "1"}, "naringsliv.E001"), ({"HTTPS": "0"}, "naringsliv.E002"), ({"DEBUG": "1"}, "naringsliv.E003")],
)
def test_start_with_an_outside_host_refuses_what_belongs_on_this_computer(argument, variables, code):
    arguments = ["manage.py", "check"] if argument == "manage.py" else ["-c", f"import {argument}"]

    result = start(*arguments, **PRODUCTION | SAID | variables)

    assert result.returncode == 1
    assert code in result.stderr


def test_check_deploy_refuses_demo_even_on_this_computer():
    result = start("manage.py", "check", "--deploy", **PRODUCTION | SAID | {"DEMO": "1", "ALLOWED_HOSTS": "127.0.0.1"})

    assert result.returncode == 1
    assert "naringsliv.E004" in result.stderr


def test_check_deploy_has_nothing_to_say_about_production():
    result = start("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION | SAID)

    assert (result.returncode, result.stderr) == (0, "")


def test_django_reads_the_day_before_the_month():
    assert DateField().clean("4/12/2015") == date(2015, 12, 4)
    assert [form for form in get_format("DATE_INPUT_FORMATS") if form.startswith("%m")] == []
