"""Keeping the documents that are made around a decision: every version, with its files, as it was made."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from actionplan.models import ActionPlan, Document, DocumentFile, Report, User
from actionplan.services.plan import lock_plan


@dataclass(frozen=True)
class MadeFile:
    """A document in one format, as it was made."""

    content_type: str
    content: bytes


@transaction.atomic
def make_document(
    plan: ActionPlan,
    kind: str,
    *,
    report: Report | None = None,
    texts: Mapping[str, str],
    content: Mapping,
    files: Mapping[str, MadeFile],
    by: User,
    at: dt.datetime,
) -> Document:
    """Keep a document as its next version; `files` by format. A closed plan's may still be made: the plan stays as it is.

    The same document as the newest version is that version: the form was sent twice, or nothing had changed.
    """
    lock_plan(plan.pk)
    versions = plan.documents.filter(kind=kind, report=report)
    newest = versions.order_by("-number").first()
    if newest and _is_the_same(newest, texts, content, files):
        return newest
    document = Document(plan=plan, report=report, kind=kind, texts=dict(texts), content=dict(content))
    document.number = (versions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    document.made_at, document.made_by = at, by
    document.full_clean(exclude=["texts"])  # a document without running texts has none
    document.save()
    for key, made in files.items():
        _keep(document, key, made)
    return document


def _is_the_same(document: Document, texts: Mapping, content: Mapping, files: Mapping) -> bool:
    """Tell if a version says all this, and still has its files whole."""
    if (document.texts, document.content) != (dict(texts), dict(content)):
        return False
    stored = {file.format: file for file in document.files.all()}
    return stored.keys() == files.keys() and all(file.is_whole for file in stored.values())


def _keep(document: Document, key: str, made: MadeFile) -> None:
    name = slugify(f"{document.get_kind_display()} {document.plan.title}")[:110]
    file = DocumentFile(
        document=document,
        format=key,
        name=f"{name}-version-{document.number}.{key}",
        content_type=made.content_type,
        size=len(made.content),
        sha256=hashlib.sha256(made.content).hexdigest(),
        content=made.content,
    )
    file.full_clean()
    file.save()
