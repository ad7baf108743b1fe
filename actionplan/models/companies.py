"""Company and ContactPerson: who makes proposals. A contact is personal data, kept no longer than its day says."""

import datetime as dt
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actionplan import organisation_numbers, swedish
from actionplan.models.base import Example, Named, PlainCharField, history

# What the form of a business is called, and says nothing about which business it is.
_FORMS = {"ab", "aktiebolag", "hb", "handelsbolag", "kb", "kommanditbolag", "enskild", "firma", "ef", "publ"}
_SHORTEST = 4


class CompanyQuerySet(models.QuerySet):
    """Questions about companies."""

    def named(self, name: str):
        """Return companies whose name is the same but for case and spaces (the sort key, which is indexed, knows no signs)."""
        return self.filter(sort_key=swedish.sort_key(name), search_text=swedish.fold(name))

    def perhaps_alike(self, name: str):
        """Return companies whose name, without AB, HB and the like, begins or ends as this one's does, or is its beginning.

        However one letter is wrong, one half of the name is right; services.companies tells how alike they are.
        """
        bare = bare_name(name)
        if not bare:
            return self.none()
        half, beginnings = len(bare) // 2, [bare[:end] for end in range(_SHORTEST, len(bare))]
        begins = Q(bare_name__startswith=bare[:half] or bare)
        return self.filter(begins | Q(bare_name__endswith=bare[half:]) | Q(bare_name__in=beginnings))

    def search(self, text: str):
        """Keep the companies whose name holds every word, or the one with the number; a sole trader's is not looked for."""
        if number := _number_in(text):
            return self.filter(organisation_number=number, is_sole_trader=False)
        found = self
        for word in swedish.fold(text).split():
            found = found.filter(search_text__contains=word)
        return found


def _number_in(text: str) -> str:
    try:
        return organisation_numbers.parse(text).text
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def bare_name(name: str) -> str:
    """Return the name as look-alikes are compared: letters and digits alone, without the form of business.

    Remembered: hundreds of pasted names are each compared with all the others.
    """
    words = _words(name)
    return "".join(word for word in words if word not in _FORMS) or "".join(words)


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in swedish.fold(name)).split()


def is_sole_traders_name(name: str) -> bool:
    """Tell if a business says in its name that it is a sole trader's: "Bygg (enskild firma)", "Bygg EF"."""
    words = _words(name)
    return words[-1:] == ["ef"] or "enskild firma" in " ".join(words)


def refuse_number(name: str) -> None:
    """Raise ValidationError in Swedish if what is given as a name is a number; a person's would be shown as it stands."""
    try:
        number = organisation_numbers.parse(name)
    except ValueError:
        return
    what = "personnummer" if number.is_personal else "organisationsnummer"
    raise ValidationError({"name": f"Det är ett {what}. Skriv vad företaget heter."})


class Company(Named, Example):
    """A company, or a sole trader, whose number is a personal identity number and is never shown whole."""

    name = PlainCharField("namn", max_length=200)
    organisation_number = PlainCharField("organisationsnummer", max_length=20, blank=True)
    is_sole_trader = models.BooleanField(
        "enskild firma", default=False, help_text="Då är både namnet och numret personuppgifter."
    )
    industry = PlainCharField("bransch", max_length=80, blank=True, help_text="Till exempel bygg, städ eller handel.")
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = models.TextField(editable=False, default="")
    bare_name = models.CharField(max_length=200, editable=False, default="", db_index=True)
    history = history(excluded_fields=["search_text", "sort_key", "bare_name"])

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = "företag"
        verbose_name_plural = "företag"
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_number"],
                condition=~Q(organisation_number=""),
                name="an_organisation_number_is_one_company",
                violation_error_message="Ett annat företag har redan det numret.",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Keep what search and look-alikes compare in step with the name."""
        self.search_text, self.bare_name = swedish.fold(self.name), bare_name(self.name)[:200]
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the company's page."""
        return reverse("company_detail", args=[self.pk])

    def clean(self):
        """Check the number as companies' numbers are checked, and flag a person's.

        What has no number is flagged if it is called "enskild firma".
        """
        refuse_number(self.name)
        if not self.organisation_number:
            self.is_sole_trader = self.is_sole_trader or is_sole_traders_name(self.name)
            return
        try:
            number = organisation_numbers.parse(self.organisation_number)
        except ValueError as error:
            raise ValidationError({"organisation_number": str(error)}) from error
        self.organisation_number = number.text
        self.is_sole_trader = self.is_sole_trader or number.is_personal

    @property
    def shown_number(self) -> str:
        """Return the number as pages show it: a sole trader's is masked."""
        return organisation_numbers.MASK if self.hides_number else self.organisation_number

    @property
    def hides_number(self) -> bool:
        """Tell if the company has a number that is never shown."""
        return self.is_sole_trader and bool(self.organisation_number)

    @property
    def anonymous_label(self) -> str:
        """Return what may be said of the company in public: "Företag, städ"."""
        return f"Företag, {self.industry}" if self.industry else "Företag"


class ContactPersonQuerySet(models.QuerySet):
    """Questions about contacts."""

    def expired(self, on: dt.date):
        """Return those that should be removed: their day has passed."""
        return self.filter(keep_until__lt=on)

    def addresses_first(self):
        """Order as mail is addressed: function addresses first, then persons."""
        return self.exclude(email="").order_by("-is_function", "pk")


class ContactPerson(models.Model):
    """Somebody at a company, or its function address. No history is kept, so that erasing erases."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="contacts", verbose_name="företag")
    name = PlainCharField("namn", max_length=200, blank=True)
    email = models.EmailField("e-postadress", blank=True)
    is_function = models.BooleanField(
        "funktionsadress", default=False, help_text="Till exempel info@. Den används före en persons adress."
    )
    keep_until = models.DateField("sparas till och med")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"
        ordering = ["company", F("is_function").desc(), "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(email=""),
                name="a_contact_has_name_or_address",
                violation_error_message="Skriv ett namn eller en e-postadress.",
            )
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        """Keep the address in lower case, as it is looked for."""
        self.email = self.email.lower()
