"""Who may do what: predicates with `rules`, asked by views and admin alike (table in DESIGN.md section 4)."""

import datetime as dt

import rules

from actionplan import clock
from actionplan.choices import Role
from actionplan.models import Activity, Department, User


@rules.predicate
def is_administrator(user) -> bool:
    """Keeps users, departments and mandate periods."""
    return getattr(user, "role", None) == Role.ADMINISTRATOR


@rules.predicate
def is_chief(user) -> bool:
    """Näringslivschef: writes everything but the register."""
    return getattr(user, "role", None) == Role.CHIEF


@rules.predicate
def is_officer(user) -> bool:
    """Handläggare: reports for their departments."""
    return getattr(user, "role", None) == Role.OFFICER


@rules.predicate
def is_council(user) -> bool:
    """Förtroendevald: reads published reports."""
    return getattr(user, "role", None) == Role.COUNCIL


reads_the_plan = is_officer | is_chief | is_administrator
reads_reports = reads_the_plan | is_council
reports_for_a_department = is_officer | is_chief


@rules.predicate
def carries_activity(user, activity: Activity | None) -> bool:
    """Tell if a department of the user is responsible for, or takes part in, the activity today."""
    return activity is not None and bool(user.department_ids & carrying_departments(activity, clock.today()))


def carrying_departments(activity: Activity, on: dt.date) -> frozenset[int]:
    """Return the departments responsible for or taking part in the activity that day."""
    rows = activity.responsibilities.in_force(on)
    departments = set(rows.values_list("department_id", flat=True))
    if activity.all_participate:
        departments |= set(Department.objects.internal().valid_on(on).values_list("pk", flat=True))
    return frozenset(departments)


def own_department_ids(user: User) -> frozenset[int]:
    """Return the departments whose activities stand on the user's /mina/."""
    return user.department_ids if reports_for_a_department(user) else frozenset()


NOUNS = ("actionplan", "strategicarea", "activity", "responsibility", "decision", "statusupdate")
REGISTER = ("user", "department", "membership", "mandateperiod")

for noun in NOUNS + REGISTER:
    rules.add_perm(f"actionplan.view_{noun}", is_administrator if noun in ("user", "membership") else reads_the_plan)
for noun in REGISTER:
    for verb in ("add", "change", "delete"):
        rules.add_perm(f"actionplan.{verb}_{noun}", is_administrator)
for noun in NOUNS:
    if noun != "statusupdate":
        for verb in ("add", "change", "delete"):
            rules.add_perm(f"actionplan.{verb}_{noun}", is_chief)
rules.add_perm("actionplan.add_statusupdate", is_chief | (is_officer & carries_activity))
rules.add_perm("actionplan.view_report", reads_reports)
rules.add_perm("actionplan.see_own_activities", reports_for_a_department)
rules.add_perm("actionplan", is_administrator)
