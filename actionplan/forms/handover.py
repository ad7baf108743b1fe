"""Handing one activity, or a department's activities, over to another department from a day."""

import datetime as dt
import zlib

from crispy_forms.layout import Div, Layout

from actionplan.forms.base import CarefulForm, SwedishDateField, is_row_number
from actionplan.forms.departments import DepartmentField
from actionplan.forms.nouns import TickedField
from actionplan.models import Activity, Department
from actionplan.services.organisation import has_handed_over
from actionplan.swedish import LAST_YEAR

_ONE_DAY = dt.timedelta(days=1)


class HandOverForm(CarefulForm):
    """To whom, and from which day. `giver` is the department that hands over, or None if nobody answers."""

    to = DepartmentField(
        label="Ny ansvarig förvaltning",
        error_messages={
            "required": "Välj vilken förvaltning som tar över.",
            "invalid_choice": "Välj en förvaltning i listan.",
        },
    )
    from_on = SwedishDateField(
        label="Från och med",
        help_text="Den nya förvaltningens första dag, till exempel 2016-01-01.",
        error_messages={"required": "Skriv från vilken dag."},
    )

    def __init__(self, *args, giver: Department | None, today: dt.date, since: dt.date | None = None, **kwargs):
        """Propose the successors, and the day after the giver's last; the giver has answered `since`."""
        self.giver, self.since = giver, since
        self.day_after = _day_after(giver)
        proposed = self.day_after or today
        kwargs["initial"] = {"from_on": proposed} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(max(proposed, today), after=giver)
        heirs = list(self.fields["to"].queryset.filter(predecessors=giver)[:2]) if giver else []
        if len(heirs) == 1:
            self.initial.setdefault("to", heirs[0].pk)

    @property
    def helper(self):
        """Show the two fields side by side."""
        helper = super().helper
        helper.layout = Layout(
            "version",
            Div(Div("to", css_class="col-md-7"), Div("from_on", css_class="col-md-5"), css_class="row"),
        )
        return helper

    def warnings(self):
        """Ask before a department that has ended stays responsible for a while more."""
        giver, from_on, proposed = self.giver, self.cleaned_data["from_on"], self.day_after
        if proposed is None or from_on <= proposed:
            return []
        return [
            f"{giver} upphörde {giver.valid_to}. Den står kvar som ansvarig till dagen före {from_on}; "
            f"välj {proposed} om det inte ska bli ett glapp."
        ]

    def was_sent_before(self) -> bool:
        """Tell if just this was done already: the one to take over is the giver, since that very day."""
        return self.giver is not None and (self.data.get("to"), self.cleaned_data.get("from_on")) == (
            str(self.giver.pk),
            self.since,
        )

    def values(self) -> dict:
        """Return what hand_over takes beside the activity."""
        data = self.cleaned_data
        return {"to": data["to"], "from_on": data["from_on"], "expected_version": data["version"]}


class DepartmentHandOverForm(HandOverForm):
    """What is handed over is ticked; the version is of what was previewed, so that only what was seen is done."""

    activities = TickedField(
        label="Det här lämnas över",
        queryset=Activity.objects.none(),
        help_text="Ta bort krysset för det som ska till någon annan.",
        error_messages={
            "required": "Välj minst en aktivitet.",
            "invalid_choice": "En av aktiviteterna är inte längre förvaltningens. Läs listan igen.",
        },
    )

    def __init__(self, *args, rows, **kwargs):
        """Offer the activities of the rows (services.organisation.carried_rows), all ticked."""
        self.rows = list(rows)
        super().__init__(*args, **kwargs)
        self.fields["to"].label = "Till förvaltning"
        field = self.fields["activities"]
        field.queryset = Activity.objects.filter(pk__in={row.activity_id for row in self.rows})
        roles = {}
        for row in self.rows:
            roles.setdefault(row.activity_id, f"{row.activity} ({row.get_role_display().lower()})")
        field.choices = list(roles.items())
        self.initial.setdefault("activities", list(roles))
        self.initial.setdefault("version", 0)

    @property
    def helper(self):
        """Add the list under the two fields."""
        helper = super().helper
        helper.layout.append("activities")
        return helper

    def values(self) -> dict:
        """Return what hand_over_all takes beside the department."""
        return {name: self.cleaned_data[name] for name in ("to", "from_on", "activities")}

    def was_sent_before(self) -> bool:
        """Tell if just this was done already, so that what is ticked is no longer the giver's."""
        ticked = {int(key) for key in self.data.getlist("activities") if is_row_number(key)}
        if "activities" not in self.errors or not {"to", "from_on"} <= set(self.cleaned_data):
            return False
        return has_handed_over(self.giver, from_on=self.cleaned_data["from_on"], activity_ids=ticked)

    def chosen_rows(self):
        """Return the rows that move, as the valid form says."""
        chosen = {activity.pk for activity in self.cleaned_data["activities"]}
        return [row for row in self.rows if row.activity_id in chosen]

    def preview_version(self) -> int:
        """Return a number that changes with anything in what the preview shows."""
        rows = sorted((row.pk, row.activity.version) for row in self.chosen_rows())
        shown = f"{self.cleaned_data['to'].pk} {self.cleaned_data['from_on']} {rows}"
        return zlib.crc32(shown.encode())

    def is_confirmed(self) -> bool:
        """Tell if what is asked for now is what the preview showed."""
        return bool(self.cleaned_data.get("confirm")) and self.cleaned_data["version"] == self.preview_version()


def _day_after(giver: Department | None) -> dt.date | None:
    """Return the day after the department's last, if it has one in any foreseeable time."""
    if giver is None or giver.valid_to is None or giver.valid_to.year > LAST_YEAR:
        return None
    return giver.valid_to + _ONE_DAY
