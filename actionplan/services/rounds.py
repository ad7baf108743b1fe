"""Follow-up rounds: planned, opened, reviewed, locked and unlocked. Each verb holds the plan's row, as updates do."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from actionplan import swedish
from actionplan.choices import ReviewVerdict, RoundState, RoundStepKind
from actionplan.models import Activity, ReportingRound, RoundReview, RoundStep, StatusUpdate, User
from actionplan.services.plan import check_open, lock_plan
from actionplan.services.versions import advance_revision, lost_update, take_version
from actionplan.swedish import long_date

# What can no longer be changed in each state.
FIXED = {
    RoundState.PLANNED: (),
    RoundState.OPEN: ("cutoff", "opens_on"),
    RoundState.LOCKED: ("cutoff", "opens_on", "closes_on"),
    RoundState.PUBLISHED: ("cutoff", "opens_on", "closes_on"),
}
_SAME_ROUND = ("plan", "name", "cutoff", "opens_on", "closes_on", "board_meeting_on", "board_meeting_text")


@transaction.atomic
def create_round(round_: ReportingRound) -> ReportingRound:
    """Store a planned round, which may lie ahead. The same round twice is one: the form was sent twice."""
    check_open(lock_plan(round_.plan_id))
    same = ReportingRound.objects.filter(**{name: getattr(round_, name) for name in _SAME_ROUND})
    if found := same.first():
        return found
    advance_revision(round_.plan_id)  # a report of its day belongs to it
    round_.full_clean()
    round_.save()
    return round_


@transaction.atomic
def edit_round(round_: ReportingRound, *, expected_version: int) -> ReportingRound:
    """Store an edited round. What its state has fixed cannot change. Raises LostUpdate or ValidationError."""
    stored = _stored(round_)
    take_version(round_, expected_version)
    moved = [name for name in FIXED[stored.state] if getattr(round_, name) != getattr(stored, name)]
    if moved:
        raise ValidationError(
            {name: f"Omgången är {_word(stored)}. Då går dagen inte att ändra längre." for name in moved}
        )
    _check_drafts(round_, stored)
    round_.full_clean()
    round_.save()
    return round_


@transaction.atomic
def open_round(round_: ReportingRound, *, by: User, at: dt.datetime, expected_version: int) -> ReportingRound:
    """Let the round take answers; opened before its day, it opens that day. Raises LostUpdate or ValidationError."""
    if done := _clicked_twice(round_, expected_version, RoundState.OPEN, RoundStepKind.OPENED, by):
        return done
    stored = _taken(round_, expected_version, RoundState.PLANNED)
    on = timezone.localdate(at)
    _check_may_open(stored, on)
    stored.opens_on = min(stored.opens_on, on)
    return _moved(stored, RoundState.OPEN, RoundStepKind.OPENED, by, at)


@transaction.atomic
def lock_round(
    round_: ReportingRound, *, by: User, at: dt.datetime, reason: str = "", expected_version: int
) -> ReportingRound:
    """From here on updates about the cut-off or an earlier day are refused. Raises LostUpdate or ValidationError."""
    if done := _clicked_twice(round_, expected_version, RoundState.LOCKED, RoundStepKind.LOCKED, by, reason):
        return done
    stored = _taken(round_, expected_version, RoundState.OPEN)
    return _moved(stored, RoundState.LOCKED, RoundStepKind.LOCKED, by, at, reason)


@transaction.atomic
def unlock_round(
    round_: ReportingRound, *, by: User, at: dt.datetime, reason: str, expected_version: int
) -> ReportingRound:
    """Open a locked round again, until its report is published. Raises LostUpdate or ValidationError."""
    if done := _clicked_twice(round_, expected_version, RoundState.OPEN, RoundStepKind.UNLOCKED, by, reason):
        return done
    stored = _taken(round_, expected_version, RoundState.LOCKED)
    if not swedish.normalise(reason):
        raise ValidationError({"reason": "Skriv varför omgången låses upp."})
    if stored.reports.published().exists():
        raise ValidationError("Omgångens rapport är publicerad. Rätta den med en ny version i stället.")
    _check_alone(stored)
    return _moved(stored, RoundState.OPEN, RoundStepKind.UNLOCKED, by, at, reason)


@transaction.atomic
def review_activity(
    round_: ReportingRound,
    activity: Activity,
    verdict: str,
    question: str,
    by: User,
    at: dt.datetime,
    expected_version: int | None = None,
) -> RoundReview:
    """Say of an answer that it is reviewed, or ask for more. The same said twice about the same answer is said once.

    `expected_version` is the activity's, as the chief has read it: raises LostUpdate if more has been told since.
    """
    stored = _stored(round_)
    if stored.state != RoundState.OPEN:
        raise ValidationError(f"Omgången är {_word(stored)}. Svar granskas medan den är öppen.")
    read = Activity.objects.get(pk=activity.pk, plan=stored.plan_id)
    if expected_version not in (None, read.version):
        raise lost_update(read, expected_version)
    told = _told(read, at).order_by("-recorded_at").first()
    review = RoundReview(round=stored, activity=read, verdict=verdict, question=question, by=by, at=_after(at, told))
    _check_review(review)
    if same := _said_already(review, told):
        return same
    review.save()
    advance_revision(stored.plan_id)
    return review


@transaction.atomic
def review_shown(round_: ReportingRound, versions: dict[int, int], *, by: User, at: dt.datetime) -> int:
    """Say of several answers, read in these versions (by activity id), that they are reviewed; return how many now are.

    What has been told of since, or has no answer, is left as it is. Raises ValidationError if the round is not open.
    """
    stored = _stored(round_)
    if stored.state != RoundState.OPEN:
        raise ValidationError(f"Omgången är {_word(stored)}. Svar granskas medan den är öppen.")
    read = Activity.objects.filter(plan=stored.plan_id, pk__in=versions).order_by("pk")
    answered = [one for one in read if one.version == versions[one.pk] and _has_answered(stored, one, at)]
    for activity in answered:
        review_activity(stored, activity, ReviewVerdict.REVIEWED, "", by, at)
    return len(answered)


def _has_answered(round_: ReportingRound, activity: Activity, at: dt.datetime) -> bool:
    return _told(activity, at).filter(as_of__gte=round_.cutoff).exists()


@transaction.atomic
def note_reminder(round_: ReportingRound, *, by: User, at: dt.datetime, text: str) -> RoundStep:
    """Write down that reminders were sent, and to how many."""
    return RoundStep.objects.create(round=round_, kind=RoundStepKind.REMINDED, by=by, at=at, text=text)


def _stored(round_: ReportingRound) -> ReportingRound:
    """Return the round as stored, with its plan's row held, so that nobody changes either until the transaction ends."""
    check_open(lock_plan(round_.plan_id))
    return ReportingRound.objects.select_for_update(no_key=True).get(pk=round_.pk)


