"""What the founding asks: the code, the organisation, the people who are there from the beginning."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.governance import founding_code
from polder.governance.operations import Founder
from polder.governance.store import DEFAULT_ZONE
from polder.ground.organisation.models import Person

ME, ANOTHER = "me", "another"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Founding code"), max_length=40,
        help_text=gettext_lazy("It stands in the terminal in which Polder was started, and in the file founding.code there."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        if not founding_code.is_code(typed):
            raise ValidationError(_("This is not the founding code of this installation."))
        return typed


class OrganisationForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=200)
    guardian = forms.CharField(
        label=gettext_lazy("Who guards the matrix?"), max_length=200,
        help_text=gettext_lazy("A body, such as a steering group: it answers for the intranet as a whole, and decides who answers for its parts."),
    )  # fmt: skip
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), initial=DEFAULT_ZONE)
    language = forms.ChoiceField(label=gettext_lazy("Language of mail and letters"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = {
            zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
        }
        chosen = [(zone, zone.replace("_", " ")) for zone in sorted(zones | {DEFAULT_ZONE})]
        self.fields["zone"].choices = chosen  # type: ignore[attr-defined]  # it is a ChoiceField


class PeopleForm(forms.Form):
    """The operator, who founds, and the chair of the guardian."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"), max_length=254, help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("Password"), max_length=200, strip=False,
        help_text=gettext_lazy("At least 12 characters; a few words together are easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    chair = forms.ChoiceField(
        label=gettext_lazy("Who chairs the guardian?"), widget=forms.RadioSelect, initial=ME,
        choices=[(ME, gettext_lazy("I do")), (ANOTHER, gettext_lazy("Somebody else"))],
    )  # fmt: skip
    chair_name = forms.CharField(label=gettext_lazy("Name of the chair"), max_length=200, required=False)
    chair_email = forms.EmailField(
        label=gettext_lazy("E-mail address of the chair"), max_length=254, required=False,
        help_text=gettext_lazy("Somebody else is invited by a letter that you print afterwards."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("chair") == ANOTHER and not (data.get("chair_name") or "").strip():
            self.add_error("chair_name", _("Say who chairs the guardian, or choose that you do."))
        if data.get("password"):
            about = Person(name=data.get("name", ""), email=data.get("email"))
            try:
                validate_password(data["password"], user=about)
            except ValidationError as wrong:
                self.add_error("password", wrong)
        same = (data.get("chair_email") or "").lower() == (data.get("email") or "").lower()
        if data.get("chair") == ANOTHER and data.get("chair_email") and same:
            self.add_error("chair_email", _("This is your own address; two people cannot share one."))
        return data

    def operator(self) -> Founder:
        return Founder(self.cleaned_data["name"], self.cleaned_data["email"])

    def other_chair(self) -> Founder | None:
        """None when the operator chairs."""
        data = self.cleaned_data
        if data["chair"] == ME:
            return None
        return Founder(data["chair_name"], data["chair_email"] or None)
