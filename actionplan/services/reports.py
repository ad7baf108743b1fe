"""Making, publishing and correcting reports. The door builds content and files and hands them in; here they are frozen."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from actionplan.choices import RoundState, RoundStepKind
from actionplan.models import ActionPlan, Report, ReportFile, ReportingRound, RoundStep, User
from actionplan.services.events import checksum
from actionplan.services.notices import queue_notices
from actionplan.services.plan import lock_plan
from actionplan.services.versions import take_version
from actionplan.swedish import long_date

FROZEN = "Rapporten är publicerad och ändras inte. Gör en ny version som säger vad som är rättat."
NOT_PUBLISHED = "Rapporten är inte publicerad än. Ändra i utkastet i stället."
REMOVED = "Utkastet är borttaget. Gör ett nytt om rapporten ändå behövs."
CHANGED = "Underlaget har ändrats sedan du öppnade sidan. Läs förhandsvisningen igen och publicera sedan."
_COPIED = ("plan", "kind", "cutoff", "summary", "judgements", "visibility", "is_example")


@transaction.atomic
def create_report(
    plan: ActionPlan, *, kind: str, cutoff: dt.date, round: ReportingRound | None = None, by: User, at: dt.datetime
) -> Report:
    """Make a draft, or return the one there is: the form was sent twice. A report on example data is example data.

    Raises ValidationError for a cut-off in the future or a report that is published already.
    """
    lock_plan(plan.pk)
    example = plan.activities.filter(is_example=True).exists()
    report = Report(plan=plan, round=round, kind=kind, cutoff=cutoff, created_at=at, created_by=by, is_example=example)
    _check_day(report, timezone.localdate(at))
    versions = Report.objects.same_report(report)
    if draft := versions.drafts().last():
        return draft
    if versions.exists():
        raise ValidationError("Den rapporten är redan publicerad. Rätta den med en ny version.")
    report.full_clean()
    report.save()
    return report


@transaction.atomic
def edit_report(report: Report, *, expected_version: int) -> Report:
    """Store an edited draft. Raises LostUpdate, or ValidationError for what is published or cannot be printed."""
    _draft(report)
    take_version(report, expected_version)
    report.full_clean()
    report.save()
    return report


@transaction.atomic
def publish_report(
    report: Report,
    *,
    content: dict,
    files: list[tuple[str, str, str, bytes]],
    by: User,
    at: dt.datetime,
    unanswered_reason: str = "",
    expected_version: int,
    expected_revision: int | None = None,
    notices=(),
    of_round: bool = True,
) -> Report:
    """Freeze a draft: `content` and `files` (format, name, content type, bytes) never change from here on.

    The plan's round with its cut-off, if any, becomes published (unless it is not `of_round`: the example's), and
    `notices` are put in the outbox. Raises LostUpdate if somebody has edited the draft since, and ValidationError if it
    is published already or the plan's revision is not the one the content was built from.
    """
    stored = _draft(report)
    take_version(stored, expected_version)
    if expected_revision not in (None, ActionPlan.objects.values_list("revision", flat=True).get(pk=stored.plan_id)):
        raise ValidationError({"seen": CHANGED})
    if not content or not files:
        raise ValidationError("Rapporten har inget innehåll. Öppna sidan igen och publicera därifrån.")
    for file in files:
        _keep(stored, *file)
    stored.round = stored.round_of_cutoff() if of_round else None
    stored.content, stored.unanswered_reason = content, unanswered_reason
    stored.published_at, stored.published_by = at, by
    stored.full_clean()
    stored.save()
    if stored.round:
        _publish_round(stored, by, at)
    queue_notices(notices, by=by, at=at)
    return stored


@transaction.atomic
def correct_report(report: Report, *, correction: str, by: User, at: dt.datetime) -> Report:
    """Make the draft of the next version, which says what is corrected and why. The same asked for twice is one draft.

    Raises ValidationError if the report is a draft, or is not the version that holds.
    """
    lock_plan(report.plan_id)
    stored = Report.objects.get(pk=report.pk)
    if not stored.is_published:
        raise ValidationError(NOT_PUBLISHED)
    newest = Report.objects.same_report(stored).last()
    if newest.pk != stored.pk:
        return _asked_again(newest, correction)
    draft = Report(**{name: getattr(stored, name) for name in _COPIED}, number=stored.number + 1, previous=stored)
    draft.correction, draft.created_at, draft.created_by = correction, at, by
    draft.round = stored.round_of_cutoff()  # perhaps planned since the first
    draft.full_clean()
    draft.save()
    return draft


@transaction.atomic
def remove_draft(report: Report, *, expected_version: int) -> None:
    """Take a draft away; its history stays.

    Raises LostUpdate if somebody has edited it since, and ValidationError for what is published or has papers of its own.
    """
    stored = _draft(report)
    take_version(stored, expected_version)
    try:
        stored.delete()
    except ProtectedError as error:
        raise ValidationError("Det finns beslut eller dokument om utkastet, så det tas inte bort.") from error


def _draft(report: Report) -> Report:
    """Return the draft as stored, and let changes to it, its round and its plan wait until the transaction ends."""
    lock_plan(report.plan_id)
    rows = Report.objects.select_for_update(of=("self",), no_key=True).select_related("round")
    stored = rows.filter(pk=report.pk).first()
    if stored is None:
        raise ValidationError(REMOVED)
    if stored.is_published:
        raise ValidationError(FROZEN)
    return stored


def _check_day(report: Report, today: dt.date) -> None:
    begins = report.plan.valid_from
    if report.cutoff > today:
        raise ValidationError({"cutoff": "Brytdatumet ligger i framtiden. Välj dagens datum eller ett tidigare."})
    if report.cutoff < begins:
        raise ValidationError({"cutoff": f"Planen börjar gälla {long_date(begins)}. Välj den dagen eller en senare."})


def _asked_again(newest: Report, correction: str) -> Report:
    """Return the draft that says the same, or say which version to go on from."""
    if newest.is_published:
        raise ValidationError(f"Rapporten är redan rättad. Version {newest.number} är den som gäller: rätta den.")
    if newest.correction != correction:
        raise ValidationError(f"Det finns redan ett utkast till version {newest.number}. Ändra i det.")
    return newest


def _keep(report: Report, format_: str, name: str, content_type: str, content: bytes) -> None:
    facts = {"format": format_, "name": name, "content_type": content_type}
    file = ReportFile(report=report, **facts, content=content, size=len(content), sha256=checksum(content))
    file.full_clean()
    file.save()


def _publish_round(report: Report, by: User, at: dt.datetime) -> None:
    """Close the round for good; that it was locked stands in its history even if nobody had locked it first."""
    round_ = ReportingRound.objects.select_for_update(no_key=True).get(pk=report.round_id)
    if round_.state not in RoundState.REFUSING:
        _step(round_, RoundStepKind.LOCKED, by, at, "Låst när rapporten publicerades.")
    _step(round_, RoundStepKind.PUBLISHED, by, at, f"{report}.")
    if round_.state != RoundState.PUBLISHED:
        take_version(round_, round_.version)
        round_.state = RoundState.PUBLISHED
        round_.save()


def _step(round_: ReportingRound, kind: str, by: User, at: dt.datetime, text: str) -> None:
    step = RoundStep(round=round_, kind=kind, by=by, at=at, text=text)
    step.full_clean()
    step.save()
