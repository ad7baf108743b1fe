"""What the pages of every noun share: search as Swedes search, typed dates, advice instead of a refusal, history."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import NON_FIELD_ERRORS, BadRequest, ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from actionplan import swedish
from actionplan.admin.history import history_page
from actionplan.admin.lists import NounList, is_field, links_ask
from actionplan.admin.lookups import LookUpMixin
from actionplan.forms.base import SwedishDateField, is_row_number

MAX_WORDS, MAX_LETTERS, MAX_NAMED = 8, 100, 20


class NounAdmin(LookUpMixin, admin.ModelAdmin):
    """Rights come from permissions.py: what the administrator may not write is shown, read-only."""

    formfield_overrides = {models.DateField: {"form_class": SwedishDateField}}
    actions = None  # nothing is removed many at a time
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    delete_confirmation_template = "admin/delete_with_advice.html"
    delete_advice = ""

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Answer that an address asks for a row by a number no database holds, on which SQLite fails."""
        if not all(is_row_number(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest("No row has that number.")
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError as error:
            raise BadRequest(str(error)) from error

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[NounList]:
        return NounList

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse what no link of the list asks: it could break the list, or guess a hidden value letter by letter.

        What is no field at all leads back to the whole list, as Django does with it.
        """
        if lookup not in links_ask(self, request) and is_field(self.model, lookup):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        """Keep the rows that hold every word in one of `search_fields`, none of which multiplies rows."""
        for word in swedish.fold(search_term[:MAX_LETTERS]).split()[:MAX_WORDS]:
            queryset = queryset.filter(_holds(word, self.get_search_fields(request)))
        return queryset, False

    def get_deleted_objects(self, objs, request: HttpRequest):
        """What is kept is kept for everybody: say that, and not that the administrator lacks a right to it."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set() if protected else lacking, _shortened(protected)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """Say what to do instead when something stands in the way."""
        return super().delete_view(request, object_id, {**(extra_context or {}), "advice": self.delete_advice})

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """Show who changed what and when; there is no way to change that."""
        return history_page(self, request, object_id)


def _shortened(rows: list) -> list:
    return rows if len(rows) <= MAX_NAMED else [*rows[:MAX_NAMED], f"och {len(rows) - MAX_NAMED} till"]


def yes_no(field: str, description: str):
    """Return a column that says Ja or Nej: Django's icons are named True and False."""

    @admin.display(description=description, ordering=field)
    def column(self, row: models.Model) -> str:
        return "Ja" if getattr(row, field) else "Nej"

    return column


class BesideForm(forms.ModelForm):
    """Puts what a constraint refuses beside a field: `beside` says which, by the constraint's name."""

    beside = {}

    def add_error(self, field: str | None, error: ValidationError) -> None:
        if field is None and hasattr(error, "error_dict"):
            error = ValidationError(self._placed(error.error_dict))
        super().add_error(field, error)

    def _placed(self, errors: dict) -> dict:
        fields = {
            rule.violation_error_message: self.beside.get(rule.name) for rule in self._meta.model._meta.constraints
        }
        placed = {}
        for name, found in errors.items():
            for one in found:
                beside = fields.get(one.message) if name == NON_FIELD_ERRORS else None
                placed.setdefault(beside or name, []).append(one)
        return placed


def _holds(word: str, fields) -> Q:
    """Return that one of the fields holds the folded word: by its stored key where it has one, on any database.

    Where there is none, the word is tried as written in lower case, in capitals and with one: SQLite knows the case of
    a-z alone.
    """
    found = Q()
    for field in fields:
        kind = field.rpartition("__")[2]
        if kind == "sort_key":
            key = swedish.sort_key(word)
            found |= Q(**{f"{field}__contains": key}) if key.strip("0") else Q(pk__in=[])  # 0 is any space or sign
        elif kind == "search_text":
            found |= Q(**{f"{field}__contains": word})
        else:
            for form in (word, word.upper(), word.title()):
                found |= Q(**{f"{field}__icontains": form})
    return found
