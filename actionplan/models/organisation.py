"""Department: who carries activities out. Departments are renamed, split and ended while a plan runs."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from actionplan import swedish
from actionplan.models.base import Example, Named, PlainCharField, history


class DepartmentQuerySet(models.QuerySet):
    """Questions about departments on a day."""

    def valid_on(self, on: dt.date):
        """Return the departments that exist that day; an unknown first or last day sets no limit."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )

    def internal(self):
        """Return the municipality's own departments; "alla förvaltningar" means these."""
        return self.filter(is_external=False)

    def named(self, name: str):
        """Return departments whose name is the same but for case and spaces."""
        return self.filter(sort_key=swedish.sort_key(name))


class Department(Named, Example):
    """A förvaltning, kontor or enhet of the municipality, or an outside party that carries activities."""

    name = PlainCharField("namn", max_length=200)
    valid_from = models.DateField("finns från", null=True, blank=True)
    valid_to = models.DateField(
        "finns till", null=True, blank=True, help_text="Sista dagen. Lämna tomt om förvaltningen finns kvar."
    )
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name="efterträdare"
    )
    is_external = models.BooleanField(
        "utanför kommunen", default=False, help_text="Till exempel ett kommunalförbund eller ett bolag."
    )
    email = models.EmailField("funktionsbrevlåda", blank=True)
    history = history()

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "förvaltning"
        verbose_name_plural = "förvaltningar"
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="department_starts_before_it_ends",
                violation_error_message="Förvaltningens slutdag är före dess startdag. Rätta datumen.",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_to__isnull=True),
                name="department_name_is_used_once_at_a_time",
                violation_error_message="Det finns redan en förvaltning med det namnet.",
            ),
        ]

    def __str__(self):
        return self.name

    def is_valid_on(self, on: dt.date) -> bool:
        """Tell if the department exists that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def has_ended_on(self, on: dt.date) -> bool:
        """Tell if the department's last day is before the day; it then gets no new activities."""
        return self.valid_to is not None and self.valid_to < on

    def ended_message(self) -> str:
        """Return the Swedish sentence for choosing a department that has ended, with its successors by name."""
        names = swedish.listed([str(department) for department in self.successors.all()])
        choose = f" Välj efterträdare: {names}." if names else " Välj en annan förvaltning."
        return f"{self.name} upphörde {self.valid_to}.{choose}"
