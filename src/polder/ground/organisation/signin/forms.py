"""The forms of signing in, in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.account.fields import PasswordField
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.models import Person
from polder.ground.organisation.signin.backends import identified

# mypy: disable-error-code="misc"
# allauth ships no types: its forms are Any, and subclassing them cannot be checked.


def name_field() -> forms.CharField:
    """Who signs in."""
    widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"})
    return forms.CharField(label=_("E-mail address or personnel number"), max_length=254, widget=widget)


def _bare(*fields: forms.Field) -> None:
    """A placeholder that repeats the label says nothing and disappears when it is needed."""
    for field in fields:
        field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = PasswordField(label=_("Password"), autocomplete="current-password")
        _bare(password)
        self.fields = {"login": name_field(), "password": password}

    def user_credentials(self) -> dict[str, str]:
        """`username` carries whichever name was typed; the backend knows what it is."""
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class ForgottenForm(account.ResetPasswordForm):
    """Only the address in the registration counts, and only of who is active (G1)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        _bare(self.fields["email"])

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        person = identified(email, timezone.now()) if "@" in email else None
        self.users: list[Person] = [person] if person is not None else []
        return email


class _TwoPasswords(forms.Form):
    """Labels and hint of a form with `password1` and `password2`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["password1"], self.fields["password2"]
        first.label, second.label = _("New password"), _("The same password again")
        first.help_text = lazystr(" ".join(password_validators_help_texts()))
        _bare(*self.fields.values())


class NewPasswordForm(_TwoPasswords, account.ResetPasswordKeyForm):
    pass


class FirstPasswordForm(_TwoPasswords, account.SetPasswordForm):
    pass


class OtherPasswordForm(_TwoPasswords, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""


class OnceMoreForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        _bare(self.fields["password"])


class SecondStepForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"], _("Code from your authenticator app, or a recovery code"))


class CodeOnceMoreForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"], _("Code from your authenticator app, or a recovery code"))


class AuthenticatorForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self.fields["code"], _("The six digits that the app shows"))


class PasskeyForm(webauthn.AddWebAuthnForm):
    """Every key here is a passkey: it signs in by itself, so it checks who holds it."""

    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=True)
    field_order = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].help_text = _("So that you know it again: “Phone”, “Laptop at work”.")
        self.fields["name"].required = True
        self.fields["name"].max_length = 60


class CodeForm(forms.Form):
    """First sign-in, and later for who has no password: a name and a one-time code."""

    name = name_field()
    code = forms.CharField(
        label=_("One-time code"),
        help_text=_("From your letter or mail, from your authenticator app, or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


def _as_code(field: forms.Field, label: Any) -> None:
    field.label = label
    field.widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})
    _bare(field)
