"""MandatePeriod: the four-year term, with its two calendars."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from actionplan.models.base import Example, history


class MandatePeriod(Example):
    """Kommunfullmäktige sits 15 Oct-14 Oct (KL 5:9), kommunstyrelse and nämnder calendar years (KL 6:18); both are data."""

    election_year = models.PositiveSmallIntegerField(
        "valår",
        unique=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        error_messages={"unique": "Det finns redan en mandatperiod för det valåret."},
    )
    council_from = models.DateField("kommunfullmäktige från")
    council_to = models.DateField("kommunfullmäktige till")
    boards_from = models.DateField("kommunstyrelse och nämnder från")
    boards_to = models.DateField("kommunstyrelse och nämnder till")
    is_public = models.BooleanField("”Ni sa – vi gjorde” visas för alla", default=False, editable=False)
    history = history()

    class Meta:
        verbose_name = "mandatperiod"
        verbose_name_plural = "mandatperioder"
        ordering = ["-election_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(council_from__lt=F("council_to")),
                name="council_term_starts_before_it_ends",
                violation_error_message="Kommunfullmäktiges period slutar innan den börjar. Rätta datumen.",
            ),
            models.CheckConstraint(
                condition=Q(boards_from__lt=F("boards_to")),
                name="boards_term_starts_before_it_ends",
                violation_error_message="Kommunstyrelsens och nämndernas period slutar innan den börjar. Rätta datumen.",
            ),
        ]

    def __str__(self):
        return f"{self.boards_from.year}–{self.boards_to.year} (val {self.election_year})"

    @property
    def first_day(self) -> dt.date:
        """Return the first day of the union of the two calendars."""
        return min(self.council_from, self.boards_from)

    @property
    def last_day(self) -> dt.date:
        """Return the last day of the union of the two calendars."""
        return max(self.council_to, self.boards_to)
