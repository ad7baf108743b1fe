"""What is published changes on no way, and who is told of it."""

import pytest

from actionplan.choices import MailState
from actionplan.models import AppendOnlyError, Outbox, Report, ReportFile
from actionplan.services.notices import Notice, queue_notices, unsent
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import ReportFactory
from actionplan.tests.services.reports.common import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(create, publish):
    """A draft as it was read before somebody published it, and the published report."""
    draft = create()
    return draft, publish(create())


def everything():
    files = ReportFile.objects.order_by("pk").values_list()
    return list(Report.objects.order_by("pk").values_list()), [
        tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in files
    ]


FROZEN_WAYS = {
    "save": lambda report: report.save(),
    "save of one field": lambda report: report.save(update_fields=["visibility"]),
    "delete": lambda report: report.delete(),
    "update": lambda report: Report.objects.filter(pk=report.pk).update(visibility="alla"),
    "update of all": lambda report: Report.objects.update(summary="Annat."),
    "bulk_update": lambda report: Report.objects.bulk_update([report], ["summary"]),
    "overwriting": lambda report: Report.objects.bulk_create(
        [report], update_conflicts=True, unique_fields=["id"], update_fields=["summary"]
    ),
    "delete of all": lambda report: Report.objects.all().delete(),
    "a row with its key": lambda report: ReportFactory(pk=report.pk),
    "save of a file": lambda report: report.files.first().save(),
    "delete of a file": lambda report: report.files.first().delete(),
    "update of files": lambda report: report.files.update(name="annan.pdf"),
    "bulk_update of files": lambda report: ReportFile.objects.bulk_update(list(report.files.all()), ["name"]),
    "delete of files": lambda report: report.files.all().delete(),
    "one more file": lambda report: ReportFile.objects.create(
        report=report, format="docx", name="x", content_type="x", size=1, sha256="x", content=b"x"
    ),
    "many more files": lambda report: ReportFile.objects.bulk_create([ReportFile(report=report, format="docx")]),
}


@pytest.mark.parametrize("way", FROZEN_WAYS)
@pytest.mark.parametrize("read", ["before", "after"])
def test_what_is_published_changes_on_no_way(frozen, way, read):
    report, before = frozen[read == "after"], everything()
    report.summary, report.visibility = "Annat.", "alla"

    with pytest.raises(AppendOnlyError):
        FROZEN_WAYS[way](report)

    assert everything() == before


def test_drafts_are_still_changed_in_bulk(create):
    create()

    assert Report.objects.update(summary="Annat.") == 1
    assert Report.objects.all().delete()[0] == 1


@pytest.fixture
def notice():
    return Notice("ledamot@example.com", "rapport:1:1", "Ny rapport", "Läs den.")


def test_publishing_puts_the_notices_in_the_outbox_with_the_report(create, publish, chief, notice):
    report = publish(create(), notices=[notice])

    [mail] = Outbox.objects.all()
    assert (mail.kind, mail.recipient, mail.subject, mail.body, mail.key) == (
        "rapport",
        "ledamot@example.com",
        "Ny rapport",
        "Läs den.",
        "rapport:1:1",
    )
    assert (mail.state, mail.created_by, mail.created_at) == (MailState.WAITING, chief, AT)
    assert report.is_published


def test_nobody_is_told_twice(chief, notice):
    assert len(queue_notices([notice, notice], by=chief, at=AT)) == 1
    assert queue_notices([notice], by=chief, at=AT) == []


def test_a_publishing_that_fails_tells_nobody(create, publish, notice):
    with pytest.raises(LostUpdate):
        publish(create(), notices=[notice], expected_version=7)

    assert Outbox.objects.count() == 0


def test_what_the_server_has_not_taken_is_known(create, chief):
    report = create()
    for n, state in enumerate(["vantar", "misslyckat", "skickas"]):
        queue_notices([Notice("a@example.com", f"rapport:{report.pk}:{n}", "Ny", "Läs.")], by=chief, at=AT)
        Outbox.objects.filter(key=f"rapport:{report.pk}:{n}").update(state=state)
    queue_notices([Notice("a@example.com", f"rapport:{report.pk}0:1", "Ny", "Läs.")], by=chief, at=AT)

    assert list(unsent(report).values_list("state", flat=True)) == ["vantar", "misslyckat"]
