"""Adding and changing a meeting with companies."""

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator

from actionplan.forms.base import CarefulForm, PlainText
from actionplan.forms.names import SHOWN_TO_ALL, name_questions
from actionplan.forms.nouns import NO_PERSONAL_DATA, NounForm, side_by_side
from actionplan.models import ConsultationEvent

WHEN_EXAMPLES = "Så noga du vet: 2015-03-18, mars 2015, 2015 eller hösten 2015. Lämna tomt om du inte vet."
_HIGHEST = 32_767
_NUMBERS = ("companies", "officials", "politicians")


class EventForm(NounForm):
    """What is known of a meeting; what is not known is left empty. When it was is one text."""

    when = PlainText(label="När", max_length=100, required=False, help_text=WHEN_EXAMPLES)

    class Meta(NounForm.Meta):
        model = ConsultationEvent
        fields = ["kind", "title", "place", *_NUMBERS, "mandate_period", "notes"]
        widgets = {name: forms.TextInput(attrs={"inputmode": "numeric"}) for name in _NUMBERS}
        help_texts = {
            "title": "Till exempel Chefsforum med inbjudna företag.",
            "place": "Lämna tomt om du inte vet.",
            "companies": "Lämna tomt om du inte vet.",
            "notes": f"Vad som sades i stort. Förslagen skrivs in för sig. {NO_PERSONAL_DATA}",
        }
        error_messages = {
            "kind": {"required": "Välj vilken sorts möte det är."},
            "title": {"required": "Skriv vad mötet heter."},
        }

    def __init__(self, *args, instance, **kwargs):
        """Open with when it was in words."""
        kwargs["initial"] = {"when": instance.when} | kwargs.get("initial", {})
        super().__init__(*args, instance=instance, **kwargs)
        self.is_shown_to_all = instance.is_shown_to_all
        self.fields["mandate_period"].empty_label = "Ingen vald"
        for name in _NUMBERS:
            self.fields[name].validators.append(MaxValueValidator(_HIGHEST))  # SQLite would keep more, PostgreSQL not
            self.fields[name].error_messages |= {
                "invalid": "Skriv ett helt tal med siffror, eller lämna tomt.",
                "min_value": "Skriv ett tal som är noll eller mer.",
                "max_value": "Skriv ett tal som är högst %(limit_value)d.",
            }

    @property
    def helper(self):
        """Lay the fields out by what they answer."""
        helper = super().helper
        helper.layout = Layout(
            "version",
            Fieldset("Mötet", "title", side_by_side("kind", "when"), side_by_side("place", "mandate_period")),
            Fieldset("Hur många deltog", Div(*(Div(name, css_class="col-md-4") for name in _NUMBERS), css_class="row")),
            Fieldset("Anteckningar", "notes"),
        )
        return helper

    def clean_when(self):
        """Keep when it was as precisely as it was said."""
        text = self.cleaned_data["when"]
        try:
            self.instance.set_when(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error
        return text

    def warnings(self):
        """Return what is allowed but seldom meant, when it is new."""
        is_new = self.instance.pk is None or {"when", "mandate_period"} & set(self.changed_data)
        found = self.instance.warnings() if is_new else []
        if self.instance.is_shown_to_all:  # in the period that is chosen now; notes and place are never shown
            found += name_questions(self, "title", "when", why=SHOWN_TO_ALL)
        return found


class RemoveFileForm(CarefulForm):
    """Taking a file away: a button."""
