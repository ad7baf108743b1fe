"""Closing an activity in the plan, settling those that are left when the plan ends, and the plan that follows."""

import datetime as dt

from crispy_forms.layout import Div, Layout
from django import forms

from actionplan.choices import Closing, Status
from actionplan.forms.base import CarefulForm, PlainText, SwedishDateField, is_row_number, new_token
from actionplan.forms.nouns import NO_PERSONAL_DATA, NounForm, side_by_side, text_area
from actionplan.forms.plan_fields import PeriodField
from actionplan.models import ActionPlan, Activity, StrategicArea
from actionplan.services.closing import check_settled


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


class NextAreaField(forms.ModelChoiceField):
    """An area of a plan that can continue this one, listed plan by plan."""

    def __init__(self, **kwargs):
        none = StrategicArea.objects.none()
        super().__init__(queryset=none, label="Område i nästa plan", empty_label="Välj område", **kwargs)

    def offer(self, activity: Activity) -> None:
        """Offer the areas of open plans that begin after the activity's; the one with its number in a successor first."""
        plan = activity.area.plan
        plans = ActionPlan.objects.open().filter(valid_from__gt=plan.valid_from).prefetch_related("areas")
        plans = sorted(plans, key=lambda other: (other.predecessor_id != plan.pk, other.valid_from, other.pk))
        self.queryset = StrategicArea.objects.filter(plan__in=plans)
        groups = [(str(other), [(area.pk, str(area)) for area in other.areas.all()]) for other in plans]
        self.choices = [("", self.empty_label), *groups]
        same = [area for other in plans for area in other.areas.all() if area.number == activity.area.number]
        self.initial = same[0].pk if same else None

    def clean(self, value):
        """Return the area, or raise that it is not offered; what is no row's number is no area."""
        return super().clean(value if not value or is_row_number(str(value)) else "0")


