"""What the chief does with a round: opens, locks and unlocks it, and reviews the answers. Each is confirmed first."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from actionplan import clock, swedish
from actionplan.choices import ReviewVerdict, RoundState
from actionplan.figures import checklist, round_figures, round_rows
from actionplan.forms.base import ButtonForm
from actionplan.forms.rounds import ReasonForm, ReviewForm, ReviewShownForm
from actionplan.services.rounds import (
    lock_round,
    open_round,
    review_activity,
    review_shown,
    unlock_round,
)
from actionplan.services.versions import LostUpdate
from actionplan.views import round_access
from actionplan.views.rounds import about_round, kept
from actionplan.views.saving import attempt, form_page, typed


@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request, pk):
    """Let a planned round take answers."""
    round_ = round_access.round_to_edit(request, pk)
    if _is_past(request, round_, RoundState.PLANNED):
        return redirect(round_)
    form = ButtonForm(typed(request), initial={"version": round_.version})

    def save():
        return open_round(round_, **_who(request), expected_version=form.cleaned_data["version"])

    tried = attempt(request, form, save)
    if tried.saved:
        messages.success(request, f"{round_} är öppen. Aktiviteterna väntar nu på svar.")
        return redirect(round_)
    hindrance = _hindrance(request, lambda: open_round(round_, **_who(request), expected_version=round_.version))
    page = about_round(round_, f"Öppna {round_}") | {"today": clock.today(), "hindrance": hindrance}
    return form_page(request, "actionplan/round_open.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def round_lock(request, pk):
    """Lock an open round, with the checklist in view."""
    round_ = round_access.round_to_edit(request, pk)
    if _is_past(request, round_, RoundState.OPEN):
        return redirect(round_)
    form = ReasonForm(typed(request), initial={"version": round_.version})
    tried = attempt(request, form, lambda: lock_round(round_, **form.values(), **_who(request)))
    if tried.saved:
        messages.success(request, f"{round_} är låst.")
        return redirect(round_)
    on = clock.today()
    page = about_round(round_, f"Lås {round_}") | {
        "checks": checklist(round_, on),
        "figures": round_figures(round_, on),
    }
    return form_page(request, "actionplan/round_lock.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def round_unlock(request, pk):
    """Open a locked round again, with a reason."""
    round_ = round_access.round_to_edit(request, pk)
    if _is_past(request, round_, RoundState.LOCKED):
        return redirect(round_)
    why = "Skriv varför omgången låses upp."
    form = ReasonForm(typed(request), initial={"version": round_.version}, why=why)
    tried = attempt(request, form, lambda: unlock_round(round_, **form.values(), **_who(request)))
    if tried.saved:
        messages.success(request, f"{round_} är öppen igen.")
        return redirect(round_)
    how = {"reason": why, "expected_version": round_.version}
    hindrance = _hindrance(request, lambda: unlock_round(round_, **_who(request), **how))
    page = about_round(round_, f"Lås upp {round_}") | {"hindrance": hindrance}
    return form_page(request, "actionplan/round_unlock.html", form, tried, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def round_review(request, round, activity):
    """Say of one activity's answer that it is reviewed, or ask for more."""
    round_, activity = round_access.activity_to_review(request, round, activity)
    if _is_past(request, round_, RoundState.OPEN):
        return redirect(round_)
    initial = {"version": activity.version, "verdict": ReviewVerdict.COMPLETE if "fraga" in request.GET else None}
    form = ReviewForm(typed(request), initial=initial)
    tried = attempt(request, form, lambda: _review(request, round_, activity, form))
    back = f"{round_.get_absolute_url()}?{urlencode(kept(request))}"
    if tried.saved:
        messages.success(request, _reviewed_words(activity, tried.saved))
        return redirect(back)  # to the top of the page, where the message stands
    [row] = round_rows(round_, clock.today(), [activity.pk])
    page = about_round(round_, f"Granska {activity.code}") | {"row": row, "back": f"{back}#svar"}
    return form_page(request, "actionplan/round_review.html", form, tried, **page)


@require_POST
def round_review_shown(request, pk):
    """Say of all answers the page showed that they are reviewed."""
    round_ = round_access.round_to_edit(request, pk)
    form = ReviewShownForm(request.POST)
    try:
        if form.is_valid():
            shown = form.cleaned_data["answers"]
            number = review_shown(round_, shown, **_who(request))
            _say_how_many(request, number, len(shown) - number)
        else:
            messages.error(request, form.errors["answers"][0])
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(f"{round_.get_absolute_url()}?{urlencode(kept(request))}")


def _say_how_many(request, number: int, left: int) -> None:
    messages.success(request, f"{swedish.counted(number, 'svar är granskat', 'svar är granskade')}.")
    if left:
        messages.warning(
            request,
            f"{left} svar ändrades medan du läste, och granskades inte. Läs {'det' if left == 1 else 'dem'} igen.",
        )


def _review(request, round_, activity, form):
    said = form.cleaned_data
    who = {**_who(request), "expected_version": said["version"]}
    return review_activity(round_, activity, said["verdict"], said["question"], **who)


def _reviewed_words(activity, review) -> str:
    if review.verdict == ReviewVerdict.COMPLETE:
        return f"Frågan om {activity.code} är sparad."
    return f"{activity.code}: granskad. Det är sparat."


def _who(request) -> dict:
    return {"by": request.user, "at": clock.now()}


def _is_past(request, round_, state: str) -> bool:
    """Tell somebody who comes to a page that is of no use in the round's state; what is posted is answered by the service."""
    if round_.state == state or request.method == "POST":
        return False
    tell_state(request, round_)
    return True


def _hindrance(request, verb) -> str:
    """Return why the verb (a service) would refuse now; it is tried and undone, so that page and button say the same."""
    if request.method == "POST":
        return ""
    try:
        with transaction.atomic():
            verb()
            transaction.set_rollback(True)
    except ValidationError as error:
        return " ".join(error.messages)
    except LostUpdate:  # who presses the button is shown what the other person did
        return ""
    return ""


def tell_state(request, round_) -> None:
    messages.info(request, f"{round_} är {round_.get_state_display().lower()}.")
