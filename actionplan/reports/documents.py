"""How each kind of document around a decision is made: the texts that may be edited, and the content. A kind is one line."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from actionplan.choices import DocumentKind
from actionplan.models import ActionPlan, Report
from actionplan.reports.blocks import Content
from actionplan.reports.memo import adopt_parts, memo_to_adopt, memo_to_note, note_parts
from actionplan.reports.parts import Part
from actionplan.reports.plan_document import plan_document


@dataclass(frozen=True)
class Recipe:
    """How a kind of document is made of a plan, and of a report where it is about one."""

    parts: Callable[[ActionPlan, Report | None], tuple[Part, ...]]
    content: Callable[[ActionPlan, Report | None, Mapping[str, str], dt.date], Content]
    needs_report: bool = False


RECIPES = {
    DocumentKind.MEMO_ADOPT.value: Recipe(
        lambda plan, report: adopt_parts(plan), lambda plan, report, texts, on: memo_to_adopt(plan, texts, on)
    ),
    DocumentKind.MEMO_NOTE.value: Recipe(note_parts, memo_to_note, needs_report=True),
    DocumentKind.PLAN.value: Recipe(lambda plan, report: (), lambda plan, report, texts, on: plan_document(plan, on)),
}
