"""Letters to those who made proposals at an event: read first, sent once, and what became of each."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from actionplan import clock, swedish
from actionplan.choices import MailKind, MailState
from actionplan.forms.letters import REWRITE, SEND, SENT, LettersForm, SettleForm
from actionplan.mail import deliver, draft_letters
from actionplan.models import Outbox
from actionplan.services import outbox
from actionplan.services.outbox import Letter, queue_letters
from actionplan.views import consultation_access
from actionplan.views.saving import attempt, form_page, typed

_GONE = "Brevet kan inte ändras längre: det är skickat, eller så har någon annan redan gjort det här."


@require_http_methods(["GET", "HEAD", "POST"])
def event_letters(request, pk):
    """Show the letters that can be sent now, send those that are ticked, and show what has been sent."""
    event = consultation_access.event_to_edit(request, pk)
    kind = _kind(request)
    handout = request.build_absolute_uri(reverse("event_handout", args=[pk])) if event.is_public else ""
    drafts = draft_letters(event, kind, clock.today(), handout=handout)
    by_key = {_key(kind, letter): letter for letter in drafts.letters}
    form = LettersForm(typed(request), keys=list(by_key))
    tried = attempt(request, form, lambda: _queue(request, event, kind, form, by_key))
    if tried.saved is not None:
        _send(request, tried.saved)
        return redirect(f"{_page_of(event.pk)}?typ={kind.value}")
    context = {
        "event": event,
        "kind": kind,
        "kinds": [(one, one == kind) for one in MailKind if one in MailKind.TO_PROPOSERS],
        "letters": [(key, letter, key in (form["letters"].value() or [])) for key, letter in by_key.items()],
        "unreachable": _by_proposer(drafts.without_address),
        "reply_to": _reply_to(request),
        "sent": _sent(event),
    }
    return form_page(request, "actionplan/event_letters.html", form, tried, **context)


@require_POST
def letter_settle(request, pk):
    """Send a letter once more, write down that it arrived, or take it back to be written anew: on the chief's word."""
    mail = consultation_access.letter_to_settle(request, pk)
    form = SettleForm(request.POST)
    event = mail.proposals.values_list("event", flat=True).first()
    if not form.is_valid():
        messages.error(request, "Välj med en av knapparna vad som ska hända med brevet.")
    else:
        _settle(request, mail, form.cleaned_data["do"])
    return redirect(f"{_page_of(event)}?typ={mail.kind}#skickade")


def _kind(request) -> MailKind:
    key = request.GET.get("typ", "")
    return MailKind(key) if key in MailKind.TO_PROPOSERS else MailKind.DECIDED


def _key(kind: str, letter: Letter) -> str:
    """Return what tells this letter, to the letter, from what it may be a moment later."""
    return hashlib.sha256(repr((kind.value, letter)).encode()).hexdigest()[:24]


def _queue(request, event, kind, form, by_key) -> list[Outbox]:
    chosen = [by_key[key] for key in form.cleaned_data["letters"]]
    return queue_letters(chosen, event=event, kind=kind, by=request.user, at=clock.now())


def _send(request, mails: list[Outbox]) -> None:
    """Send what was put in the outbox and say what became of it."""
    deliver(mails, reply_to=_reply_to(request), now=clock.now)
    states = list(Outbox.objects.filter(pk__in=[mail.pk for mail in mails]).values_list("state", flat=True))
    sent, all_of_them = states.count(MailState.SENT), len(states)
    if not mails:
        messages.warning(request, "Breven är redan skickade. Inget skickades nu.")
    elif sent == all_of_them:
        messages.success(request, f"{swedish.counted(sent, 'brev är skickat', 'brev är skickade')}.")
    else:
        messages.error(
            request, f"{sent} av {all_of_them} brev är skickade. Vad som hände med de andra står längst ned."
        )


def _settle(request, mail: Outbox, do: str) -> None:
    """Do as the button says, unless somebody else has done something with the letter first."""
    if do == SENT and outbox.mark_sent(mail, at=clock.now()):
        messages.success(request, "Brevet står nu som skickat.")
    elif do == REWRITE and outbox.withdraw(mail):
        messages.success(request, "Brevet är borttaget. Det står bland breven att skicka, med dagens adress och text.")
    elif do == SEND and (mail.state == MailState.WAITING or outbox.release(mail)):
        _send(request, [mail])
    else:
        messages.error(request, _GONE)


def _by_proposer(proposals) -> list[tuple[str, str, list]]:
    """Return each proposer without an address: name, the page where one can be added, and the proposals."""
    found = {}
    for proposal in proposals:
        address = proposal.company.get_absolute_url() if proposal.company else ""
        found.setdefault((proposal.proposer or "Okänd förslagslämnare", address), []).append(proposal)
    return [(name, address, told) for (name, address), told in found.items()]


def _sent(event) -> list[Outbox]:
    mails = Outbox.objects.filter(proposals__event=event).distinct()
    return list(mails.select_related("created_by").prefetch_related("proposals"))


def _page_of(pk: int) -> str:
    return reverse("event_letters", args=[pk])


def _reply_to(request) -> str:
    return settings.CONTACT_EMAIL or request.user.email
