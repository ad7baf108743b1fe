"""The plan and its areas."""

from crispy_forms.layout import Fieldset, Layout

from actionplan.choices import PlanState
from actionplan.forms.nouns import NO_PERSONAL_DATA, NounForm, side_by_side
from actionplan.forms.plan_fields import PeriodField, RegistryNumberField, registry_number_warning
from actionplan.models import ActionPlan, StrategicArea
from actionplan.services.plan import CLOSED_ELSEWHERE


class PlanForm(NounForm):
    """The plan's facts. The period is one text; the source and the proposed decision are quotations and stay as they are."""

    period = PeriodField(
        label="Period",
        max_length=60,
        help_text="Skriv 2016-2018, två datum (2016-01-01 till 2018-12-31) eller 2016-01-01 tills vidare.",
    )
    registry_number = RegistryNumberField(
        label="Diarienummer", max_length=60, required=False, help_text="Till exempel 2015/KS 0623 003."
    )

    class Meta(NounForm.Meta):
        model = ActionPlan
        fields = (
            "title registry_number mandate_period state goal_area purpose part_of starting_point document_date sender "
            "addressee signatories anchoring_from anchoring_to anchoring_when anchoring_text correction_note predecessor"
        ).split()
        help_texts = {
            "state": "När planen är antagen flyttas sluttider bara i lägesrapporter, med skäl.",
            "purpose": NO_PERSONAL_DATA,
            "starting_point": NO_PERSONAL_DATA,
            "anchoring_when": "Visas i stället för datumen. Fyll i när dagarna inte är kända: maj till hösten 2015.",
            "anchoring_text": f"Vad som är känt om förankringen. {NO_PERSONAL_DATA}",
            "signatories": "En per rad. Bara de som har undertecknat planen, med namn och roll.",
            "correction_note": "Visas bredvid källtexten. Skriv vad som är rättat och varför.",
        }

    def __init__(self, *args, instance, **kwargs):
        """Open for the stored plan; a closed one can only be opened again, and none is closed here."""
        kwargs["initial"] = {"period": (instance.valid_from, instance.valid_to)} | kwargs.get("initial", {})
        self.stored_state = instance.state
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["mandate_period"].empty_label = "Ingen vald"
        self._offer_predecessors()
        if not instance.is_closed:
            self.fields["state"].choices = [choice for choice in PlanState.choices if choice[0] != PlanState.CLOSED]
            self.fields["state"].error_messages["invalid_choice"] = CLOSED_ELSEWHERE
        else:
            for name in set(self.fields) - {"state", "version", "confirm"}:
                self.fields[name].disabled = True

    def _offer_predecessors(self) -> None:
        """Ask what the plan continues only if there is another plan."""
        others = ActionPlan.objects.exclude(pk=self.instance.pk)
        self.fields["predecessor"].queryset, self.fields["predecessor"].empty_label = others, "Ingen"
        if not others.exists():
            del self.fields["predecessor"]

    @property
    def helper(self):
        """Lay the fields out by subject."""
        helper = super().helper
        continues = ["predecessor"] if "predecessor" in self.fields else []
        helper.layout = Layout(
            "version",
            Fieldset(
                "Planen",
                "title",
                side_by_side("period", "mandate_period"),
                side_by_side("registry_number", "state"),
                *continues,
            ),
            Fieldset("Innehåll", "goal_area", "purpose", "part_of", "starting_point"),
            Fieldset(
                "Dokumentet", side_by_side("document_date", "sender"), "addressee", "signatories", "correction_note"
            ),
            Fieldset("Förankring", side_by_side("anchoring_from", "anchoring_to"), "anchoring_when", "anchoring_text"),
        )
        return helper

    def clean(self):
        """Take the period to the plan's two days, and say beside the field when the anchoring is backwards."""
        data = super().clean()
        if data.get("period"):
            self.instance.valid_from, self.instance.valid_to = data["period"]
        first, last = data.get("anchoring_from"), data.get("anchoring_to")
        if first and last and last < first:
            self.add_error(
                "anchoring_to", f"Förankringens slut {last} är före dess start {first}. Rätta ett av datumen."
            )
        return data

    def warnings(self):
        """Return what is allowed but seldom meant."""
        found = registry_number_warning(self.cleaned_data["registry_number"])
        if {"period", "mandate_period"} & set(self.changed_data):
            found += self.instance.warnings()
        return found + self._state_warnings()

    def _state_warnings(self) -> list[str]:
        state, plan = self.cleaned_data["state"], self.instance
        if state == self.stored_state:
            return []
        if state == PlanState.ADOPTED and not plan.decisions.exists():
            return ["Inget beslut om planen är registrerat. Registrera det på planens sida."]
        return []


class AreaForm(NounForm):
    """An area's name, kept to the letter, and its description."""

    class Meta(NounForm.Meta):
        model = StrategicArea
        fields = ["name", "description"]
        help_texts = {"name": "Skriv namnet exakt som det står i planen.", "description": NO_PERSONAL_DATA}

    @property
    def helper(self):
        """Show the two fields."""
        helper = super().helper
        helper.layout = Layout("version", "name", "description")
        return helper

    def warnings(self):
        """Ask before the name leaves the wording of the plan's source."""
        name, source = self.cleaned_data["name"], self.instance.plan.source_text
        stored = self.initial["name"]
        if name == stored or not source or name in source or stored not in source:
            return []
        return [f"I planens källtext står ”{stored}”. Menar du det? Välj Spara ändå om området ska heta ”{name}”."]
