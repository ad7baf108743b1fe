"""Merging two companies: looking for the other one, and the button below what will happen."""

from django import forms
from django.core.exceptions import ValidationError

from actionplan.forms.base import CarefulForm, is_row_number
from actionplan.forms.companies import CompanySearch
from actionplan.models import Company
from actionplan.services.companies import companies_alike
from actionplan.services.company_mergers import NOT_WITH_ITSELF


class OtherCompanyField(forms.ModelChoiceField):
    """The company that another is merged with, by its number in an address or a hidden field."""

    widget = forms.HiddenInput
    _GONE = "Företaget finns inte längre. Någon har tagit bort eller slagit ihop det. Sök på nytt."

    def __init__(self, **kwargs):
        """Take any company; the form says which one it is not."""
        errors = {"required": "Välj det företag som är samma.", "invalid_choice": self._GONE}
        super().__init__(queryset=Company.objects.all(), error_messages=errors, **kwargs)

    def clean(self, value):
        """Return the company; what is no row's number is none of them."""
        if value and not is_row_number(str(value)):
            raise ValidationError(self._GONE, code="invalid_choice")
        return super().clean(value)


class OtherCompanySearch(CompanySearch):
    """Looking for the company that is the same as another; `med` is the one chosen."""

    med = OtherCompanyField(required=False)

    def __init__(self, *args, company: Company, **kwargs):
        """Open for the company that another is to be merged with."""
        super().__init__(*args, **kwargs)
        self.company = company

    def clean_med(self):
        """Refuse the company itself."""
        return _another(self.cleaned_data["med"], self.company)

    def found(self):
        """Return the companies that were looked for, or, before that, those with a similar name; never the company itself."""
        words = getattr(self, "cleaned_data", {}).get("q", "")
        alike = [company.pk for company in companies_alike(self.company.name)] if not words else []
        found = Company.objects.search(words) if words else Company.objects.filter(pk__in=alike)
        return found.exclude(pk=self.company.pk)


class MergerForm(CarefulForm):
    """Merging two companies: a button with the versions of both, as its preview showed them."""

    other = OtherCompanyField()
    other_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    _UNSEEN = "Läs först vad som händer, och tryck sedan på knappen."

    def __init__(self, *args, company: Company, **kwargs):
        """Open for the company that stays."""
        super().__init__(*args, **kwargs)
        self.company = company

    def clean_other(self):
        """Refuse the company itself."""
        return _another(self.cleaned_data["other"], self.company)

    def clean(self):
        """Say in one sentence that nobody can have seen what happens to these two."""
        data = super().clean()
        unseen = {"version", "other_version"} & set(self.errors)
        for name in unseen:
            del self.errors[name]
        if unseen and "other" not in self.errors:
            self.add_error(None, self._UNSEEN)
        return data

    def other_id(self) -> int | None:
        """Return the number of the other company, which may be gone."""
        key = self.data.get("other", "")
        return int(key) if is_row_number(key) else None


def _another(chosen: Company | None, company: Company) -> Company | None:
    if chosen == company:
        raise ValidationError(NOT_WITH_ITSELF)
    return chosen
