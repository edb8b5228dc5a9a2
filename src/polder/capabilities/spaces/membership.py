"""Who belongs to a space: the people of its party at a moment, and who stands in for a seat of its body (B2).

Nothing is kept: the index of governance says it, so that every right here ends with the seat, the unit or the body.
Advisors see and talk (G3); the others work. Whoever holds `edit` on the aspect works here too, by that mandate.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from polder.base.validity import valid_at
from polder.capabilities.spaces.errors import NotFound, WrongState
from polder.capabilities.spaces.models import Space
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Membership
from polder.ground.organisation.models import Party, Person, Seat
from polder.ground.organisation.models.people import active_at

_A_FEW: Final = 10


def parties_of(person: Person, at: datetime) -> Q:
    """A condition for spaces of whose party the person is, or in whose body they stand in for a seat."""
    mine = Membership.objects.filter(valid_at(at), person=person).values("party")
    stands_in = Seat.objects.filter(valid_at(at), valid_at(at, "body__"), alternate=person).values("body")
    return Q(party__in=mine) | Q(party__body__in=stands_in)


def spaces_of(person: Person, at: datetime) -> QuerySet[Space]:
    """Those the person is a member of; none for somebody inactive (G1)."""
    return Space.objects.filter(parties_of(person, at)) if person.counts(at) else Space.objects.none()


def visible_to(person: Person, at: datetime) -> QuerySet[Space]:
    """Those the person is a member of, and those on whose aspect they may see drafts (by R, A or C). One query at once."""
    if not person.counts(at):
        return Space.objects.none()
    return Space.objects.filter(parties_of(person, at) | mandate.things_where(person, "view_draft", at=at))


def members(party: Party, at: datetime) -> QuerySet[Person]:
    """Everybody active who belongs to the party, or stands in for a seat of it."""
    found = Q(pk__in=Membership.objects.filter(valid_at(at), party=party).values("person"))
    if party.body_id is not None:
        seats = Seat.objects.filter(valid_at(at), valid_at(at, "body__"), alternate__isnull=False, body=party.body_id)
        found |= Q(pk__in=seats.values("alternate"))
    return Person.objects.filter(active_at(at)).filter(found)


def is_member(party: Party, person: Person, at: datetime) -> bool:
    """One query."""
    return members(party, at).filter(pk=person.pk).exists()


def belonging(owner: str, space: str, at: datetime) -> Q:
    """A condition for rows whose `owner` is an active member of the party of their `space`; both are paths to it."""
    belong = Membership.objects.filter(valid_at(at), person=OuterRef(owner), party=OuterRef(f"{space}__party"))
    seats = Seat.objects.filter(
        valid_at(at), valid_at(at, "body__"), alternate=OuterRef(owner), body=OuterRef(f"{space}__party__body")
    )
    return active_at(at, f"{owner}__") & (Q(Exists(belong)) | Q(Exists(seats)))


def readers(space: Space, people: Collection[Person], at: datetime) -> set[int]:
    """Numbers of those of the people who see the space. At most 25 queries.

    Of many people, as when names are suggested, those who see it by a letter alone are left out.
    """
    found = set(members(space.party, at).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    others = [person for person in people if person.pk not in found]
    if len(others) <= _A_FEW:
        found |= {person.pk for person in others if mandate.may(person, "view_draft", space.aspect, at=at).allowed}
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a space: `works` says whether tasks and files are theirs to change, `steers` whether they may
    close it. For showing; an operation asks again."""

    member: bool
    works: bool
    steers: bool
    moderates: bool


def standing(space: Space, person: Person, at: datetime) -> Standing:
    """At most four queries."""
    powers = mandate.powers(person, space.aspect, at=at)
    works = _works(space.party, person, at)
    member = works or is_member(space.party, person, at)
    return Standing(member, works or powers["edit"].allowed, powers["publish"].allowed, powers["edit"].allowed)


def locked(space: Space, by: Person, at: datetime) -> Space:
    """The space as it is now, until the act ends, for who may see it. Raises NotFound."""
    rows = Space.objects.select_for_update(of=("self",)).select_related("aspect", "party__unit", "party__body")
    found = rows.filter(pk=space.pk, pk__in=visible_to(by, at).values("pk")).first()
    if found is None:
        raise NotFound(_("This space is not there any more."))
    return found


def require_open(space: Space, at: datetime) -> None:
    """Raises WrongState."""
    if not space.is_open(at):
        raise WrongState(_("This space is closed: what is in it can be read and no longer be changed."))


def require_work(space: Space, by: Person, at: datetime) -> Mandate | None:
    """None for a member who works here; else the mandate by which they do. Raises Refused."""
    if _works(space.party, by, at):
        return None
    return mandate.require(by, "edit", space.aspect, at=at)


def _works(party: Party, person: Person, at: datetime) -> bool:
    if not person.counts(at):
        return False
    rows = Membership.objects.filter(Q(does=True) | Q(acts=True), valid_at(at), person=person, party=party)
    if rows.exists():
        return True
    if party.body_id is None:
        return False
    seats = Seat.objects.filter(valid_at(at), valid_at(at, "body__"), alternate=person, body=party.body_id)
    return seats.exclude(seat=Seat.Kind.ADVISOR).exists()
