"""What a proposer says of a completed activity."""

import datetime as dt

from crispy_forms.layout import Div, Layout
from django import forms

from actionplan.choices import VerdictValue
from actionplan.forms.base import CarefulForm, PlainText, SwedishDateField, is_row_number, new_token
from actionplan.forms.nouns import text_area
from actionplan.models import Activity


class ActivityChoice(forms.ModelChoiceField):
    """One of a few activities, all in view; what is no row's number is none of them."""

    widget = forms.RadioSelect

    def to_python(self, value):
        """Return the activity, or raise that it is not offered."""
        if value not in self.empty_values and not is_row_number(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class VerdictForm(CarefulForm):
    """Opens with the only activity there is to choose, and with today."""

    version = None
    activity = ActivityChoice(
        label="Vilken aktivitet gäller det?",
        queryset=Activity.objects.none(),
        empty_label=None,
        error_messages={
            "required": "Välj vilken aktivitet företaget talar om.",
            "invalid_choice": "Aktiviteten svarar inte på förslaget, eller är inte genomförd än. Välj en av dem i listan.",
        },
    )
    value = forms.ChoiceField(
        label="Vad säger företaget?",
        choices=VerdictValue.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad företaget säger."},
    )
    comment = PlainText(
        label="Kommentar",
        required=False,
        max_length=2000,
        widget=text_area(),
        help_text="Vad fungerar, eller vad fattas? Skriv utan namn på företag och personer. Behövs för ”Inte än”.",
    )
    said_on = SwedishDateField(
        label="Dag då företaget sa det", error_messages={"required": "Skriv dagen då företaget sa det."}
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, activities, today: dt.date):
        """`activities` are those that answer the proposal and are completed."""
        self.today = today
        only = activities[0] if len(activities) == 1 else None
        super().__init__(data, initial={"activity": only, "said_on": today, "form_token": new_token()})
        self.fields["activity"].queryset = activities

    @property
    def helper(self):
        """Show the verdict as buttons."""
        helper = super().helper
        helper.layout = Layout(
            "form_token",
            "activity",
            Div("value", css_class="np-choice"),
            "comment",
            Div(Div("said_on", css_class="col-md-6"), css_class="row"),
        )
        return helper

    def clean(self):
        """Say what "inte än" needs, beside the comment."""
        data = super().clean()
        if data.get("value") == VerdictValue.NOT_YET and not data.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "Skriv vad som fattas, så att vi kan göra något åt det.")
        return data

    def values(self) -> dict:
        """Return what services.verdicts.record_verdict takes of the form."""
        return {name: self.cleaned_data[name] for name in ("activity", "value", "comment", "said_on", "form_token")}
