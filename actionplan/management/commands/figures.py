"""Print the figures of a plan on a day."""

import json

from django.core.management.base import BaseCommand, CommandError

from actionplan import clock, swedish
from actionplan.figures import printed_figures
from actionplan.models import ActionPlan


class Command(BaseCommand):
    help = "Skriver ut siffrorna för en plan en viss dag."

    def add_arguments(self, parser):
        parser.add_argument(
            "--plan", metavar="DNR", help="Planens diarienummer. Annars den plan som senast har börjat."
        )
        parser.add_argument("--on", metavar="DAG", help="Dagen, till exempel 2017-12-31. Annars i dag.")
        parser.add_argument("--json", action="store_true", help="Skriv ut som JSON.")

    def handle(self, *args, plan, on, **options):
        figures = printed_figures(self._plan(plan), self._day(on))
        if options["json"]:
            self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2))
            return
        for key, value in figures.items():
            if key not in ("by_area", "by_department"):
                self.stdout.write(f"{key}: {value}")

    def _day(self, text):
        try:
            return swedish.parse_date(text) if text else clock.today()
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _plan(self, number):
        plans = ActionPlan.objects.all()
        plan = plans.filter(registry_number=number).first() if number else plans.newest_begun(clock.today())
        if plan is None:
            raise CommandError(
                f"Det finns ingen plan med diarienummer {number}." if number else "Det finns ingen plan."
            )
        return plan
