"""Erase one person for good, after asking."""

import logging

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from actionplan import swedish
from actionplan.services.personal_data import LOOK_BY_HAND, erase_person

log = logging.getLogger("actionplan.export")


class Command(BaseCommand):
    help = "Raderar en person utanför kommunen. Förslagen blir kvar, utan namnet. Ange e-postadress, namn eller båda."

    def add_arguments(self, parser):
        parser.add_argument("--email", default="", metavar="ADRESS", help="personens e-postadress")
        parser.add_argument("--name", default="", metavar="NAMN", help="personens namn, som det är skrivet")
        parser.add_argument("--yes", action="store_true", help="radera utan att fråga")

    def handle(self, *args, email, name, yes, **options):
        if not yes and not self._agreed():
            raise CommandError("Inget är raderat.")
        try:
            erased = erase_person(email=email, name=name)
        except ValidationError as error:
            raise CommandError("Ange --email ADRESS, --name NAMN eller båda. Inget är raderat.") from error
        log.info("personal data erased from the command line: %s", erased.counts)
        for line in _told(erased):
            self.stdout.write(line)

    def _agreed(self) -> bool:
        self.stdout.write("Det som raderas går inte att hämta tillbaka. Ta ut uppgifterna först med export_person.")
        try:
            return swedish.fold(input("Skriv ja för att radera: ")) == "ja"
        except EOFError:
            return False


def _told(erased):
    """Say what was done; never whose it was, as the terminal may be kept."""
    yield f"Borttagna: {swedish.counted(erased.contacts, 'kontakt', 'kontakter')}."
    yield f"Utan namn: {swedish.counted(erased.proposals, 'förslag', 'förslag')}."
    yield f"Utan mottagare: {swedish.counted(erased.mails, 'brev', 'brev')}."
    yield f"Utan namn och nummer: {swedish.counted(erased.companies, 'enskild firma', 'enskilda firmor')}."
    if erased.left:
        yield "Namnet eller adressen står kanske kvar här. Läs och ändra för hand:"
        yield from (f"- {place}" for place in erased.left)
    yield "Leta också för hand:"
    yield from (f"- {place}" for place in LOOK_BY_HAND)
