"""What became of what companies said: counts per outcome, the funnel, and each proposal beside what was done about it."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Case, Count, Q, Sum, Value, When

from actionplan.choices import FunnelStage, ProposalOutcome, Status, VerdictValue
from actionplan.figures.links import links_by
from actionplan.figures.remembered import remembered
from actionplan.models import (
    ActionPlan,
    Activity,
    Anchoring,
    ConsultationEvent,
    Department,
    MandatePeriod,
    Proposal,
    Verdict,
)
from actionplan.models.proposal_queries import stage_conditions
from actionplan.models.proposals import reason_in


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
    """The newest of a proposer in the group who says "inte än", else the newest of any."""

    @property
    def said(self) -> tuple[Proposal, ...]:
        """The group's proposals, each with its own proposer."""
        return (self.proposal, *self.members)

    @property
    def is_completed(self) -> bool:
        """Tell if the proposal became activities and all of them were completed by the day."""
        became = self.proposal.outcome_on == ProposalOutcome.BECAME_ACTIVITY and self.activities
        return bool(became) and all(activity.status_on == Status.COMPLETED for activity in self.activities)

    @property
    def reason(self) -> str:
        """The reason of the decision that held on the day; what was decided later has a reason of its own."""
        if not self.is_decided:
            return ""
        if self.proposal.decision_text is not None:
            return reason_in(self.proposal.decision_text)
        return self.proposal.reason if self._is_decided_so_today else ""

    @property
    def decided_on(self) -> dt.date | None:
        """The day of the decision that held; None before there was one."""
        if not self.is_decided:
            return None
        return self.proposal.decision_on or (self.proposal.answered_on if self._is_decided_so_today else None)

    @property
    def is_decided(self) -> bool:
        """Tell if there was a decision on the day."""
        return self.proposal.outcome_on not in ProposalOutcome.UNDECIDED

    @property
    def _is_decided_so_today(self) -> bool:
        return self.proposal.outcome == self.proposal.outcome_on

    @property
    def departments(self) -> list[Department]:
        """The departments that have been asked, each once."""
        return list(dict.fromkeys(asked.department for asked in self.anchorings))

    @property
    def unanswered(self) -> list[Anchoring]:
        """The departments' questions that nobody had answered by the day."""
        return [asked for asked in self.anchorings if not asked.is_answered]


def proposal_figures(plan: ActionPlan, on: dt.date) -> ProposalFigures:
    """Count the proposals that stand with the plan on a day."""
    return summed(_counted(plan, on).values())


def _counted(plan: ActionPlan, on: dt.date) -> dict[int, ProposalFigures]:
    """Remembered under what every plan stands at: an activity of another plan may answer a proposal of the period."""
    stand = ActionPlan.objects.aggregate(stand=Sum("revision"))["stand"]
    return remembered(plan, "proposals", on, stand, count=lambda: _by_event(Proposal.objects.of_plan(plan), on))


def outcome_counts(found) -> dict[str, int]:
    """Count proposals that carry `outcome_on` by it; outcomes without any are left out."""
    return dict(found.order_by().values_list("outcome_on").annotate(number=Count("pk")))


def event_figures(event: ConsultationEvent, on: dt.date) -> ProposalFigures:
    """Count one event's proposals anew: they may be answered by activities of other plans than its period's."""
    return summed(_by_event(event.proposals.all(), on).values())


def figures_by_event(period: MandatePeriod, on: dt.date) -> dict[int, ProposalFigures]:
    """Count the proposals of each event of a mandate period that has any, by the event's id. Two queries."""
    return _by_event(Proposal.objects.of_period(period), on)


def summed(figures) -> ProposalFigures:
    """Return the figures of several sets of proposals, none of which stands in two, as those of one."""
    figures = list(figures)
    return ProposalFigures(
        total=sum(one.total for one in figures),
        by_outcome={key: sum(one.by_outcome[key] for one in figures) for key in ProposalOutcome.values},
        funnel={key: sum(one.funnel[key] for one in figures) for key in FunnelStage.values},
        not_yet=sum(one.not_yet for one in figures),
    )


