"""Print all that is stored about one person, for that person."""

import json
import logging

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from actionplan.services.personal_data import export_person

log = logging.getLogger("actionplan.export")


class Command(BaseCommand):
    help = "Skriver ut allt som är sparat om en person utanför kommunen, som JSON. Ange e-postadress, namn eller båda."

    def add_arguments(self, parser):
        parser.add_argument("--email", default="", metavar="ADRESS", help="personens e-postadress")
        parser.add_argument("--name", default="", metavar="NAMN", help="personens namn, som det är skrivet")

    def handle(self, *args, email, name, **options):
        try:
            found = export_person(email=email, name=name)
        except ValidationError as error:
            raise CommandError("Ange --email ADRESS, --name NAMN eller båda.") from error
        log.info("personal data exported from the command line")
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
