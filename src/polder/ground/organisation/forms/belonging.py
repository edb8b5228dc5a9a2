"""Forms about units, roles, bodies and deputies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.forms.fields import AsksAbout, DayField, PersonField, UnitField
from polder.ground.organisation.models import Body, Seat
from polder.ground.organisation.operations import roles, seats, units
from polder.ground.organisation.operations.bodies import BodyFields
from polder.ground.organisation.operations.seats import SeatFields
from polder.ground.organisation.operations.units import UnitFields

_UNTIL = _("The first day it no longer holds. Empty: until further notice.")
_FROM = _("Today when left empty.")


class UnitForm(AsksAbout):
    edits = units.FIELDS

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = UnitField(label=_("Part of"), required=False)
    head = PersonField(label=_("Head"), required=False, help_text=_("Acts for the unit in the matrix."))

    def values(self) -> UnitFields:
        data = self.cleaned_data
        return {"name": " ".join(data["name"].split()), "parent": data["parent"], "head": data["head"]}


class RoleForm(AsksAbout):
    edits = roles.FIELDS

    name = forms.CharField(label=_("Name"), max_length=200)


class HoldForm(AsksAbout):
    person = PersonField(label=_("Who"))
    valid_from = DayField(label=_("From"), required=False, help_text=_FROM)
    valid_until = DayField(label=_("Until"), required=False, help_text=_UNTIL)


class HoldingForm(AsksAbout):
    edits = ("valid_until",)

    valid_until = DayField(label=_("Until"), required=False, help_text=_UNTIL)


class EndForm(AsksAbout):
    valid_until = DayField(label=_("Ends on"), required=False, help_text=_("Now when left empty."))


class DeputyForm(AsksAbout):
    deputy = PersonField(label=_("Deputy"))
    valid_from = DayField(label=_("From"), required=False, help_text=_FROM)
    valid_until = DayField(label=_("Until"), required=False, help_text=_UNTIL)


class BodyForm(AsksAbout):
    edits = ("name", "kind", "acts_by", "parent", "requires", "valid_until")

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Body.Kind.choices)
    acts_by = forms.ChoiceField(
        label=_("Who acts for it"), choices=Body.ActsBy.choices, widget=forms.RadioSelect, initial=Body.ActsBy.CHAIR
    )
    parent = forms.ModelChoiceField(Body.objects.all(), label=_("Reports to"), required=False, empty_label=_("No body"))
    requires = forms.CharField(
        label=_("Required functions"), required=False, max_length=1000,
        help_text=_("With commas between them: IT, Communications, HR."),
    )  # fmt: skip
    valid_from = DayField(label=_("From"), required=False, help_text=_FROM)
    valid_until = DayField(label=_("Until"), required=False, help_text=_UNTIL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("requires") is not None:
            self.initial["requires"] = ", ".join(str(function) for function in self.initial["requires"])
        if self.row is not None:
            del self.fields["valid_from"]

    def values(self) -> BodyFields:
        data = self.cleaned_data
        values: BodyFields = {
            "name": " ".join(data["name"].split()), "kind": data["kind"], "acts_by": data["acts_by"],
            "parent": data["parent"],
            "requires": [part.strip() for part in data["requires"].split(",") if part.strip()],
            "valid_until": self.moment("valid_until"),
        }  # fmt: skip
        if "valid_from" in self.fields:
            values["valid_from"] = self.moment("valid_from")
        return values


class _SeatFields(AsksAbout):
    function = forms.CharField(
        label=_("Function"), max_length=100, help_text=_("For which part of the house: IT, HR, …")
    )
    alternate = PersonField(label=_("Alternate"), required=False, help_text=_("Sits in when the holder cannot come."))
    ring = forms.ChoiceField(
        label=_("Ring"), choices=[("", _("Not a project team")), *Seat.Ring.choices], required=False
    )


class SeatForm(_SeatFields):
    person = PersonField(label=_("Who"))
    kind = forms.ChoiceField(label=_("Seat"), choices=Seat.Kind.choices, initial=Seat.Kind.MEMBER)
    valid_from = DayField(label=_("From"), required=False, help_text=_FROM)
    valid_until = DayField(label=_("Until"), required=False, help_text=_UNTIL)
    field_order = ("person", "kind", "function", "alternate", "ring", "valid_from", "valid_until")


class SeatEditForm(_SeatFields):
    edits = seats.FIELDS

    valid_until = DayField(label=_("Until"), required=False, help_text=_UNTIL)

    def values(self) -> SeatFields:
        data = self.cleaned_data
        return {
            "function": data["function"].strip(), "alternate": data["alternate"], "ring": data["ring"] or None,
            "valid_until": self.moment("valid_until"),
        }  # fmt: skip
