"""List the contacts that should be removed; nothing is removed."""

from django.core.management.base import BaseCommand, CommandError

from actionplan import clock, swedish
from actionplan.models import ContactPerson


class Command(BaseCommand):
    help = "Listar kontakter som skulle sparas till en dag som har gått. De tas bort på sidan /foretag/gallring/."

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="DAG", help="Dagen, till exempel 2017-12-31. Annars i dag.")

    def handle(self, *args, on, **options):
        expired = ContactPerson.objects.expired(_day(on)).select_related("company").order_by("keep_until", "pk")
        for contact in expired:
            self.stdout.write(f"{contact.keep_until}  {contact.company}: {contact}")
        self.stdout.write(f"{swedish.counted(len(expired), 'kontakt', 'kontakter')} att gallra.")


def _day(text):
    try:
        return swedish.parse_date(text) if text else clock.today()
    except ValueError as error:
        raise CommandError(str(error)) from error
