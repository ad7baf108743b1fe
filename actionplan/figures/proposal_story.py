"""The story of one proposal, oldest first: said, sent, answered, decided, what it became and how that went."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from actionplan import clock, swedish
from actionplan.choices import MailKind, MailState, ProposalOutcome, ProposalStepKind, Suggestion, VerdictValue
from actionplan.figures.proposal_follow_up import follow_up
from actionplan.figures.story import UNKNOWN, Event
from actionplan.models import Anchoring, OutboxProposal, Proposal, ProposalStep, Verdict

# What is done with a merged group is done with its lead; all else is each proposal's own.
_SHARED = (ProposalStepKind.SENT, ProposalStepKind.ANSWERED, ProposalStepKind.DECIDED)
_ASKING = (ProposalStepKind.SENT, ProposalStepKind.ANSWERED)
_MAILED = (MailState.SENT, MailState.SENDING)


@dataclass(frozen=True)
class ProposalStory:
    """What had happened to a proposal by a day, and how many steps came later."""

    events: tuple[Event, ...]
    later: int


@dataclass(frozen=True)
class _Facts:
    """What the story is told from: the proposal's rows and those its lead has for the whole group, by the day."""

    proposal: Proposal
    on: dt.date
    steps: list[ProposalStep]
    asked: list[Anchoring]
    asking: list[ProposalStep]
    """What was sent and answered on whatever day, also about those that a question may have come from."""

    def of(self, *proposals: int) -> str:
        """Return the code to mark what is about other proposals with."""
        return "" if self.proposal.pk in proposals else Proposal(pk=proposals[0]).code

    def steps_of(self, kind: str) -> list[ProposalStep]:
        return [step for step in self.steps if step.kind == kind]

    def asking_of(self, kind: str, row: Anchoring) -> list[ProposalStep]:
        """Return the steps of a kind about an anchoring's department."""
        return [step for step in self.asking if step.kind == kind and step.department_id == row.department_id]

    def sent(self, row: Anchoring) -> ProposalStep | None:
        """Return a step that tells that an anchoring was sent: its own, or that of the proposal the question came from."""
        steps = self.asking_of(ProposalStepKind.SENT, row)
        then = [step for step in steps if step.on == row.sent_on]
        nearest = [*_about(row.proposal_id, steps), *_about(self.proposal.pk, then), *then]
        return next(iter(nearest), None)

    def answered(self, row: Anchoring) -> ProposalStep | None:
        """Return the step that says last what an anchoring answers, from where the question was when it was answered."""
        steps = self.asking_of(ProposalStepKind.ANSWERED, row)
        same = [step for step in steps if step.by_id == row.answered_by_id and row.comment in step.text]
        newest = _about(row.proposal_id, steps) or [step for step in same if step.on >= (row.answered_on or self.on)]
        return next(reversed(newest), None)


def proposal_story(proposal: Proposal, on: dt.date) -> ProposalStory:
    """Return the proposal's story as it stood on the day. A constant number of queries."""
    found = _found(proposal)
    steps = _told_by(proposal, found)
    asking = [step for step in found if step.kind in _ASKING]
    facts = _Facts(proposal, on, [step for step in steps if step.on <= on], _asked(proposal, on), asking)
    events = [_said(facts), *_own(facts), *_sent(facts), *_answered(facts), *_decided(facts)]
    events += [*follow_up(proposal, on, facts.steps), *_verdicts(facts), *_mails(facts)]
    # On one day by the moment; what has the same moment, in the order in which a proposal goes its way.
    events.sort(key=lambda event: (event.on, event.at))
    return ProposalStory(tuple(events), later=len(steps) - len(facts.steps))


