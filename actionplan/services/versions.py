"""The guard against lost updates: whoever saves second is told, and nothing is overwritten unseen."""

from dataclasses import dataclass, field

from django.db.models import F

from actionplan import organisation_numbers
from actionplan.choices import ResponsibilityRole
from actionplan.models import (
    ActionPlan,
    Activity,
    Anchoring,
    ConsultationEvent,
    ContactPerson,
    Proposal,
    ReportingRound,
    Responsibility,
    StatusUpdate,
)
from actionplan.models.reports import judgements_in_words
from actionplan.swedish import listed

_COPIED = {"version", "status", "assessment", "reported_on", "deadline_moves", "original_ends_on", "sort_key"}


@dataclass(frozen=True)
class Edit:
    """One field somebody else changed: its Swedish label, and the value before and after.

    Of a row without history only what stands now is known: `before` is None and `by` is empty.
    """

    label: str
    before: str | None
    after: str
    by: str


@dataclass
class LostUpdate(Exception):
    """Somebody else saved after the form was opened; holds what they wrote, for the page to show."""

    current_version: int
    updates: list[StatusUpdate] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


def take_version(row, expected: int) -> None:
    """Claim the next version of a row (activity, plan, company and so on) inside the caller's transaction.

    Raises LostUpdate if the stored version is no longer `expected`.
    """
    _advance_what_counts(row)
    model = type(row)
    if not model.objects.filter(pk=row.pk, version=expected).update(version=F("version") + 1):
        raise lost_update(model.objects.get(pk=row.pk), expected, typed=row)
    row.version = expected + 1


def advance_revision(plan_id: int, plans=ActionPlan.objects) -> bool:
    """Say that what is counted about a plan has changed, inside the transaction that changes it.

    The plan's row stays locked until commit, so revisions come in the order of commits and nobody remembers old numbers
    under a new revision. Always before any activity's row is locked: one order, no deadlock. Return False, and do
    nothing, if the plan is not among `plans`.
    """
    return bool(plans.filter(pk=plan_id).update(revision=F("revision") + 1))


def advance_period(period_id: int | None, plans=ActionPlan.objects) -> None:
    """Say that what is counted about the proposals of a mandate period has changed, to every plan that shows them."""
    _advance(plans.filter(mandate_period=period_id) if plans.filter(mandate_period=period_id).exists() else plans.all())


def advance_all() -> None:
    """Say that what every plan shows has changed. Where there is a plan, whoever puts a proposal down waits meanwhile."""
    _advance(ActionPlan.objects.all())


def _advance(touched) -> None:
    list(touched.select_for_update(no_key=True).order_by("pk").values_list("pk"))  # one order, no deadlock
    touched.update(revision=F("revision") + 1)


def _advance_what_counts(row) -> None:
    """Advance the revision of what a row is counted in, before the row itself is locked."""
    if isinstance(row, Activity | ReportingRound):
        advance_revision(row.plan_id)
    elif isinstance(row, ConsultationEvent):
        advance_period(row.mandate_period_id)
    elif isinstance(row, Proposal):
        advance_period(row.event.mandate_period_id)
    elif isinstance(row, Anchoring):
        advance_period(row.proposal.event.mandate_period_id)


def lost_update(row, expected: int, *, typed=None) -> LostUpdate:
    """Build the exception with everything that was written since version `expected`; `typed` is what should be saved now."""
    if isinstance(row, ContactPerson):
        return LostUpdate(row.version, edits=_as_it_stands(row))
    updates = []
    if isinstance(row, Activity):
        newer = row.updates.filter(activity_version__gt=expected).select_related("author")
        updates = list(newer.newest_first())
    return LostUpdate(row.version, updates, edits_since(row, expected) + _untold(row, typed))


def edits_since(row, expected: int) -> list[Edit]:
    """Return the fields changed between version `expected` and now, from the row's history; for an activity, who carries it too."""
    records = list(row.history.select_related("history_user").order_by("history_date", "history_id"))
    seen = [record for record in records if record.version <= expected]
    unseen = [record for record in records if record.version > expected]
    if not seen or not unseen:
        return []
    edits = changes_between(row, seen[-1], records[-1])
    return edits + _moved_between(row, unseen[0], _by(records[-1])) if isinstance(row, Activity) else edits


def _as_it_stands(contact: ContactPerson) -> list[Edit]:
    """Return every field of a contact, which keeps no history so that erasing erases."""
    fields = [contact._meta.get_field(name) for name in ("name", "email", "is_function", "keep_until")]
    return [Edit(str(field.verbose_name), None, _words(field, getattr(contact, field.name)), "") for field in fields]


def _untold(row, typed) -> list[Edit]:
    """Return what stands now in the fields that keep no history, where something else was typed."""
    if not isinstance(row, Proposal) or typed is None:
        return []
    fields = [row._meta.get_field(name) for name in ("proposer_name", "contact")]
    differing = [field for field in fields if getattr(row, field.attname) != getattr(typed, field.attname)]
    return [Edit(str(field.verbose_name), None, _words(field, getattr(row, field.attname)), "") for field in differing]


def changes_between(row, before, after) -> list[Edit]:
    """Return the fields that differ between two records of a row's history.

    An end date that updates have moved is copied from them and told of with them, not as an edit.
    """
    hidden = _COPIED | ({"ends_on"} if getattr(after, "deadline_moves", 0) else set())
    fields = [field for field in after.tracked_fields if field.name not in hidden]
    pairs = [(field, getattr(before, field.attname), getattr(after, field.attname)) for field in fields]
    by, words = _by(after), _masked if _is_a_person(before, after) else _words
    return [
        Edit(str(field.verbose_name), words(field, old), words(field, new), by)
        for field, old, new in pairs
        if old != new
    ]


def _is_a_person(*records) -> bool:
    """Tell if the row is, or was, a sole trader, whose number is never shown."""
    return any(getattr(record, "is_sole_trader", False) for record in records)


def _masked(field, value) -> str:
    return organisation_numbers.MASK if value and field.name == "organisation_number" else _words(field, value)


def _by(record) -> str:
    """Return the name of the person who made a record of history."""
    return record.history_user.full_label if record.history_user else "okänd"


def _moved_between(activity: Activity, since, by: str) -> list[Edit]:
    """Return how the departments that carry the activity have changed since just before a record of its history."""
    records = Responsibility.history.filter(activity_id=activity.pk).order_by("history_date", "history_id")
    records = list(records.select_related("department"))
    before = _carriers([record for record in records if record.history_date < since.history_date])
    now = _carriers(records)
    return [
        Edit(role.label.lower(), before.get(role.value, "–"), now.get(role.value, "–"), by)
        for role in ResponsibilityRole
        if before.get(role.value) != now.get(role.value)
    ]


def _carriers(records) -> dict[str, str]:
    newest = {record.id: record for record in records}
    held = [record for record in newest.values() if record.history_type != "-" and record.to_on is None]
    held.sort(key=lambda record: record.department.sort_key)
    roles = {record.role for record in held}
    return {role: listed([str(record.department) for record in held if record.role == role]) for role in roles}


def _words(field, value) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, dict):
        return judgements_in_words(value) or "–"
    if field.is_relation:
        value = field.related_model._base_manager.filter(pk=value).first() or "borttagen"
    return dict(field.flatchoices).get(value) or str(getattr(value, "full_label", value))
