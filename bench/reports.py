"""What printing a report costs: `python bench/reports.py [ACTIVITIES …]`, for 60, 500 and 2,000 activities unless told.

Every format and size runs in a process of its own, which first prints a small report to have its libraries loaded.
It prints the measured one once: typst remembers what it has set, so a second time would say too little. Memory is the
most the process ever held, or the one it started. See README.md.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_FOR_60 = 2
MEGABYTES = 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("numbers", nargs="*", type=int, default=[60, 500, 2000], metavar="ACTIVITIES")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if chosen.one:
        print(json.dumps(_measure(chosen.one, chosen.numbers[0])))
        return
    print("| activities | format | seconds | times HTML | memory MB | times HTML | file kB |")
    print("|--:|---|--:|--:|--:|--:|--:|")
    for number in chosen.numbers:
        _print_rows(number)


def _print_rows(number: int) -> None:
    html = None
    for key in ("html", "pdf", "docx", "xlsx"):
        one = _in_a_process(key, number)
        html = html or one
        goal = ""
        if key == "pdf" and number == 60:
            goal = f" (at most {SECONDS_FOR_60}) {'✓' if one['seconds'] <= SECONDS_FOR_60 else '✗'}"
        if one["megabytes"] > MEGABYTES:
            goal += " over 1 GB ✗"
        print(
            f"| {number:,} | {key} | {one['seconds']:.2f}{goal} | {one['seconds'] / html['seconds']:.1f} "
            f"| {one['megabytes']:.0f} | {one['megabytes'] / html['megabytes']:.1f} | {one['kilobytes']:,.0f} |",
            flush=True,
        )


def _in_a_process(key: str, number: int) -> dict:
    command = [sys.executable, __file__, str(number), "--one", key]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603 - our own program
    return json.loads(done.stdout)


def _measure(key: str, number: int) -> dict:
    from actionplan.tests import environment  # noqa: F401, PLC0415 - sets the variables the settings ask for

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naringsliv.settings")
    import django  # noqa: PLC0415

    django.setup()
    from actionplan.reports.formats import FORMATS  # noqa: PLC0415 - once Django is set up
    from actionplan.tests.reports import samples  # noqa: PLC0415

    render = FORMATS[key].render
    render(samples.report(4))
    content = samples.report(number)
    start = time.perf_counter()
    size = len(render(content))
    seconds = time.perf_counter() - start
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": seconds, "megabytes": peak / 1024, "kilobytes": size / 1024}


if __name__ == "__main__":
    main()
