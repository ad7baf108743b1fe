"""Put in the labelled example data; only in a demo."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actionplan.management.example_reports import publish_example_reports
from actionplan.services.example import load_example


class Command(BaseCommand):
    help = "Läser in exempeldata till planen 2016-2018. Går bara i demoläge (DEMO=1)."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("Exempeldata läses bara in i demoläge. Sätt DEMO=1 på en egen dator om du vill prova.")
        try:
            with transaction.atomic():
                number = load_example()
                reports = publish_example_reports()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Exempeldata är inläst: {number} aktiviteter och {len(reports)} publicerade rapporter.")
