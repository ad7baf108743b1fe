"""Run the whole suite on SQLite, then on PostgreSQL, and end with one line that adds both up."""

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

SCRIPTS = Path(__file__).resolve().parent
SUMMARY = SCRIPTS.parent / "test-results" / "summary.txt"
ON_POSTGRES = [sys.executable, str(SCRIPTS / "with_postgres.py")]
SUITES = {
    "SQLite": ([], []),
    "PostgreSQL": (ON_POSTGRES, ["-m", "not browser or browser_pg"]),
}


def main(arguments: list[str]) -> int:
    """Both suites run even if the first one fails: the second may fail differently."""
    codes, counts = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, (prefix, selection) in SUITES.items():
            print(f"\n=== Tests on {name} ===", flush=True)
            report = Path(folder) / f"{name}.xml"
            command = [*prefix, sys.executable, "-m", "pytest", *selection, f"--junitxml={report}", *arguments]
            codes.append(subprocess.run(command, check=False).returncode)
            counts[name] = _counts(report)
    _tell(counts)
    return max(codes)


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
