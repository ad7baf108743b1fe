"""The story of one proposal, oldest first: said, sent, answered, decided, what it became and how that went."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils import timezone

from actionplan import swedish
from actionplan.choices import MailKind, MailState, ProposalOutcome, ProposalStepKind, Suggestion, VerdictValue
from actionplan.figures.proposal_follow_up import follow_up
from actionplan.figures.story import Event
from actionplan.models import Anchoring, OutboxProposal, Proposal, ProposalStep, Verdict

# What is done with a merged group is done with its lead; all else is each proposal's own.
_SHARED = (ProposalStepKind.SENT, ProposalStepKind.ANSWERED, ProposalStepKind.DECIDED)
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
    newest: dict[tuple, ProposalStep]
    """The last step of each kind about each department, on whatever day."""

    def of(self, row) -> str:
        """Return the code to mark another proposal's row with."""
        return "" if row.proposal_id == self.proposal.pk else Proposal(pk=row.proposal_id).code

    def steps_of(self, kind: str) -> list[ProposalStep]:
        return [step for step in self.steps if step.kind == kind]

    def told(self, kind: str, row: Anchoring) -> ProposalStep | None:
        """Return the last step of a kind about what an anchoring says."""
        return self.newest.get((row.proposal_id, row.department_id, kind))


def proposal_story(proposal: Proposal, on: dt.date) -> ProposalStory:
    """Return the proposal's story as it stood on the day. A constant number of queries."""
    steps = _steps(proposal)
    newest = {(step.proposal_id, step.department_id, step.kind): step for step in steps}
    facts = _Facts(proposal, on, [step for step in steps if step.on <= on], _asked(proposal, on), newest)
    events = [_said(facts), *_own(facts), *_sent(facts), *_answered(facts), *_decided(facts)]
    events += [*follow_up(proposal, on), *_verdicts(facts), *_mails(facts)]
    events.sort(key=lambda event: event.on)  # on one day in the order in which a proposal goes its way
    return ProposalStory(tuple(events), later=len(steps) - len(facts.steps))


def _steps(proposal: Proposal) -> list[ProposalStep]:
    rows = ProposalStep.objects.filter(proposal__in=_with_lead(proposal)).select_related("by", "department")
    steps = list(rows.order_by("on", "recorded_at", "pk"))
    decided = {(step.on, step.outcome) for step in steps if step.proposal_id == proposal.pk}
    return [step for step in steps if step.proposal_id == proposal.pk or _is_news(step, decided)]


def _is_news(step: ProposalStep, decided: set[tuple]) -> bool:
    """Tell if a step of the lead is about the group, and not told by a step of the proposal's own."""
    told = step.kind == ProposalStepKind.DECIDED and (step.on, step.outcome) in decided
    return step.kind in _SHARED and not told


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
    return Event(step.on, "idle", title, more=more, text=step.text, by=_name(step.by), of=facts.of(step))


def _sent(facts: _Facts) -> Iterator[Event]:
    """Tell of each sending once, with every department that was asked; a new day to answer by is a sending too."""
    sendings = defaultdict(list)
    for step in facts.steps_of(ProposalStepKind.SENT):
        sendings[step.proposal_id, step.on, step.text, _name(step.by)].append(step)
    for row in facts.asked:
        if not facts.told(ProposalStepKind.SENT, row):
            text = f"Svar senast {swedish.long_date(row.answer_by)}." if row.answer_by else ""
            sendings[row.proposal_id, row.sent_on, text, ""].append(row)
    for (_, day, text, by), rows in sorted(sendings.items(), key=lambda item: item[0][1]):
        departments = sorted({row.department for row in rows if row.department}, key=lambda one: one.sort_key)
        more = f"till {swedish.listed([str(one) for one in departments])}" if departments else ""
        yield Event(day, "due", "Skickat", more=more, text=text, by=by, of=facts.of(rows[0]))


def _answered(facts: _Facts) -> list[Event]:
    """Tell of each answer: what a department says last stands in its anchoring, what it said before in steps alone."""
    kind, events, last = ProposalStepKind.ANSWERED, [], set()
    for row in facts.asked:
        step = facts.told(kind, row)
        day = step.on if step else row.answered_on
        if row.answered_on and day <= facts.on:
            events.append(_answer(facts, row, day))
            last.add(step)
    events += [_told(facts, step, "Svar") for step in facts.steps_of(kind) if step not in last]
    return sorted(events, key=lambda event: event.on)


def _answer(facts: _Facts, row: Anchoring, day: dt.date) -> Event:
    return Event(
        day,
        "ongoing",
        "Svar",
        more=f"{row.department} föreslår: {Suggestion(row.suggestion).label.lower()}",
        text=row.comment,
        by=_name(row.answered_by),
        activities=(row.suggested_activity,) if row.suggested_activity else (),
        of=facts.of(row),
    )


def _decided(facts: _Facts) -> Iterator[Event]:
    proposal, steps = facts.proposal, facts.steps_of(ProposalStepKind.DECIDED)
    for step in steps:
        outcome = ProposalOutcome(step.outcome or proposal.outcome)
        reason = proposal.reason if step == steps[-1] and outcome == proposal.outcome else ""
        event = _told(facts, step)
        yield replace(event, token=outcome.look.token, more=outcome.label, text=step.text or reason)


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
            of=facts.of(row),
        )


def _mails(facts: _Facts) -> Iterator[Event]:
    """Tell that the proposer was written to, and of what; never to which address."""
    rows = OutboxProposal.objects.filter(proposal=facts.proposal, mail__state__in=_MAILED).select_related("mail")
    for row in rows.order_by("mail__created_at", "pk"):
        day = timezone.localdate(row.mail.sent_at or row.mail.created_at)
        more = MailKind(row.kind).label if row.mail.sent_at else f"{MailKind(row.kind).label} (kanske skickat)"
        if day <= facts.on:
            yield Event(day, "idle", "Brev till företaget", more=more)


def _name(user) -> str:
    return user.full_label if user else ""
