"""The plan's period and registry number, as people write them."""

import datetime as dt
import re

from django.core.exceptions import ValidationError

from actionplan import swedish
from actionplan.forms.base import PlainText

_OPEN_ENDED = re.compile(r"(?:från (?:och med )?)?(?P<first>.+?),? (?:och )?tills vidare", re.IGNORECASE)
_USUAL_NUMBERS = (
    re.compile(r"(\d{2}|\d{4})[/ ]?[A-ZÅÄÖ]{2,4} ?\d{3,4}([ .]\d{2,3}){0,2}"),
    re.compile(r"[A-ZÅÄÖ]{2,4}-?\d{4}-\d{1,5}([.-]\d{2,3})?"),
)


class PeriodField(PlainText):
    """A plan's period as people write it; the value is (first day, last day), where the last is None if it is open-ended."""

    def to_python(self, value):
        """Return the days, or raise with what to write instead; nothing is guessed."""
        if isinstance(value, tuple):
            return value
        text = super().to_python(value)
        if not text:
            return None
        super().run_validators(text)
        try:
            if open_ended := _OPEN_ENDED.fullmatch(" ".join(text.split())):
                return _first_day(open_ended["first"]), None
            return swedish.parse_period(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value):
        """Show stored days the short way if they are whole years."""
        if not isinstance(value, tuple):
            return value
        first, last = value
        if last is None:
            return f"{first} tills vidare"
        whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        return f"{first.year}-{last.year}" if whole else f"{first} till {last}"

    def run_validators(self, value):
        """The text's length is checked before it becomes days."""


def _first_day(text: str) -> dt.date:
    return swedish.parse_period(text)[0] if re.fullmatch(r"\d{4}", text) else swedish.parse_date(text)


class RegistryNumberField(PlainText):
    """A registry number as free text: the municipality has many forms of it, and leading zeros count."""

    def to_python(self, value):
        """Return the text with single spaces."""
        return " ".join(super().to_python(value).split())


def registry_number_warning(number: str) -> list[str]:
    """Return the question to ask about a number unlike those the municipality is known to use."""
    if not number or any(form.fullmatch(number) for form in _USUAL_NUMBERS):
        return []
    return [f"Diarienumret ”{number}” ser inte ut som de brukar, till exempel 2015/KS 0623 003 eller KSM-2024-477."]
