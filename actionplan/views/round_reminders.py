"""Reminding those who have not answered in a round: who gets a letter now, who has had today's, and sending it."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from actionplan import clock, swedish
from actionplan.choices import MailKind, RoundState
from actionplan.forms.base import ButtonForm
from actionplan.mail.posting import Post
from actionplan.mail.reminders import draft_reminders
from actionplan.services.plan import CLOSED_PLAN
from actionplan.services.reminders import readers_of
from actionplan.services.rounds import note_reminder
from actionplan.views import round_access
from actionplan.views.round_verbs import tell_state
from actionplan.views.rounds import about_round
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def round_remind(request, pk):
    """Write to everybody whose departments have not answered: one mail each, once a day."""
    round_ = round_access.round_to_edit(request, pk)
    if round_.plan.is_closed:
        messages.info(request, CLOSED_PLAN)
        return redirect(round_)
    if round_.state != RoundState.OPEN:
        tell_state(request, round_)
        return redirect(round_)
    site = settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")
    drafts = draft_reminders(round_, MailKind.REMINDER, clock.today(), site)
    form = ButtonForm(typed(request), initial={"version": round_.version})
    tried = attempt(request, form, lambda: Post(site, clock.now, by=request.user).send(list(drafts.reminders)))
    if tried.saved:
        _say_what_was_sent(request, round_, tried.saved)
        return redirect(round_)
    page = about_round(round_, "Påminn de som inte har svarat") | {
        "drafts": drafts,
        "readers": readers_of(drafts.reminders, round_, clock.today()),
    }
    return form_page(request, "actionplan/round_remind.html", form, tried, **page)


def _say_what_was_sent(request, round_, posted) -> None:
    if posted.sent:
        number = swedish.counted(len(posted.sent), "person har fått ett brev", "personer har fått varsitt brev")
        messages.success(request, f"{number}.")
        note_reminder(round_, by=request.user, at=clock.now(), text=f"{number}.")
    elif not (posted.failed or posted.unsure or posted.stopped):
        messages.info(request, "Ingen behövde påminnas: alla har svarat, eller har redan fått en påminnelse i dag.")
    if posted.failed or posted.unsure:
        number = swedish.counted(len(posted.failed) + len(posted.unsure), "brev", "brev")
        messages.error(request, f"{number} gick kanske inte fram. Be den som är administratör att se efter.")
    if posted.stopped:
        messages.error(request, posted.stopped)
