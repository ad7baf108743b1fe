"""How quick the pages are with many activities, beside a bare signed-in Django page: `python bench/pages.py [NUMBER …]`.

Loads each number of activities (1,000 and 10,000 unless told) and 5,000 proposals into a scratch database of the kind
DATABASE_URL names and prints one table each; then sees to it that no request makes more queries than with few rows. See README.md.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import scratch

# The goals of the project, for 10,000 activities on PostgreSQL.
TARGETS = {"dashboard": 12, "list": 6, "update": 4}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("numbers", nargs="*", type=int, default=[1000, 10_000], metavar="NUMBER", help="of activities")
    parser.add_argument("--rounds", type=int, default=40, help="timed rounds (default 40)")
    chosen = parser.parse_args()
    with scratch.site() as kind:
        many = {}
        for number in chosen.numbers:
            said = f"{number:,} activities with 5 updates each, 5,000 proposals at 200 events"
            print(f"\n### {kind}, {said}, {chosen.rounds} rounds\n", flush=True)
            with scratch.database():
                table, many = _measure(number, chosen.rounds)
                print(table, flush=True)
        with scratch.database():
            few = _count_with_few()
    sys.exit(_compare(few, many))


def _measure(number: int, rounds: int) -> tuple[str, dict[str, int]]:
    from bench import measuring, proposals, visits  # noqa: PLC0415 - once Django is set up

    loaded = _load(number, proposals.PROPOSALS, proposals.EVENTS)
    bare, requests = visits.requests(loaded, TARGETS if number >= 10_000 else {})
    measuring.run(bare, requests, rounds)
    return measuring.table(bare, requests), {one.name: one.queries for one in requests}


def _count_with_few() -> dict[str, int]:
    """Return how many queries each request makes with a hundredth of the proposals."""
    from bench import measuring, visits  # noqa: PLC0415 - once Django is set up

    bare, requests = visits.requests(_load(200, 50, 10), {})
    measuring.run(bare, requests, rounds=0)
    return {one.name: one.queries for one in requests}


def _load(activities: int, proposals: int, events: int):
    from django.utils import timezone  # noqa: PLC0415 - once Django is set up

    from bench import loading  # noqa: PLC0415
    from bench import proposals as said  # noqa: PLC0415

    loaded = loading.load(activities, timezone.localdate())
    said.load(loaded, proposals, events)
    return loaded


def _compare(few: dict[str, int], many: dict[str, int]) -> int:
    """Say which requests make other queries with many rows than with few; return how many do."""
    grown = {name: (few[name], queries) for name, queries in many.items() if queries != few[name]}
    for name, (before, after) in grown.items():
        print(f"\nQUERIES GROW: {name}: {before} with 50 proposals and 200 activities, {after} with many.")
    if not grown:
        print("\nEvery request makes as many queries with 50 proposals and 200 activities as with many.")
    return len(grown)


if __name__ == "__main__":
    main()
