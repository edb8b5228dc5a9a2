"""What the screens ask. Days are days in the organisation's zone; the operations take moments."""

from polder.ground.organisation.forms.belonging import (
    BodyForm,
    DeputyForm,
    EndForm,
    HoldForm,
    HoldingForm,
    RoleForm,
    SeatEditForm,
    SeatForm,
    UnitForm,
)
from polder.ground.organisation.forms.people import LeaveForm, PersonForm, ReturnForm
from polder.ground.organisation.forms.settings import ImportForm, OrganisationForm

__all__ = [
    "BodyForm",
    "DeputyForm",
    "EndForm",
    "HoldForm",
    "HoldingForm",
    "ImportForm",
    "LeaveForm",
    "OrganisationForm",
    "PersonForm",
    "ReturnForm",
    "RoleForm",
    "SeatEditForm",
    "SeatForm",
    "UnitForm",
]
