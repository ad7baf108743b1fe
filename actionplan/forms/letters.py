"""Which letters to send, and what to do with one that did not arrive for certain."""

from django import forms

from actionplan.forms.base import CarefulForm

SEND, SENT, REWRITE = "skicka", "skickat", "skriv-om"


class LettersForm(CarefulForm):
    """The letters that are ticked, by what they say: one whose words have changed since the page opened is not sent."""

    version = None
    letters = forms.MultipleChoiceField(
        label="Brev",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kryssa för minst ett brev att skicka.",
            "invalid_choice": "Ett brev har ändrats eller redan skickats sedan du öppnade sidan. Inget är skickat nu. "
            "Läs breven som står här och skicka sedan.",
        },
    )

    def __init__(self, data=None, *, keys: list[str]):
        """Offer the letters with these keys, all ticked."""
        super().__init__(data, initial={"letters": keys})
        self.fields["letters"].choices = [(key, key) for key in keys]


class SettleForm(forms.Form):
    """One button beside a letter."""

    do = forms.ChoiceField(choices=[(key, key) for key in (SEND, SENT, REWRITE)])
