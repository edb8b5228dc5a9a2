"""Forms about people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.forms.fields import AsksAbout, DayField, PersonField, UnitField
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import people
from polder.ground.organisation.operations.people import PersonFields


class PersonForm(AsksAbout):
    """What is registered of somebody."""

    edits = people.FIELDS

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Person.Kind.choices, widget=forms.RadioSelect)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Leave empty for who has none: they get a printed letter."),
    )
    number = forms.CharField(
        label=_("Personnel number"), max_length=40, required=False, help_text=_("Signs in who has no e-mail address.")
    )
    unit = UnitField(label=_("Unit"), required=False)
    location = forms.CharField(label=_("Location"), max_length=200, required=False)
    languages = forms.CharField(
        label=_("Languages"), max_length=200, required=False, help_text=_("With commas between them.")
    )
    active_from = DayField(label=_("First day"), required=False, help_text=_("Today when left empty."))
    sponsor = PersonField(
        label=_("Sponsor"), required=False, help_text=_("For a guest: the colleague who answers for them.")
    )
    left_on = DayField(
        label=_("No longer here from"),
        required=False,
        help_text=_("The day after the last one. A guest always has one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = self.initial.get("kind", Person.Kind.EMPLOYEE)
        self.initial["languages"] = ", ".join(self.initial.get("languages") or [])
        if isinstance(self.row, Person):  # leaving and coming back have pages of their own, where the effect is shown
            del self.fields["active_from"]
            if self.row.kind == Person.Kind.EMPLOYEE:
                del self.fields["left_on"]

    def values(self) -> PersonFields:
        """As the operations take them."""
        data = self.cleaned_data
        values: PersonFields = {
            "name": data["name"], "kind": data["kind"], "email": data["email"], "number": data["number"],
            "unit": data["unit"], "location": data["location"], "sponsor": data["sponsor"],
            "languages": [part.strip() for part in data["languages"].split(",") if part.strip()],
        }  # fmt: skip
        if "active_from" in self.fields:
            values["active_from"] = self.moment("active_from")
        if "left_on" in self.fields:
            values["left_on"] = self.moment("left_on")
        if values["kind"] != Person.Kind.GUEST:
            values["sponsor"] = None
        return values


class LeaveForm(AsksAbout):
    left_on = DayField(label=_("No longer here from"), help_text=_("The day after the last one. Today means now."))


class ReturnForm(AsksAbout):
    active_from = DayField(label=_("First day back"), required=False, help_text=_("Today when left empty."))
    left_on = DayField(label=_("No longer here from"), required=False, help_text=_("A guest always has one."))
