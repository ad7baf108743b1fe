"""Two chiefs with the same report at once: one wins, the other is told."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from actionplan.choices import Role
from actionplan.models import Report, ReportFile
from actionplan.services.reports import correct_report, create_report, edit_report, publish_report
from actionplan.services.versions import LostUpdate
from actionplan.tests.factories import ActionPlanFactory, ReportFactory, UserFactory, noon
from actionplan.tests.services.test_together import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)
CUTOFF = dt.date(2016, 8, 31)
AT = noon(dt.date(2016, 9, 22))


@pytest.fixture
def chiefs():
    return UserFactory.create_batch(2, role=Role.CHIEF)


def publish(report, by, word):
    files = [("pdf", f"{word}.pdf", "application/pdf", word.encode())]
    return lambda: publish_report(report, content={"by": word}, files=files, by=by, at=AT, expected_version=1)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_who_publish_one_wins_and_the_other_is_told(chiefs, _):
    drafts = [Report.objects.get(pk=ReportFactory().pk)] * 2

    outcomes = at_once(*(publish(draft, by, f"n{n}") for n, (draft, by) in enumerate(zip(drafts, chiefs, strict=True))))

    [winner] = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    [refused] = [outcome.messages for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert refused == ["Rapporten är publicerad och ändras inte. Gör en ny version som säger vad som är rättat."]
    stored, [file] = Report.objects.get(), ReportFile.objects.all()
    word = stored.content["by"]
    assert (stored.published_by, stored.content, bytes(file.content)) == (
        winner.published_by,
        winner.content,
        word.encode(),
    )


@pytest.mark.parametrize("_", range(ROUNDS))
def test_publishing_and_editing_at_once_never_change_what_is_published(chiefs, _):
    report = ReportFactory()
    edited = Report.objects.get()
    edited.summary = "Ändrat."

    published, saved = at_once(publish(report, chiefs[0], "n"), lambda: edit_report(edited, expected_version=1))

    stored = Report.objects.get()
    if isinstance(published, Report):
        assert isinstance(saved, ValidationError)
        assert (stored.summary, stored.is_published) == ("", True)
    else:
        assert isinstance(published, LostUpdate)
        assert (stored.summary, stored.is_published) == ("Ändrat.", False)


@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_who_ask_for_the_same_draft_get_the_same(chiefs, _):
    plan = ActionPlanFactory()

    first, second = at_once(
        *(lambda by=by: create_report(plan, kind="delar", cutoff=CUTOFF, by=by, at=AT) for by in chiefs)
    )

    assert first == second == Report.objects.get()


@pytest.mark.parametrize("_", range(ROUNDS))
def test_of_two_corrections_one_is_made_and_the_other_is_told(chiefs, _):
    report = ReportFactory()
    publish(report, chiefs[0], "n")()

    outcomes = at_once(
        *(lambda by=by: correct_report(report, correction=f"Rättat {by.pk}.", by=by, at=AT) for by in chiefs)
    )

    [draft] = [outcome for outcome in outcomes if isinstance(outcome, Report)]
    [refused] = [outcome.messages for outcome in outcomes if isinstance(outcome, ValidationError)]
    assert refused == ["Det finns redan ett utkast till version 2. Ändra i det."]
    assert draft.number == 2
