"""Writing a proposal down, correcting it, splitting and merging it."""

import datetime as dt

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Q

from actionplan import swedish
from actionplan.forms.base import CarefulForm, PlainText, is_row_number, new_token
from actionplan.forms.companies import KEPT_YEARS, NO_ADDRESS, PERSONAL_DATA_NOTE, CompanyName
from actionplan.forms.names import SHOWN_TO_ALL, name_questions
from actionplan.forms.nouns import NounForm, side_by_side, text_area
from actionplan.models import ContactPerson, Proposal, StrategicArea
from actionplan.models.base import TOO_LONG
from actionplan.models.proposals import MAX_TEXT
from actionplan.services.companies import companies_alike, company_named

PERSONAL_DATA = (
    "Företagets namn räcker oftast. Ett namn på en person, eller på en enskild firma, är en personuppgift: det sparas för "
    "att ni ska kunna svara, visas bara för den som arbetar med förslaget och kan raderas på begäran. Skriv ”enskild firma” "
    "efter namnet, så märks företaget så."
)
_TOO_LONG = "Förslaget är %(show_value)d tecken långt. Korta det till högst %(limit_value)d, eller dela det i flera."
_EMPTY = "Skriv förslaget."
_MOST_CODES = 50


class ProposalForm(NounForm):
    """What was proposed and by whom. The company is typed: a name in the register is that company, else it stays as text."""

    company_name = CompanyName(label="Företag", max_length=200, widget=forms.TextInput(attrs={"list": "foretagen"}))
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    class Meta(NounForm.Meta):
        model = Proposal
        fields = ["text", "contact", "area"]
        labels = {"contact": "Kontaktperson"}
        error_messages = {"text": {"required": _EMPTY, "max_length": _TOO_LONG}}

    def __init__(self, *args, instance, plan, **kwargs):
        """Open for a new proposal of `instance.event`, or a stored one; `plan` is whose areas are offered."""
        initial = {"company_name": instance.proposer, "form_token": instance.form_token or new_token()}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, instance=instance, **kwargs)
        self.is_shown_to_all = instance.is_shown_to_all
        self.fields["company_name"].help_text = PERSONAL_DATA
        areas = Q(plan=plan) | Q(pk=instance.area_id)
        self.fields["area"].queryset = StrategicArea.objects.filter(areas)
        self.fields["area"].empty_label = "Inget valt"
        contacts = ContactPerson.objects.filter(company=instance.company_id) if instance.company_id else None
        if contacts is None or not contacts.exists():
            del self.fields["contact"]
        else:
            self.fields["contact"].queryset, self.fields["contact"].empty_label = contacts, "Ingen vald"

    @property
    def helper(self):
        """Lay the fields out: the words first."""
        helper = super().helper
        contact = ["contact"] if "contact" in self.fields else []
        helper.layout = Layout("version", "form_token", "text", side_by_side("company_name", "area"), *contact)
        return helper

    def clean(self):
        """Take the typed name to a company of the register, or to free text."""
        data = super().clean()
        name = data.get("company_name", "")
        self.instance.company = company_named(name) if name else None
        self.instance.proposer_name = "" if self.instance.company else name
        contact = data.get("contact")
        if contact and contact.company_id != self.instance.company_id:
            data["contact"] = self.instance.contact = None
        return data

    def warnings(self):
        """Ask about a name that is nearly one in the register, if it is new, and about names in what everybody can read."""
        if not self.is_shown_to_all:
            return self._alike()
        by = [self.cleaned_data.get("company_name") or ""]
        return [*self._alike(), *name_questions(self, "text", why=SHOWN_TO_ALL, also=by)]

    def _alike(self) -> list[str]:
        name = self.instance.proposer_name
        if not name or "company_name" not in self.changed_data:
            return []
        alike = [str(company) for company in companies_alike(name)]
        if not alike:
            return []
        return [f"I registret finns {swedish.listed(alike)}. Skriv namnet precis så om det är samma företag."]


class NewProposalForm(ProposalForm):
    """A proposal that is written down, with whom to answer if the proposer has said so."""

    contact_name = PlainText(
        label="Kontaktperson", required=False, max_length=200, help_text="Lämna tomt om ingen ska få besked."
    )
    contact_email = forms.EmailField(
        label="E-postadress för besked",
        required=False,
        max_length=254,
        error_messages={"invalid": NO_ADDRESS, "max_length": TOO_LONG["max_length"]},
    )

    def __init__(self, *args, on: dt.date, **kwargs):
        """Open for a new proposal; a contact is kept for two years from the day."""
        super().__init__(*args, **kwargs)
        self.keep_until = swedish.years_after(on, KEPT_YEARS)
        self.fields[
            "contact_email"
        ].help_text = f"Sparas till {swedish.long_date(self.keep_until)}. Dagen kan ändras på företagets sida."

    @property
    def helper(self):
        """Lay out whom to answer below what was said."""
        helper = super().helper
        helper.layout.extend([PERSONAL_DATA_NOTE, side_by_side("contact_name", "contact_email")])
        return helper

    def clean(self):
        """Ask whose contact it is."""
        data = super().clean()
        if self.contact and not data.get("company_name") and "company_name" not in self.errors:
            self.add_error(
                "company_name", "Skriv vilket företag kontakten hör till, eller töm uppgifterna om kontakten."
            )
        return data

    @property
    def contact(self) -> dict | None:
        """Return what services.contacts.contact_at takes, or None if nobody is to be answered."""
        said = {name: self.cleaned_data.get(f"contact_{name}", "") for name in ("name", "email")}
        return said | {"keep_until": self.keep_until} if any(said.values()) else None


