"""The texts of a document, proposed from data and edited before it is made."""

from crispy_forms.layout import Layout
from django import forms

from actionplan.forms.base import CarefulForm, PlainText
from actionplan.forms.names import name_questions
from actionplan.forms.nouns import NO_PERSONAL_DATA, text_area

LONGEST = 10_000


class DocumentForm(CarefulForm):
    """A field for each part (reports.parts.Part). `seen` tells what the data said, so that what was read is what is made."""

    version = None
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, parts, seen: str, **kwargs):
        """Open with the parts as they are proposed, or as somebody wrote them last time."""
        kwargs["initial"] = {"seen": seen} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self._seen = seen
        self.part_keys = [part.key for part in parts]
        for part in parts:
            self.fields[part.key] = _choice(part) if part.choices else _text(part)
            self.initial.setdefault(part.key, part.text)

    @property
    def helper(self):
        """Show the texts in the order of the document."""
        helper = super().helper
        helper.layout = Layout("seen", *self.part_keys)
        return helper

    def has_seen_all(self) -> bool:
        """Tell if the data still says what it said when the page was opened."""
        return self.cleaned_data["seen"] == self._seen

    def warnings(self):
        """Ask about names that did not stand in the texts when they were proposed."""
        return name_questions(self, *self.part_keys, why="Texten står i dokumentet.")

    def show_what_is_new(self) -> None:
        """Let the bound form carry what the page now shows."""
        self.data = self.data.copy()
        self.data["seen"] = self._seen

    def texts(self) -> dict[str, str]:
        """Return what was written, by part."""
        return {key: self.cleaned_data[key] for key in self.part_keys}


def _text(part) -> PlainText:
    return PlainText(
        label=part.label,
        required=part.is_required,
        max_length=LONGEST,
        widget=text_area(part.rows),
        help_text=part.help or f"Ny rad ger nytt stycke. {NO_PERSONAL_DATA}",
        error_messages={"required": f"Skriv en text under ”{part.label}”."},
    )


def _choice(part) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=part.label,
        choices=[(sentence, sentence) for sentence in part.choices],
        help_text=part.help,
        error_messages={"required": "Välj en mening.", "invalid_choice": "Välj en mening i listan."},
    )
