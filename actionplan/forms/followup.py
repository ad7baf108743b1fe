"""The status update: one screen, last time's values, every rule said beside its field."""

import datetime as dt

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html

from actionplan import swedish
from actionplan.choices import Assessment, Status
from actionplan.forms.base import CarefulForm, PlainText, SwedishDateField, SwedishDecimalField, new_token
from actionplan.models import Activity, ReportingRound, StatusUpdate

_ASSESSMENTS = [choice for choice in Assessment.choices if choice[0] != Assessment.NONE]
_REPORTED = "Syns i rapporten till kommunstyrelsen. Skriv kort och på klarspråk, utan personuppgifter."

# The fields an update has rules about.
_RULED = ("as_of", "status", "assessment", "comment", "new_ends_on", "new_ends_reason")


class StatusUpdateForm(CarefulForm):
    """How an activity goes. `activity` carries today's deadline_on; `last` is what was said last, or None."""

    status = forms.ChoiceField(
        label="Var står aktiviteten nu?",
        choices=Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj var aktiviteten står."},
    )
    assessment = forms.ChoiceField(choices=_ASSESSMENTS, widget=forms.RadioSelect, required=False)
    outcome = SwedishDecimalField(required=False, max_digits=12, decimal_places=2)
    comment = PlainText(
        required=False, max_length=5000, help_text=_REPORTED, widget=forms.Textarea(attrs={"rows": 3, "cols": False})
    )
    next_step = PlainText(label="Nästa steg", required=False, max_length=1000)
    new_ends_on = SwedishDateField(
        label="Ny sluttid, om den flyttas", required=False, help_text="Kräver ett skäl. Den gamla står kvar."
    )
    new_ends_reason = PlainText(label="Skäl för ny sluttid", required=False, max_length=1000)
    as_of = SwedishDateField(label="Läget avser")
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, activity: Activity, today, back="", round_=None, initial: dict | None = None):
        """Open with last time's values, or with `initial`: what was typed before the session expired.

        While a round is open it proposes the round's cut-off as the day to tell of.
        """
        self.activity, self.today, self.back = activity, today, back
        if data is None:
            as_of = day_to_tell_of(activity, round_, today)
            initial = _last_values(activity, self.last, as_of) | (initial or {})
        super().__init__(data, initial=initial, auto_id=f"a{activity.pk}_%s")
        self._word_the_questions()
        if round_:
            day = swedish.long_date(round_.cutoff)
            self.fields["as_of"].help_text = format_html("Uppföljningen {} gäller läget den {}.", round_, day)

    @cached_property
    def last(self) -> StatusUpdate | None:
        """What was said last, about today or earlier; read only when it is shown."""
        return self.activity.updates.until(self.today).newest_first().first()

    def _told(self) -> tuple:
        """Return day and status of what was said last; the activity's own copies know, unless they are about a later day."""
        if self.activity.reported_on is None or self.activity.reported_on <= self.today:
            return self.activity.reported_on, self.activity.status
        return (self.last.as_of, self.last.status) if self.last else (None, None)

    def _word_the_questions(self) -> None:
        deadline = self.activity.deadline_on
        compared = f", jämfört med planen till {swedish.long_date(deadline)}" if deadline else ""
        self.fields["assessment"].label = f"Hur går det{compared}?"
        told_on, _ = self._told()
        since = f" sedan {swedish.long_date(told_on)}" if told_on else ""
        self.fields["comment"].label = f"Vad har hänt{since}?"
        if not self.activity.unit:
            del self.fields["outcome"]
            return
        self.fields["outcome"].label = f"Utfall hittills, {self.activity.unit}"
        if self.activity.target is not None:
            target = SwedishDecimalField().prepare_value(self.activity.target)
            # Crispy prints help texts as they are.
            self.fields["outcome"].help_text = format_html("Målet är {} {}.", target, self.activity.unit)

    @property
    def helper(self):
        """Lay the fields out as one screen: choices, words, then what is seldom used."""
        helper = super().helper
        helper.layout = Layout(
            "version",
            "form_token",
            Div("status", css_class="np-choice"),
            Div("assessment", css_class="np-choice"),
            "comment",
            Div(
                Div("next_step", css_class="col-md-7"),
                *([Div("outcome", css_class="col-md-5")] if "outcome" in self.fields else []),
                css_class="row",
            ),
            Div(
                Div("new_ends_on", css_class="col-md-5"), Div("new_ends_reason", css_class="col-md-7"), css_class="row"
            ),
            Div(Div(Field("as_of"), css_class="col-md-5"), css_class="row"),
        )
        return helper

    def clean(self):
        """Let the update say its own rules, each beside its field; one about a faulty field waits until that is mended."""
        data = super().clean()
        if data.get("status") in Status.FINISHED:
            data["assessment"] = Assessment.NONE  # what last time's form left checked
        data["assessment"] = data.get("assessment") or Assessment.NONE
        try:
            StatusUpdate(recorded_on=self.today, **{name: data[name] for name in _RULED if name in data}).clean()
        except forms.ValidationError as error:
            for name, errors in error.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, errors)
        if data.get("new_ends_on") and data["new_ends_on"] == self.activity.deadline_on:
            self.add_error("new_ends_on", "Det är samma sluttid som nu. Lämna fältet tomt om den inte flyttas.")
        return data

    def warnings(self):
        """Return what is allowed but seldom meant."""
        data, found = self.cleaned_data, []
        plan, moved = self.activity.plan, data.get("new_ends_on")
        if moved and plan.valid_to and moved > plan.valid_to:
            found.append(f"Den nya sluttiden {moved} ligger efter planens period ({plan.period_label}).")
        told_on, status = self._told()
        if told_on and data["as_of"] < told_on:
            found.append(f"Det finns en senare lägesrapport, för {told_on}. Den här ändrar bara läget fram till dess.")
        if told_on and status in Status.FINISHED and data["status"] not in Status.FINISHED:
            found.append(f"Aktiviteten är rapporterad som {Status(status).label.lower()}. Nu öppnas den igen.")
        return found

    def values(self) -> dict:
        """Return what services.followup.record_status_update takes."""
        names = (
            "as_of",
            "status",
            "assessment",
            "comment",
            "next_step",
            "new_ends_on",
            "new_ends_reason",
            "form_token",
        )
        data = {name: self.cleaned_data[name] for name in names}
        return data | {"outcome": self.cleaned_data.get("outcome"), "expected_version": self.cleaned_data["version"]}


class ConfirmForm(forms.Form):
    """One click: "Stämmer fortfarande"."""

    version = forms.IntegerField(min_value=0)
    form_token = forms.UUIDField()


def day_to_tell_of(activity: Activity, round_: ReportingRound | None, today) -> dt.date:
    """Return the open round's cut-off, unless something has been told of a later day; without a round today."""
    told_on = activity.reported_on
    later = told_on is not None and round_ is not None and round_.cutoff < told_on <= today
    return today if round_ is None or later else min(round_.cutoff, today)


def _last_values(activity: Activity, last: StatusUpdate | None, as_of) -> dict:
    values = {"as_of": as_of, "version": activity.version, "form_token": new_token()}
    if last is None:
        return values | {"status": Status.NOT_STARTED}
    names = ("status", "assessment", "comment", "outcome", "next_step")
    return values | {name: getattr(last, name) for name in names}
