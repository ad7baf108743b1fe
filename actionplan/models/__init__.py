"""The nouns. Import them from here."""

from actionplan.models.activity import Activity, Responsibility
from actionplan.models.followup import AppendOnlyError, StatusSpan, StatusUpdate
from actionplan.models.organisation import Department
from actionplan.models.people import Membership, User
from actionplan.models.periods import MandatePeriod
from actionplan.models.plan import ActionPlan, Decision, StrategicArea

__all__ = [
    "ActionPlan",
    "Activity",
    "AppendOnlyError",
    "Decision",
    "Department",
    "MandatePeriod",
    "Membership",
    "Responsibility",
    "StatusSpan",
    "StatusUpdate",
    "StrategicArea",
    "User",
    "example_loaded",
]


def example_loaded() -> bool:
    """Tell if example data stands in the database; every page and report then says so."""
    return Activity.objects.filter(is_example=True).exists()
