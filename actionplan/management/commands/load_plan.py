"""Put in the plan of the memo of 2015-12-04; allowed in production."""

from django.core.management.base import BaseCommand

from actionplan.services.example import load_plan


class Command(BaseCommand):
    help = "Läser in planen ur tjänsteskrivelsen 2015-12-04, dnr 2015/KS 0623 003."

    def handle(self, *args, **options):
        plan, is_new = load_plan()
        self.stdout.write(f"{plan.title} är inläst." if is_new else f"{plan.title} fanns redan; inget är ändrat.")
