"""The example data for tests: loaded once by the real loader, then put in as rows, which takes hundredths of a second."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import transaction

from actionplan.models import Company, ConsultationEvent, Proposal
from actionplan.services.example import load_example

DEMO_DAY = dt.date(2017, 12, 31)


class _Enough(Exception):
    """Undoes the loading once its rows are read."""


@pytest.fixture(scope="session")
def example_rows(django_db_setup, django_db_blocker):
    """Return every row the loader makes, by model, and leave the database empty."""
    rows = {}
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                load_example()
                for model in apps.get_app_config("actionplan").get_models(include_auto_created=True):
                    rows[model] = list(model._base_manager.all())
                groups = apps.get_model("auth", "Group")
                rows[groups] = list(groups.objects.all())
                raise _Enough
        except _Enough:
            return rows


@pytest.fixture
def example(db, example_rows, settings):
    """The example of 28 activities; the site's clock stands on 2017-12-31."""
    settings.DEMO_TODAY = DEMO_DAY
    with transaction.atomic():
        for model, rows in example_rows.items():
            model._base_manager.bulk_create(rows)


def remove_meetings():
    """Take out what the example says of meetings, for tests that count their own."""
    for model in (Proposal, ConsultationEvent, Company):
        model.objects.all().delete()
