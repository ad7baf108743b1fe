"""Making users and giving them their role."""

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from actionplan.choices import Role
from actionplan.models import Department, Membership, User


@transaction.atomic
def create_user(
    *, username: str, role: str, password: str | None, email: str = "", department: Department | None = None, **fields
) -> User:
    """Make a user with one role and, if given, a department. A `password` of None makes one nobody can sign in with.

    Raises ValidationError in Swedish for a name in use, a weak password or a handläggare without a department.
    """
    if role == Role.OFFICER and department is None:
        raise ValidationError("En handläggare behöver en förvaltning. Ange vilken.")
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(f"Användarnamnet {username} är upptaget. Välj ett annat.")
    user = User(username=username, email=email, **fields)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    set_role(user, role)
    if department:
        Membership.objects.create(user=user, department=department)
    return user


def want_report_mail(user: User, *, wanted: bool) -> None:
    """Let a person be told by e-mail when a report is published, or not."""
    if user.wants_report_mail != wanted:
        user.wants_report_mail = wanted
        user.save(update_fields=["wants_report_mail"])


def set_role(user: User, role: str) -> None:
    """Give the user this role and no other; only administrators reach the administration pages."""
    group, _ = Group.objects.get_or_create(name=Role(role).label)
    user.groups.set([group])
    user.__dict__.pop("role", None)
    user.is_staff = role == Role.ADMINISTRATOR
    user.is_superuser = False
    user._change_reason = f"Roll: {Role(role).label}"  # groups stand in no history of their own
    user.save(update_fields=["is_staff", "is_superuser"])
