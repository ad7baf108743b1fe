"""Closing an activity in the plan, and undoing it."""

from crispy_forms.layout import Div, Layout
from django import forms

from actionplan.choices import Closing
from actionplan.forms.base import CarefulForm, PlainText, SwedishDateField
from actionplan.forms.nouns import NO_PERSONAL_DATA, text_area


class CloseForm(CarefulForm):
    """Ending the follow-up of an activity that is not finished."""

    closing = forms.ChoiceField(
        label="Avslut",
        choices=Closing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som händer med aktiviteten."},
    )
    closing_reason = PlainText(
        label="Skäl",
        max_length=2000,
        widget=text_area(),
        help_text=f"Syns på aktivitetens sida. {NO_PERSONAL_DATA}",
        error_messages={"required": "Skriv skälet till att aktiviteten avslutas i planen."},
    )
    closed_on = SwedishDateField(
        label="Sista dagen i planen",
        help_text="Till exempel 2018-12-31. Avslutet syns från dagen efter.",
        error_messages={"required": "Skriv vilken dag som är aktivitetens sista i planen."},
    )

    @property
    def helper(self):
        """Show the choice as buttons."""
        helper = super().helper
        helper.layout = Layout(
            "version",
            Div("closing", css_class="np-choice"),
            "closing_reason",
            Div(Div("closed_on", css_class="col-md-6"), css_class="row"),
        )
        return helper

    def values(self) -> dict:
        """Return what close_activity takes beside the activity."""
        data = self.cleaned_data
        return {
            "closing": data["closing"],
            "reason": data["closing_reason"],
            "closed_on": data["closed_on"],
            "expected_version": data["version"],
        }
