"""Companies, their contacts, and choosing which contacts to remove."""

import datetime as dt

from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from actionplan import organisation_numbers, swedish
from actionplan.forms.base import CarefulForm, PlainText
from actionplan.forms.nouns import NounForm, TickedField, side_by_side
from actionplan.models import Company, ContactPerson
from actionplan.models.companies import refuse_number
from actionplan.services.companies import companies_alike

KEPT_YEARS, MOST_YEARS = 2, 5
MOST_ROWS = 200
HIDDEN_NUMBER = "Numret är sparat och visas inte. Skriv bara om det ska ändras."
NO_ADDRESS = "Det är ingen e-postadress. Skriv den så här: info@foretaget.se."
PERSONAL_DATA_NOTE = HTML('{% include "actionplan/_personal_data_note.html" %}')


class CompanyName(PlainText):
    """What a proposer is called, which may be left empty."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def validate(self, value):
        """Refuse a number, which would be shown as it stands."""
        super().validate(value)
        try:
            refuse_number(value)
        except ValidationError as error:
            raise ValidationError(error.messages) from error


class CompanySearch(forms.Form):
    """What to look for among the companies."""

    q = PlainText(
        label="Namn eller hela organisationsnumret",
        required=False,
        max_length=200,
        help_text="En enskild firma hittas bara på namnet: dess nummer är ett personnummer.",
    )


class CompanyForm(NounForm):
    """A company. A sole trader's number is a personal identity number: once stored it is never shown, only replaced."""

    forget_number = forms.BooleanField(label="Ta bort numret som är sparat", required=False)

    class Meta(NounForm.Meta):
        model = Company
        fields = ["name", "organisation_number", "industry", "is_sole_trader"]
        labels = {"name": "Företagets namn", "is_sole_trader": "Enskild firma"}
        help_texts = {
            "organisation_number": "Tio siffror, till exempel 212000-0092. Lämna tomt om företaget är utländskt eller "
            "om du inte vet.",
            "is_sole_trader": "Då är namnet och numret personuppgifter. Numret sparas men visas inte.",
        }
        error_messages = {"name": {"required": "Skriv vad företaget heter."}}

    def __init__(self, *args, instance, **kwargs):
        """Open with the number, unless it is a person's."""
        self.hidden_number = instance.organisation_number if instance.hides_number else ""
        self.stored_name = instance.name
        super().__init__(*args, instance=instance, **kwargs)
        if not self.hidden_number:
            del self.fields["forget_number"]
            return
        self.initial["organisation_number"] = ""
        self.fields["organisation_number"].help_text = HIDDEN_NUMBER

    @property
    def helper(self):
        """Lay out the number beside the line of business."""
        helper = super().helper
        forget = ["forget_number"] if self.hidden_number else []
        number = side_by_side("organisation_number", "industry")
        helper.layout = Layout("version", "name", number, *forget, "is_sole_trader")
        return helper

    def clean(self):
        """Keep a hidden number that nothing was typed over; nothing is kept and removed at once."""
        data = super().clean()
        if not self.hidden_number or "organisation_number" in self.errors:
            return data
        if data.get("forget_number") and data.get("organisation_number"):
            self.add_error("forget_number", "Du har skrivit ett nytt nummer. Ta bort krysset, eller töm numret.")
        elif not (data.get("forget_number") or data.get("organisation_number")):
            self._keep_number(data)
        return data

    def _keep_number(self, data: dict) -> None:
        data["organisation_number"] = self.hidden_number
        if not data.get("is_sole_trader") and organisation_numbers.parse(self.hidden_number).is_personal:
            reason = "Numret som är sparat är ett personnummer. Ta bort det om företaget inte är en enskild firma."
            self.add_error("is_sole_trader", reason)

    def _get_validation_exclusions(self):
        """Leave it to the service to say which other company has the number; that it is one, `Company.clean` says."""
        return super()._get_validation_exclusions() | {"organisation_number"}

    def warnings(self):
        """Ask about companies that are called almost the same, when the name is new."""
        name = self.cleaned_data["name"]
        if name == self.stored_name:
            return []
        alike = [company for company in companies_alike(name) if company.pk != self.instance.pk]
        if not alike:
            return []
        listed = swedish.listed([_described(company) for company in alike])
        return [f"Det finns redan företag med liknande namn: {listed}. Är det samma? Använd i så fall det som finns."]