def _found(proposal: Proposal) -> list[ProposalStep]:
    """Return the steps of the proposal, of its group, and of those it was split from or was merged into before."""
    group, led = _with_lead(proposal), proposal.history.exclude(lead=None).values("lead")
    from_others = Q(lead__in=group) | Q(parts=proposal.pk) | Q(members__parts=proposal.pk) | Q(pk__in=led)
    kin = Proposal.objects.filter(Q(pk__in=group) | from_others).order_by().values("pk")
    rows = ProposalStep.objects.filter(proposal__in=kin).select_related("by", "department")
    return list(rows.order_by("on", "recorded_at", "pk"))


def _told_by(proposal: Proposal, steps: list[ProposalStep]) -> list[ProposalStep]:
    """Return the proposal's steps, and those of its lead about the group that no step of its own tells."""
    told = {_news(step) for step in _about(proposal.pk, steps)}
    return [step for step in steps if step.proposal_id == proposal.pk or _is_shared(step, proposal, told)]


def _is_shared(step: ProposalStep, proposal: Proposal, told: set[tuple]) -> bool:
    return step.proposal_id == proposal.lead_id and step.kind in _SHARED and _news(step) not in told


def _news(step: ProposalStep) -> tuple:
    """Return what makes a step of one proposal the same news as a step of another."""
    if step.kind == ProposalStepKind.DECIDED:
        return step.kind, step.on, step.outcome
    if step.kind == ProposalStepKind.SENT:
        return step.kind, step.on, step.department_id, step.text, step.by_id
    return (step.pk,)


def _about(proposal: int, steps: list[ProposalStep]) -> list[ProposalStep]:
    return [step for step in steps if step.proposal_id == proposal]


def _asked(proposal: Proposal, on: dt.date) -> list[Anchoring]:
    rows = Anchoring.objects.filter(proposal__in=_with_lead(proposal), sent_on__lte=on)
    return list(rows.select_related("department", "suggested_activity", "answered_by").order_by("department__sort_key"))


def _with_lead(proposal: Proposal) -> list[int]:
    return [proposal.pk, *([proposal.lead_id] if proposal.lead_id else [])]


def _said(facts: _Facts) -> Event:
    steps = facts.steps_of(ProposalStepKind.SAID)
    by = _name(steps[0].by) if steps else ""
    return Event(facts.proposal.received_on, "idle", "Sagt", by=by, meeting=facts.proposal.event)


def _own(facts: _Facts) -> Iterator[Event]:
    """Tell what was corrected, merged, split: the steps that say themselves what happened."""
    for step in facts.steps:
        if step.kind not in (*_SHARED, ProposalStepKind.SAID):
            yield _told(facts, step)


def _told(facts: _Facts, step: ProposalStep, title: str = "") -> Event:
    title, more = title or step.get_kind_display(), str(step.department or "")
    of, at = facts.of(step.proposal_id), _at(step)
    return Event(step.on, "idle", title, more=more, text=step.text, by=_name(step.by), of=of, at=at)


def _sent(facts: _Facts) -> Iterator[Event]:
    """Tell of each sending once, with every department that was asked; a new day to answer by is a sending too."""
    sendings = defaultdict(list)
    for step in facts.steps_of(ProposalStepKind.SENT):
        sendings[step.proposal_id, step.on, step.text, _name(step.by)].append((step.department, _at(step)))
    for row in facts.asked:
        step = facts.sent(row)
        if not step or step.proposal_id not in (row.proposal_id, facts.proposal.pk):
            text = f"Svar senast {swedish.long_date(row.answer_by)}." if row.answer_by else ""
            by = _name(step.by) if step else ""
            sendings[row.proposal_id, row.sent_on, text, by].append((row.department, _at(step)))
    for (proposal, day, text, by), asked in sorted(sendings.items(), key=lambda item: item[0][1]):
        departments = sorted({department for department, _ in asked if department}, key=lambda one: one.sort_key)
        more = f"till {swedish.listed([str(one) for one in departments])}" if departments else ""
        at = min(at for _, at in asked)
        yield Event(day, "due", "Skickat", more=more, text=text, by=by, of=facts.of(proposal), at=at)


