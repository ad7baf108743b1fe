"""Send the reminders of follow-up rounds that are due; run it as often as you like, each is sent once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from actionplan import clock, swedish
from actionplan.mail.delivery import NOT_SET_UP
from actionplan.mail.posting import Post, Posted, is_only_printed
from actionplan.mail.reminders import due_reminders
from actionplan.services import reminders as outbox

_NO_SITE = "Ställ in SITE_URL, till exempel https://plan.example.se. Länkarna i breven börjar med den."
_RESEND = (
    "Avbrottet kom medan servern svarade. De skickas inte igen av sig själva. Vill du det, kör send_reminders "
    "--resend-unsure om tio minuter."
)


class Command(BaseCommand):
    help = (
        "Skickar påminnelser om uppföljningen: en vecka före brytdatum, när omgången är öppen och en vecka innan den "
        "stänger. Ett brev till varje handläggare. Kan köras hur ofta som helst; varje brev skickas en gång."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", metavar="DAG", help="Dagen, till exempel 2017-12-31. Annars i dag.")
        parser.add_argument("--dry-run", action="store_true", help="Skriv bara vad som skulle skickas.")
        parser.add_argument(
            "--resend-unsure",
            action="store_true",
            help="Skicka om det som kanske är skickat för mer än tio minuter sedan.",
        )

    def handle(self, *args, on, dry_run, resend_unsure, **options):
        if not settings.SITE_URL:
            raise CommandError(_NO_SITE)
        found = due_reminders(_day(on), settings.SITE_URL)
        reminders = [reminder for _, drafts in found for reminder in drafts.reminders]
        self._tell_who_is_not_reached(found)
        if dry_run:
            self._tell_what_is_due(reminders)
        else:
            self._send(reminders, Post(settings.SITE_URL, clock.now, resend_unsure=resend_unsure))

    def _send(self, reminders, post: Post) -> None:
        if is_only_printed():
            raise CommandError(NOT_SET_UP)
        posted = post.send(reminders)
        known = outbox.states_of(reminders).values()
        self._tell(posted, unsure=sum(map(outbox.is_unsure, known)), given_up=sum(map(outbox.has_given_up, known)))
        if posted.failed or posted.unsure or posted.stopped or any(map(outbox.has_given_up, known)):
            raise CommandError(posted.stopped or "Alla brev gick inte att skicka. Se ovan.")

    def _tell_who_is_not_reached(self, found) -> None:
        for round_, drafts in found:
            for department in drafts.silent:
                self.stdout.write(f"Ingen att skriva till: {department} har svar kvar i {round_}.")

    def _tell_what_is_due(self, reminders) -> None:
        known = outbox.states_of(reminders)
        left = [one for one in reminders if one.key not in known or _is_to_be_sent(known[one.key])]
        for reminder in left:
            self.stdout.write(f"Skulle skickas: {reminder.about}")
        self.stdout.write(f"{_letters(len(left))} skulle skickas.")

    def _tell(self, posted: Posted, *, unsure: int, given_up: int) -> None:
        for reminder in posted.sent:
            self.stdout.write(f"Skickat: {reminder.about}")
        for reminder, error in posted.failed:
            self.stderr.write(f"Inte skickat: {reminder.about}. {error}")
        if unsure:
            self.stderr.write(f"{_letters(unsure)} är kanske skickade. {_RESEND}")
        if given_up:
            self.stderr.write(
                f"{_letters(given_up)} har misslyckats {outbox.MOST_ATTEMPTS} gånger och skickas inte mer."
            )
        self.stdout.write(f"{_letters(len(posted.sent))} skickade, {len(posted.failed)} misslyckade.")


def _is_to_be_sent(mail) -> bool:
    return not (mail.sent_at or outbox.is_unsure(mail) or outbox.has_given_up(mail))


def _letters(number: int) -> str:
    return swedish.counted(number, "brev", "brev")


def _day(text):
    try:
        return swedish.parse_date(text) if text else clock.today()
    except ValueError as error:
        raise CommandError(str(error)) from error
