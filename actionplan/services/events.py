"""Meetings with companies and their files: adding, changing, removing."""

import datetime as dt
import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from actionplan.models import ConsultationEvent, EventFile, Proposal, User
from actionplan.services.versions import advance_period, take_version

MOST_FILES = 50
_SENT_TWICE_WITHIN = dt.timedelta(hours=1)
_NOT_SAID = {"id", "version", "is_public"}


@transaction.atomic
def create_event(event: ConsultationEvent, *, by: User) -> ConsultationEvent:
    """Store a new event. A form sent twice (all the same, by the same person within the hour) is one: the first is returned."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the second of two waits for the first
    advance_period(event.mandate_period_id)
    event.full_clean()
    if sent := _sent_before(event, by):
        return sent
    event._history_user = by
    event.save()
    return event


@transaction.atomic
def edit_event(event: ConsultationEvent, *, expected_version: int) -> ConsultationEvent:
    """Store an edited event; both periods are counted anew if it moves. Raises LostUpdate or ValidationError."""
    stored = ConsultationEvent.objects.only("mandate_period").get(pk=event.pk)
    for period in sorted({stored.mandate_period_id or 0, event.mandate_period_id or 0}):
        advance_period(period or None)
    take_version(event, expected_version)
    event.refresh_from_db(fields=["is_public"])  # which the form does not show, and somebody may have changed meanwhile
    if stored.mandate_period_id != event.mandate_period_id:
        _check_may_move(event)
    event.full_clean()
    event.save()
    return event


@transaction.atomic
def remove_event(event: ConsultationEvent, *, expected_version: int) -> ConsultationEvent:
    """Take away a meeting nobody said anything at, with its files; one with proposals stays, as they do."""
    take_version(event, expected_version)
    if event.proposals.exists():
        raise ValidationError("Mötet har förslag och kan inte tas bort. Ändra det i stället.")
    event.delete()
    return event


@transaction.atomic
def add_file(
    *, event: ConsultationEvent, name: str, content_type: str, content: bytes, by: User, at: dt.datetime
) -> EventFile:
    """Keep a file of the event. The same file once more is the same: the first is returned."""
    ConsultationEvent.objects.select_for_update(no_key=True).only("pk").get(pk=event.pk)
    digest = checksum(content)
    files = EventFile.objects.filter(event=event)
    if found := files.defer("content").filter(sha256=digest).first():
        return found
    if files.count() >= MOST_FILES:
        raise ValidationError(f"Mötet har redan {MOST_FILES} filer. Ta bort någon som inte behövs.")
    file = EventFile(
        event=event,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=digest,
        content=content,
        uploaded_by=by,
        uploaded_at=at,
    )
    file.full_clean()
    file.save()
    return file


def remove_file(file: EventFile) -> None:
    """Take the file away for good."""
    file.delete()


def checksum(content: bytes) -> str:
    """Return what a stored file must still amount to when it is handed out."""
    return hashlib.sha256(content).hexdigest()


def _sent_before(event: ConsultationEvent, by: User) -> ConsultationEvent | None:
    said = {
        field.attname: getattr(event, field.attname)
        for field in ConsultationEvent._meta.concrete_fields
        if field.name not in _NOT_SAID
    }
    made = ConsultationEvent.history.filter(
        history_type="+", history_user=by, history_date__gte=timezone.now() - _SENT_TWICE_WITHIN
    )
    return ConsultationEvent.objects.filter(pk__in=made.values("id"), **_exactly(said)).first()


def _exactly(said: dict) -> dict:
    return {
        f"{name}__isnull" if value is None else name: True if value is None else value for name, value in said.items()
    }


def _check_may_move(event: ConsultationEvent) -> None:
    """A group of merged proposals belongs to one period."""
    across = Proposal.objects.filter(lead__isnull=False).exclude(event=F("lead__event"))
    joined = across.filter(event=event).first() or across.filter(lead__event=event).first()
    if joined:
        raise ValidationError(
            {
                "mandate_period": f"{joined.code} är ihopslaget med {joined.lead.code} från ett annat möte. "
                "Bryt ut det ur gruppen först, och byt sedan mandatperiod."
            }
        )
