"""What serves a goal is named, or no longer."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from polder.features.direction.errors import Invalid, WrongState
from polder.features.direction.models import Goal, Service
from polder.features.direction.operations.common import act_on, note, require_owner_or_keeper
from polder.governance import serving
from polder.ground.organisation.models import Person

MOST: Final = 60


def link(goal: Goal, thing: str, *, by: Person, at: datetime) -> Goal:
    """`thing` (`project:4`), which `by` may see, serves the goal. By its owner or who holds `edit` on its aspect. Twice is as once.

    Raises Inactive, Refused, WrongState, Invalid.
    """
    with act_on(goal) as row:
        granted = require_owner_or_keeper(row, by, at)
        if thing not in serving.found([thing], by, at):
            raise Invalid(_("Choose what serves it from the list."), field="thing")
        if row.services.count() >= MOST:
            raise Invalid(
                _("At most %(most)d things. What serves everything serves nothing.") % {"most": MOST}, field="thing"
            )
        _service, made = Service.objects.get_or_create(goal=row, thing=thing, defaults={"by": by, "at": at})
        if made:
            note("linked", row, by=by, at=at, granted=granted, about=(thing,))
    return row


def unlink(goal: Goal, thing: str, *, by: Person, at: datetime) -> Goal:
    """It does not serve the goal any more. Raises Inactive, Refused, WrongState."""
    with act_on(goal) as row:
        granted = require_owner_or_keeper(row, by, at)
        if not row.services.filter(thing=thing).delete()[0]:
            raise WrongState(_("It does not serve this goal."))
        note("unlinked", row, by=by, at=at, granted=granted, about=(thing,))
    return row
