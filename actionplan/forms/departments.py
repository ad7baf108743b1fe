"""Choosing departments: the right ones for the day, successors first, and a plain answer to the wrong ones."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from actionplan.forms.base import is_row_number
from actionplan.models import Department

ONE_RESPONSIBLE = "Välj en förvaltning i listan. En ska ansvara; ”alla förvaltningar” kan bara medverka."


class DepartmentField(forms.ModelChoiceField):
    """One department among those that exist on the day; one that has ended is refused with its successors named."""

    def __init__(self, **kwargs):
        kwargs.setdefault("error_messages", {"required": ONE_RESPONSIBLE, "invalid_choice": ONE_RESPONSIBLE})
        super().__init__(queryset=Department.objects.none(), empty_label="Välj förvaltning", **kwargs)

    def offer(self, on: dt.date, after: Department | None = None) -> None:
        """Offer the departments of the day; `after` hands over, so its successors come first and it is not offered."""
        offered = Department.objects.valid_on(on)
        if after is not None:
            offered = offered.exclude(pk=after.pk)
        self.queryset = offered
        heirs = list(offered.filter(predecessors=after)) if after is not None else []
        if heirs:
            others = [(row.pk, str(row)) for row in offered if row not in heirs]
            self.choices = [
                ("", self.empty_label),
                ("Efterträdare", [(row.pk, str(row)) for row in heirs]),
                ("Andra", others),
            ]

    def to_python(self, value):
        """Return the department, or raise with the successors of one that has ended."""
        try:
            return super().to_python(value)
        except ValidationError:
            ended = Department.objects.filter(pk=value).first() if is_row_number(str(value)) else None
            if ended is not None and ended.valid_to is not None:
                raise ValidationError(ended.ended_message(), code="ended") from None
            raise
