"""Names in texts that are about to be read by others: where they stand, and where they are changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from actionplan.figures import Names
from actionplan.models import ActionPlan, Report
from actionplan.reports.blocks import Content
from actionplan.reports.told import Told, told
from actionplan.templatetags.actionplan import link

_FIELDS = {
    "beslut": "decision",
    "undertecknare": "signatories",
    "arendet": "about",
    "bakgrund": "background",
    "arbetsforum": "forums",
    "omraden": "areas",
    "genomforande": "carrying_out",
}
"""By section of a memo: the field it is typed in."""
_REPORTED = ("Kommentar", "Orsak", "Skäl", "Kommer från")
"""Columns and items that are not in the activity's form: how it goes, and where it comes from."""
_MEETING = ("arbetsforum", "item")
"""Section and part of a memo that lists the meetings."""


@dataclass(frozen=True)
class Found:
    """A text that holds names: what it is, and where it is changed."""

    label: str
    text: str
    names: tuple[str, ...]
    address: str


def with_names(texts: Iterable[tuple[str, str, str]]) -> list[Found]:
    """Return those of (what it is, text, address) that hold names, each once. Three queries."""
    names, seen, found = Names(), {}, {}
    for label, text, address in texts:
        if text not in seen:
            seen[text] = tuple(names.found_in(text))
        if held := seen[text]:
            found.setdefault((label, text), Found(label, text, held, address))
    return list(found.values())


def names_in_report(report: Report, content: Content) -> list[Found]:
    """Return where names stand in what a draft says. Four queries."""
    edit = reverse("report_edit", args=[report.pk])

    def written_there(one: Told) -> str:
        return edit if one.part == "Motivering" or (not one.section and one.text.startswith("Version ")) else ""

    return with_names(_placed(report.plan, content, {"sammanfattning": edit}, written_there))


def names_in_document(plan: ActionPlan, content: Content, fields: Iterable[str]) -> list[Found]:
    """Return where names stand in a document; its `fields` are typed on the page itself. Four queries."""
    typed = {section: f"#id_{field}" for section, field in _FIELDS.items() if field in set(fields)}
    meetings, sender = link("event_list", plan=plan.pk), "#id_sender" if "sender" in fields else ""

    def elsewhere(one: Told) -> str:
        if not one.section and one.text == content.head.sender:
            return sender
        return meetings if (one.section, one.part) == _MEETING else ""

    return with_names(_placed(plan, content, typed, elsewhere))


def _placed(plan: ActionPlan, content: Content, pages: dict[str, str], special) -> Iterator[tuple[str, str, str]]:
    keys = dict(plan.activities.values_list("code", "pk"))
    for one in told(content, keys):
        if one.code in keys:
            yield _label(one), one.text, _activity_page(one, keys[one.code])
        else:
            yield one.heading, one.text, special(one) or pages.get(one.section) or _plan_page(plan, one)


def _label(one: Told) -> str:
    part = "" if one.is_title or one.part == "paragraph" else f", {one.part.lower()}"
    return f"Aktiviteten {one.code}{part}"


def _activity_page(one: Told, pk: int) -> str:
    return reverse("activity_detail" if one.part in _REPORTED else "activity_edit", args=[pk])


def _plan_page(plan: ActionPlan, one: Told) -> str:
    """Return where the plan itself is changed, or the area that the section is about."""
    _, is_area, number = one.section.partition("omrade-")
    if is_area and number.isdecimal():
        return link("area_edit", int(number), plan=plan.pk)
    return link("plan_edit", plan=plan.pk)
