"""Forms about the organisation as a whole."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.forms.fields import AsksAbout
from polder.ground.organisation.operations.settings import FIELDS, OrganisationFields


class OrganisationForm(AsksAbout):
    edits = FIELDS

    name = forms.CharField(label=_("Name"), max_length=200)
    zone = forms.ChoiceField(label=_("Time zone"))
    country = forms.CharField(label=_("Country"), max_length=10, required=False, help_text=_("Two letters: NL."))
    holidays = forms.CharField(
        label=_("Days off"), required=False, max_length=10_000, widget=forms.Textarea,
        help_text=_("One day a line, as 2026-12-25. Clocks of working days skip them."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of mail and letters"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = {
            zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
        }
        zones.add(str(self.initial.get("zone") or "Europe/Amsterdam"))
        self.fields["zone"].choices = [(zone, zone.replace("_", " ")) for zone in sorted(zones)]  # type: ignore[attr-defined]
        self.initial["holidays"] = "\n".join(self.initial.get("holidays") or [])

    def values(self) -> OrganisationFields:
        data = self.cleaned_data
        return {
            "name": " ".join(data["name"].split()), "zone": data["zone"], "country": data["country"].strip() or None,
            "holidays": sorted({line.strip() for line in data["holidays"].splitlines() if line.strip()}),
            "language": data["language"],
        }  # fmt: skip


class ImportForm(AsksAbout):
    what = forms.ChoiceField(
        label=_("What is in the file"),
        choices=[("people", _("People")), ("units", _("Units"))],
        initial="people",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=_("CSV file"), max_length=255, allow_empty_file=True)
