"""Fields that look rows up while one types. Django's own fail on a posted value that is no row's number."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError

from actionplan.forms.base import is_row_number


class _OnlyNumbers:
    """Shows a faulty value as nothing chosen; that it is refused, the field itself says."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [key for key in value if is_row_number(str(key))], attrs)


class LookUp(_OnlyNumbers, AutocompleteSelect):
    """Chooses one row."""


class LookUpSeveral(_OnlyNumbers, AutocompleteSelectMultiple):
    """Chooses any number of rows."""


class SeveralField(forms.ModelMultipleChoiceField):
    """Refuses a number no database can hold, instead of failing on it."""

    def clean(self, value):
        for key in value or []:
            if not is_row_number(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class LookUpMixin:
    """Gives `autocomplete_fields` of a page or an inline these fields."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = LookUp(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs |= {"widget": LookUpSeveral(db_field, self.admin_site), "form_class": SeveralField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)
