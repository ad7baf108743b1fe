"""Asking once about names of companies and persons in texts that others than staff may read."""

from collections.abc import Iterable, Mapping

from django import forms

from actionplan import swedish
from actionplan.figures import Names

IN_REPORTS = "Texten kan komma med i rapporter och på öppna sidor."
SHOWN_TO_ALL = "Texten visas för alla så fort den är sparad."


def name_questions(
    form: forms.Form, *fields: str, why: str, before: Mapping[str, str] | None = None, also: Iterable[str] = ()
) -> list[str]:
    """Return a sentence for each of the fields that has got a name in it; `why` says who reads the text.

    Names that stood there `before` (what the form opened with) are not asked about again; `also` are names that are
    being typed. At most three queries.
    """
    before = form.initial if before is None else before
    typed = {name: text for name in fields if (text := form.cleaned_data.get(name)) and text != before.get(name)}
    if not typed:
        return []
    names = Names(*also)
    found = {name: _new(names, text, before.get(name) or "") for name, text in typed.items()}
    return [
        f"Under ”{form.fields[name].label}” står {names_in_words(new)}. {why} Skriv om den om namnet inte ska synas."
        for name, new in found.items()
        if new
    ]


def names_in_words(found: list[str]) -> str:
    """Write "namnet Exempelbygg AB", or "namnen A och B"."""
    return f"{'namnet' if len(found) == 1 else 'namnen'} {swedish.listed(found)}"


def _new(names: Names, text: str, before: str) -> list[str]:
    known = names.found_in(before)
    return [one for one in names.found_in(text) if one not in known]
