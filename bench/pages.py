"""How quick the pages are with many activities, beside a bare signed-in Django page: `python bench/pages.py [NUMBER …]`.

Loads each number of activities (1,000 and 10,000 unless told) into a scratch database of the kind DATABASE_URL names
and prints one table each. See README.md.
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
        for number in chosen.numbers:
            print(f"\n### {kind}, {number:,} activities, 5 updates each, {chosen.rounds} rounds\n", flush=True)
            with scratch.database():
                print(_measure(number, chosen.rounds), flush=True)


def _measure(number: int, rounds: int) -> str:
    from django.utils import timezone  # noqa: PLC0415 - once Django is set up

    from bench import loading, measuring, visits  # noqa: PLC0415

    loaded = loading.load(number, timezone.localdate())
    bare, requests = visits.requests(loaded, TARGETS if number >= 10_000 else {})
    measuring.run(bare, requests, rounds)
    return measuring.table(bare, requests)


if __name__ == "__main__":
    main()
