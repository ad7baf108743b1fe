"""ConsultationEvent and its files: when the municipality met companies, and what was written about it."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from actionplan import swedish
from actionplan.choices import DatePrecision, EventKind
from actionplan.models.base import PlainCharField, PlainTextField, history
from actionplan.models.periods import MandatePeriod


class ConsultationEventQuerySet(models.QuerySet):
    """Questions about events."""

    def of_period(self, period: MandatePeriod | None):
        """Return the events of a mandate period; those of none, for a plan that has none."""
        return self.filter(mandate_period=period) if period else self.filter(mandate_period__isnull=True)

    def of_plan(self, plan):
        """Keep what stands with a plan (ActionPlan.shown_periods)."""
        periods = plan.shown_periods()
        known = Q(mandate_period__in=[period for period in periods if period])
        return self.filter(known | Q(mandate_period__isnull=True) if None in periods else known)

    def shown_to_all(self):
        """Keep those whose hand-out, or whose mandate period's, everybody may read."""
        return self.filter(Q(is_public=True) | Q(mandate_period__is_public=True))

    def newest_first(self):
        """Order by day, what is unknown last."""
        return self.order_by(F("when_on").desc(nulls_last=True), "-pk")


class ConsultationEvent(models.Model):
    """A meeting with companies, or a survey of them. What is unknown about it stays empty."""

    mandate_period = models.ForeignKey(
        MandatePeriod, models.PROTECT, related_name="events", null=True, blank=True, verbose_name="mandatperiod"
    )
    kind = models.CharField("typ", max_length=20, choices=EventKind)
    title = PlainCharField("namn", max_length=200)
    when_on = models.DateField("dag", null=True, blank=True, editable=False)
    when_precision = models.CharField(
        "säkerhet", max_length=10, choices=DatePrecision, default=DatePrecision.UNKNOWN, editable=False
    )
    when_text = PlainCharField("när, med ord", max_length=100, blank=True, editable=False)
    place = PlainCharField("plats", max_length=200, blank=True)
    companies = models.PositiveSmallIntegerField("antal företag", null=True, blank=True)
    officials = models.PositiveSmallIntegerField("antal tjänstemän", null=True, blank=True)
    politicians = models.PositiveSmallIntegerField("antal politiker", null=True, blank=True)
    notes = PlainTextField("anteckningar", blank=True, max_length=20_000)
    is_public = models.BooleanField("visas för alla", default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = history()

    objects = ConsultationEventQuerySet.as_manager()

    class Meta:
        verbose_name = "samråd"
        verbose_name_plural = "samråd"
        ordering = [F("when_on").desc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(when_on__isnull=True, when_precision="okant")
                | (Q(when_on__isnull=False) & ~Q(when_precision="okant")),
                name="a_known_day_has_a_precision",
                violation_error_message="Skriv när mötet var, eller lämna fältet tomt.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Return the event's page."""
        return reverse("event_detail", args=[self.pk])

    def set_when(self, text: str) -> None:
        """Keep when it was, as it was said; raises ValueError in Swedish (see swedish.parse_when)."""
        self.when_on, self.when_precision = swedish.parse_when(text)
        plain = swedish.normalise(text)
        self.when_text = "" if plain and swedish.fold(plain) == swedish.fold(self._written()) else plain
        if self.when_precision in (DatePrecision.DAY, DatePrecision.MONTH):
            self.when_text = ""

    @property
    def when(self) -> str:
        """Return when it was, as people say it; empty when nothing is known."""
        return self.when_text or self._written()

    def _written(self) -> str:
        if self.when_on is None:
            return ""
        written = {
            DatePrecision.DAY: swedish.long_date,
            DatePrecision.MONTH: swedish.month_and_year,
            DatePrecision.YEAR: lambda day: str(day.year),
        }
        return written[self.when_precision](self.when_on)

    @property
    def label(self) -> str:
        """Return name and time: "Chefsforum, mars 2015"."""
        return f"{self.title}, {self.when}" if self.when else self.title

    @property
    def is_shown_to_all(self) -> bool:
        """Tell if everybody may read what is said of it, by its own hand-out or the mandate period's."""
        return self.is_public or bool(self.mandate_period and self.mandate_period.is_public)

    def warnings(self) -> list[str]:
        """Return Swedish sentences about what is unusual but allowed."""
        period = self.mandate_period
        if not period or not self.when_on:
            return []
        if self._last_day() < period.first_day:
            return [f"Mötet är före mandatperioden {period}, som börjar {period.first_day}."]
        if self.when_on > period.last_day:
            return [f"Mötet är efter mandatperioden {period}, som slutar {period.last_day}."]
        return []

    def _last_day(self) -> dt.date:
        """Return the last day it can have been."""
        if self.when_precision == DatePrecision.YEAR:
            return dt.date(self.when_on.year, 12, 31)
        if self.when_precision == DatePrecision.MONTH:
            return (self.when_on + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return self.when_on


class EventFile(models.Model):
    """A file of an event, kept in the database: it is saved, backed up and removed with the rest, never half."""

    event = models.ForeignKey(ConsultationEvent, models.CASCADE, related_name="files", verbose_name="samråd")
    name = PlainCharField("filnamn", max_length=150)
    content_type = models.CharField("filtyp", max_length=100)
    size = models.PositiveIntegerField("storlek, byte")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    content = models.BinaryField("innehåll")
    uploaded_at = models.DateTimeField("uppladdad")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="event_files", verbose_name="uppladdad av"
    )

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "sha256"],
                name="a_file_stands_once_at_an_event",
                violation_error_message="Samma fil finns redan här.",
            )
        ]

    def __str__(self):
        return self.name
