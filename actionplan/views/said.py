"""What the pages of "Ni sa – vi gjorde" share: the sentence of figures, and each proposal beside what was done."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from actionplan import swedish
from actionplan.choices import EventKind, FunnelStage, ProposalOutcome, VerdictValue
from actionplan.figures import ProposalFigures, SaidAndDone
from actionplan.models import ActionPlan, ConsultationEvent, Proposal
from actionplan.templatetags.actionplan import link
from actionplan.views.access import Scope


@dataclass(frozen=True)
class Part:
    """Some words of a sentence, and the address they lead to ("" when they are no link)."""

    words: str
    address: str = ""


@dataclass(frozen=True)
class Lede:
    """Sentences of figures: what was said, what became of it, what is not solved yet."""

    start: str
    said: Part | None
    became: tuple[Part, ...]
    not_yet: Part | None


@dataclass(frozen=True)
class Row:
    """A proposal, or a group of them, as a page shows it beside what was done."""

    said: SaidAndDone
    proposal: Proposal
    """The one of the group whose words are shown."""
    proposers: tuple[str, ...]
    answer: str
    """The reason, or what is waited for."""
    is_waiting: bool

    @property
    def text(self) -> str:
        """What was said."""
        return self.proposal.text

    @property
    def outcome(self) -> str:
        """What had become of it by the day."""
        return self.said.proposal.outcome_on


def proposals_address(**query) -> str:
    """Return the address of the list of proposals that a number leads to."""
    return link("proposal_list", **query)


def listed_with(scope: Scope, period_id: int | None) -> dict[str, str]:
    """Return the plan and day, for an address, under which the proposals of a mandate period are listed."""
    if scope.plan is None or scope.plan.mandate_period_id == period_id:
        return scope.query
    plan = ActionPlan.objects.answering_period(period_id)
    return scope.query | ({"plan": str(plan.pk), "dag": scope.on.isoformat()} if plan else {})


def lede(figures: ProposalFigures, event: ConsultationEvent | None, address: Callable[..., str] | None = None) -> Lede:
    """Say the figures in a sentence; `address(lage=…)` gives the page that lists what a number counts."""

    def part(words: str, **query) -> Part:
        return Part(words, address(**query) if address else "")

    return Lede(
        start=_start(event, figures.total),
        said=part(f"{figures.total} förslag") if figures.total else None,
        became=tuple(_became(figures, part)),
        not_yet=_not_yet(figures, part),
    )


def _start(event: ConsultationEvent | None, total: int) -> str:
    """Say when it was and begin the sentence of how much was said."""
    when = f"{event.when[0].upper()}{event.when[1:]}." if event and event.when else ""
    if not total:
        words = "Inga förslag är inskrivna än."
    elif event is None:
        words = "Företagen har lämnat"
    else:
        together = event.kind == EventKind.MANAGERS_FORUM
        words = "Företag och chefer tog tillsammans fram" if together else "Företagen lämnade"
    return f"{when} {words}".strip()


def _became(figures: ProposalFigures, part):
    """Yield the words for each thing that has happened to any proposal."""
    counts, undecided = figures.by_outcome, figures.undecided
    became, completed = counts[ProposalOutcome.BECAME_ACTIVITY], figures.funnel[FunnelStage.COMPLETED]
    under_way, declined = counts[ProposalOutcome.ALREADY_UNDER_WAY], counts[ProposalOutcome.DECLINED]
    if became:
        yield part(swedish.counted(became, "blev aktivitet", "blev aktiviteter"), lage=ProposalOutcome.BECAME_ACTIVITY)
    if completed:
        words = swedish.counted(completed, "är redan genomfört", "är redan genomförda")
        yield part(words, steg=FunnelStage.COMPLETED)
    if under_way:
        yield part(f"{under_way} pågick redan", lage=ProposalOutcome.ALREADY_UNDER_WAY)
    if declined:
        yield part(f"{declined} avböjdes med motivering", lage=ProposalOutcome.DECLINED)
    if undecided:
        yield part(f"{undecided} väntar på beslut", lage=sorted(ProposalOutcome.UNDECIDED, reverse=True))


def _not_yet(figures: ProposalFigures, part) -> Part | None:
    if not figures.not_yet:
        return None
    return part(f"{figures.not_yet} förslagslämnare säger att det inte är löst än", omdome=VerdictValue.NOT_YET)


def row(said: SaidAndDone, on: dt.date, proposers: Callable[[SaidAndDone], tuple[str, ...]], event) -> Row:
    """Return a group as the event's page shows it: in the words that were said there first."""
    here = (one for one in said.said if one.event_id == event.pk)
    waiting = said.proposal.outcome_on in ProposalOutcome.UNDECIDED
    return Row(
        said=said,
        proposal=next(here, said.proposal),
        proposers=proposers(said),
        answer=waiting_for(said, on) if waiting else said.reason,
        is_waiting=waiting,
    )


def named(said: SaidAndDone, *, persons: bool) -> tuple[str, ...]:
    """Name every proposer of a group for those who work with it; a person without a company only when they may know."""
    return tuple(dict.fromkeys(one.proposer_for(persons=persons) for one in said.said))


def unnamed(said: SaidAndDone) -> tuple[str, ...]:
    """Say who made it without a name: "Företag, städ", or how many they were."""
    companies = {one.company_id: one.company for one in said.said if one.company}
    others = sum(one.company is None for one in said.said)
    if not companies and others == 1:
        return ("En förslagslämnare",)
    if not others and len(companies) == 1:
        return (next(iter(companies.values())).anonymous_label,)
    if not others:
        return (f"{len(companies)} företag",)
    return (f"{len(companies) + others} förslagslämnare",)


def waiting_for(said: SaidAndDone, on: dt.date) -> str:
    """Say to those who work with it what an undecided proposal waits for."""
    unanswered = said.unanswered
    if not said.anchorings:
        return "Väntar på att skickas till en förvaltning."
    if not unanswered:
        return "Besvarat. Väntar på beslut."
    days = [asked.answer_by for asked in unanswered if asked.answer_by]
    if not days:
        return "Väntar på svar."
    late, day = max(days) < on, swedish.long_date(max(days)).removesuffix(f" {on.year}")
    return f"Svaret skulle ha kommit {day}." if late else f"Svar senast {day}."
