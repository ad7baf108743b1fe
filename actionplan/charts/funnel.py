"""The funnel from what was said to what was done: a bar and a number for each stage, and the same in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from actionplan.charts.bars import BAR_WIDTH
from actionplan.choices import FunnelStage
from actionplan.figures import ProposalFigures

_TOKENS = {
    FunnelStage.SAID: "idle",
    FunnelStage.ANCHORED: "due",
    FunnelStage.BECAME_ACTIVITIES: "ongoing",
    FunnelStage.COMPLETED: "done",
}
_THINNEST = 4.0


@dataclass(frozen=True)
class FunnelRow:
    """A stage: what to draw, what to write, and where its number leads ("" when it is no link)."""

    word: str
    count: int
    token: str
    width: str
    address: str


@dataclass(frozen=True)
class FunnelChart:
    """The stages in order in a drawing `width` wide; `label` says them in words."""

    rows: tuple[FunnelRow, ...]
    label: str
    width: int = BAR_WIDTH


def funnel_chart(figures: ProposalFigures, address: Callable[[str], str] | None = None) -> FunnelChart:
    """Draw a set of proposals as a funnel; `address` gives the page that lists the proposals of a stage, by its key."""
    rows = tuple(
        FunnelRow(
            word=stage.label,
            count=figures.funnel[stage.value],
            token=_TOKENS[stage],
            width=_width(figures.funnel[stage.value], figures.total),
            address=address(stage.value) if address else "",
        )
        for stage in FunnelStage
    )
    return FunnelChart(rows, _in_words(figures.funnel))


def _width(count: int, total: int) -> str:
    """Write a length in proportion, with a decimal point whatever the language; nothing that exists is too thin to see."""
    return f"{max(BAR_WIDTH * count / total, _THINNEST):.1f}" if count else "0"


def _in_words(funnel: dict[str, int]) -> str:
    said, anchored, became, completed = (funnel[stage.value] for stage in FunnelStage)
    if not said:
        return "Inga förslag är inskrivna än."
    verb = "blev en aktivitet" if became == 1 else "blev aktiviteter"
    done = "genomfört" if completed == 1 else "genomförda"
    return (
        f"Av {said} förslag är {anchored} {'förankrat' if anchored == 1 else 'förankrade'} hos en förvaltning, "
        f"{became} {verb} och {completed} är {done}."
    )
