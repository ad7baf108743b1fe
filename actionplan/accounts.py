"""Signing in with allauth: the adapter and the forms that the settings name, with Swedish words and our own rules."""

from allauth.account import forms as allauth
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from actionplan import audit
from actionplan.models import User

WRONG_LOGIN = "Användarnamnet eller lösenordet stämmer inte. Kontrollera att du skrev rätt."
TOO_MANY = "too_many_login_attempts"


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks us. A wrong password and an unknown name get the same answer."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG_LOGIN,
        "email_password_mismatch": WRONG_LOGIN,
        TOO_MANY: (
            "Fel lösenord har skrivits för många gånger. Vänta fem minuter och försök igen, "
            "eller välj ”Har du glömt lösenordet?”."
        ),
        "enter_current_password": "Det nuvarande lösenordet stämmer inte.",
        "invalid_password_reset": "Länken går inte att använda. Be om en ny.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Administrators make the users."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer with pages only, so that the rules of the pages hold for everyone who asks."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Go only to this very host after signing in, even if the site answers to several names."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("start")

    def pre_authenticate(self, request: HttpRequest, **credentials) -> None:
        """Refuse an account that rests after wrong passwords, and write that down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            audit.braked(request, credentials)
            raise

    def set_password(self, user: User, password: str) -> None:
        """Set it, and let go of the brake that wrong guesses at the old one had put on the user name."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(self.request, username=user.username)


class LoginForm(allauth.LoginForm):
    """User name or e-mail address, and password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self, "login", "Användarnamn eller e-postadress", autocomplete="username", autocapitalize="none")
        _plain(self, "password", "Lösenord")
        self.fields["password"].help_text = ""


class NewPassword:
    """A new password typed twice, with the rules beside the first field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self, "password1", "Nytt lösenord")
        _plain(self, "password2", "Nytt lösenord en gång till")


class ChangePasswordForm(NewPassword, allauth.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self, "oldpassword", "Nuvarande lösenord")
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(NewPassword, allauth.SetPasswordForm):
    """For a user who has none yet, as in the demo."""


class ResetPasswordKeyForm(NewPassword, allauth.ResetPasswordKeyForm):
    """A new password by the link in the e-mail."""


class ResetPasswordForm(allauth.ResetPasswordForm):
    """Asks where to send the link; says the same for an address nobody has."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _plain(self, "email", "E-postadress")


def demo_users() -> list[User]:
    """Return the users a visitor of the demo may step in as, in the order of their roles; none outside the demo."""
    if not settings.DEMO:
        return []
    return list(User.objects.filter(is_example=True, is_active=True).order_by("pk"))


def _plain(form, name: str, label: str, **attrs) -> None:
    """A label instead of a placeholder, and what password managers look for."""
    field = form.fields[name]
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)
