"""The forms of a user's pages: one role, no other rights, and nobody shuts themselves out."""

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.exceptions import ValidationError

from actionplan.choices import Role
from actionplan.forms.base import PlainText
from actionplan.models import User

_NAMES = ["username", "first_name", "last_name", "email"]
_EMAIL_HELP = "Behövs för den som glömmer sitt lösenord. Går också att logga in med."


class PersonFields(forms.ModelForm):
    """What is asked of every user. `editor`, who is signed in, is set by the page."""

    editor: User
    first_name = PlainText(label="Förnamn", max_length=150, required=False)
    last_name = PlainText(label="Efternamn", max_length=150, required=False)
    role = forms.ChoiceField(
        label="Roll",
        choices=[("", "Välj en roll"), *Role.choices],
        help_text="En handläggare behöver också en förvaltning.",
    )

    def clean_username(self) -> str:
        """Refuse a name that is another's but for capitals, which sign-in does not tell apart."""
        username = self.cleaned_data["username"]
        if User.objects.exclude(pk=self.instance.pk).filter(username__iexact=username).exists():
            raise ValidationError(f"Användarnamnet {username} är upptaget. Välj ett annat.")
        return username


class NewUserForm(PersonFields, auth_forms.BaseUserCreationForm):
    class Meta(auth_forms.BaseUserCreationForm.Meta):
        model = User
        fields = _NAMES
        help_texts = {"email": _EMAIL_HELP}


class UserForm(PersonFields, auth_forms.UserChangeForm):
    class Meta(auth_forms.UserChangeForm.Meta):
        model = User
        fields = [*_NAMES, "is_active"]
        help_texts = {
            "email": _EMAIL_HELP,
            "is_active": "Avmarkera för den som har slutat. Kontot stängs av genast, och historiken finns kvar.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("role", self.instance.role or "")

    def clean_is_active(self) -> bool:
        is_active = self.cleaned_data["is_active"]
        if self.instance == self.editor and not is_active:
            raise ValidationError("Du kan inte stänga av ditt eget konto. Be en annan administratör göra det.")
        return is_active

    def clean_role(self) -> str:
        role = self.cleaned_data["role"]
        if self.instance == self.editor and role != Role.ADMINISTRATOR:
            raise ValidationError("Du kan inte byta din egen roll. Be en annan administratör göra det.")
        return role


class NewPasswordForm(auth_forms.SetPasswordMixin, forms.Form):
    """A new password for somebody else. Django's own form also offers accounts without one, which nobody needs here."""

    required_css_class = "required"
    password1, password2 = auth_forms.SetPasswordMixin.create_password_fields()

    def __init__(self, user: User, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self):
        self.validate_passwords()
        self.validate_password_for_user(self.user)
        self.cleaned_data["set_usable_password"] = True  # asked for by Django's page
        return super().clean()

    def save(self) -> User:
        """Set it, which ends the user's sessions, and let go of the brake that wrong guesses have put on the name."""
        self.user._change_reason = "Nytt lösenord"
        get_adapter().set_password(self.user, self.cleaned_data["password1"])
        return self.user

    @property
    def changed_data(self) -> list[str]:
        return ["password"]
