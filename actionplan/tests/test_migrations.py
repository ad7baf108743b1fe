"""What stood in the database of an earlier release stands there after the migrations that have come since."""

import datetime as dt
import uuid

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

RELEASED = ("actionplan", "0001_the_plan_and_its_follow_up")
DAY, NOW = dt.date(2016, 8, 31), dt.datetime(2016, 8, 31, 12, tzinfo=dt.UTC)


@pytest.fixture
def released(tmp_path, django_db_setup, django_db_blocker):
    """The alias of an empty database of its own, beside the tests'."""
    name = f"{tmp_path}/released.sqlite3" if connection.vendor == "sqlite" else "released"
    with django_db_blocker.unblock():
        _make(name)
        connections.databases["released"] = connection.settings_dict | {"NAME": name}
        try:
            yield "released"
        finally:
            connections["released"].close()
            del connections["released"], connections.databases["released"]
            _remove(name)


def _make(name):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")


def _remove(name):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()


def state_of(alias, target):
    """Migrate the database to the target, and return the models as they were then."""
    executor = MigrationExecutor(connections[alias])
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


def fill(apps, alias):
    """Put in one row of each noun, as that release had them, and of what Django's own tables lend them."""

    def add(noun, app="actionplan", **fields):
        return apps.get_model(app, noun).objects.using(alias).create(**fields)

    add("Group", "auth", name="En grupp")
    kind = add("ContentType", "contenttypes", app_label="actionplan", model="activity")
    add("Permission", "auth", name="Får", content_type=kind, codename="may")
    user = add("User", username="kim", password="x")
    period = add(
        "MandatePeriod", election_year=2014, council_from=DAY, council_to=DAY + dt.timedelta(1), boards_from=DAY,
        boards_to=DAY + dt.timedelta(1),
    )  # fmt: skip
    plan = add("ActionPlan", title="Handlingsplan", mandate_period=period, valid_from=DAY, source_text="Källan")
    area = add("StrategicArea", plan=plan, number=1, name="Service")
    department = add("Department", name="Näringsliv", sort_key="naringsliv", valid_from=DAY)
    add("Membership", user=user, department=department, is_lead=True)
    activity = add("Activity", plan=plan, area=area, code="SI-01", title="Lotsa", added_on=DAY, sort_key="lotsa")
    add("Responsibility", activity=activity, department=department, role="ansvarig", from_on=DAY)
    update = add(
        "StatusUpdate", activity=activity, as_of=DAY, recorded_at=NOW, recorded_on=DAY, author=user,
        status="pagaende", assessment="gron", comment="Det går bra.", form_token=uuid.uuid4(), activity_version=1,
    )  # fmt: skip
    add("StatusSpan", activity=activity, update=update, from_on=DAY, status="pagaende", assessment="gron")
    add("Decision", plan=plan, body="Kommunstyrelsen", decided_on=DAY, verb="antas")


def tell_of(apps, alias):
    """Put in one row in the history of each noun that has one, and one in each table that joins two."""
    for model in models_of(apps):
        if model.__name__.startswith("Historical"):
            noun = model.__name__.removeprefix("Historical")
            row = apps.get_model("actionplan", noun).objects.using(alias).values(*_shared(model, noun, apps)).get()
            model.objects.using(alias).create(**row, history_date=NOW, history_type="+")
        elif model._meta.auto_created:
            ends = [field for field in model._meta.fields if field.remote_field]
            model.objects.using(alias).create(
                **{end.attname: end.related_model.objects.using(alias).first().pk for end in ends}
            )


def _shared(history, noun, apps):
    fields = {field.attname for field in apps.get_model("actionplan", noun)._meta.concrete_fields}
    return [field.attname for field in history._meta.concrete_fields if field.attname in fields]


def models_of(apps):
    """Return every table of ours, those that join two among them."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label == "actionplan"]


def rows_of(apps, alias, fields=None):
    """Return the rows of the tables by name; of `fields` (by name) alone, if they are given."""
    found = {}
    for model in models_of(apps):
        name = model.__name__
        if fields is None or name in fields:
            wanted = fields[name] if fields else [field.attname for field in model._meta.concrete_fields]
            found[name] = list(model.objects.using(alias).values(*wanted))
    return found


def test_what_was_stored_by_the_last_release_is_kept(released):
    old = state_of(released, RELEASED)
    fill(old, released)
    tell_of(old, released)
    before = rows_of(old, released)
    assert [name for name, rows in before.items() if not rows] == []

    call_command("migrate", database=released, verbosity=0)

    newest = MigrationExecutor(connections[released]).loader.project_state().apps
    kept = {name: list(rows[0]) for name, rows in before.items()}
    assert rows_of(newest, released, kept) == before
    call_command("migrate", database=released, check_unapplied=True, verbosity=0)


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
