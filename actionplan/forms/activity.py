"""Adding and changing an activity."""

import datetime as dt

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.db.models import Q

from actionplan import swedish
from actionplan.choices import Role
from actionplan.forms.departments import DepartmentField
from actionplan.forms.names import IN_REPORTS, name_questions
from actionplan.forms.nouns import NO_PERSONAL_DATA, NounForm, TickedField, side_by_side
from actionplan.models import Activity, Department, User
from actionplan.services.activities import deadline_lock, next_code
from actionplan.services.organisation import responsible_row

_TEXTS = "title purpose measure unit resources result".split()


class PersonField(forms.ModelChoiceField):
    """A user, shown by name."""

    def label_from_instance(self, user):
        return user.full_label


class ActivityForm(NounForm):
    """All that is said of an activity but how it goes. A new one gets its responsible department here, later by handover."""

    contact = PersonField(label="Kontaktperson", queryset=User.objects.none(), required=False, empty_label="Ingen vald")
    responsible = DepartmentField(
        label="Ansvarig förvaltning", help_text="En förvaltning ansvarar. De andra kan medverka."
    )
    participants = TickedField(
        label="Medverkar",
        queryset=Department.objects.none(),
        required=False,
        error_messages={"invalid_choice": "En av förvaltningarna finns inte längre. Välj bland dem i listan."},
    )

    class Meta(NounForm.Meta):
        model = Activity
        fields = (
            "area code title purpose kind audience starts_on ends_on measure target unit contact all_participate "
            "resources result predecessor"
        ).split()
        labels = {"target": "Mål, som ett tal", "unit": "Enhet för målet"}
        help_texts = {
            "title": "En mening utan punkt, som säger vad ni gör.",
            "purpose": f"Varför gör ni det? {NO_PERSONAL_DATA}",
            "measure": f"Hur vet ni att ni har lyckats? {NO_PERSONAL_DATA}",
            "resources": f"Till exempel pengar och arbetstid. {NO_PERSONAL_DATA}",
            "result": f"Vad ledde aktiviteten till? Fyll i när ni vet. {NO_PERSONAL_DATA}",
            "all_participate": "Kommunens egna förvaltningar, utom den som ansvarar.",
        }
        error_messages = {
            "area": {"required": "Välj område."},
            "code": {"required": "Skriv ett nummer, till exempel SI-01."},
            "title": {"required": "Skriv vad ni gör."},
        }

    def __init__(self, *args, instance, on: dt.date, **kwargs):
        """Open for a new activity of `instance.plan`, or a stored one."""
        self.is_new, self.on = instance.pk is None, on
        self.plan = instance.plan
        self.responsible = None if self.is_new else responsible_row(instance)
        self.deadline_lock = "" if self.is_new else deadline_lock(instance)
        self.stored_ends_on = instance.ends_on
        super().__init__(*args, instance=instance, **kwargs)
        self._offer_areas()
        self._offer_departments()
        self._offer_people_and_predecessors()
        if self.deadline_lock:
            del self.fields["ends_on"]

    def _offer_areas(self) -> None:
        areas = self.plan.areas.all()
        self.fields["area"].queryset, self.fields["area"].empty_label = areas, "Välj område"
        if self.is_new:
            free = swedish.listed([next_code(area) for area in areas])
            self.fields["code"].help_text = f"Nästa lediga: {free}." if free else ""

    def _offer_departments(self) -> None:
        valid, field = Department.objects.valid_on(self.on), self.fields["participants"]
        if self.is_new:
            field.queryset = valid
            self.fields["responsible"].offer(self.on)
            return
        del self.fields["responsible"]
        joined = self.instance.responsibilities.participating().filter(to_on__isnull=True)
        joined = list(joined.values_list("department_id", flat=True))
        offered = Department.objects.filter(Q(pk__in=joined) | Q(pk__in=valid.values("pk")))
        field.queryset = offered.exclude(pk=self.responsible.department_id) if self.responsible else offered
        field.initial = joined

    def _offer_people_and_predecessors(self) -> None:
        reporters = Q(is_active=True, groups__name__in=[Role.CHIEF.label, Role.OFFICER.label])
        people = User.objects.filter(reporters | Q(pk=self.instance.contact_id)).distinct()
        self.fields["contact"].queryset = people.order_by("first_name", "last_name", "username")
        earlier = Activity.objects.filter(plan__valid_from__lt=self.plan.valid_from).exclude(plan=self.plan)
        self.fields["predecessor"].queryset, self.fields["predecessor"].empty_label = earlier, "Ingen"
        if not earlier.exists():
            del self.fields["predecessor"]

    @property
    def helper(self):
        """Lay the fields out by what they answer: what, when, how much, who."""
        helper = super().helper
        ends_on = HTML('{% include "actionplan/_deadline_locked.html" %}') if self.deadline_lock else "ends_on"
        who = ["responsible"] if self.is_new else [HTML('{% include "actionplan/_responsible_now.html" %}')]
        last = ["predecessor"] if "predecessor" in self.fields else []
        helper.layout = Layout(
            "version",
            Fieldset("Vad", side_by_side("area", "code"), "title", "purpose", side_by_side("kind", "audience")),
            Fieldset("När", side_by_side("starts_on", ends_on)),
            Fieldset("Mått och mål", "measure", side_by_side("target", "unit")),
            Fieldset("Vem", *who, "participants", "all_participate", "contact"),
            Fieldset("Mer", "resources", "result", *last),
        )
        return helper

    def clean(self):
        """Say the rules between fields beside one of them."""
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on", self.stored_ends_on)
        if first and last and last < first:
            field = "starts_on" if self.deadline_lock else "ends_on"
            self.add_error(field, f"Sluttiden {last} är före starten {first}. Rätta ett av datumen.")
        if data.get("target") is not None and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", "Skriv vad målet räknas i, till exempel besök.")
        responsible = data.get("responsible")
        if responsible and responsible in (data.get("participants") or []):
            self.add_error(
                "participants", f"{responsible} ansvarar redan. Ta bort krysset, eller välj en annan som ansvarig."
            )
        return data

    def warnings(self):
        """Return what is allowed but seldom meant; dates outside the plan, and names, are asked about when they are new."""
        dated = {"starts_on", "ends_on"} & set(self.changed_data)
        found = self.instance.warnings() if dated else []
        typed = self.data.get("ends_on", "") if self.deadline_lock else ""
        if typed and typed != str(self.stored_ends_on):
            found.append(f"Sluttiden ”{typed[:40]}” sparas inte. {self.deadline_lock}")
        return found + name_questions(self, *_TEXTS, why=IN_REPORTS, before={} if self.is_new else None)

    def values(self) -> dict:
        """Return what create_activity or edit_activity takes beside the activity itself."""
        participants = {"participants": self.cleaned_data["participants"], "on": self.on}
        if self.is_new:
            return participants | {"responsible": self.cleaned_data["responsible"]}
        return participants | {"expected_version": self.cleaned_data["version"]}
