"""Questions about proposals and anchorings: what figures count and lists filter on, said once.

The models name these; what they ask of other tables is looked up by name, as models/proposals.py imports this module.
"""

import datetime as dt

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from actionplan.choices import FunnelStage, ProposalOutcome, ProposalStepKind, Status, VerdictValue
from actionplan.models.standing import covers
from actionplan.swedish import fold


class ProposalQuerySet(models.QuerySet):
    """Questions about proposals; those about a day start with `on_day`."""

    def of_period(self, period):
        """Return the proposals of a mandate period's events (those of none, for a plan that has none)."""
        return self.filter(event__mandate_period=period) if period else self.filter(event__mandate_period__isnull=True)

    def of_plan(self, plan):
        """Keep what stands with a plan (ActionPlan.shown_periods)."""
        periods = plan.shown_periods()
        known = Q(event__mandate_period__in=[period for period in periods if period])
        return self.filter(known | Q(event__mandate_period__isnull=True) if None in periods else known)

    def on_day(self, on: dt.date):
        """Return the proposals received by the day, with `outcome_on`: what had been decided by then."""
        steps = _model("ProposalStep").filter(proposal=OuterRef("pk"), on__lte=on).exclude(outcome="")
        newest = steps.order_by("-on", "-recorded_at", "-id").values("outcome")[:1]
        outcome = Coalesce(Subquery(newest), Value(ProposalOutcome.RECEIVED.value))
        return self.filter(received_on__lte=on).annotate(outcome_on=outcome)

    def with_decision(self, on: dt.date):
        """Add decision_on and decision_text: day and words of the decision that held, None without one; goes after `on_day`.

        What was decided last may have been something else, if the proposal then got its outcome by joining a group.
        """
        steps = _model("ProposalStep").filter(proposal=OuterRef("pk"), on__lte=on, kind=ProposalStepKind.DECIDED)
        newest = steps.order_by("-on", "-recorded_at", "-id")
        last = {name: Subquery(newest.values(name)[:1]) for name in ("outcome", "on", "text")}
        held = Q(outcome_on=last["outcome"])
        return self.annotate(
            decision_on=Case(When(held, then=last["on"])), decision_text=Case(When(held, then=last["text"]))
        )

    def in_outcome(self, *outcomes: str):
        """Keep the proposals with one of the outcomes; goes after `on_day`."""
        return self.filter(outcome_on__in=outcomes)

    def in_stage(self, stage: str, on: dt.date):
        """Keep the proposals that have come as far as a stage of the funnel (choices.FunnelStage); goes after `on_day`."""
        return self.filter(stage_conditions(on)[stage])

    def sent_to(self, department_ids, on: dt.date):
        """Keep the proposals these departments had been asked about by the day."""
        ids = list(department_ids)
        return self.filter(_asked(Q(department__in=ids, sent_on__lte=on)))

    def unanswered(self, on: dt.date):
        """Keep the proposals that some department had not answered by the day; goes after `on_day`."""
        waiting = Q(sent_on__lte=on) & (Q(answered_on__isnull=True) | Q(answered_on__gt=on))
        return self.filter(_asked(waiting), outcome_on__in=ProposalOutcome.UNDECIDED)

    def overdue(self, on: dt.date):
        """Keep the proposals that some department should have answered before the day; goes after `on_day`."""
        late = Q(answered_on__isnull=True) | Q(answered_on__gt=on)
        return self.filter(_asked(late & Q(answer_by__lt=on)), outcome_on__in=ProposalOutcome.UNDECIDED)

    def answered_by_all(self, on: dt.date):
        """Keep the undecided proposals that every department asked has answered by the day; goes after `on_day`."""
        waiting = Q(sent_on__lte=on) & (Q(answered_on__isnull=True) | Q(answered_on__gt=on))
        answered = _asked(Q(answered_on__lte=on))
        return self.filter(answered, ~_asked(waiting), outcome_on__in=ProposalOutcome.UNDECIDED)

    def for_cards(self):
        """Keep one of each group that is found: the lead, or a member whose lead is not among them."""
        return self.filter(Q(lead__isnull=True) | ~Q(lead__in=self.order_by().values("pk")))

    def not_yet_solved(self, on: dt.date):
        """Keep those whose proposer said last, by the day, that it is not solved yet."""
        verdicts = _model("Verdict").filter(proposal=OuterRef("pk"), said_on__lte=on)
        newest = verdicts.order_by("-said_on", "-recorded_at", "-id").values("value")[:1]
        return self.annotate(verdict_on=Subquery(newest)).filter(verdict_on=VerdictValue.NOT_YET)

    def heads(self, on: dt.date):
        """Keep one of each group as it was that day: what stands for itself, or is merged into what was said later."""
        return self.filter(Q(lead__isnull=True) | Q(lead__received_on__gt=on))

    def heads_said_at(self, event, on: dt.date):
        """Keep one of each group in which somebody spoke at the event, whichever event its lead comes from."""
        spoke = _model("Proposal").filter(lead=OuterRef("pk"), event=event, received_on__lte=on)
        return self.heads(on).filter(Q(event=event) | Exists(spoke))

    def search(self, text: str, *, persons: bool = False):
        """Keep the proposals whose text, or company's name, holds every word, whatever its case.

        A sole trader's name is looked through for those who may know of `persons`.
        """
        found = self
        for word in fold(text).split():
            named = Q(company__search_text__contains=word)
            named &= Q() if persons else Q(company__is_sole_trader=False)
            found = found.filter(Q(search_text__contains=word) | named)
        return found


def stage_conditions(on: dt.date) -> dict[str, Q]:
    """Return what each stage of the funnel means, on what `on_day(on)` adds."""
    answered = _asked(Q(answered_on__lte=on))
    became = Q(outcome_on=ProposalOutcome.BECAME_ACTIVITY)
    return {
        FunnelStage.SAID.value: Q(),
        FunnelStage.ANCHORED.value: Q(answered),
        FunnelStage.BECAME_ACTIVITIES.value: became,
        FunnelStage.COMPLETED.value: became & _answered_by_what_is_completed(on),
    }


class AnchoringQuerySet(models.QuerySet):
    """Questions about what departments have been asked."""

    def waiting(self):
        """Return what nobody has answered and nobody has decided without an answer."""
        return self.filter(answered_on__isnull=True, proposal__outcome__in=ProposalOutcome.UNDECIDED)

    def of_departments(self, department_ids):
        """Keep what these departments have been asked."""
        return self.filter(department__in=list(department_ids))


def _asked(condition: Q) -> Exists:
    """Return that the proposal, or the one it is merged into, has an anchoring such as this."""
    rows = _model("Anchoring").filter(condition)
    return Exists(rows.filter(Q(proposal=OuterRef("pk")) | Q(proposal=OuterRef("lead_id"))))


def _answered_by_what_is_completed(on: dt.date) -> Q:
    """Return that activities answered the proposal that day, by links that hold or have ended since, all of them completed."""
    of_proposal = Q(proposal=OuterRef("pk"), linked_on__lte=on)
    holding = _model("ProposalActivity").filter(of_proposal)
    ended = _model("EndedLink").filter(of_proposal, unlinked_on__gt=on)
    unfinished = [Q(Exists(links.filter(~Exists(_completed(on))))) for links in (holding, ended)]
    return (Q(Exists(holding)) | Q(Exists(ended))) & ~unfinished[0] & ~unfinished[1]


def _completed(on: dt.date):
    return _model("StatusSpan").filter(covers("", on), activity=OuterRef("activity_id"), status=Status.COMPLETED)


def _model(name: str):
    return apps.get_model("actionplan", name)._base_manager
