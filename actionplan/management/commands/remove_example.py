"""Take out the labelled example data and nothing else."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from actionplan.services.example_removal import remove_example


class Command(BaseCommand):
    help = "Tar bort exempeldata, lägesrapporterna inräknade. Planen ur tjänsteskrivelsen blir kvar."

    def handle(self, *args, **options):
        try:
            number = remove_example()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Exempeldata är borttagen: {number} aktiviteter.")