@dataclass(frozen=True)
class EventFigures:
    """A meeting, and how many proposals came from it and became activities by a day."""

    event: ConsultationEvent
    """Its notes are not read."""
    figures: ProposalFigures
    is_ahead: bool
    """The meeting was not yet held that day."""


def events_of_period(plan: ActionPlan, on: dt.date) -> list[EventFigures]:
    """Return the meetings of the plan's mandate period, newest first, those ahead of the day too. Three queries at most."""
    counted = _counted(plan, on)
    events = ConsultationEvent.objects.of_plan(plan).newest_first().defer("notes")
    return [
        EventFigures(event, counted.get(event.pk) or summed(()), is_ahead=bool(event.when_on and event.when_on > on))
        for event in events
    ]


def _by_event(said, on: dt.date) -> dict[int, ProposalFigures]:
    rows = said.on_day(on).order_by()
    outcomes, stages = defaultdict(Counter), defaultdict(Counter)
    for row in _grouped(rows, on):
        outcomes[row["event"]][row["outcome_on"]] += row["number"]
        reached = [key for key in FunnelStage.values if row.get(f"in_{key}", True)]
        stages[row["event"]].update(dict.fromkeys(reached, row["number"]))
    not_yet = dict(rows.not_yet_solved(on).values_list("event").annotate(number=Count("pk")))
    return {
        event: ProposalFigures(
            total=counted.total(),
            by_outcome={key: counted[key] for key in ProposalOutcome.values},
            funnel={key: stages[event][key] for key in FunnelStage.values},
            not_yet=not_yet.get(event, 0),
        )
        for event, counted in outcomes.items()
    }


def _grouped(rows, on: dt.date):
    """Count the rows of one event that have the same outcome and have come as far, in one query; all have been said."""
    reached = {f"in_{key}": _yes(condition) for key, condition in stage_conditions(on).items() if condition}
    return rows.annotate(**reached).values("event", "outcome_on", *reached).annotate(number=Count("pk"))


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def said_and_done(leads, on: dt.date) -> list[SaidAndDone]:
    """Return each of these proposals (a QuerySet after `on_day`, or one page of it) with its group and what was done.

    A constant number of queries, however many there are.
    """
    leads = list(leads.with_decision(on).select_related("company", "event", "area", "lead"))
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
    related = ("department", "suggested_activity", "answered_by")
    group = Q(proposal__in=keys) | Q(proposal__lead__in=keys)
    for row in Anchoring.objects.filter(group, sent_on__lte=on).select_related("proposal", *related):
        found[row.proposal.lead_id or row.proposal_id].append(_as_it_stood(row, on))
    return found


def _as_it_stood(asked: Anchoring, on: dt.date) -> Anchoring:
    """Return what was asked, without an answer that came after the day."""
    if asked.answered_on and asked.answered_on > on:
        asked.answered_on, asked.answered_by, asked.suggested_activity = None, None, None
        asked.suggestion = asked.comment = ""
    return asked


def _activities(keys: list[int], on: dt.date) -> dict[int, list[Activity]]:
    links = [link for link in links_by(on, proposal__in=keys) if link.holds(on)]
    seen = Activity.objects.seen_on(on).select_related("area").in_bulk({link.activity for link in links})
    found = defaultdict(list)
    for link in sorted(links, key=lambda link: seen[link.activity].code):
        found[link.proposal].append(seen[link.activity])
    return found


def _verdicts(keys: list[int], on: dt.date) -> dict[int, Verdict]:
    """Return what each group's proposers say last; that one of them is not content goes before that others are."""
    rows = Verdict.objects.filter(Q(proposal__in=keys) | Q(proposal__lead__in=keys), said_on__lte=on)
    rows = rows.select_related("proposal", "activity").order_by("said_on", "recorded_at", "pk")
    newest = {row.proposal_id: row for row in rows}
    in_order = sorted(
        newest.values(), key=lambda row: (row.value == VerdictValue.NOT_YET, row.said_on, row.recorded_at)
    )
    return {row.proposal.lead_id or row.proposal_id: row for row in in_order}
