"""typst: data and a template in, PDF or pictures out. Needs nothing of the site, so that it can run by itself.

What typst has set it remembers, some hundred megabytes for a large report, ten reports back. Such a one is therefore
set in a process of its own (`python -m actionplan.reports.typesetting`), which gives its memory back when it ends.
"""

import datetime as dt
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import font_source_sans_pro

STANDARDS = ["ua-1", "a-2a"]
_TEMPLATES = Path(__file__).parent / "templates"
_ROOT = Path(__file__).resolve().parents[2]
_PROBE = b'#set document(title: "x")\n#set text(font: "Source Sans Pro", lang: "sv")\n#sys.inputs.data'
_LETTER_MISSING = 3
_LONGEST = 300


class MissingLetterError(ValueError):
    """Some text has no place in an accessible PDF, mostly as no font has its letters."""


def typeset(data: dict, made: dt.datetime, *, apart: bool = False) -> tuple[bytes, list[str]]:
    """Return report.typ filled with data, dated `made`, and what typst warned of; `apart` in a process of its own."""
    import typst  # heavy, and needed for files alone

    if apart:
        return _typeset_apart(data, made)
    try:
        document, warnings = _compiler("report.typ").compile_with_warnings(
            sys_inputs={"data": json.dumps(data)}, pdf_standards=STANDARDS, timestamp=made
        )
    except typst.TypstError as error:
        if "could not be displayed" in error.message or "codepoint" in error.message:
            raise MissingLetterError(error.message) from error
        raise
    return document, [warning.message for warning in warnings]


def pictures(data: dict) -> list[bytes]:
    """Return bars.typ filled with data, as one PNG per page."""
    made = _compiler("bars.typ").compile(format="png", ppi=200, sys_inputs={"data": json.dumps(data)})
    return made if isinstance(made, list) else [made]


@cache
def is_shown(letter: str) -> bool:
    """Tell if a PDF by the standards can hold the letter: try it."""
    import typst  # heavy, and needed for files alone

    compiler = typst.Compiler(font_paths=_fonts())
    try:
        compiler.compile(input=_PROBE, sys_inputs={"data": letter}, pdf_standards=STANDARDS)
    except typst.TypstError:
        return False
    return True


def _typeset_apart(data: dict, made: dt.datetime) -> tuple[bytes, list[str]]:
    order = json.dumps({"data": data, "made": made.isoformat()}).encode()
    command = [sys.executable, "-m", "actionplan.reports.typesetting"]
    done = subprocess.run(command, input=order, capture_output=True, cwd=_ROOT, timeout=_LONGEST, check=False)  # noqa: S603 - our own program
    if done.returncode == _LETTER_MISSING:
        raise MissingLetterError(done.stderr.decode())
    done.check_returncode()
    return done.stdout, json.loads(done.stderr)


def _compiler(template: str):
    import typst  # heavy, and needed for files alone

    return typst.Compiler(input=str(_TEMPLATES / template), root=str(_TEMPLATES), font_paths=_fonts())


@cache
def _fonts():
    """Return the fonts that come with packages, and never those of the computer: the same file on every computer."""
    import typst  # heavy, and needed for files alone

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])


def main() -> int:
    """Read an order on standard input, write the document on standard output and the warnings on standard error."""
    order = json.load(sys.stdin)
    try:
        document, warnings = typeset(order["data"], dt.datetime.fromisoformat(order["made"]))
    except MissingLetterError as error:
        sys.stderr.write(str(error))
        return _LETTER_MISSING
    sys.stdout.buffer.write(document)
    sys.stderr.write(json.dumps(warnings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
