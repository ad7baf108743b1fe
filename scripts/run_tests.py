"""Run the tests in Chromium, on SQLite and on PostgreSQL at the same time, and end with one line that adds them up."""

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

SCRIPTS = Path(__file__).resolve().parent
SUMMARY = SCRIPTS.parent / "test-results" / "summary.txt"
ON_POSTGRES = [sys.executable, str(SCRIPTS / "with_postgres.py")]
# The one that takes longest comes first: it prints as it goes. Three share two processors better than two do.
SUITES = {
    "Chromium": ([], ["-m", "browser"]),
    "SQLite": ([], ["-m", "not browser"]),
    "PostgreSQL": (ON_POSTGRES, ["-m", "(not browser or browser_pg) and not sqlite"]),
}

# pytest's code when the arguments choose none of a suite's tests; the other suites may have some.
NOTHING_CHOSEN = 5


def main(arguments: list[str]) -> int:
    """All run even if one fails: they may fail differently. What the later ones print is shown when they are done."""
    with tempfile.TemporaryDirectory() as folder:
        suites = [_Suite(name, Path(folder), arguments) for name in SUITES]
        try:
            codes = [suite.wait() for suite in suites]
        except KeyboardInterrupt:
            for suite in suites:
                suite.process.terminate()
            return 130
        counts = {suite.name: _counts(suite.report) for suite in suites}
    _tell(counts)
    return max((code for code in codes if code != NOTHING_CHOSEN), default=NOTHING_CHOSEN)


class _Suite:
    """One run of pytest. The first prints as it goes, so that somebody sees it move; the others into a file."""

    def __init__(self, name: str, folder: Path, arguments: list[str]):
        prefix, selection = SUITES[name]
        self.name, self.report, self.log = name, folder / f"{name}.xml", folder / f"{name}.log"
        self.speaks = name == next(iter(SUITES))
        traces = f"--output=test-results/{name}"
        command = [*prefix, sys.executable, "-m", "pytest", *selection, traces, f"--junitxml={self.report}", *arguments]
        if self.speaks:
            print(f"\n=== Tests on {name}; those on {', '.join([*SUITES][1:])} run beside ===", flush=True)
            self.process = subprocess.Popen(command)
        else:
            with self.log.open("wb") as log:
                self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)

    def wait(self) -> int:
        """Wait until it is done, show what it printed if it has not been seen, and return its code."""
        code = self.process.wait()
        if not self.speaks:
            print(f"\n=== Tests on {self.name} ===\n{self.log.read_text(errors='replace')}", flush=True)
        return code


def _counts(report: Path) -> dict[str, int]:
    """What pytest itself wrote just now; a suite that never came to its report counts as one failure."""
    if not report.exists():
        return {"passed": 0, "failed": 1, "skipped": 0}
    suite = ElementTree.parse(report).getroot().find("testsuite")  # nosec B314
    total, failures, errors, skipped = (int(suite.get(key)) for key in ("tests", "failures", "errors", "skipped"))
    failed = failures + errors
    return {"passed": total - failed - skipped, "failed": failed, "skipped": skipped}


def _tell(counts: dict[str, dict[str, int]]) -> None:
    sums = {key: sum(count[key] for count in counts.values()) for key in ("passed", "failed", "skipped")}
    parts = ", ".join(f"{name} {count['passed']}" for name, count in counts.items())
    line = f"{sums['passed']} passed, {sums['failed']} failed, {sums['skipped']} skipped ({parts} passed)"
    SUMMARY.parent.mkdir(exist_ok=True)
    SUMMARY.write_text(line + "\n", encoding="utf-8")
    print(f"\n{line}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
