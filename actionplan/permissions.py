"""Who may do what: predicates with `rules`, asked by views and admin alike (table in DESIGN.md section 4)."""

import rules
from django.db.models import Q

from actionplan import clock
from actionplan.choices import Role
from actionplan.models import Activity, Anchoring, Company, Department, Proposal, User


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
    if activity is None:
        return False
    on = clock.today()
    rows = activity.responsibilities.in_force(on)
    if rows.filter(department__memberships__user=user).exists():
        return True
    return (
        activity.all_participate and Department.objects.internal().valid_on(on).filter(memberships__user=user).exists()
    )


def own_department_ids(user: User) -> frozenset[int]:
    """Return the departments whose activities stand on the user's /mina/."""
    return user.department_ids if reports_for_a_department(user) else frozenset()


@rules.predicate
def is_asked(user, anchoring: Anchoring | None) -> bool:
    """Tell if the proposal was sent to a department of the user, who may then answer for it."""
    return anchoring is not None and anchoring.department_id in user.department_ids


@rules.predicate
def may_meet_the_contact(user, proposal: Proposal | None) -> bool:
    """Tell if the proposal, or the one it is merged into, was sent to a department of the user: they may need to ask."""
    if proposal is None:
        return False
    asked = Anchoring.objects.filter(proposal__in=[proposal.pk, proposal.lead_id or proposal.pk])
    return asked.of_departments(user.department_ids).exists()


@rules.predicate
def works_with_proposal(user, proposal: Proposal | None) -> bool:
    """Tell if a department of the user was asked about the proposal, or carries an activity that answers it."""
    if proposal is None:
        return False
    if may_meet_the_contact(user, proposal):
        return True
    on, departments = clock.today(), user.department_ids
    answering = Activity.objects.filter(links__proposal=proposal).seen_on(on)
    responsible = answering.responsible_on(departments, on)
    return responsible.exists() or answering.participated_in_by(departments, on).exists()


@rules.predicate
def may_know_the_company(user, company: Company | None) -> bool:
    """Tell if the company is no person, or has made a proposal that a department of the user was asked about."""
    if company is None or not company.is_sole_trader:
        return True
    made = Proposal.objects.filter(company=company).values("pk", "lead")
    asked = Q(proposal__in=made.values("pk")) | Q(proposal__in=made.exclude(lead=None).values("lead"))
    return Anchoring.objects.filter(asked).of_departments(user.department_ids).exists()


CONSULTATION = ("consultationevent", "eventfile", "proposal", "company")
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
for noun in (*CONSULTATION, "anchoring", "verdict"):
    if noun != "company":
        rules.add_perm(f"actionplan.view_{noun}", reads_the_plan)
rules.add_perm("actionplan.view_company", is_chief | is_administrator | (is_officer & may_know_the_company))
for noun in CONSULTATION:
    for verb in ("add", "change", "delete"):
        rules.add_perm(f"actionplan.{verb}_{noun}", is_chief)
rules.add_perm("actionplan.change_anchoring", is_chief | (is_officer & is_asked))
rules.add_perm("actionplan.add_verdict", is_chief | (is_officer & works_with_proposal))
rules.add_perm("actionplan.see_proposers", is_chief | is_administrator)
rules.add_perm("actionplan.see_contact", is_chief | is_administrator | (is_officer & may_meet_the_contact))
rules.add_perm("actionplan.see_contacts_of_company", is_chief | is_administrator)
for verb in ("add", "change"):
    rules.add_perm(f"actionplan.{verb}_contactperson", is_chief)
rules.add_perm("actionplan.view_contactperson", is_chief | is_administrator)
rules.add_perm("actionplan.delete_contactperson", is_chief | is_administrator)
rules.add_perm("actionplan.view_outbox", is_chief | is_administrator)
rules.add_perm("actionplan.view_report", reads_reports)
rules.add_perm("actionplan.see_own_activities", reports_for_a_department)
rules.add_perm("actionplan", is_administrator)
