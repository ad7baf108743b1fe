"""Forms made from a noun's own fields, with our text, date and number fields in place of Django's."""

from crispy_forms.layout import Div
from django import forms
from django.db import models

from actionplan.forms.base import (
    DATE_EXAMPLES,
    CarefulForm,
    PlainText,
    SwedishDateField,
    SwedishDecimalField,
    is_row_number,
)
from actionplan.models.base import PlainTextMixin

NO_PERSONAL_DATA = "Skriv inga personuppgifter."


def text_area(rows: int = 3) -> forms.Textarea:
    """Return a box for running text that is as wide as its column."""
    return forms.Textarea(attrs={"rows": rows, "cols": False})


def swedish_field(field, **kwargs):
    """Return the form field of a model field: `Meta.formfield_callback`."""
    if isinstance(field, models.DateField):
        kwargs = {"form_class": SwedishDateField, "help_text": DATE_EXAMPLES} | kwargs
    elif isinstance(field, models.DecimalField):
        kwargs = {"form_class": SwedishDecimalField} | kwargs
    elif isinstance(field, PlainTextMixin):
        kwargs = {"form_class": PlainText} | kwargs
    if isinstance(field, models.TextField):
        kwargs = {"widget": text_area()} | kwargs
    return field.formfield(**kwargs)


def side_by_side(*fields) -> Div:
    """Lay fields out in one row, where there is room."""
    return Div(*(Div(field, css_class="col-md-6") for field in fields), css_class="row")


class TickedField(forms.ModelMultipleChoiceField):
    """Rows to tick; what is no row's number is none of them."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        """Return the rows, or raise that one is not offered."""
        if not all(is_row_number(str(key)) for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class NounForm(forms.ModelForm, CarefulForm):
    """A noun's fields; it opens with the version that is stored, and the services write it."""

    class Meta:
        formfield_callback = swedish_field

    def __init__(self, *args, instance, version: int | None = None, **kwargs):
        """Open for the instance; `version` where the noun keeps it elsewhere than in a field of its own."""
        kwargs["initial"] = {"version": instance.version if version is None else version} | kwargs.get("initial", {})
        super().__init__(*args, instance=instance, **kwargs)
        for field in self.fields.values():
            _word_the_empty_choice(field)

    def says_nothing_new(self) -> bool:
        """Tell if what is typed is what is stored: nothing was changed, or the form was sent twice."""
        return self.instance.pk is not None and not set(self.changed_data) - {"version", "confirm"}


def _word_the_empty_choice(field) -> None:
    if isinstance(field, forms.TypedChoiceField):
        word = "Välj" if field.required else "Ej angiven"
        field.choices = [(key, label if key else word) for key, label in field.choices]
