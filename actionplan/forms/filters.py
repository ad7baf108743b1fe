"""The filter of the activity lists: what an address may ask of one plan's activities on one day.

Parameters and keys are those of the address. Each question is a verb of models/standing.py, the same that figures count
with, so that a figure and the list it links to have the same rows.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

import django_filters as filters
from django import forms
from django.db.models import Case, F, Q, Value, When
from django.http import QueryDict

from actionplan import swedish
from actionplan.choices import ActivityKind, Assessment, Change, Flag, Standing, Status
from actionplan.forms.base import PlainText, SwedishDateField
from actionplan.models import ActionPlan, Activity, Department

ANY_FLAG = "nagon"
LONGEST_SEARCH = 200
URGENT_FIRST = (
    Standing.LATE,
    Standing.MAJOR,
    Standing.MINOR,
    Standing.SHOULD_HAVE_STARTED,
    Standing.ONGOING,
    Standing.NOT_STARTED,
    Standing.COMPLETED,
    Standing.CARRIED_OVER,
    Standing.CANCELLED,
)
_RANK = Case(*(When(standing=key, then=Value(rank)) for rank, key in enumerate(URGENT_FIRST)))
# What each order sorts by; those in _BY_DAY need what was true that day.
_ORDERS = {
    "area": ("Område", F("area__number")),
    "code": ("Nummer", F("code")),
    "title": ("Aktivitet", F("sort_key")),
    "department": ("Ansvarig", F("owner__department__sort_key")),
    "deadline": ("Klar senast", F("deadline_on")),
    "standing": ("Läge", _RANK),
    "reported": ("Senast uppföljd", F("reported_on_day")),
}
_ORDER_CHOICES = [
    (f"{sign}{key}", f"{label}, {direction}")
    for key, (label, _) in _ORDERS.items()
    for sign, direction in (("", "stigande"), ("-", "fallande"))
]
_BY_DAY = {"department", "deadline", "standing", "reported"}
DEFAULT_ORDER = "area"
_UNKNOWN = {"invalid_choice": "”%(value).40s” finns inte att välja. Välj något i listan."}


class _Words(filters.Filter):
    field_class = PlainText


class _Day(filters.Filter):
    field_class = SwedishDateField


class FilterForm(forms.Form):
    """What the fields must say together; `on` is the day the list shows."""

    on: dt.date

    def clean(self):
        """Say beside the field what does not fit."""
        data = super().clean()
        first, last = data.get("fran"), data.get("till")
        if first and last and last < first:
            self.add_error("till", "Perioden slutar innan den börjar. Byt plats på dagarna.")
        change, since = data.get("andrat"), data.get("sedan")
        if change and not since and "sedan" not in self.errors:
            self.add_error("sedan", "Skriv från vilken dag ändringarna ska räknas.")
        if since and not change and "andrat" not in self.errors:
            self.add_error("andrat", "Välj vad som ska ha ändrats, eller ta bort dagen.")
        if since and since > self.on:
            self.add_error("sedan", f"Dagen är efter {swedish.long_date(self.on)}, som listan visar. Välj en tidigare.")
        return data


def tidy(data: QueryDict) -> QueryDict:
    """Return what the address says without the fields that were left empty."""
    left = QueryDict(mutable=True)
    for name, values in data.lists():
        if said := [value for value in values if value.strip()]:
            left.setlist(name, said)
    return left


@dataclass(frozen=True)
class Names:
    """The areas and departments to choose from, as (value, label)."""

    areas: tuple[tuple[str, str], ...]
    departments: tuple[tuple[str, str], ...]


def names_of(plan: ActionPlan) -> Names:
    """Return the areas of a plan and every department, ended ones too: they answered for something once."""
    areas = plan.areas.order_by("number").values_list("number", "name")
    departments = Department.objects.order_by("sort_key", "id").values_list("pk", "name", "valid_to")
    return Names(
        tuple((str(number), f"{number} {name}") for number, name in areas),
        tuple((str(pk), f"{name} (till {last})" if last else name) for pk, name, last in departments),
    )


def choice(label: str, empty: str | None, **kwargs) -> filters.ChoiceFilter:
    """Return a filter of one value among several, with our words for one that is not offered."""
    return filters.ChoiceFilter(label=label, empty_label=empty, error_messages=_UNKNOWN, **kwargs)


def choices(label: str, **kwargs) -> filters.MultipleChoiceFilter:
    """Return a filter of several values to tick, with our words for one that is not offered."""
    widget = forms.CheckboxSelectMultiple
    return filters.MultipleChoiceFilter(label=label, widget=widget, error_messages=_UNKNOWN, **kwargs)


class ActivityFilter(filters.FilterSet):
    """The activities of a plan on a day that the address asks for. `qs` holds them unordered, to count and pick from."""

    q = _Words(
        method="find_words",
        label="Sök",
        max_length=LONGEST_SEARCH,
    )
    omrade = choice("Område", "Alla områden", field_name="area__number")
    forvaltning = choice("Ansvarig förvaltning", "Alla förvaltningar", method="of_department")
    lage = choices("Läge", choices=Standing.choices, method="in_standing")
    flagga = choices("Kräver åtgärd", choices=[*Flag.choices, (ANY_FLAG, "Något av detta")], method="with_flag")
    status = choice("Status", "Alla", choices=Status.choices, method="with_status")
    bedomning = choice("Bedömning", "Alla", choices=Assessment.choices, method="with_assessment")
    typ = choice("Typ", "Alla", choices=ActivityKind.choices, field_name="kind")
    fran = _Day(method="ends_after", label="Pågår från", help_text="")
    till = _Day(method="starts_before", label="Pågår till", help_text="")
    andrat = choice("Har ändrats", "Spelar ingen roll", choices=Change.choices, method="has_changed")
    sedan = _Day(method="leave", label="Ändrat sedan", help_text="")
    sort = choice("Ordning", None, method="leave")

    class Meta:
        model = Activity
        fields = []
        form = FilterForm

    def __init__(self, data: QueryDict, *, plan: ActionPlan, on: dt.date, names: Names):
        self.plan, self.on = plan, on
        super().__init__(tidy(data), Activity.objects.filter(plan=plan, added_on__lte=on))
        self.filters["omrade"].extra["choices"] = names.areas
        self.filters["forvaltning"].extra["choices"] = names.departments
        self.filters["sort"].extra["choices"] = _ORDER_CHOICES

    @property
    def form(self):
        """Return the form, which also knows the day."""
        form = super().form
        form.on = self.on
        return form

    @property
    def order(self) -> str:
        """Return the chosen order, "-" first when reversed."""
        return self.form.cleaned_data.get("sort") or DEFAULT_ORDER

    @property
    def digest(self) -> str:
        """Return a short name for the rows asked for: the same questions share it, whatever their order."""
        asked = sorted((name, str(value)) for name, value in self.form.cleaned_data.items() if value and name != "sort")
        return hashlib.sha256(repr(asked).encode()).hexdigest()

    def in_order(self, activities):
        """Return activities in the chosen order; what is unknown comes last."""
        key = self.order.removeprefix("-")
        term = _ORDERS[key][1]
        term = term.desc(nulls_last=True) if self.order.startswith("-") else term.asc(nulls_last=True)
        return (self._dated(activities) if key in _BY_DAY else activities).order_by(term, "code")

    def find_words(self, activities, name, value):
        """q: every word, whatever its case."""
        return activities.search(value)

    def of_department(self, activities, name, value):
        """forvaltning: who answers for it that day."""
        return self._dated(activities).responsible_on([int(value)], self.on)

    def in_standing(self, activities, name, value):
        """lage: one of the standings."""
        return self._dated(activities).in_standing(*value)

    def with_flag(self, activities, name, value):
        """flagga: at least one of the flags; "nagon" is any of them."""
        return self._dated(activities).flagged(*(Flag.values if ANY_FLAG in value else value))

    def with_status(self, activities, name, value):
        """status: as it was that day."""
        return self._dated(activities).filter(status_on=value)

    def with_assessment(self, activities, name, value):
        """bedomning: as it was that day."""
        return self._dated(activities).filter(assessment_on=value)

    def ends_after(self, activities, name, value):
        """fran: the deadline in force is no earlier; one without deadline goes on."""
        return self._dated(activities).filter(Q(deadline_on__gte=value) | Q(deadline_on__isnull=True))

    def starts_before(self, activities, name, value):
        """till: it has begun by then; one without start always has."""
        return activities.filter(Q(starts_on__lte=value) | Q(starts_on__isnull=True))

    def has_changed(self, activities, name, value):
        """andrat: in that way after the day `sedan`."""
        since = self.form.cleaned_data["sedan"]
        return self._dated(activities).compared_with(since).changed(value, since, self.on)

    def leave(self, activities, name, value):
        """Do nothing: `sedan` belongs to `andrat`, and `sort` is asked for by `in_order`."""
        return activities

    def _dated(self, activities):
        """Join in what was true that day, once, and only when something asks for it."""
        return activities if "standing" in activities.query.annotations else activities.seen_on(self.on)