class SplitForm(CarefulForm):
    """One proposal that says two things becomes two."""

    first = PlainText(
        label="Det första",
        max_length=MAX_TEXT,
        widget=text_area(),
        error_messages={"required": _EMPTY, "max_length": _TOO_LONG},
    )
    second = PlainText(
        label="Det andra",
        max_length=MAX_TEXT,
        widget=text_area(),
        error_messages={"required": _EMPTY, "max_length": _TOO_LONG},
    )

    def __init__(self, *args, proposal: Proposal, **kwargs):
        """Open with all that was said as the first."""
        super().__init__(*args, initial={"version": proposal.version, "first": proposal.text}, **kwargs)
        self.is_shown_to_all = proposal.is_shown_to_all

    def warnings(self):
        """Ask about names that the one proposal did not hold."""
        before = dict.fromkeys(("first", "second"), self.initial["first"])
        return name_questions(self, *before, why=SHOWN_TO_ALL, before=before) if self.is_shown_to_all else []


class ChosenField(forms.ModelMultipleChoiceField):
    """Proposals chosen on the board, carried as hidden numbers."""

    widget = forms.MultipleHiddenInput
    _NONE = "Välj minst ett förslag på tavlan."

    def __init__(self, **kwargs):
        errors = {"required": self._NONE, "invalid_choice": "Ett av förslagen finns inte längre. Välj om på tavlan."}
        super().__init__(queryset=Proposal.objects.select_related("event", "lead"), error_messages=errors, **kwargs)

    def clean(self, value):
        """Return the proposals, or raise that one is not there."""
        if not all(is_row_number(str(key)) for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class MergeForm(CarefulForm):
    """Several proposals that say the same become one group; `f` are those chosen."""

    f = ChosenField()
    more = PlainText(
        label="Lägg till fler, med nummer", required=False, max_length=400, help_text="Till exempel F12, F14."
    )
    lead = forms.ChoiceField(
        label="Vilket ska stå överst?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj det som säger det tydligast.", "invalid_choice": "Välj ett av förslagen."},
    )

    def __init__(self, *args, chosen: list[Proposal], **kwargs):
        """Offer the chosen as lead; the first, or one that already leads, is proposed."""
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        del self.fields["version"]
        self.fields["lead"].choices = [(str(one.pk), f"{one.code}: {one.text[:160]}") for one in chosen]
        leading = next((one for one in chosen if one.members.all()), chosen[0] if chosen else None)
        self.initial.setdefault("lead", str(leading.pk) if leading else "")

    @property
    def helper(self):
        """Lay the fields out."""
        helper = super().helper
        helper.layout = Layout("f", Div("lead", css_class="np-checks"), "more")
        return helper

    def clean_more(self):
        """Return the proposals that are named by number."""
        words = self.cleaned_data["more"].upper().replace(",", " ").split()
        keys = [word.removeprefix("F").lstrip("0") for word in words]
        if len(keys) > _MOST_CODES or not all(is_row_number(key) for key in keys):
            raise forms.ValidationError("Skriv numren så här: F12, F14.")
        found = list(Proposal.objects.filter(pk__in=keys).select_related("event", "lead"))
        missing = sorted({f"F{int(key):02d}" for key in keys} - {one.code for one in found})
        if missing:
            raise forms.ValidationError(f"{swedish.listed(missing)} finns inte. Kontrollera numret.")
        return found

    def clean(self):
        """Check that there are at least two."""
        data = super().clean()
        together = {one.pk for one in [*data.get("f", []), *data.get("more", [])]}
        if not self.errors and len(together) < 2:
            self.add_error("more", "Det behövs minst två förslag. Skriv numret på det som säger samma sak.")
        return data

    def values(self) -> dict:
        """Return what services.proposals.merge_proposals takes."""
        together = [*self.cleaned_data["f"], *self.cleaned_data["more"]]
        lead = next(one for one in together if str(one.pk) == self.cleaned_data["lead"])
        return {"lead": lead, "others": [one for one in together if one.pk != lead.pk]}
