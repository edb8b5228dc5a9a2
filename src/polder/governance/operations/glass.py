"""Break-glass (G15): an operator takes all powers on one aspect, for four hours and with a reason."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from polder.base.time import add_hours
from polder.base.validity import valid_at
from polder.governance import mandate
from polder.governance.errors import Invalid
from polder.governance.facts import FACETS
from polder.governance.models import Aspect, Glass
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person, Seat
from polder.ground.organisation.models.people import active_at
from polder.ground.organisation.operations import registration

HOURS = 4
LASTS = timedelta(hours=HOURS)


def break_glass(aspect: Aspect, *, reason: str, by: Person, at: datetime) -> Glass:
    """`by`, an operator, holds every power on this aspect alone until four hours that really pass from now.

    Whoever acts as its A and the chair of its guardian are told at once. Raises Inactive, NotAssigned (no operator),
    Invalid (no reason).
    """
    with acts.act(alone=True):
        registration.require(by, at)
        if not reason.strip():
            raise Invalid(_("Breaking the glass needs a written reason."))
        glass = Glass.objects.create(
            person=by, aspect=aspect, reason=reason.strip(), valid_from=at, valid_until=add_hours(at, HOURS)
        )
        told = to_be_told(aspect, at)
        acts.record(
            "glass.broken",
            thing=f"glass:{glass.pk}",
            by=by.pk,
            at=at,
            aspect=aspect.pk,
            mandate={"code": "break_glass"},
            data={"told": told, "until": add_hours(at, HOURS).isoformat()},
            about=[f"person:{number}" for number in told],
        )
    return glass


def to_be_told(aspect: Aspect, at: datetime) -> list[int]:
    """Numbers of those who act as A for any facet, and of the chair of the nearest guardian up the line."""
    found: set[int] = set()
    for facet in FACETS:
        answering = mandate.accountable(aspect, facet, at=at)
        if answering is not None:
            found.update(person.pk for person in answering.acting)
    return sorted(found | guardians_chairs(aspect, at))


def guardians_chairs(aspect: Aspect, at: datetime) -> set[int]:
    """The active chairs of the nearest guardian up the line. Three queries."""
    path = Aspect.objects.values_list("path", flat=True).get(pk=aspect.pk)
    line = [int(number) for number in path.strip("/").split("/")]
    nearest = Aspect.objects.filter(pk__in=line, guardian__isnull=False).order_by("-depth")
    body = nearest.values_list("guardian", flat=True).first()
    chairs = Seat.objects.filter(
        valid_at(at), valid_at(at, "body__"), active_at(at, "person__"), body=body, seat=Seat.Kind.CHAIR
    )
    return set(chairs.values_list("person", flat=True))
