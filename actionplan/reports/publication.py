"""What is published of a report: its content, and the files that are kept of it."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from django.utils.text import slugify

from actionplan import swedish
from actionplan.choices import ReportKind
from actionplan.models import Activity, Report
from actionplan.reports.blocks import Content, to_json
from actionplan.reports.formats import FORMATS, REPORT_FORMATS

_MOST_CODES = 30


def with_missing(content: Content, unanswered: Iterable[Activity], reason: str) -> Content:
    """Return the content with a sentence, last in its summary, about what nobody has answered about, and why."""
    codes = [activity.code for activity in unanswered]
    if not codes:
        return content
    first, *others = content.sections
    told = replace(first, paragraphs=(*first.paragraphs, _told_of_missing(codes, reason)))
    return replace(content, sections=(told, *others))


def as_draft(content: Content, *, made_on: dt.date) -> Content:
    """Return the content with a note that no reader can miss: files get away from where they were made."""
    note = f"Utkast {swedish.long_date(made_on)}. Rapporten är inte publicerad och kan ändras."
    return replace(content, head=replace(content.head, notes=(note, *content.head.notes)))


def files_of(report: Report, content: Content) -> list[tuple[str, str, str, bytes]]:
    """Return every format of the content as publish_report takes them: format, name, content type and bytes."""
    made = [(key, FORMATS[key]) for key in REPORT_FORMATS]
    return [(key, file_name(report, key), one.content_type, one.render(content)) for key, one in made]


def file_name(report: Report, format_: str) -> str:
    """Return what a file is called wherever it ends up: kind, day and, of a corrected report, version."""
    version = f"-version-{report.number}" if report.number > 1 else ""
    return f"{slugify(ReportKind(report.kind).label)}-{report.cutoff}{version}.{format_}"


def print_of(content: Content) -> str:
    """Return what tells this content, to the letter, from what it may be a moment later."""
    return hashlib.sha256(json.dumps(to_json(content), sort_keys=True).encode()).hexdigest()[:24]


def _told_of_missing(codes: list[str], reason: str) -> str:
    shown = codes[:_MOST_CODES]
    more = len(codes) - len(shown)
    listed = swedish.listed(shown + ([f"{more} till"] if more else []))
    number = swedish.counted(len(codes), "aktivitet var inte uppföljd", "aktiviteter var inte uppföljda")
    return (
        f"{number} per brytdatumet när rapporten publicerades: {listed}. "
        f"Rapporten visar det som var känt tidigare. Skäl: {reason}"
    )
