"""The example's published reports: what the demo shows, and that they go with the example."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from actionplan.choices import DocumentKind
from actionplan.management.example_reports import publish_example_reports
from actionplan.models import ActionPlan, Activity, Decision, Document, Outbox, Report, ReportFile
from actionplan.services.example import load_plan
from actionplan.services.example_removal import remove_example
from actionplan.services.notices import Notice, key_of, queue_notices
from actionplan.tests.factories import DecisionFactory, DocumentFactory, ReportFactory, UserFactory, noon


def test_the_example_has_two_published_reports(published_example):
    facts = ("kind", "cutoff", "number", "visibility", "is_example", "is_published")
    assert [[getattr(report, name) for name in facts] for report in published_example] == [
        ["delar", dt.date(2016, 8, 31), 1, "fortroendevalda", True, True],
        ["helar", dt.date(2017, 12, 31), 1, "alla", True, True],
    ]
    assert {report.published_by.username for report in published_example} == {"demo-naringslivschef"}
    for report in published_example:
        assert [(file.format, file.is_whole) for file in report.files.all()] == [
            ("pdf", True),
            ("docx", True),
            ("xlsx", True),
            ("html", True),
        ]


def test_the_second_compares_with_the_first(published_example):
    assert [report.content["facts"]["since"] for report in published_example] == [None, "2016-08-31"]


def test_nothing_in_them_is_from_after_the_demos_day(published_example, settings):
    assert max(report.published_at for report in published_example) <= noon(settings.DEMO_TODAY)


def test_a_round_with_its_report_is_published(example):
    plan = ActionPlan.objects.get()
    round_ = plan.rounds.filter(cutoff="2016-08-31").first() or plan.rounds.create(
        name="T2 2016", cutoff="2016-08-31", opens_on="2016-09-01", closes_on="2016-09-21", state="last"
    )

    first, second = publish_example_reports()

    round_.refresh_from_db()
    assert (first.round, second.round, round_.state) == (round_, None, "publicerad")


def test_they_are_removed_with_the_example(published_example, council):
    queue_notices(
        [Notice("a@example.com", key_of(published_example[0], council), "Ny", "Läs.")],
        by=published_example[0].published_by,
        at=noon(dt.date(2016, 9, 22)),
    )

    assert remove_example() == 28
    assert (Report.objects.count(), ReportFile.objects.count(), Outbox.objects.count()) == (0, 0, 0)
    assert Report.history.count() == 0


def test_they_go_in_again(published_example, settings):
    settings.DEMO = True
    remove_example()
    call_command("load_example")

    assert Report.objects.published().count() == 2


@pytest.mark.parametrize("what", ["rapporter", "rättade rapporter"])
def test_a_real_report_that_leans_on_the_example_stops_its_removal(published_example, what):
    first = published_example[0]
    more = {"created_by": first.created_by} if what == "rapporter" else {"previous": first, "created_by": UserFactory()}
    ReportFactory(plan=first.plan, cutoff=dt.date(2016, 4, 30), **more)

    with pytest.raises(ValidationError) as error:
        remove_example()

    assert error.value.messages == [
        f"Riktiga uppgifter hör ihop med exempeldata: {what}. Ändra dem först. Inget är borttaget."
    ]
    assert Report.objects.count() == 3


def test_what_was_tried_out_on_an_example_report_goes_with_it(published_example):
    report = published_example[0]
    DocumentFactory(plan=report.plan, kind=DocumentKind.MEMO_NOTE.value, report=report, by=report.created_by)
    DecisionFactory(plan=report.plan, report=report, verb="noteras")
    kept = DecisionFactory(plan=report.plan)

    remove_example()

    assert (Report.objects.count(), Document.objects.count()) == (0, 0)
    assert list(Decision.objects.all()) == [kept]
    assert set(Decision.history.values_list("id", flat=True)) == {kept.pk}


def test_a_document_that_somebody_real_made_stops_the_removal(published_example):
    report = published_example[0]
    DocumentFactory(plan=report.plan, kind=DocumentKind.MEMO_NOTE.value, report=report)

    with pytest.raises(ValidationError, match="dokument om rapporter"):
        remove_example()

    assert (Report.objects.count(), Document.objects.count()) == (2, 1)


def test_half_an_example_is_none(db, settings):
    settings.DEMO = True
    plan, _ = load_plan()
    ReportFactory(plan=plan, published_at=noon(dt.date(2016, 9, 22)), published_by=UserFactory())

    with pytest.raises(CommandError) as error:
        call_command("load_example")

    assert str(error.value) == "Den rapporten är redan publicerad. Rätta den med en ny version."
    assert Activity.objects.count() == 0
