"""User: somebody who signs in, with one role and, for staff, departments."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from actionplan.choices import Role
from actionplan.models.base import Example, history


class User(Example, AbstractUser):
    """A person with one role, kept as one Django group whose name is the role's label."""

    wants_report_mail = models.BooleanField(
        "vill ha e-post när en rapport publiceras", default=False, help_text="Gäller förtroendevalda."
    )
    history = history(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        verbose_name = "användare"
        verbose_name_plural = "användare"

    def clean(self):
        """Keep the e-mail address in lower case, as sign-in looks it up."""
        super().clean()
        self.email = self.email.lower()

    def save(self, *args, **kwargs):
        """Keep signing in out of the history: it changes nothing about the person, and nobody keeps count of it."""
        if set(kwargs.get("update_fields") or ()) == {"last_login"}:
            self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)

    @cached_property
    def role(self) -> str | None:
        """Return the key of choices.Role, or None for a person nobody has given a role (who then sees nothing)."""
        labels = {role.label: role.value for role in Role}
        names = self.groups.values_list("name", flat=True)
        return next((labels[name] for name in names if name in labels), None)

    @cached_property
    def departments(self) -> list:
        """Return the departments the person belongs to, in Swedish order; rights follow from them for handläggare only."""
        members = self.memberships.select_related("department").order_by("department__sort_key", "department_id")
        return [member.department for member in members]

    @property
    def department_ids(self) -> frozenset[int]:
        """Return the ids of `departments`."""
        return frozenset(department.pk for department in self.departments)

    @property
    def full_label(self) -> str:
        """Return the name people see."""
        return self.get_full_name() or self.username


class Membership(models.Model):
    """That a user works in a department."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="användare")
    department = models.ForeignKey(
        "actionplan.Department", models.CASCADE, related_name="memberships", verbose_name="förvaltning"
    )
    is_lead = models.BooleanField("leder förvaltningen", default=False)
    history = history()

    class Meta:
        verbose_name = "medlem"
        verbose_name_plural = "medlemmar"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department"],
                name="a_user_is_a_member_once",
                violation_error_message="Personen är redan medlem i förvaltningen.",
            )
        ]

    def __str__(self):
        return f"{self.user.full_label}, {self.department}"
