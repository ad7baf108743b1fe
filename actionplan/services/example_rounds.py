"""The example's follow-up rounds (exempeldata.md section 10), put in after its status updates: those that are over refuse more."""

import datetime as dt

from actionplan.choices import RoundState, RoundStepKind
from actionplan.models import ActionPlan, ReportingRound, RoundStep, User
from actionplan.services.example_data import demo_chief, noon, with_days
from actionplan.services.versions import advance_revision


def load_rounds(plan: ActionPlan, data: dict) -> None:
    """Put in the rounds of days that the plan has none for."""
    advance_revision(plan.pk)
    taken = set(plan.rounds.values_list("cutoff", flat=True))
    for row in data["rounds"]:
        round_ = ReportingRound(plan=plan, is_example=True, **with_days(row))
        round_.cutoff = dt.date.fromisoformat(row["cutoff"])
        if round_.cutoff in taken:
            continue
        round_.full_clean()
        round_.save()
        if round_.state in RoundState.REFUSING:
            _let_it_pass(round_, demo_chief())


def _let_it_pass(round_: ReportingRound, by: User) -> None:
    """Tell that the round was opened and locked on its days."""
    for kind, day in ((RoundStepKind.OPENED, round_.opens_on), (RoundStepKind.LOCKED, round_.closes_on)):
        RoundStep.objects.create(round=round_, kind=kind, at=noon(day), by=by)
