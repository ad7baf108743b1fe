"""Recording and correcting a decision, with what follows from it said before it is saved."""

import datetime as dt

from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError

from actionplan.choices import DecisionVerb, PlanState
from actionplan.forms.base import SwedishDateField
from actionplan.forms.nouns import NounForm, side_by_side
from actionplan.forms.plan_fields import RegistryNumberField, registry_number_warning
from actionplan.models import Decision
from actionplan.services.decisions import is_unsettled, period_after, state_after

_FOLLOWS = {
    PlanState.ADOPTED: "Sluttider flyttas därefter bara i lägesrapporter, med skäl.",
    PlanState.CLOSED: "När planen är avslutad kan inget i den ändras, och inga fler lägesrapporter tas emot.",
}


class DecisionForm(NounForm):
    """A decision; what is not known is left empty and shown as unknown."""

    registry_number = RegistryNumberField(
        label="Diarienummer", max_length=60, required=False, help_text="Till exempel 2015/KS 0623 003."
    )
    extended_to = SwedishDateField(
        label="Om planen förlängs: till och med",
        required=False,
        help_text="Lämna tomt om planen förlängs tills vidare, eller om beslutet är ett annat.",
    )

    class Meta(NounForm.Meta):
        model = Decision
        fields = ["verb", "body", "decided_on", "paragraph", "registry_number"]
        labels = {"verb": "Beslut", "body": "Beslutat av", "decided_on": "Beslutsdatum", "paragraph": "Paragraf"}
        help_texts = {
            "body": "Till exempel kommunstyrelsen. Lämna tomt om du inte vet.",
            "decided_on": "Till exempel 2015-12-04. Lämna tomt om du inte vet.",
            "paragraph": "Till exempel § 12. Lämna tomt om du inte vet.",
        }
        error_messages = {"verb": {"required": "Välj vad som beslutades."}}

    def __init__(self, *args, instance, today: dt.date, **kwargs):
        """Open with the day it is, which decisions are seldom later than, and the verbs that suit what it is about."""
        self.today, self.stored_verb = today, instance.verb
        super().__init__(*args, instance=instance, **kwargs)
        offered = [*_verbs_about(instance), *([instance.verb] if instance.verb else [])]
        choices = self.fields["verb"].choices
        self.fields["verb"].choices = [(key, label) for key, label in choices if not key or key in offered]
        if not instance.is_about_the_plan or instance.verb == DecisionVerb.EXTENDED:
            del self.fields["extended_to"]

    @property
    def helper(self):
        """Lay the fields out in the order a record of minutes has them."""
        helper = super().helper
        last = ["registry_number", *(["extended_to"] if "extended_to" in self.fields else [])]
        helper.layout = Layout(
            "version", side_by_side("verb", "body"), side_by_side("decided_on", "paragraph"), side_by_side(*last)
        )
        return helper

    def clean(self):
        """Say beside the field what is wrong with the new last day."""
        data = super().clean()
        if data.get("extended_to") and data.get("verb") and data["verb"] != DecisionVerb.EXTENDED:
            self.add_error(
                "extended_to", "Fyll bara i dagen när beslutet är Förlängs. Ta bort den, eller ändra beslutet."
            )
        elif "extended_to" in data and data.get("verb"):
            self._check_extension(data)
        return data

    def _check_extension(self, data: dict) -> None:
        try:
            period_after(Decision(plan=self.instance.plan, verb=data["verb"]), self.instance.plan, data["extended_to"])
        except ValidationError as error:
            self.take_errors(error)

    def warnings(self):
        """Return what is allowed but seldom meant, and what the decision does to the plan."""
        day, found = self.cleaned_data["decided_on"], registry_number_warning(self.cleaned_data["registry_number"])
        if day and day > self.today:
            found.append(f"Beslutsdatumet {day} ligger i framtiden.")
        return found + (self._consequences() if self.instance.is_about_the_plan else [])

    def values(self) -> dict:
        """Return what record_decision and edit_decision take beside the decision."""
        return {"on": self.today, "extended_to": self.cleaned_data.get("extended_to")}

    def _consequences(self) -> list[str]:
        plan, verb = self.instance.plan, self.cleaned_data["verb"]
        state, found = state_after(self.instance, plan, self.today), []
        if state != plan.state:
            follows = _FOLLOWS.get(state, "")
            found.append(
                f"Planens status blir {PlanState(state).label}. Nu är den {plan.get_state_display()}. {follows}"
            )
        elif verb == DecisionVerb.CANCELLED and is_unsettled(plan, self.today):
            found.append(
                "Planen har aktiviteter eller en öppen omgång kvar. Den blir Avslutad först när du har avgjort dem på sidan Avsluta planen."
            )
        return [sentence.strip() for sentence in [*found, *self._period_sentences(plan, verb)]]

    def _period_sentences(self, plan, verb: str) -> list[str]:
        if self.stored_verb == DecisionVerb.EXTENDED != verb:
            return [f"Planens period ändras inte av rättelsen: {plan.period_label}. Ändra den på sidan Ändra planen."]
        if verb != DecisionVerb.EXTENDED or self.stored_verb == verb or plan.valid_to is None:
            return []
        until = self.cleaned_data["extended_to"]
        return [f"Planen gäller {f'till {until}' if until else 'tills vidare'}. Nu gäller den till {plan.valid_to}."]


def _verbs_about(decision: Decision) -> tuple[str, ...]:
    if decision.report_id:
        return DecisionVerb.OF_REPORTS
    return DecisionVerb.OF_ACTIVITIES if decision.activity_id else DecisionVerb.OF_PLANS
