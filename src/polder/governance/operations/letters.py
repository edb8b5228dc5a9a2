"""One letter given or taken: change sets of one."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.governance.changes import Assign, Unassign
from polder.governance.facts import AspectKey, Facet, Letter, PartyKey
from polder.governance.models import Aspect, ChangeSet
from polder.governance.operations.applying import apply_lines
from polder.ground.organisation.models import Party, Person


def assign(
    aspect: Aspect,
    *,
    party: Party,
    letter: Letter,
    facet: Facet = "*",
    by: Person | None,
    at: datetime,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    seen: int | None = None,
) -> ChangeSet:
    """`party` gets the letter from `valid_from` (now when left out). Raises as `applying.apply`."""
    line = Assign(AspectKey(aspect.key), facet, PartyKey(party.ref), letter, valid_from, valid_until)
    title = _("%(letter)s on %(aspect)s") % {"letter": letter, "aspect": aspect.name}
    return apply_lines([line], title=title, by=by, at=at, seen=seen)


def unassign(
    aspect: Aspect,
    *,
    party: Party,
    letter: Letter,
    facet: Facet = "*",
    by: Person | None,
    at: datetime,
    seen: int | None = None,
) -> ChangeSet:
    """The letter ends now; one that is only planned is taken back. Raises as `applying.apply`."""
    line = Unassign(AspectKey(aspect.key), facet, PartyKey(party.ref), letter)
    title = _("%(letter)s on %(aspect)s ends") % {"letter": letter, "aspect": aspect.name}
    return apply_lines([line], title=title, by=by, at=at, seen=seen)
