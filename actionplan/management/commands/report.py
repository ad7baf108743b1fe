"""Make a preview of a report, for scripts: the same content and formats as the site's, with or without a round."""

import datetime as dt
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from actionplan import clock, swedish
from actionplan.choices import ReportKind
from actionplan.figures import previous_cutoff
from actionplan.models import ActionPlan
from actionplan.reports.content import preview_content
from actionplan.reports.formats import FORMATS


class Command(BaseCommand):
    help = "Gör en förhandsvisning av en rapport och sparar den i en fil. Inget publiceras och inget sparas i systemet."

    def add_arguments(self, parser):
        formats, kinds = ", ".join(FORMATS), ", ".join(ReportKind.values)
        parser.add_argument("--on", metavar="DAG", help="Brytdatum, till exempel 2017-12-31.")
        parser.add_argument(
            "--since", metavar="DAG", help="Jämför med den dagen. Annars med förra publicerade rapporten."
        )
        parser.add_argument("--plan", metavar="DNR", help="Planens diarienummer. Annars den plan som gällde på dagen.")
        parser.add_argument(
            "--kind", metavar="SORT", help=f"{kinds}. Annars helar för 31 december och delar för andra dagar."
        )
        parser.add_argument("--format", metavar="FORMAT", help=f"{formats}. Annars det som filens namn slutar på.")
        parser.add_argument("--output", metavar="FIL", help="Filen som rapporten sparas i.")

    def handle(self, *args, on, since, plan, kind, output, **options):
        cutoff = _cutoff(on)
        path, format_ = _file(output, options["format"])
        plan = _plan(plan, cutoff)
        compared = _day("--since", since) if since else previous_cutoff(plan, cutoff)
        if compared and compared >= cutoff:
            raise CommandError(f"--since: {compared} är inte före brytdatumet {cutoff}. Välj en tidigare dag.")
        content = preview_content(
            plan, kind=_kind(kind, cutoff), cutoff=cutoff, previous_cutoff=compared, made_on=clock.today()
        )
        if cutoff > clock.today():
            self.stderr.write(f"Obs! {cutoff} har inte varit än. Rapporten visar det som är registrerat hittills.")
        _write(path, FORMATS[format_].render(content))
        self.stdout.write(f"Rapporten per {cutoff} är sparad i {path}.")


def _cutoff(text: str | None) -> dt.date:
    if not text:
        raise CommandError("Ange brytdatum, till exempel --on 2017-12-31.")
    return _day("--on", text)


def _day(option: str, text: str) -> dt.date:
    try:
        return swedish.parse_date(text)
    except ValueError as error:
        raise CommandError(f"{option}: {error}") from error


def _file(output: str | None, format_: str | None) -> tuple[Path, str]:
    if not output:
        raise CommandError("Ange vilken fil rapporten ska sparas i, till exempel --output rapport.pdf.")
    path = Path(output)
    chosen = format_ or path.suffix.removeprefix(".").lower()
    if chosen not in FORMATS:
        raise CommandError(f"Formatet ”{chosen}” finns inte. Välj --format {swedish.listed(list(FORMATS), 'eller')}.")
    return path, chosen


def _kind(kind: str | None, cutoff: dt.date) -> str:
    if kind is None:
        return ReportKind.ANNUAL if (cutoff.month, cutoff.day) == (12, 31) else ReportKind.INTERIM
    if kind not in ReportKind.values:
        raise CommandError(f"Sorten ”{kind}” finns inte. Välj --kind {swedish.listed(ReportKind.values, 'eller')}.")
    return kind


def _plan(number: str | None, cutoff: dt.date) -> ActionPlan:
    plans = ActionPlan.objects.all()
    plan = plans.filter(registry_number=number).first() if number else plans.newest_begun(cutoff)
    if plan is None:
        raise CommandError(f"Det finns ingen plan med diarienummer {number}." if number else "Det finns ingen plan.")
    return plan


def _write(path: Path, made: bytes) -> None:
    try:
        path.write_bytes(made)
    except OSError as error:
        raise CommandError(f"Rapporten kunde inte sparas i {path}: {error.strerror}. Välj en annan fil.") from error
