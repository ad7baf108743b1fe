"""Sending proposals to departments, what the departments answer, and what is decided."""

import datetime as dt

from crispy_forms.layout import Div, Layout
from django import forms

from actionplan.choices import ProposalOutcome, Suggestion
from actionplan.forms.base import CarefulForm, PlainText, SwedishDateField
from actionplan.forms.names import SHOWN_TO_ALL, name_questions
from actionplan.forms.nouns import NO_PERSONAL_DATA, TickedField, text_area
from actionplan.forms.proposals import ChosenField
from actionplan.models import ActionPlan, Activity, Anchoring, Department, Proposal
from actionplan.services.proposal_decisions import NEED_REASON

DAYS_TO_ANSWER = 30
_DECISIONS = [
    (ProposalOutcome.BECAME_ACTIVITY.value, "Blev aktivitet"),
    (ProposalOutcome.ALREADY_UNDER_WAY.value, "Pågår redan"),
    (ProposalOutcome.DECLINED.value, "Avböjt"),
    (ProposalOutcome.UNDER_PREPARATION.value, "Bereds (inget beslut än)"),
]


class SendForm(CarefulForm):
    """Which departments are asked about the chosen proposals, and by when."""

    f = ChosenField()
    departments = TickedField(
        label="Skicka till",
        queryset=Department.objects.none(),
        error_messages={
            "required": "Välj minst en förvaltning.",
            "invalid_choice": "En av förvaltningarna finns inte längre. Välj bland dem i listan.",
        },
    )
    answer_by = SwedishDateField(label="Svar senast", required=False)

    def __init__(self, *args, on: dt.date, **kwargs):
        """Offer the departments of the day and a month to answer."""
        kwargs["initial"] = {"answer_by": on + dt.timedelta(days=DAYS_TO_ANSWER)} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.fields["departments"].queryset = Department.objects.valid_on(on)

    @property
    def helper(self):
        """Lay the fields out."""
        helper = super().helper
        helper.layout = Layout("f", Div("departments", css_class="np-checks np-columns"), "answer_by")
        return helper

    def values(self) -> dict:
        """Return what services.anchoring.send_proposals takes."""
        data = self.cleaned_data
        return {"proposals": data["f"], "departments": data["departments"], "answer_by": data["answer_by"]}


class AnswerForm(CarefulForm):
    """What a department says of a proposal it was asked about."""

    suggestion = forms.ChoiceField(
        label="Vad föreslår ni?",
        choices=Suggestion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad ni föreslår."},
    )
    suggested_activity = forms.ModelChoiceField(
        label="Vilken aktivitet?",
        queryset=Activity.objects.none(),
        required=False,
        empty_label="Ingen vald",
        help_text="Fyll i om förslaget ingår i en aktivitet som redan finns.",
        error_messages={"invalid_choice": "Aktiviteten finns inte i planen. Välj en i listan."},
    )
    comment = PlainText(
        label="Kommentar",
        required=False,
        max_length=5000,
        widget=text_area(),
        help_text=f"Vad tycker ni, och vad krävs? Näringslivschefen läser det före beslutet. {NO_PERSONAL_DATA}",
    )

    def __init__(self, *args, anchoring: Anchoring, plan: ActionPlan | None, **kwargs):
        """Open with what was answered before, if anything."""
        names = ("suggestion", "suggested_activity", "comment", "version")
        kwargs["initial"] = {name: getattr(anchoring, name) for name in names} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["suggested_activity"].queryset = Activity.objects.filter(plan=plan).order_by("code")

    @property
    def helper(self):
        """Lay the fields out."""
        helper = super().helper
        helper.layout = Layout("version", Div("suggestion", css_class="np-checks"), "suggested_activity", "comment")
        return helper

    def values(self) -> dict:
        """Return what services.anchoring.answer_anchoring takes."""
        names = ("suggestion", "suggested_activity", "comment")
        return {name: self.cleaned_data[name] for name in names} | {"expected_version": self.cleaned_data["version"]}


class DecideForm(CarefulForm):
    """What becomes of a proposal, with the answer to its company."""

    outcome = forms.ChoiceField(
        label="Vad händer med förslaget?",
        choices=_DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som händer med förslaget."},
    )
    reason = PlainText(
        label="Motivering",
        required=False,
        max_length=2000,
        widget=text_area(),
        help_text=(
            "Krävs för ”pågår redan” och ”avböjt”. Företaget får läsa den: skriv vad ni har kommit fram till och varför. "
            f"{NO_PERSONAL_DATA}"
        ),
    )
    activities = TickedField(
        label="Aktiviteter som svarar på förslaget",
        queryset=Activity.objects.none(),
        required=False,
        error_messages={"invalid_choice": "En av aktiviteterna finns inte i planen. Välj bland dem i listan."},
    )

    def __init__(self, *args, proposal: Proposal, plan: ActionPlan | None, suggested=(), **kwargs):
        """Open with what is decided, else with what the departments suggest."""
        self.is_shown_to_all = proposal.is_shown_to_all
        self.suggested = set(suggested)
        linked = list(proposal.links.values_list("activity_id", flat=True))
        decided = proposal.is_decided
        initial = {
            "version": proposal.version,
            "outcome": proposal.outcome if decided else None,
            "reason": proposal.reason,
            "activities": linked if decided else [*linked, *suggested],
        }
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        offered = Activity.objects.filter(plan=plan) | Activity.objects.filter(pk__in=linked)
        self.fields["activities"].queryset = offered.order_by("code")

    @property
    def helper(self):
        """Lay the fields out."""
        helper = super().helper
        helper.layout = Layout(
            "version",
            Div("outcome", css_class="np-checks"),
            "reason",
            Div("activities", css_class="np-checks np-long-choice"),
        )
        return helper

    def warnings(self):
        """Ask about ticks that will not count, and about names in what everybody can read."""
        without = {
            ProposalOutcome.DECLINED: "Ett avböjt förslag",
            ProposalOutcome.UNDER_PREPARATION: "Ett förslag som bereds",
        }
        if self.cleaned_data.get("outcome") in without and self._ticked():
            which = without[self.cleaned_data["outcome"]]
            return [f"{which} får inga aktiviteter. De du har kryssat för räknas inte.", *self._names()]
        return self._names()

    def _ticked(self) -> bool:
        """Tell if there are ticks, beside those that the departments' answers put there."""
        return any(activity.pk not in self.suggested for activity in self.cleaned_data.get("activities") or ())

    def clean(self):
        """Say that a reason is missing before anything is asked."""
        data = super().clean()
        if (
            data.get("outcome") in ProposalOutcome.NEED_REASON
            and not data.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", NEED_REASON)
        return data

    def _names(self) -> list[str]:
        return name_questions(self, "reason", why=SHOWN_TO_ALL) if self.is_shown_to_all else []

    def values(self) -> dict:
        """Return what services.proposal_decisions.decide_proposal takes."""
        names = ("outcome", "reason", "activities")
        return {name: self.cleaned_data[name] for name in names} | {"expected_version": self.cleaned_data["version"]}
