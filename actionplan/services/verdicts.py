"""What a proposer says of a completed activity. The newest verdict holds; the older ones stay."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actionplan import swedish
from actionplan.choices import Status
from actionplan.models import Activity, Proposal, User, Verdict
from actionplan.services.versions import advance_period

NOT_ITS_ACTIVITY = "Aktiviteten svarar inte på det här förslaget. Välj en av dem i listan."
NOT_COMPLETED = "Aktiviteten är inte genomförd än. Skriv in omdömet när den är det."
TOO_EARLY = "Aktiviteten var inte genomförd den dagen. Den blev det {day}. Skriv dagen då företaget sa det."
IN_THE_FUTURE = "Dagen har inte varit än. Skriv dagen då företaget sa det."
USED_FORM = "Formuläret är redan använt. Öppna förslaget igen och skriv in omdömet på nytt."


def completed_activities(proposal: Proposal, on: dt.date):
    """Return the activities that answer the proposal and were completed by the day."""
    return Activity.objects.seen_on(on).filter(links__proposal=proposal, status_on=Status.COMPLETED).order_by("code")


def record_verdict(
    *,
    proposal: Proposal,
    activity: Activity,
    value: str,
    comment: str,
    said_on: dt.date,
    by: User,
    on: dt.date,
    recorded_at: dt.datetime,
    form_token: uuid.UUID,
) -> Verdict:
    """Take down what the proposer says. A form sent twice (same `form_token`) is one verdict: the first is returned.

    Raises ValidationError in Swedish, beside the field: for an activity that is no completed answer to the proposal, a
    day to come or before it was completed, or "inte än" without a comment.
    """
    verdict = Verdict(
        proposal=proposal,
        activity=activity,
        value=value,
        comment=comment,
        said_on=said_on,
        by=by,
        recorded_at=recorded_at,
        form_token=form_token,
    )
    try:
        return _record(verdict, on)
    except IntegrityError:
        return _same(Verdict.objects.get(form_token=form_token), verdict)


@transaction.atomic
def _record(verdict: Verdict, on: dt.date) -> Verdict:
    advance_period(verdict.proposal.event.mandate_period_id)
    if sent := Verdict.objects.filter(form_token=verdict.form_token).first():
        return _same(sent, verdict)
    _check(verdict, on)
    verdict.full_clean(exclude=["form_token"])
    verdict.save()
    return verdict


def _check(verdict: Verdict, on: dt.date) -> None:
    errors = {}
    if not verdict.proposal.links.filter(activity=verdict.activity).exists():
        errors["activity"] = NOT_ITS_ACTIVITY
    elif not completed_activities(verdict.proposal, on).filter(pk=verdict.activity_id).exists():
        errors["activity"] = NOT_COMPLETED
    if verdict.said_on > on:
        errors["said_on"] = IN_THE_FUTURE
    elif (
        not errors
        and not completed_activities(verdict.proposal, verdict.said_on).filter(pk=verdict.activity_id).exists()
    ):
        errors["said_on"] = TOO_EARLY.format(day=swedish.long_date(_completed_on(verdict.activity, on)))
    if errors:
        raise ValidationError(errors)


def _completed_on(activity: Activity, on: dt.date) -> dt.date:
    """Return since when a completed activity is that; a later update that says the same does not move the day."""
    days = activity.spans.filter(from_on__lte=on).order_by("from_on").values_list("from_on", "status")
    since = None
    for day, status in days:
        since = (since or day) if status == Status.COMPLETED else None
    return since


def _same(sent: Verdict, verdict: Verdict) -> Verdict:
    if (sent.proposal_id, sent.by_id) != (verdict.proposal_id, verdict.by_id):
        raise ValidationError(USED_FORM)
    return sent
