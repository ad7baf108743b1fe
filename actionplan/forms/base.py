"""What our forms share: text fields for dates and numbers, a version against lost updates, warnings that ask once."""

import uuid
from decimal import Decimal, InvalidOperation

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from actionplan import swedish
from actionplan.models.base import TOO_LONG

DATE_EXAMPLES = "Till exempel 2015-12-04 eller 4 december 2015."
_MOST_DIGITS = 18


class SwedishDateField(forms.DateField):
    """A text field that takes every way Swedes write a date; a faulty one stays in the field."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", DATE_EXAMPLES)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value):
        """Return the day, or raise with what to write instead."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return swedish.parse_date(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value):
        """Show a stored day as 2015-12-04."""
        return value.isoformat() if hasattr(value, "isoformat") else value


class SwedishDecimalField(forms.DecimalField):
    """A text field for a number with decimal comma and spaces for thousands."""

    widget = forms.TextInput

    def to_python(self, value):
        """Return the number, or raise with what to write instead."""
        if not isinstance(value, str):
            return super().to_python(value)
        plain = "".join(value.split()).replace(",", ".").replace("\N{MINUS SIGN}", "-")
        try:
            number = Decimal(plain) if plain else None
        except InvalidOperation as error:
            raise ValidationError("Skriv ett tal med siffror, till exempel 42 eller 42,5.", code="invalid") from error
        return super().to_python(number)

    def prepare_value(self, value):
        """Show a stored number with decimal comma and without needless zeros."""
        return swedish.decimal(value) if isinstance(value, Decimal) else value


class PlainText(forms.CharField):
    """Text as the database keeps it: NFC, without control characters."""

    default_error_messages = TOO_LONG

    def to_python(self, value):
        """Return normalised text, or raise if it holds control characters."""
        text = swedish.normalise(super().to_python(value) or "")
        if swedish.has_control_characters(text):
            raise ValidationError(
                "Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem.", code="invalid"
            )
        return text


class CarefulForm(forms.Form):
    """A form that carries the version it was opened with, and asks once before saving something unusual."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    confirm = forms.BooleanField(widget=forms.HiddenInput, required=False)

    @property
    def helper(self) -> FormHelper:
        """Crispy's settings: the template writes the form tag and the buttons."""
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True  # the template writes it, with the form tag
        return helper

    def warnings(self) -> list[str]:
        """Return Swedish sentences about what is unusual but allowed; asked when the form is valid."""
        return []

    def questions(self) -> list[str]:
        """Return the warnings that nobody has answered "Spara ändå" to yet."""
        return [] if self.cleaned_data.get("confirm") else self.warnings()

    def take_errors(self, error: ValidationError) -> None:
        """Put a service's refusal beside the field it concerns, or on top of the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class ButtonForm(CarefulForm):
    """A button that asks first: nothing to fill in but the version that its page showed."""


def is_row_number(key: str) -> bool:
    """Tell if what was posted can be the number of a row: Python and the databases fail on longer ones."""
    return key.isascii() and key.isdecimal() and len(key) <= _MOST_DIGITS


def new_token() -> uuid.UUID:
    """Return a token that makes a form sent twice count once."""
    return uuid.uuid4()