def _answered(facts: _Facts) -> list[Event]:
    """Tell of each answer: what a department says last stands in its anchoring, what it said before in steps alone."""
    events, last = [], set()
    for row in facts.asked:
        step = facts.answered(row)
        day = step.on if step else row.answered_on
        if row.answered_on and day <= facts.on:
            events.append(_answer(facts, row, day, step))
            last.add(step)
    before = [step for step in facts.steps_of(ProposalStepKind.ANSWERED) if step not in last]
    events += [_told(facts, step, "Svar") for step in before]
    return sorted(events, key=lambda event: event.on)


def _answer(facts: _Facts, row: Anchoring, day: dt.date, step: ProposalStep | None) -> Event:
    return Event(
        day,
        "ongoing",
        "Svar",
        more=f"{row.department} föreslår: {Suggestion(row.suggestion).label.lower()}",
        text=row.comment,
        by=_name(row.answered_by),
        activities=(row.suggested_activity,) if row.suggested_activity else (),
        of=facts.of(row.proposal_id, *([step.proposal_id] if step else [])),
        at=_at(step),
    )


def _decided(facts: _Facts) -> Iterator[Event]:
    """Tell of each decision; one that leaves undecided what was decided takes the decision before back."""
    steps, held = facts.steps_of(ProposalStepKind.DECIDED), ""
    for step in facts.steps:
        if step.kind == ProposalStepKind.DECIDED:
            takes_back = step.outcome in ProposalOutcome.UNDECIDED and held not in ("", *ProposalOutcome.UNDECIDED)
            yield _taken_back(facts, step) if takes_back else _decision(facts, step, is_last=step == steps[-1])
        held = step.outcome or held


def _taken_back(facts: _Facts, step: ProposalStep) -> Event:
    """Tell it without the reason, which the form repeats from the decision that no longer holds."""
    token = ProposalOutcome(step.outcome).look.token
    return replace(_told(facts, step, "Beslutet togs tillbaka"), token=token, text="")


def _decision(facts: _Facts, step: ProposalStep, *, is_last: bool) -> Event:
    proposal = facts.proposal
    outcome = ProposalOutcome(step.outcome or proposal.outcome)
    reason = proposal.reason if is_last and outcome == proposal.outcome else ""
    event = _told(facts, step)
    return replace(event, token=outcome.look.token, more=outcome.label, text=step.text or reason)


def _verdicts(facts: _Facts) -> Iterator[Event]:
    """Tell what the proposer says, and what the others of the group say; the last word holds."""
    group = [*_with_lead(facts.proposal), *facts.proposal.members.values_list("pk", flat=True)]
    rows = Verdict.objects.filter(proposal__in=group, said_on__lte=facts.on).select_related("activity", "by")
    for row in rows.order_by("said_on", "recorded_at", "pk"):
        value = VerdictValue(row.value)
        yield Event(
            row.said_on,
            value.look.token,
            "Företaget säger",
            more=value.label.lower(),
            text=row.comment,
            by=_name(row.by),
            activities=(row.activity,),
            of=facts.of(row.proposal_id),
            at=row.recorded_at,
        )


def _mails(facts: _Facts) -> Iterator[Event]:
    """Tell that the proposer was written to, and of what; never to which address."""
    rows = OutboxProposal.objects.filter(proposal=facts.proposal, mail__state__in=_MAILED)
    for row in rows.select_related("mail__created_by").order_by("mail__created_at", "pk"):
        at = row.mail.sent_at or row.mail.created_at
        day = timezone.localdate(at)
        more = MailKind(row.kind).label if row.mail.sent_at else f"{MailKind(row.kind).label} (kanske skickat)"
        if day <= facts.on:
            yield Event(day, "idle", "Brev till företaget", more=more, by=_name(row.mail.created_by), at=at)


def _at(step: ProposalStep | None) -> dt.datetime:
    return clock.moment_of(step.recorded_at) if step else UNKNOWN


def _name(user) -> str:
    return user.full_label if user else ""
