"""The guard against lost updates: whoever saves second is told, and nothing is overwritten unseen."""

from dataclasses import dataclass, field

from django.db.models import F

from actionplan.models import Activity, StatusUpdate


@dataclass(frozen=True)
class Edit:
    """One field somebody else changed: its Swedish label, and the value before and after."""

    label: str
    before: str
    after: str
    by: str


@dataclass
class LostUpdate(Exception):
    """Somebody else saved after the form was opened; holds what they wrote, for the page to show."""

    current_version: int
    updates: list[StatusUpdate] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)


def take_version(row, expected: int) -> None:
    """Claim the next version of a row (activity, plan or area) inside the caller's transaction.

    Raises LostUpdate if the stored version is no longer `expected`.
    """
    model = type(row)
    if not model.objects.filter(pk=row.pk, version=expected).update(version=F("version") + 1):
        raise lost_update(model.objects.get(pk=row.pk), expected)
    row.version = expected + 1


def lost_update(row, expected: int) -> LostUpdate:
    """Build the exception with everything that was written since version `expected`."""
    updates = []
    if isinstance(row, Activity):
        newer = row.updates.filter(activity_version__gt=expected).select_related("author")
        updates = list(newer.newest_first())
    return LostUpdate(row.version, updates, edits_since(row, expected))


def edits_since(row, expected: int) -> list[Edit]:
    """Return the fields changed between version `expected` and now, from the row's history."""
    records = list(row.history.select_related("history_user").order_by("-history_date", "-history_id"))
    before = next((record for record in records if record.version <= expected), None)
    if not records or before is None or records[0].version <= expected:
        return []
    by = records[0].history_user.full_label if records[0].history_user else "okänd"
    hidden = {"version", "status", "assessment", "reported_on", "deadline_moves"}
    changes = records[0].diff_against(before, excluded_fields=hidden).changes
    return [Edit(_label(row, change.field), _words(change.old), _words(change.new), by) for change in changes]


def _label(row, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)


def _words(value) -> str:
    return "–" if value in (None, "") else {True: "ja", False: "nej"}.get(value, str(value))
