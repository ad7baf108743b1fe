"""The example data for tests: loaded once by the real loader, then put in as rows, which takes hundredths of a second."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import transaction

from actionplan.management.example_reports import publish_example_reports
from actionplan.models import Company, ConsultationEvent, Proposal, Report, ReportFile
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


@pytest.fixture(scope="session")
def report_rows(example_rows, django_db_blocker):
    """Return the rows of the example's published reports, made by the code that the demo runs."""
    rows = {}
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                _put_in(example_rows)
                publish_example_reports()
                for model in (Report, ReportFile):
                    rows[model] = list(model._base_manager.order_by("pk"))
                raise _Enough
        except _Enough:
            return rows


@pytest.fixture
def example(db, example_rows, settings):
    """The example of 28 activities; the site's clock stands on 2017-12-31. Its published reports are `published_example`."""
    settings.DEMO_TODAY = DEMO_DAY
    with transaction.atomic():
        _put_in(example_rows)


@pytest.fixture
def published_example(example, report_rows):
    """The example with its published reports: T2 2016 and helår 2017, as [first, second]."""
    with transaction.atomic():
        _put_in(report_rows)
    return list(Report.objects.order_by("cutoff"))


def _put_in(rows):
    for model, of_model in rows.items():
        model._base_manager.bulk_create(of_model)


def remove_meetings():
    """Take out what the example says of meetings, for tests that count their own."""
    for model in (Proposal, ConsultationEvent, Company):
        model.objects.all().delete()
