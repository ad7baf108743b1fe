"""Follow-up rounds: planning one, locking and unlocking it, and saying something of an answer."""

from crispy_forms.layout import Div, Layout
from django import forms

from actionplan.choices import ReviewVerdict, RoundState
from actionplan.forms.base import CarefulForm, PlainText, is_row_number
from actionplan.forms.nouns import NO_PERSONAL_DATA, NounForm, side_by_side, text_area
from actionplan.models import ReportingRound
from actionplan.services.rounds import FIXED


class RoundForm(NounForm):
    """A round's name and days; what its state has fixed is shown and cannot be changed."""

    class Meta(NounForm.Meta):
        model = ReportingRound
        fields = ("name", "cutoff", "opens_on", "closes_on", "board_meeting_on", "board_meeting_text")
        help_texts = {
            "name": "Till exempel T1 2018, T2 2018 eller Helår 2018.",
            "cutoff": "Den dag läget ska gälla. Till exempel 2018-04-30.",
            "opens_on": "Första dagen att svara. Till exempel 2018-05-02.",
            "closes_on": "Sista dagen att svara. Till exempel 2018-05-21.",
            "board_meeting_on": "Lämna tomt om dagen inte är bestämd.",
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        for name in FIXED[RoundState(instance.state)]:
            self.fields[name].disabled = True
            self.fields[name].help_text = "Går inte att ändra längre."

    @property
    def helper(self):
        """Lay the days out in pairs."""
        helper = super().helper
        helper.layout = Layout(
            "version",
            side_by_side("name", "cutoff"),
            side_by_side("opens_on", "closes_on"),
            side_by_side("board_meeting_on", "board_meeting_text"),
        )
        return helper

    def warnings(self):
        """Return what is allowed but seldom meant."""
        plan, cutoff, found = self.instance.plan, self.cleaned_data["cutoff"], []
        if self.cleaned_data["opens_on"] <= cutoff:
            found.append("Omgången öppnar före eller på brytdatumet, innan läget den dagen är känt.")
        if cutoff < plan.valid_from or (plan.valid_to and cutoff > plan.valid_to):
            found.append(f"Brytdatumet {cutoff} ligger utanför planens period ({plan.period_label}).")
        return found


class ReasonForm(CarefulForm):
    """Confirming something about a round, with a reason that stays in its log."""

    reason = PlainText(
        label="Kommentar",
        required=False,
        max_length=2000,
        widget=text_area(),
        help_text=f"Syns i omgångens logg. {NO_PERSONAL_DATA}",
    )

    def __init__(self, *args, why: str = "", **kwargs):
        """`why` makes the reason required, and says what to write."""
        super().__init__(*args, **kwargs)
        if why:
            field = self.fields["reason"]
            field.label, field.required, field.error_messages["required"] = "Skäl", True, why

    def values(self) -> dict:
        """Return what lock_round and unlock_round take beside the round, who and when."""
        return {"reason": self.cleaned_data["reason"], "expected_version": self.cleaned_data["version"]}


class ShownAnswersField(forms.Field):
    """Activities with the version in which each was read, as "12:3"; becomes versions by the activity's id."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value):
        """Return the versions, or raise that one cannot be read."""
        pairs = [text.split(":") for text in value or ()]
        if not all(len(pair) == 2 and all(map(is_row_number, pair)) for pair in pairs):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return {int(pk): int(version) for pk, version in pairs}


class ReviewShownForm(forms.Form):
    """Saying of all answers on the page that they are reviewed."""

    answers = ShownAnswersField(error_messages={"required": "Inget svar är valt. Läs sidan igen."})


class ReviewForm(CarefulForm):
    """What the chief says of an answer; the version is the activity's, as it was read."""

    verdict = forms.ChoiceField(
        label="Vad gäller för svaret?",
        choices=ReviewVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj om svaret är granskat eller ska kompletteras."},
    )
    question = PlainText(
        label="Vad behöver kompletteras?",
        required=False,
        max_length=2000,
        widget=text_area(),
        help_text=f"Frågan syns på handläggarens sida Mina aktiviteter. {NO_PERSONAL_DATA}",
    )

    @property
    def helper(self):
        """Show the choice as buttons."""
        helper = super().helper
        helper.layout = Layout("version", Div("verdict", css_class="np-choice"), "question")
        return helper

    def clean(self):
        """Ask for the question beside its field."""
        data = super().clean()
        if data.get("verdict") == ReviewVerdict.COMPLETE and not data.get("question") and "question" not in self.errors:
            self.add_error("question", "Skriv vad som behöver kompletteras.")
        return data
