"""How a holding, a seat or a deputyship ends: at a moment, not before now; what never began is gone."""

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from polder.base.validity import Valid
from polder.ground.organisation.errors import Invalid, WrongState


def refuse_ended(row: Valid, at: datetime) -> None:
    """Raises WrongState for what has ended: what has been is not rewritten."""
    if row.valid_until is not None and row.valid_until <= at:
        raise WrongState(_("This has ended already."))


def refuse_end_in_past(until: datetime | None, at: datetime) -> None:
    """Raises Invalid for an end before now."""
    if until is not None and until < at:
        raise Invalid(_("It cannot end in the past. Choose today or a later day."), field="valid_until")


def end(row: Valid, *, at: datetime, until: datetime | None = None) -> Literal["ended", "removed"]:
    """Set the end, or delete what would not have begun by then. Raises WrongState, Invalid."""
    when = at if until is None else until
    if row.valid_until is not None and row.valid_until <= max(at, when):
        raise WrongState(_("This has ended already by then."))
    refuse_end_in_past(when, at)
    if row.valid_from is not None and row.valid_from >= when:
        row.delete()
        return "removed"
    row.valid_until = when
    row.save(update_fields=["valid_until"])
    return "ended"
