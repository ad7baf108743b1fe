"""Taking time: each page beside a bare one, in turns, so that a busy computer disturbs both alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

WARM_UP = 5


@dataclass
class Measured:
    """What one request took, round after round: `prepare` comes before, untimed, and `expected` is the answer's code."""

    name: str
    ask: Callable[[], HttpResponse]
    prepare: Callable[[], None] = lambda: None
    expected: int = 200
    target: float | None = None
    times: list[float] = field(default_factory=list)
    queries: int = 0

    def take(self, *, counting: bool = False) -> None:
        """Make the request once and remember how long it took; counting queries costs time, so that is done apart."""
        self.prepare()
        if counting:
            with CaptureQueriesContext(connection) as captured:
                self._checked(self.ask())
            self.queries = len(captured)
            return
        start = time.perf_counter()
        response = self.ask()
        self.times.append((time.perf_counter() - start) * 1000)
        self._checked(response)

    def _checked(self, response: HttpResponse) -> None:
        if response.status_code != self.expected:
            raise RuntimeError(f"{self.name} answered {response.status_code}, not {self.expected}.")

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


def run(bare: Measured, requests: list[Measured], rounds: int) -> None:
    """Make all requests in turn, each after a bare page, round after round; the first rounds only warm up."""
    for number in range(WARM_UP + rounds):
        for request in requests:
            bare.take()
            request.take()
        if number == WARM_UP - 1:
            for one in (bare, *requests):
                one.take(counting=True)
                one.times.clear()


def table(bare: Measured, requests: list[Measured]) -> str:
    """Return the figures as a Markdown table."""
    head = [
        "| request | SQL queries | median ms | p95 ms | times the bare page | at most |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    return "\n".join([*head, *(_row(one, bare) for one in (bare, *requests))])


def _row(one: Measured, bare: Measured) -> str:
    ratio = one.median / bare.median
    target = "" if one.target is None else f"{one.target:g} {'✓' if ratio <= one.target else '✗'}"
    return f"| {one.name} | {one.queries} | {one.median:.1f} | {one.p95:.1f} | {ratio:.1f} | {target} |"
