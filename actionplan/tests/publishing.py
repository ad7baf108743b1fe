"""Publishing a draft as the pages do, with real content; the files are real ones only if a test reads them."""

from actionplan.models import Report, User
from actionplan.reports.blocks import from_json, to_json
from actionplan.reports.content import content_of
from actionplan.reports.formats import FORMATS, REPORT_FORMATS
from actionplan.reports.publication import file_name, files_of
from actionplan.services.reports import publish_report


def publish(report: Report, *, by: User | None = None, at=None, real: bool = False, **more) -> Report:
    """Publish a draft the moment it was made, by whoever made it; without `real` a file holds just its own name."""
    at = at or report.created_at
    content = to_json(content_of(report, made_on=at.date()))
    files = files_of(report, from_json(content)) if real else _names(report)
    given = {"content": content, "files": files, "by": by or report.created_by, "at": at}
    return publish_report(report, **given, expected_version=report.version, **more)


def _names(report: Report) -> list[tuple[str, str, str, bytes]]:
    names = [(key, file_name(report, key)) for key in REPORT_FORMATS]
    return [(key, name, FORMATS[key].content_type, name.encode()) for key, name in names]