def _taken(round_: ReportingRound, expected_version: int, state: str) -> ReportingRound:
    """Return the stored round with its next version claimed, if it is in the state; who comes second is told of the first."""
    stored = _stored(round_)
    take_version(stored, expected_version)
    if stored.state != state:
        raise ValidationError(f"Omgången är {_word(stored)}. Läs sidan igen.")
    return stored


def _clicked_twice(
    round_: ReportingRound, expected_version: int, state: str, kind: str, by: User, text: str = ""
) -> ReportingRound | None:
    """Return the round if the same person has just done this, with the same form: nobody else is there to be told of."""
    stored = _stored(round_)
    if (stored.state, stored.version) != (state, expected_version + 1):
        return None
    last = stored.steps.filter(kind=kind).order_by("pk").last()
    return stored if last and (last.by_id, last.text) == (by.pk, text) else None


def _moved(stored: ReportingRound, state: str, kind: str, by: User, at: dt.datetime, text: str = "") -> ReportingRound:
    stored.state = state
    stored.full_clean()
    step = RoundStep(round=stored, kind=kind, by=by, at=at, text=text)
    step.full_clean()
    stored.save()
    step.save()
    return stored


def _check_drafts(round_: ReportingRound, stored: ReportingRound) -> None:
    """A round with a draft keeps its cut-off: the draft is of that day."""
    draft = stored.reports.drafts().first()
    if draft and round_.cutoff != stored.cutoff:
        raise ValidationError({"cutoff": f"Omgången har en rapport per {draft.cutoff}. Ta bort utkastet först."})


def _check_may_open(round_: ReportingRound, on: dt.date) -> None:
    if round_.cutoff > on:
        raise ValidationError(
            f"Brytdatumet {long_date(round_.cutoff)} ligger i framtiden. Omgången öppnas tidigast den dagen."
        )
    if round_.closes_on < on:
        raise ValidationError(
            f"Omgången skulle ha stängt {long_date(round_.closes_on)}. Ändra dagen då den stänger först."
        )
    _check_alone(round_)


def _check_alone(round_: ReportingRound) -> None:
    """One round is open at a time, and none behind one that refuses what it asks for."""
    others = ReportingRound.objects.filter(plan=round_.plan_id).exclude(pk=round_.pk)
    if other := others.open().first():
        raise ValidationError(f"{other} är öppen. Lås den först.")
    if other := others.refusing().filter(cutoff__gte=round_.cutoff).first():
        raise ValidationError(f"{other} har ett senare brytdatum och är {_word(other)}. Då kan ingen svara här.")


def _check_review(review: RoundReview) -> None:
    review.question = review.question.strip() if review.verdict == ReviewVerdict.COMPLETE else ""
    if review.verdict == ReviewVerdict.COMPLETE and not review.question:
        raise ValidationError({"question": "Skriv vad som behöver kompletteras."})
    answered = _has_answered(review.round, review.activity, review.at)
    if review.verdict == ReviewVerdict.REVIEWED and not answered:
        raise ValidationError("Ingen har svarat om aktiviteten ännu, så det finns inget att granska.")
    review.full_clean()


def _said_already(review: RoundReview, told: StatusUpdate | None) -> RoundReview | None:
    """Return the newest review if it says the same and nothing has been told since."""
    last = review.round.reviews.filter(activity=review.activity_id).newest_first().first()
    same = last and (last.verdict, last.question) == (review.verdict, review.question)
    return last if same and not (told and told.recorded_at >= last.at) else None


def _told(activity: Activity, at: dt.datetime):
    """Return what has been told of the activity up to the moment's day, as the pages show it; the demo holds later rows."""
    return activity.updates.until(timezone.localdate(at))


def _after(at: dt.datetime, told: StatusUpdate | None) -> dt.datetime:
    """A review comes after what it reviews, even where the site's clock stands still (demo)."""
    return max(at, told.recorded_at + dt.timedelta(microseconds=1)) if told else at


def _word(round_: ReportingRound) -> str:
    return round_.get_state_display().lower()