class ContinueForm(CarefulForm):
    """Where an activity that was carried over goes on."""

    area = NextAreaField(
        error_messages={
            "required": "Välj ett område i nästa plan. Finns ingen nästa plan, skapa den först.",
            "invalid_choice": "Välj ett område i listan.",
        }
    )

    def __init__(self, *args, activity: Activity, today: dt.date, **kwargs):
        """Open for an activity of a plan that is being closed."""
        self.activity, self.today = activity, today
        kwargs["initial"] = {"version": activity.version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["area"].offer(activity)

    @property
    def helper(self):
        """Show the area alone."""
        helper = super().helper
        helper.layout = Layout("version", "area")
        return helper


class SettleForm(ContinueForm):
    """What becomes of an activity that is not finished when the plan is closed."""

    how = forms.ChoiceField(
        label="Vad som händer med aktiviteten",
        choices=[
            (Closing.CARRIED_OVER.value, "Förs över till nästa plan"),
            (Closing.ORDINARY_WORK.value, "Blir ordinarie arbete"),
            (Status.CANCELLED.value, "Avbryts"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vad som händer med aktiviteten."},
    )
    reason = PlainText(
        label="Skäl",
        max_length=2000,
        widget=text_area(),
        help_text=f"Syns på aktivitetens sida och i slutrapporten. {NO_PERSONAL_DATA}",
        error_messages={"required": "Skriv skälet."},
    )
    closed_on = SwedishDateField(
        label="Sista dagen i planen",
        required=False,
        help_text="Till exempel 2018-12-31. Behövs inte för en aktivitet som avbryts: den avbryts i dag.",
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Öppna sidan igen."})

    def __init__(self, *args, activity: Activity, today: dt.date, **kwargs):
        """Propose the plan's last day, if it has come."""
        last = activity.area.plan.valid_to
        initial = {"closed_on": last if last and last <= today else today, "form_token": new_token()}
        super().__init__(*args, activity=activity, today=today, initial=initial, **kwargs)
        self.fields["area"].required = False

    @property
    def helper(self):
        """Show the choice as buttons, and what belongs to it beneath."""
        helper = super().helper
        helper.layout = Layout(
            "version", "form_token", Div("how", css_class="np-choice"), "area", "reason", side_by_side("closed_on")
        )
        return helper

    def clean(self):
        """Ask for what the choice needs, and for nothing else."""
        data = super().clean()
        if data.get("how") == Closing.CARRIED_OVER and not data.get("area") and "area" not in self.errors:
            self.add_error("area", self.fields["area"].error_messages["required"])
        stays = data.get("how") in Closing.values
        if stays and not data.get("closed_on") and "closed_on" not in self.errors:
            self.add_error("closed_on", "Skriv vilken dag som är aktivitetens sista i planen.")
        return data


class ClosePlanForm(CarefulForm):
    """Closing the plan, after a question about what is usually done first."""

    def __init__(self, *args, plan: ActionPlan, today: dt.date, has_final_report: bool, not_continued: int, **kwargs):
        """Open for the plan as it stands; `not_continued` is how many were carried over to nowhere."""
        self.plan, self.today = plan, today
        self.has_final_report, self.not_continued = has_final_report, not_continued
        super().__init__(*args, initial={"version": plan.version}, **kwargs)

    def clean(self):
        """Say at once what is left, before anything is asked."""
        check_settled(self.plan, self.today)
        return super().clean()

    def warnings(self):
        """Return what is allowed but seldom meant."""
        if self.plan.is_closed:
            return []
        found = ["När planen är avslutad kan inget i den ändras, och inga fler lägesrapporter tas emot."]
        if self.plan.valid_to is None or self.plan.valid_to > self.today:
            until = f"till {self.plan.valid_to}" if self.plan.valid_to else "tills vidare"
            found.append(f"Planen gäller {until}. Ska den avslutas redan i dag?")
        if self.not_continued == 1:
            found.append("1 aktivitet är överförd men finns inte i nästa plan. Den kan inte läggas dit efteråt.")
        elif self.not_continued:
            found.append(
                f"{self.not_continued} aktiviteter är överförda men finns inte i nästa plan. De kan inte läggas dit efteråt."
            )
        if not self.has_final_report:
            found.append("Ingen slutrapport är publicerad för planen.")
        return found


class SuccessorForm(NounForm):
    """The plan that continues another: its name and period. The areas are copied, and can be changed afterwards."""

    period = PeriodField(
        label="Period",
        max_length=60,
        help_text="Skriv 2019-2022, två datum (2019-01-01 till 2022-12-31) eller 2019-01-01 tills vidare.",
        error_messages={"required": "Skriv vilken period planen gäller."},
    )

    class Meta(NounForm.Meta):
        model = ActionPlan
        fields = ["title", "mandate_period"]
        help_texts = {"title": "Till exempel Handlingsplan för näringslivsarbetet 2019-2022."}
        error_messages = {"title": {"required": "Skriv vad planen heter."}}

    def __init__(self, *args, after: ActionPlan, **kwargs):
        """Open for a new plan after `after`."""
        self.after = after
        super().__init__(*args, version=0, **kwargs)
        self.fields["mandate_period"].empty_label = "Ingen vald"

    @property
    def helper(self):
        """Show the three fields."""
        helper = super().helper
        helper.layout = Layout("version", "title", side_by_side("period", "mandate_period"))
        return helper

    def clean(self):
        """Take the period to the plan's two days, and say beside it if it is too early."""
        data = super().clean()
        if data.get("period"):
            self.instance.valid_from, self.instance.valid_to = data["period"]
            if self.instance.valid_from <= self.after.valid_from:
                self.add_error("period", f"Nästa plan ska börja efter {self.after.valid_from}, då den här började.")
        return data

    def warnings(self):
        """Return what is allowed but seldom meant."""
        found, last = self.instance.warnings(), self.after.valid_to
        if last is None or self.instance.valid_from <= last:
            until = f"till {last}" if last else "tills vidare"
            found.append(f"Planen börjar {self.instance.valid_from}, medan ”{self.after}” gäller {until}.")
        return found
