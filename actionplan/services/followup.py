"""Recording how activities go. Only this module writes an activity's status, assessment, reported_on and moved deadline."""

import datetime as dt
import uuid
from itertools import groupby, pairwise
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from actionplan.choices import Assessment, RoundState, Status
from actionplan.models import ActionPlan, Activity, ReportingRound, StatusSpan, StatusUpdate
from actionplan.services.versions import advance_revision, lost_update
from actionplan.swedish import long_date

# What recording an update looks at of what was told before.
_TOLD = (
    "as_of",
    "recorded_at",
    "recorded_on",
    "status",
    "assessment",
    "new_ends_on",
    "form_token",
    "author",
    "activity",
)
_USED_FORM = "Formuläret är redan använt. Öppna aktiviteten igen och skriv in läget på nytt."
_IN_ORDER = ("as_of", "recorded_at", "id")


class _ChangedMeanwhile(Exception):
    """The activity is no longer what the caller has seen; nothing of the new update may stay."""


def record_status_update(
    *,
    activity: Activity,
    author,
    as_of: dt.date,
    recorded_at: dt.datetime,
    status: str,
    assessment: str = Assessment.NONE,
    comment: str = "",
    outcome=None,
    next_step: str = "",
    new_ends_on: dt.date | None = None,
    new_ends_reason: str = "",
    unchanged: bool = False,
    form_token: uuid.UUID | None = None,
    expected_version: int | None = None,
) -> StatusUpdate:
    """Add a status update and bring the activity's copies of it up to date.

    A form sent twice (same `form_token`) is the same update: the first is returned. Raises LostUpdate when the
    activity's version is no longer `expected_version` (None: do not ask), ValidationError in Swedish when a rule is broken.
    """
    token = form_token or uuid.uuid4()
    update = StatusUpdate(
        activity=activity,
        author=author,
        as_of=as_of,
        recorded_at=recorded_at,
        recorded_on=timezone.localdate(recorded_at),
        status=status,
        assessment=assessment or Assessment.NONE,
        comment=comment,
        outcome=outcome,
        next_step=next_step,
        new_ends_on=new_ends_on,
        new_ends_reason=new_ends_reason,
        unchanged=unchanged,
        form_token=token,
    )
    try:
        return _record(update, expected_version)
    except (_ChangedMeanwhile, IntegrityError) as error:
        if sent := StatusUpdate.objects.filter(form_token=token).first():
            return _same(sent, update)
        if isinstance(error, _ChangedMeanwhile):
            raise lost_update(Activity.objects.get(pk=activity.pk), expected_version) from None
        # The database says no first and costs nothing when all is well; the model then knows the words for it.
        update.full_clean(exclude=["activity", "author", "form_token"])
        raise


@transaction.atomic
def _record(update: StatusUpdate, expected_version: int | None) -> StatusUpdate:
    """Record it while the plan's row is locked, on the activity as the caller read it if that is what was expected."""
    if not advance_revision(update.activity.plan_id, ActionPlan.objects.open()):
        raise ValidationError("Planen är avslutad och tar inte emot fler lägesrapporter.")
    activity = update.activity
    if activity.version == expected_version and _is_after_all_others(update, activity):
        _copy(activity, update, moved_to=update.new_ends_on, moves=activity.deadline_moves + bool(update.new_ends_on))
        _store(update, activity)
        _end_span(activity, update)
        return update
    return _record_among(update, expected_version)


def _record_among(update: StatusUpdate, expected_version: int | None) -> StatusUpdate:
    """Record it with everything told before in view: a form sent again, a late visitor, an update about an earlier day."""
    activity = Activity.objects.get(pk=update.activity_id)
    told = list(activity.updates.only(*_TOLD).order_by(*_IN_ORDER))
    if sent := next((one for one in told if one.form_token == update.form_token), None):
        return _same(sent, update)
    if expected_version not in (None, activity.version):
        raise _ChangedMeanwhile
    update.recorded_at = _after_ties(update, told)
    _store(update, activity)
    updates = sorted([*told, update], key=attrgetter(*_IN_ORDER))
    _change_spans(spans_of(updates), update.as_of)
    moves = sorted((one for one in updates if one.new_ends_on), key=attrgetter("recorded_on", "recorded_at", "id"))
    _copy(activity, updates[-1], moved_to=moves[-1].new_ends_on if moves else None, moves=len(moves))
    return update


def _is_after_all_others(update: StatusUpdate, activity: Activity) -> bool:
    """Tell if the update is about a later day than any before, as nearly all are; those need not be read then."""
    return activity.reported_on is None or activity.reported_on < update.as_of


def _store(update: StatusUpdate, activity: Activity) -> None:
    _check_open(activity, update.recorded_on)
    _check_deadline(update, activity)
    _meet_the_rounds(update, activity)
    update.activity_version = activity.version + 1
    update.clean_fields(exclude=["activity", "author"])
    update.save(force_insert=True)


