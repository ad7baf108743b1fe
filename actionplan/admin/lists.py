"""What the address of a list may ask for: what the list's own links ask, on days that a calendar has."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest

# Without the first year and the last: no zone has all of the one, and nothing comes after the other.
CALENDAR = {"year": range(2, 9999), "month": range(1, 13), "day": range(1, 32)}


class NounList(ChangeList):
    """Leads back to the whole list from a day no calendar has, on which Django or the database would fail."""

    def get_filters(self, request: HttpRequest) -> tuple:
        for part, numbers in CALENDAR.items():
            for value in self.filter_params.get(f"{self.date_hierarchy}__{part}", []):
                if not _is_in(numbers, value):
                    raise IncorrectLookupParameters(f"{part} {value[:20]}")
        return super().get_filters(request)


def is_field(model: type[models.Model], lookup: str) -> bool:
    """Tell if it asks about one of the model's fields, and not about something made up."""
    name = lookup.partition("__")[0]
    try:
        return name == "pk" or bool(model._meta.get_field(name))
    except FieldDoesNotExist:
        return False


def links_ask(model_admin: admin.ModelAdmin, request: HttpRequest) -> set[str]:
    """Return what stands in the links of the list: its days, and its filters as Django makes them."""
    days = {f"{model_admin.date_hierarchy}__{part}" for part in CALENDAR if model_admin.date_hierarchy}
    return days.union(*(_asked_by(one, model_admin.model) for one in model_admin.get_list_filter(request)))


def _asked_by(list_filter: str | type[admin.SimpleListFilter], model: type[models.Model]) -> set[str]:
    if not isinstance(list_filter, str):
        return {list_filter.parameter_name}
    field = get_fields_from_path(model, list_filter)[-1]
    kinds = {"exact", "isnull"}
    if field.is_relation:
        kinds.add(f"{field.target_field.name}__exact")
    if isinstance(field, models.DateField):
        kinds |= {"gte", "lt"}
    return {f"{list_filter}__{kind}" for kind in kinds}


def _is_in(numbers: range, value: str) -> bool:
    return value.isdecimal() and len(value) <= 4 and int(value) in numbers