class ContactForm(NounForm):
    """Somebody at a company, or its function address. Kept no longer than to its day."""

    class Meta(NounForm.Meta):
        model = ContactPerson
        fields = ["name", "email", "is_function", "keep_until"]
        labels = {"is_function": "Funktionsadress, inte en persons"}
        help_texts = {
            "name": "Lämna tomt för en funktionsadress.",
            "keep_until": f"När dagen har gått ska kontakten tas bort. Högst {MOST_YEARS} år framåt, till exempel 2019-12-31.",
        }
        error_messages = {
            "email": {"invalid": NO_ADDRESS},
            "keep_until": {"required": "Skriv hur länge uppgifterna ska sparas."},
        }

    def __init__(self, *args, instance, on: dt.date, **kwargs):
        """Propose to keep a new contact for two years from the day."""
        self.on = on
        if instance.pk is None:
            proposed = {"keep_until": swedish.years_after(on, KEPT_YEARS)}
            kwargs["initial"] = proposed | kwargs.get("initial", {})
        super().__init__(*args, instance=instance, **kwargs)

    @property
    def helper(self):
        """Say what becomes of the data above the fields where it is typed."""
        helper = super().helper
        helper.layout = Layout(
            "version", PERSONAL_DATA_NOTE, side_by_side("name", "email"), "is_function", side_by_side("keep_until")
        )
        return helper

    def clean_keep_until(self):
        """Return a day that is to come, and not too far away."""
        day, last = self.cleaned_data["keep_until"], swedish.years_after(self.on, MOST_YEARS)
        if day < self.on:
            instead = ", eller ta bort kontakten" if self.instance.pk else ""
            raise ValidationError(f"Dagen {day} har redan varit. Välj en kommande dag{instead}.")
        if day > last:
            raise ValidationError(f"Uppgifterna får sparas i högst {MOST_YEARS} år. Välj en dag till och med {last}.")
        return day

    def clean(self):
        """Say beside a field what is missing."""
        data = super().clean()
        name, email = data.get("name"), data.get("email")
        if data.get("is_function") and not email and "email" not in self.errors:
            self.add_error("email", "Skriv funktionsadressen, eller ta bort krysset.")
        elif not (name or email or {"name", "email"} & set(self.errors)):
            self.add_error("name", "Skriv ett namn eller en e-postadress.")
        return data

    def warnings(self):
        """Ask about a second contact with the same address at the company."""
        email = self.cleaned_data["email"]
        others = ContactPerson.objects.filter(company=self.instance.company_id).exclude(pk=self.instance.pk)
        if not email or "email" not in self.changed_data or not others.filter(email__iexact=email).exists():
            return []
        return ["Företaget har redan en kontakt med den e-postadressen."]


class RemoveContactForm(CarefulForm):
    """Removing a contact: a button with a version."""


class ExpiredContactsForm(CarefulForm):
    """Which of the contacts whose day has passed to remove: ticked, shown once more, confirmed."""

    contacts = TickedField(
        label="Ta bort",
        queryset=ContactPerson.objects.none(),
        error_messages={
            "required": "Kryssa för minst en kontakt.",
            "invalid_choice": "En av kontakterna finns inte längre i listan. Läs den igen och välj på nytt.",
        },
    )

    def __init__(self, *args, on: dt.date, **kwargs):
        """Offer those whose day has passed."""
        kwargs["initial"] = {"version": 0} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.expired = ContactPerson.objects.expired(on).select_related("company").order_by("keep_until", "pk")
        self.fields["contacts"].queryset = self.expired

    @cached_property
    def rows(self) -> list[ContactPerson]:
        """Return the contacts of the page, those that have waited longest; the rest follow when these are gone."""
        return list(self.expired[:MOST_ROWS])


def _described(company: Company) -> str:
    """Return the name with what tells companies of the same name apart."""
    facts = [fact for fact in (company.shown_number, company.industry) if fact]
    return f"{company} ({', '.join(facts)})" if facts else str(company)