def confirm_unchanged(
    *, activity, author, on: dt.date, recorded_at: dt.datetime, form_token, expected_version
) -> StatusUpdate:
    """Record that what was last said still holds on the day: "Stämmer fortfarande". Same errors as record_status_update."""
    last = activity.updates.until(on).newest_first().first()
    said = last or StatusUpdate(status=Status.NOT_STARTED, assessment=Assessment.NONE)
    return record_status_update(
        activity=activity,
        author=author,
        as_of=on,
        recorded_at=recorded_at,
        status=said.status,
        assessment=said.assessment,
        comment=said.comment,
        outcome=said.outcome,
        next_step=said.next_step,
        unchanged=True,
        form_token=form_token,
        expected_version=expected_version,
    )


def rebuild_spans(activity_ids) -> None:
    """Write anew on which days each update of these activities holds."""
    updates = StatusUpdate.objects.filter(activity__in=activity_ids).order_by("activity_id", *_IN_ORDER)
    spans = []
    for _, told in groupby(updates, key=lambda update: update.activity_id):
        spans += spans_of(list(told))
    StatusSpan.objects.filter(activity__in=activity_ids)._raw_delete(DEFAULT_DB_ALIAS)
    StatusSpan.objects.bulk_create(spans, batch_size=1000)


def _end_span(activity: Activity, update: StatusUpdate) -> None:
    """Let the last span end the day before the update's own begins."""
    last = StatusSpan.objects.filter(activity=activity.pk, to_on__isnull=True)
    last.update(to_on=update.as_of - dt.timedelta(days=1))
    StatusSpan.objects.bulk_create(spans_of([update]))


def _change_spans(spans: list[StatusSpan], day: dt.date) -> None:
    """Write what a new update about a day changes: the span from that day on and the end of the one before. None goes."""
    i = next(i for i, span in enumerate(spans) if span.from_on == day)
    StatusSpan.objects.bulk_create(
        spans[max(i - 1, 0) : i + 1],
        update_conflicts=True,
        unique_fields=["activity", "from_on"],
        update_fields=["to_on", "update", "status", "assessment"],
    )


def spans_of(updates: list[StatusUpdate]) -> list[StatusSpan]:
    """Return the spans of one activity's updates, given oldest first; of several about one day the last holds."""
    held = {update.as_of: update for update in updates}
    days = [*sorted(held), None]
    return [
        StatusSpan(
            activity_id=held[day].activity_id,
            update=held[day],
            from_on=day,
            to_on=following and following - dt.timedelta(days=1),
            status=held[day].status,
            assessment=held[day].assessment,
        )
        for day, following in pairwise(days)
    ]


def _same(sent: StatusUpdate, update: StatusUpdate) -> StatusUpdate:
    if (sent.activity_id, sent.author_id) != (update.activity_id, update.author_id):
        raise ValidationError(_USED_FORM)
    return sent


def _check_open(activity: Activity, on: dt.date) -> None:
    if activity.closed_on and activity.closed_on < on:
        raise ValidationError("Aktiviteten är avslutad i planen och tar inte emot fler lägesrapporter.")


def _meet_the_rounds(update: StatusUpdate, activity: Activity) -> None:
    """Refuse what a locked round has closed, and let the update answer the open round whose cut-off it is no earlier than.

    Locking waits for the plan's row, which the caller holds, so no update slips in beside it.
    """
    met = list(
        ReportingRound.objects.filter(plan=activity.plan_id).meeting(update.as_of).only("name", "cutoff", "state")
    )
    refusing = next((one for one in met if one.state in RoundState.REFUSING), None)
    if refusing:
        day = long_date(refusing.cutoff)
        raise ValidationError(
            {"as_of": f"{refusing} är låst: läget till och med {day} går inte att ändra längre. Välj en senare dag."}
        )
    update.round = next(iter(met), None)


def _after_ties(update: StatusUpdate, told: list[StatusUpdate]) -> dt.datetime:
    """Of two updates about one day the one added last holds, even where the site's clock stands still (demo)."""
    last = max((one.recorded_at for one in told if one.as_of == update.as_of), default=None)
    return last + dt.timedelta(microseconds=1) if last and last >= update.recorded_at else update.recorded_at


def _check_deadline(update: StatusUpdate, activity: Activity) -> None:
    if not update.new_ends_on:
        return
    if update.status in Status.FINISHED:
        raise ValidationError(
            {"new_ends_on": "En genomförd eller avbruten aktivitet får ingen ny sluttid. Lämna fältet tomt."}
        )
    if activity.starts_on and update.new_ends_on < activity.starts_on:
        raise ValidationError(
            {"new_ends_on": f"Den nya sluttiden är före starten {activity.starts_on}. Välj en senare dag."}
        )


def _copy(activity: Activity, newest: StatusUpdate, *, moved_to: dt.date | None, moves: int) -> None:
    """Copy the newest update and the last moved deadline onto the activity, unless that has changed since it was read.

    No history row: the updates are the history of these fields.
    """
    copied = Activity.objects.filter(pk=activity.pk, version=activity.version).update(
        status=newest.status,
        assessment=newest.assessment,
        reported_on=newest.as_of,
        ends_on=moved_to or activity.ends_on,
        deadline_moves=moves,
        version=F("version") + 1,
    )
    if not copied:
        raise _ChangedMeanwhile
