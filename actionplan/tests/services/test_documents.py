"""Keeping documents: a version each, with its files and checksums, and never changed."""

import datetime as dt
import hashlib

import pytest

from actionplan.choices import DocumentKind, PlanState
from actionplan.models import Document, DocumentFile
from actionplan.models.followup import AppendOnlyError
from actionplan.services.documents import MadeFile, make_document
from actionplan.tests.factories import ActionPlanFactory, ReportFactory, UserFactory, noon
from actionplan.tests.services.test_together import at_once

pytestmark = pytest.mark.django_db
AT = noon(dt.date(2016, 1, 4))
KIND = DocumentKind.MEMO_ADOPT.value


def made(plan, by, kind=KIND, report=None, **changes):
    facts = {
        "texts": {"about": "Text"},
        "content": {"facts": {}},
        "files": {"pdf": MadeFile("application/pdf", b"%PDF")},
    }
    return make_document(plan, kind, report=report, **facts | changes, by=by, at=AT)


def test_a_document_is_kept_with_its_texts_content_and_files():
    plan, author = ActionPlanFactory(title="Planen & <framtiden>"), UserFactory()

    document = made(plan, author)

    stored, [file] = Document.objects.get(), DocumentFile.objects.all()
    assert (stored.number, stored.texts, stored.content, stored.made_by, stored.made_at) == (
        1,
        {"about": "Text"},
        {"facts": {}},
        author,
        AT,
    )
    assert (file.document, file.format, file.name, file.content_type, file.size) == (
        document,
        "pdf",
        "tjansteskrivelse-anta-planen-planen-framtiden-version-1.pdf",
        "application/pdf",
        4,
    )
    assert (bytes(file.content), file.sha256) == (b"%PDF", hashlib.sha256(b"%PDF").hexdigest())


def test_each_kind_and_report_counts_its_own_versions():
    plan, author = ActionPlanFactory(), UserFactory()
    report = ReportFactory(plan=plan)

    numbers = [
        made(plan, author, texts={"about": "1"}).number,
        made(plan, author, texts={"about": "2"}).number,
        made(plan, author, DocumentKind.PLAN.value).number,
        made(plan, author, DocumentKind.MEMO_NOTE.value, report).number,
        made(ActionPlanFactory(), author).number,
    ]

    assert numbers == [1, 2, 1, 1, 1]


def test_the_same_document_again_is_the_version_there_is():
    plan, author = ActionPlanFactory(), UserFactory()

    assert [made(plan, author).pk == made(plan, author).pk, Document.objects.count()] == [True, 1]


def test_what_was_made_before_something_else_is_made_anew():
    plan, author = ActionPlanFactory(), UserFactory()
    made(plan, author)
    made(plan, author, texts={"about": "Annat"})

    assert made(plan, author).number == 3


def test_a_damaged_version_is_made_anew_though_nothing_else_has_changed():
    plan, author = ActionPlanFactory(), UserFactory()
    made(plan, author)
    DocumentFile._base_manager.update(content=b"%PDX")

    assert (made(plan, author).number, [file.is_whole for file in DocumentFile.objects.all()]) == (2, [False, True])


def test_a_document_without_texts_and_one_of_a_closed_plan_are_made():
    plan = ActionPlanFactory(state=PlanState.CLOSED)

    document = made(plan, UserFactory(), DocumentKind.PLAN.value, texts={})

    assert (document.number, plan.version) == (1, 1)


def test_what_was_made_never_changes():
    document = made(ActionPlanFactory(), UserFactory())
    document.texts = {"about": "Ändrad"}
    file = document.files.get()
    file.content = b"annat"

    with pytest.raises(AppendOnlyError):
        document.save()
    with pytest.raises(AppendOnlyError):
        file.save()

    assert (Document.objects.get().texts, bytes(DocumentFile.objects.get().content)) == ({"about": "Text"}, b"%PDF")


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_each_gets_a_version_and_the_same_twice_is_one():
    plan, author = ActionPlanFactory(), UserFactory()

    different = at_once(*(lambda n=n: made(plan, author, texts={"about": str(n)}) for n in range(2)))
    same = at_once(*[lambda: made(plan, author, texts={"about": "samma"})] * 2)

    assert sorted(document.number for document in different) == [1, 2]
    assert [document.number for document in same] == [3, 3]
