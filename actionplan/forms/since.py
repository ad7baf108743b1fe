"""The question of what has changed: two days, or two published reports by their days."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError

from actionplan import swedish
from actionplan.forms.base import SwedishDateField


class SinceDaysForm(forms.Form):
    """Any two days, for those who read the plan. A day left out is filled in before it comes here."""

    fran = SwedishDateField(label="Från dagen", required=False, help_text="")
    till = SwedishDateField(label="Till dagen", required=False, help_text="")

    def clean(self):
        """Refuse days in the wrong order."""
        cleaned = super().clean()
        since, on = cleaned.get("fran"), cleaned.get("till")
        if since and on and since >= on:
            raise ValidationError({"fran": f"Välj en dag före {swedish.long_date(on)}."})
        return cleaned


class SinceReportsForm(SinceDaysForm):
    """Two of the published reports, for those who read nothing else."""

    fran = forms.TypedChoiceField(label="Från rapporten", coerce=dt.date.fromisoformat, required=False)
    till = forms.TypedChoiceField(label="Till rapporten", coerce=dt.date.fromisoformat, required=False)

    def __init__(self, data, *, reports: dict[dt.date, str]):
        """`reports` are the labels by cut-off day."""
        super().__init__(data)
        for field in self.fields.values():
            field.choices = [(day.isoformat(), label) for day, label in reports.items()]
            field.error_messages["invalid_choice"] = "Den rapporten finns inte. Välj en i listan."
