"""The bars of standings and shares. Lengths are in the drawing's own units."""

from dataclasses import dataclass

from actionplan.choices import Standing

BAR_WIDTH = 600
_GAP = 2.0


@dataclass(frozen=True)
class Segment:
    """One part of a bar."""

    token: str
    word: str
    count: int
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """How a set of activities is spread over the standings; `label` says it in words."""

    segments: tuple[Segment, ...]
    label: str
    marker_x: str | None = None
    width: int = BAR_WIDTH


def standing_bar(counts, share_elapsed: float | None = None) -> Bar:
    """Return the bar of figures.Counts, with a marker for the share of the period that has passed."""
    shown = [(Standing(key), number) for key, number in counts.shown_standings]
    widths = _widths([number for _, number in shown], counts.total)
    segments, x = [], 0.0
    for (standing, number), width in zip(shown, widths, strict=True):
        word = standing.look.one if number == 1 else standing.look.many
        segments.append(Segment(standing.look.token, word, number, _length(x), _length(max(width - _GAP, 1.0))))
        x += width
    label = ", ".join(f"{segment.count} {segment.word}" for segment in segments) or "Inga aktiviteter"
    marker = None if share_elapsed is None else _length(share_elapsed * BAR_WIDTH)
    return Bar(tuple(segments), label, marker)


def share_bar(done: int, total: int) -> Bar:
    """Return the bar of how much of something is done."""
    width = BAR_WIDTH * done / total if total else 0.0
    return Bar((Segment("done", "klara", done, "0", _length(width)),) if done else (), f"{done} av {total}")


def _length(number: float) -> str:
    """Write a length as SVG wants it, with a decimal point whatever the language."""
    return f"{number:.1f}"


def _widths(numbers: list[int], total: int) -> list[float]:
    """Share the width in proportion, but let no part be too thin to see."""
    thinnest = 6.0
    raw = [max(BAR_WIDTH * number / total, thinnest) for number in numbers] if total else []
    shrink = BAR_WIDTH / sum(raw) if raw else 1.0
    return [width * shrink for width in raw]
