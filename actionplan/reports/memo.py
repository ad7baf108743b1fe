"""The memos around a plan, behind one door: one that proposes to adopt it, and one that lays a report before the board."""

from actionplan.reports.adopt_memo import adopt_parts, memo_to_adopt
from actionplan.reports.note_memo import memo_to_note, note_parts, phrases

__all__ = ["adopt_parts", "memo_to_adopt", "memo_to_note", "note_parts", "phrases"]
