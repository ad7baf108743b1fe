"""A full disk: a page that says so, nothing stored half, and a site that works again by itself. The disk is really full."""

import errno
import os
import re
import sqlite3
import tempfile

import pytest
from django.db import OperationalError, connection
from django.urls import include, path

from actionplan import carried
from actionplan.carried import Carried
from actionplan.models import ConsultationEvent
from actionplan.tests.factories import ConsultationEventFactory
from actionplan.views import errors, failures

WORDS = "Vi har träffat tolv företag. " * 300
handler500 = errors.server_error


def write_to_a_full_disk(request):
    os.write(os.open("/dev/full", os.O_WRONLY), b"x")


def wait_for_a_locked_database(request):
    with tempfile.TemporaryDirectory() as folder:
        first, second = (sqlite3.connect(f"{folder}/x", timeout=0, isolation_level=None) for _ in range(2))
        first.execute("BEGIN EXCLUSIVE")
        try:
            second.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise OperationalError(*error.args) from error


urlpatterns = [
    path("fullt/", write_to_a_full_disk),
    path("last/", wait_for_a_locked_database),
    path("", include("actionplan.urls")),
]


@pytest.fixture
def full_database(db):
    """full_database(): the database has no room for another page; full_database(False): it has again."""

    def full_database(is_full=True):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                if is_full:
                    cursor.execute("VACUUM")  # pages that hold nothing count as pages
                cursor.execute("PRAGMA page_count")
                cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0] if is_full else 2**30}")
            else:
                cursor.execute("DROP TRIGGER IF EXISTS full_disk ON actionplan_consultationevent")
                if is_full:
                    cursor.execute(_FULL)

    yield full_database
    full_database(False)


# PostgreSQL cannot be given a small disk here; the server itself raises the error that it raises then, with its code.
_FULL = """
CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE UPDATE ON actionplan_consultationevent FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


@pytest.mark.django_db(transaction=True)
def test_a_full_database_stores_nothing_half_and_works_again_by_itself(chief_client, full_database):
    chief_client.raise_request_exception = False
    event = ConsultationEventFactory(notes="Före")
    address = f"/samrad/{event.pk}/andra/"
    form = chief_client.get(address).context["form"]
    typed = {field.html_name: field.value() for field in form if field.value()} | {"notes": WORDS, "confirm": "1"}

    full_database()
    refused = chief_client.post(address, typed)
    stored = ConsultationEvent.objects.get(pk=event.pk)
    full_database(False)
    again = chief_client.post(address, typed)

    assert (refused.status_code, stored.notes, stored.version) == (507, "Före", 1)
    assert "Det finns ingen plats kvar att spara på" in refused.content.decode()
    assert again.status_code == 302
    assert ConsultationEvent.objects.get(pk=event.pk).notes == WORDS.strip()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/fullt/", 507), ("/last/", 503)])
def test_a_full_disk_and_a_busy_database_have_pages_that_give_back_what_was_typed(chief_client, address, status):
    chief_client.raise_request_exception = False

    read = chief_client.get(address)
    sent = chief_client.post(address, {"notes": "Vi har träffat tolv företag."})

    assert (read.status_code, sent.status_code) == (status, status)
    assert "är inte sparat" not in read.content.decode()
    assert "är inte sparat" in sent.content.decode()
    text = re.search(r'name="carried" value="([^"]+)"', sent.content.decode())[1]
    assert carried.unpack(text) == Carried(address, {"notes": ["Vi har träffat tolv företag."]})


def test_an_error_of_another_kind_is_neither():
    for error in (OSError(errno.EACCES, "Permission denied"), OperationalError("no such table: x")):
        assert not failures.is_disk_full(error)
        assert not failures.is_busy(error)


@pytest.mark.parametrize(
    "said",
    [
        "database is locked",
        'connection to server at "127.0.0.1", port 5432 failed: FATAL:  sorry, too many clients already',
        "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
        'FATAL:  too many connections for role "naringsliv"',
        "deadlock detected\nDETAIL:  Process 1 waits for ShareLock",
    ],
)
def test_what_a_busy_database_says_is_known(said):
    assert failures.is_busy(OperationalError(said))
