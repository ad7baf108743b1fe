"""What became of what companies said: counts per outcome, the funnel, and each proposal beside what was done about it."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, Q, Value, When

from actionplan.choices import FunnelStage, ProposalOutcome
from actionplan.figures.remembered import remembered
from actionplan.models import ActionPlan, Activity, Anchoring, ConsultationEvent, Proposal, ProposalActivity, Verdict
from actionplan.models.proposal_queries import stage_conditions


@dataclass(frozen=True)
class ProposalFigures:
    """Counts of one set of proposals on a day. Merged proposals count one each: every proposer said something."""

    total: int
    by_outcome: dict[str, int]
    """Every key of choices.ProposalOutcome, zeros too."""
    funnel: dict[str, int]
    """Every key of choices.FunnelStage."""
    not_yet: int
    """Proposals whose proposer says that what was completed does not solve it yet."""

    @property
    def undecided(self) -> int:
        """Proposals that wait for a decision."""
        return sum(self.by_outcome[key] for key in ProposalOutcome.UNDECIDED)


@dataclass(frozen=True)
class SaidAndDone:
    """A proposal, or a merged group by its lead, beside what became of it by a day."""

    proposal: Proposal
    """Carries `outcome_on`; company and event are read."""
    members: tuple[Proposal, ...]
    """The others of the group, each with its company."""
    anchorings: tuple[Anchoring, ...]
    activities: tuple[Activity, ...]
    """Carry what `seen_on` adds."""
    verdict: Verdict | None
    """The newest, of any proposer in the group."""


def proposal_figures(plan: ActionPlan, on: dt.date, event: ConsultationEvent | None = None) -> ProposalFigures:
    """Count the proposals of the plan's mandate period, or of one event in it, on a day."""
    about = (on, event.pk if event else "all")
    outcomes, stages, not_yet = remembered(plan, "proposals", *about, count=lambda: _counted(plan, on, event))
    return ProposalFigures(
        total=sum(outcomes.values()),
        by_outcome={key: outcomes[key] for key in ProposalOutcome.values},
        funnel={key: stages[key] for key in FunnelStage.values},
        not_yet=not_yet,
    )


def _counted(plan: ActionPlan, on: dt.date, event: ConsultationEvent | None) -> tuple[Counter, Counter, int]:
    said = event.proposals.all() if event else Proposal.objects.of_period(plan.mandate_period)
    rows = said.on_day(on).order_by()
    outcomes, stages = Counter(), Counter()
    for row in _grouped(rows, on):
        outcomes[row["outcome_on"]] += row["number"]
        stages.update({key: row["number"] for key in FunnelStage.values if row.get(f"in_{key}", True)})
    return outcomes, stages, rows.not_yet_solved(on).count()


def _grouped(rows, on: dt.date):
    """Count the rows that have the same outcome and have come as far, in one query; all have been said."""
    reached = {f"in_{key}": _yes(condition) for key, condition in stage_conditions(on).items() if condition}
    return rows.annotate(**reached).values("outcome_on", *reached).annotate(number=Count("pk"))


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def said_and_done(leads, on: dt.date) -> list[SaidAndDone]:
    """Return each of these proposals (a QuerySet after `on_day`, or one page of it) with its group and what was done.

    A constant number of queries, however many there are.
    """
    leads = list(leads.select_related("company", "event", "area"))
    keys = [lead.pk for lead in leads]
    members, anchorings = _members(keys, on), _anchorings(keys, on)
    activities, verdicts = _activities(keys, on), _verdicts(keys, on)
    return [
        SaidAndDone(
            proposal=lead,
            members=tuple(members[lead.pk]),
            anchorings=tuple(anchorings[lead.pk]),
            activities=tuple(activities[lead.pk]),
            verdict=verdicts.get(lead.pk),
        )
        for lead in leads
    ]


def _members(keys: list[int], on: dt.date) -> dict[int, list[Proposal]]:
    found = defaultdict(list)
    rows = Proposal.objects.filter(lead__in=keys, received_on__lte=on).select_related("company", "event")
    for row in rows.order_by("pk"):
        found[row.lead_id].append(row)
    return found


def _anchorings(keys: list[int], on: dt.date) -> dict[int, list[Anchoring]]:
    found = defaultdict(list)
    for row in Anchoring.objects.filter(proposal__in=keys, sent_on__lte=on).select_related("department"):
        found[row.proposal_id].append(row)
    return found


def _activities(keys: list[int], on: dt.date) -> dict[int, list[Activity]]:
    links = ProposalActivity.objects.filter(proposal__in=keys, linked_on__lte=on).values_list("proposal", "activity")
    links = list(links.order_by("activity__code"))
    seen = Activity.objects.seen_on(on).select_related("area").in_bulk({activity for _, activity in links})
    found = defaultdict(list)
    for proposal, activity in links:
        found[proposal].append(seen[activity])
    return found


def _verdicts(keys: list[int], on: dt.date) -> dict[int, Verdict]:
    rows = Verdict.objects.filter(Q(proposal__in=keys) | Q(proposal__lead__in=keys), said_on__lte=on)
    rows = rows.select_related("proposal", "activity").order_by("said_on", "recorded_at", "pk")
    return {row.proposal.lead_id or row.proposal_id: row for row in rows}
