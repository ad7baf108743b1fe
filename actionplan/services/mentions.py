"""Where a word stands in what people have written, in any noun and in what its history remembers."""

from django.apps import apps
from django.db import models
from django.db.models import Q

from actionplan.swedish import fold

_COPIES = {"search_text", "sort_key", "bare_name", "password"}


def mentions(words, but=()) -> list[str]:
    """Return the places where any of the words stands, as people find them; rows in `but` are known already."""
    forms = _forms(words)
    known = {(type(row), row.pk) for row in but}
    places = []
    for model in apps.get_app_config("actionplan").get_models() if forms else ():
        for field in _texts(model):
            rows = model._base_manager.filter(_holds(field.name, forms)).order_by("pk")
            places += [_place(row, field) for row in rows if (model, row.pk) not in known]
    return list(dict.fromkeys(places))


def _forms(words) -> set[str]:
    """Return the ways to look for each word: SQLite knows the case of a-z alone."""
    plain = {fold(word) for word in words if word.strip()}
    return {form for word in plain for form in (word, word.upper(), word.title(), word.capitalize())}


def _texts(model: type[models.Model]):
    kinds = (models.CharField, models.TextField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and field.name not in _COPIES
    ]


def _holds(name: str, forms: set[str]) -> Q:
    found = Q()
    for form in forms:
        found |= Q(**{f"{name}__icontains": form})
    return found


def _place(row: models.Model, field: models.Field) -> str:
    """Name the row without saying what it is called, which may be the very name."""
    noun = getattr(row, "instance_type", None)
    words = f"historik för {noun._meta.verbose_name} {row.id}" if noun else f"{row._meta.verbose_name} {row.pk}"
    belongs_to = getattr(row, "proposal_id", None)
    return f"{words}{f' i förslag {belongs_to}' if belongs_to else ''}: {field.verbose_name}"
