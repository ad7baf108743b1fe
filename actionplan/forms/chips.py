"""What a filter has been asked, one chip for each choice: in words, with the address that lets go of just that one."""

from dataclasses import dataclass

from django.http import QueryDict

from actionplan import swedish
from actionplan.forms.filters import ActivityFilter, tidy

# What is not a choice of its own: `sedan` goes with `andrat`, and an order leaves nothing out.
_SILENT = {"sedan", "sort"}
_TOGETHER = {"andrat": ("andrat", "sedan", "sida")}


@dataclass(frozen=True)
class Chip:
    """One choice: the field's label, what is chosen, and the address without it."""

    label: str
    text: str
    address: str


def chips(chosen: ActivityFilter) -> list[Chip]:
    """Return the choices of a valid filter, in the order of its fields."""
    found = []
    for name, field in chosen.form.fields.items():
        value = chosen.form.cleaned_data.get(name)
        if not value or name in _SILENT:
            continue
        for one in value if isinstance(value, list) else [value]:
            text = _in_words(field, one) + _since(chosen, name)
            found.append(Chip(field.label, text, _without(chosen.data, name, one)))
    return found


def without_choices(chosen: ActivityFilter) -> str:
    """Return the address that lets go of every choice but keeps plan, day and order."""
    left = QueryDict(mutable=True)
    for name in ("plan", "dag", "sort"):
        left.setlist(name, chosen.data.getlist(name))
    return f"?{left.urlencode()}"


def names_chosen(chosen: ActivityFilter) -> str:
    """Return which filters are used, for the log; not what was searched for, which may be somebody's name."""
    return ", ".join(name for name in chosen.filters if chosen.data.get(name)) or "nothing"


def _in_words(field, value) -> str:
    if hasattr(value, "isoformat"):
        return swedish.long_date(value)
    labels = {str(key): label for key, label in getattr(field, "choices", ())}
    return labels.get(value, f"”{value}”")


def _since(chosen: ActivityFilter, name: str) -> str:
    return f" sedan {swedish.long_date(chosen.form.cleaned_data['sedan'])}" if name == "andrat" else ""


def _without(data: QueryDict, name: str, value) -> str:
    left = data.copy()
    many = [one for one in left.getlist(name) if one != value]
    for dropped in _TOGETHER.get(name, (name, "sida")):
        left.pop(dropped, None)
    if len(many) < len(data.getlist(name)):
        left.setlist(name, many)
    return f"?{tidy(left).urlencode()}"
