"""Making, publishing and correcting reports: what is published is frozen, on every way in."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import RoundState, RoundStepKind
from actionplan.models import Report, ReportFile, ReportingRound, RoundStep
from actionplan.services.reports import correct_report, edit_report, remove_draft
from actionplan.services.versions import Edit, LostUpdate
from actionplan.tests.factories import ActivityFactory
from actionplan.tests.services.reports.common import AT, CONTENT, CUTOFF, FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(plan):
    return ReportingRound.objects.create(
        plan=plan, name="T2 2016", cutoff=CUTOFF, opens_on="2016-09-01", closes_on="2016-09-21", state=RoundState.LOCKED
    )


def said(error):
    return error.value.messages


def test_a_draft_is_version_one_and_says_who_made_it_and_when(create, plan, chief):
    report = create()

    assert (report.plan, report.kind, report.cutoff, report.number) == (plan, "delar", CUTOFF, 1)
    assert (report.created_by, report.created_at, report.is_published, report.is_example) == (chief, AT, False, False)


def test_the_same_draft_asked_for_twice_is_one(create):
    assert create() == create()
    assert Report.objects.count() == 1


def test_other_kinds_and_days_are_other_reports(create):
    assert len({create().pk, create(kind="slut").pk, create(cutoff=dt.date(2016, 4, 30)).pk}) == 3


def test_a_report_on_example_data_is_example_data(create, plan):
    ActivityFactory(area__plan=plan, is_example=True)

    assert create().is_example


@pytest.mark.parametrize(
    ("cutoff", "sentence"),
    [
        ("2016-09-23", "Brytdatumet ligger i framtiden. Välj dagens datum eller ett tidigare."),
        ("2015-12-31", "Planen börjar gälla 1 januari 2016. Välj den dagen eller en senare."),
    ],
)
def test_a_day_that_cannot_be_told_of_is_refused_beside_its_field(create, cutoff, sentence):
    with pytest.raises(ValidationError) as error:
        create(cutoff=dt.date.fromisoformat(cutoff))

    assert error.value.message_dict == {"cutoff": [sentence]}
    assert Report.objects.count() == 0


def test_the_day_itself_can_be_told_of(create):
    assert create(cutoff=dt.date(2016, 9, 22)).cutoff == dt.date(2016, 9, 22)


def test_a_published_report_is_not_made_again(create, publish):
    publish(create())

    with pytest.raises(ValidationError) as error:
        create()

    assert said(error) == ["Den rapporten är redan publicerad. Rätta den med en ny version."]


def test_the_chiefs_own_words_are_kept(create):
    report = create()
    report.summary, report.visibility = "Planen går bra.", "alla"
    report.judgements = {"1": {"assessment": "gul", "text": "Tunt."}}

    edit_report(report, expected_version=1)

    stored = Report.objects.get()
    assert (stored.summary, stored.visibility, stored.judgements, stored.version) == (
        "Planen går bra.",
        "alla",
        {"1": {"assessment": "gul", "text": "Tunt."}},
        2,
    )


@pytest.mark.parametrize(
    "judgements",
    [
        [],
        {"ett": {}},
        {"1": "gul"},
        {"1": {"assessment": "ingen"}},
        {"1": {"text": 5}},
        {"1": {"text": "x" * 2001}},
        {"1": {"text": "a\x00"}},
        {"1": {"colour": "gul"}},
    ],
)
def test_judgements_no_report_could_print_are_refused(create, judgements):
    report = create()
    report.judgements = judgements

    with pytest.raises(ValidationError) as error:
        edit_report(report, expected_version=1)

    assert error.value.message_dict == {"judgements": ["Bedömningen av ett område går inte att läsa. Skriv den igen."]}
    assert Report.objects.get().judgements == {}


def test_who_saves_second_is_told_what_the_first_wrote(create, chief):
    first, second = create(), create()
    first.summary, first.judgements = "Först.", {"2": {"assessment": "rod", "text": "Illa."}}
    first._history_user = chief
    edit_report(first, expected_version=1)
    second.summary = "Sedan."

    with pytest.raises(LostUpdate) as lost:
        edit_report(second, expected_version=1)

    assert lost.value.edits == [
        Edit("sammanfattning", "–", "Först.", "chief"),
        Edit("egen bedömning per område", "–", "Område 2: Stor avvikelse. Illa.", "chief"),
    ]
    assert Report.objects.get().summary == "Först."


def test_publishing_keeps_content_and_files_with_their_checksums(create, publish, chief):
    report = publish(create(), unanswered_reason="Två har slutat.")

    stored = Report.objects.get()
    assert (stored.content, stored.published_at, stored.published_by) == (CONTENT, AT, chief)
    assert (stored.unanswered_reason, stored.is_published, report) == ("Två har slutat.", True, stored)
    kept = [(file.format, file.name, file.content_type, bytes(file.content)) for file in stored.files.all()]
    assert kept == FILES
    assert [file.sha256 for file in stored.files.all()] == [hashlib.sha256(row[3]).hexdigest() for row in FILES]
    assert [file.size for file in stored.files.all()] == [8, 3]
    assert [file.is_whole for file in stored.files.all()] == [True, True]


def test_publishing_twice_is_refused_and_changes_nothing(create, publish, officer_a):
    draft = create()
    publish(draft)

    with pytest.raises(ValidationError) as error:
        publish(draft, by=officer_a, content={"head": {}}, expected_version=2)

    assert said(error) == ["Rapporten är publicerad och ändras inte. Gör en ny version som säger vad som är rättat."]
    assert Report.objects.get().content == CONTENT
    assert ReportFile.objects.count() == 2


def test_a_draft_somebody_has_edited_since_is_not_published(create, publish):
    draft = create()
    edit_report(create(), expected_version=1)

    with pytest.raises(LostUpdate):
        publish(draft, expected_version=1)

    assert (Report.objects.get().is_published, ReportFile.objects.count()) == (False, 0)


@pytest.mark.parametrize("missing", [{"content": {}}, {"files": []}])
def test_nothing_is_published_without_content_or_files(create, publish, missing):
    with pytest.raises(ValidationError) as error:
        publish(create(), **missing)

    assert said(error) == ["Rapporten har inget innehåll. Öppna sidan igen och publicera därifrån."]
    assert not Report.objects.get().is_published


def test_publishing_is_all_or_nothing(create, publish):
    with pytest.raises(ValidationError):
        publish(create(), files=[*FILES, FILES[0]])  # one format twice

    assert (Report.objects.get().is_published, ReportFile.objects.count()) == (False, 0)


def test_the_round_is_published_with_its_report(create, publish, round_, chief):
    publish(create(round=round_))

    stored = ReportingRound.objects.get()
    assert (stored.state, stored.version) == (RoundState.PUBLISHED, 2)
    assert list(RoundStep.objects.values_list("kind", "by", "at", "text")) == [
        ("publicerad", chief.pk, AT, "Delårsrapport per 2016-08-31.")
    ]


def test_the_round_is_taken_as_it_is_when_the_report_is_published(create, publish, round_, plan):
    draft = create(round=round_)
    ReportingRound.objects.update(cutoff=dt.date(2016, 4, 30))
    new = plan.rounds.create(name="Ny", cutoff=CUTOFF, opens_on="2016-10-01", closes_on="2016-10-21")

    report = publish(draft)

    assert report.round == new
    states = dict(ReportingRound.objects.values_list("name", "state"))
    assert states == {"T2 2016": RoundState.LOCKED, "Ny": RoundState.PUBLISHED}


def test_a_round_that_is_no_longer_about_the_day_is_left_open(create, publish, round_):
    draft = create(round=round_)
    ReportingRound.objects.update(cutoff=dt.date(2016, 4, 30))

    assert publish(draft).round is None
    assert ReportingRound.objects.get().state == RoundState.LOCKED


def test_a_round_nobody_had_locked_is_locked_as_it_is_published(create, publish, round_):
    ReportingRound.objects.update(state=RoundState.OPEN)

    publish(create(round=round_))

    assert ReportingRound.objects.get().state == RoundState.PUBLISHED
    assert list(RoundStep.objects.values_list("kind", flat=True)) == [RoundStepKind.LOCKED, RoundStepKind.PUBLISHED]


def test_a_correction_is_a_new_version_that_says_what_and_why(create, publish, round_, chief):
    draft = create(round=round_)
    draft.summary, draft.visibility, draft.judgements = "Bra.", "alla", {"1": {"assessment": "gul", "text": ""}}
    first = publish(edit_report(draft, expected_version=1))

    second = correct_report(first, correction="Fel tal i område 3.", by=chief, at=AT)

    assert (second.number, second.previous, second.correction) == (2, first, "Fel tal i område 3.")
    copied = ("plan", "round", "kind", "cutoff", "summary", "visibility", "judgements")
    assert [getattr(second, name) for name in copied] == [getattr(first, name) for name in copied]
    assert (second.is_published, second.content) == (False, {})
    assert list(Report.objects.published().newest_versions()) == [first]

    publish(second)

    assert list(Report.objects.published().newest_versions()) == [second]
    assert list(Report.objects.published()) == [second, first]


def test_a_new_version_belongs_to_the_round_that_was_planned_after_the_first(create, publish, plan, chief):
    first = publish(create())
    round_ = plan.rounds.create(name="T2", cutoff=CUTOFF, opens_on="2016-09-01", closes_on="2016-09-21")

    assert correct_report(first, correction="Nu har alla svarat.", by=chief, at=AT).round == round_


def test_a_correction_says_what_it_corrects(create, publish, chief):
    first = publish(create())

    with pytest.raises(ValidationError) as error:
        correct_report(first, correction="", by=chief, at=AT)

    assert said(error) == ["Skriv vad som är rättat och varför."]
    assert Report.objects.count() == 1


def test_the_same_correction_asked_for_twice_is_one_draft(create, publish, chief):
    first = publish(create())
    second = correct_report(first, correction="Fel tal.", by=chief, at=AT)

    assert correct_report(first, correction="Fel tal.", by=chief, at=AT) == second
    with pytest.raises(ValidationError) as error:
        correct_report(first, correction="Fel namn.", by=chief, at=AT)
    assert said(error) == ["Det finns redan ett utkast till version 2. Ändra i det."]


def test_only_the_version_that_holds_is_corrected(create, publish, chief):
    first = publish(create())
    publish(correct_report(first, correction="Fel tal.", by=chief, at=AT))

    with pytest.raises(ValidationError) as error:
        correct_report(first, correction="Fel namn.", by=chief, at=AT)

    assert said(error) == ["Rapporten är redan rättad. Version 2 är den som gäller: rätta den."]


def test_a_draft_is_edited_not_corrected(create, chief):
    with pytest.raises(ValidationError) as error:
        correct_report(create(), correction="Fel tal.", by=chief, at=AT)

    assert said(error) == ["Rapporten är inte publicerad än. Ändra i utkastet i stället."]


def test_a_draft_can_be_removed_and_made_again(create):
    remove_draft(create(), expected_version=1)

    assert Report.objects.count() == 0
    assert create().number == 1


def test_a_draft_somebody_has_edited_since_is_not_removed(create):
    draft = create()
    edit_report(create(), expected_version=1)

    with pytest.raises(LostUpdate):
        remove_draft(draft, expected_version=1)

    assert Report.objects.count() == 1


def test_a_draft_somebody_has_removed_is_neither_edited_nor_published(create, publish):
    draft = create()
    remove_draft(create(), expected_version=1)

    version = {"expected_version": 1}
    for verb in (lambda: edit_report(draft, **version), lambda: publish(draft), lambda: remove_draft(draft, **version)):
        with pytest.raises(ValidationError) as error:
            verb()
        assert said(error) == ["Utkastet är borttaget. Gör ett nytt om rapporten ändå behövs."]
