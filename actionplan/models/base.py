"""What several nouns share: clean Swedish text fields, the stored sort key and the example mark."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from actionplan import swedish

TOO_LONG = {"max_length": "Skriv högst %(limit_value)d tecken. Nu är det %(show_value)d."}


class PlainTextMixin:
    """Text is stored as NFC without control characters, wherever it comes from (form, admin, command, import)."""

    default_error_messages = TOO_LONG

    def to_python(self, value):
        """Return the value as the database shall keep it."""
        value = super().to_python(value)
        return swedish.normalise(value) if isinstance(value, str) else value

    def validate(self, value, model_instance):
        """Refuse what no document can show."""
        super().validate(value, model_instance)
        if isinstance(value, str) and swedish.has_control_characters(value):
            raise ValidationError(
                "Texten innehåller osynliga styrtecken som inte kan sparas. Ta bort dem eller skriv om texten."
            )


class PlainCharField(PlainTextMixin, models.CharField):
    """One line of text."""


class PlainTextField(PlainTextMixin, models.TextField):
    """Running text; `max_length` (characters) is kept by the model too, not only by forms."""

    @cached_property
    def validators(self):
        """Return the field's validators with the length among them."""
        limit = [MaxLengthValidator(self.max_length)] if self.max_length else []
        return [*super().validators, *limit]


class Named(models.Model):
    """A noun that is listed in Swedish order."""

    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    SORTED_BY = "name"

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Keep the sort key in step with the name."""
        self.sort_key = swedish.sort_key(getattr(self, self.SORTED_BY))
        super().save(*args, **kwargs)


class Example(models.Model):
    """A root row that may be example data, so that `remove_example` takes out just those."""

    is_example = models.BooleanField("exempel", default=False, editable=False)

    class Meta:
        abstract = True


def history(**kwargs) -> HistoricalRecords:
    """Return the change log every noun carries: who changed what, and when."""
    return HistoricalRecords(verbose_name="ändring", verbose_name_plural="ändringar", **kwargs)
