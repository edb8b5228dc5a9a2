"""Spaces as somebody finds them, and who is in one."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from polder.base.validity import valid_at
from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Space
from polder.capabilities.spaces.models.tasks import OPEN
from polder.governance import mandate
from polder.governance.models import Aspect, Assignment
from polder.ground.organisation.models import Party, Person, Seat

SHOWN = 24  # members on the page of a space


def found(ref: str, person: Person, at: datetime) -> Space | None:
    """The space of a party, for who may see it. Two queries."""
    rows = membership.visible_to(person, at).select_related("aspect", "party__unit", "party__body", "closed_by")
    return rows.filter(party__ref=ref).first()


def listed(person: Person, at: datetime, *, every: bool, today: date) -> QuerySet[Any]:
    """The person's own spaces, or `every` one they may see; those in use first. With `open_tasks`, `mine` and `late`."""
    rows = membership.visible_to(person, at) if every else membership.spaces_of(person, at)
    is_open, mine = Q(tasks__state__in=OPEN), Q(tasks__state__in=OPEN, tasks__owner=person)
    counted = rows.select_related("aspect", "party__unit", "party__body").annotate(
        open_tasks=Count("tasks", filter=is_open), mine=Count("tasks", filter=mine),
        late=Count("tasks", filter=is_open & Q(tasks__due__lt=today)),
    )  # fmt: skip
    return counted.order_by("closed_at", "party__kind", "party__ref")


def left_behind(person: Person, at: datetime) -> QuerySet[Space]:
    """Spaces that the person steers, whose body has ended and which nobody closed: what they hold waits. Two queries."""
    ended = Q(party__body__valid_until__lte=at)
    rows = Space.objects.filter(ended, mandate.things_answered(person, at=at), closed_at=None)
    return rows.select_related("aspect", "party__body").order_by("party__body__valid_until", "pk")[:50]


@dataclass(frozen=True, slots=True)
class Member:
    """A person with what they are here ("Chair", "Head", "stands in for Kim Smit"), and the ring of their seat."""

    person: Person
    words: str
    ring: str


@dataclass(frozen=True, slots=True)
class Members:
    shown: list[Member]
    count: int


def members(space: Space, at: datetime) -> Members:
    """The first of them: seats in the order of their weight, else by name. Three queries."""
    people = membership.members(space.party, at).select_related("unit").order_by("name", "pk")
    if space.party.body_id is None:
        unit = space.party.unit
        head = None if unit is None else unit.head_id
        shown = sorted(people[:SHOWN], key=lambda person: person.pk != head)
        return Members([Member(each, "", "") for each in shown], people.count())
    words = _seats(space.party.body_id, at)
    every = sorted(people, key=lambda person: (words[person.pk][2], person.name))
    return Members([Member(each, *words[each.pk][:2]) for each in every[:SHOWN]], len(every))


def _seats(body: int, at: datetime) -> Mapping[int, tuple[str, str, int]]:
    """Of each person what they are, their ring, and how far up they stand: what they are themselves before whom they replace."""
    weight = {Seat.Kind.CHAIR: 0, Seat.Kind.SECRETARY: 1, Seat.Kind.MEMBER: 2, Seat.Kind.ADVISOR: 3}
    said: defaultdict[int, tuple[str, str, int]] = defaultdict(lambda: ("", "", 9))
    rows = Seat.objects.filter(valid_at(at), valid_at(at, "body__"), body=body).select_related("person")
    for seat in rows:
        ring = str(seat.get_ring_display()) if seat.ring else ""
        function = f"{seat.get_seat_display()}, {seat.function}"
        said[seat.person_id] = min(said[seat.person_id], (function, ring, weight[Seat.Kind(seat.seat)]), key=_weight)
        if seat.alternate_id is not None:
            stands_in = _("stands in for %(name)s") % {"name": seat.person.name}
            said[seat.alternate_id] = min(said[seat.alternate_id], (stands_in, ring, 4), key=_weight)
    return said


def _weight(said: tuple[str, str, int]) -> int:
    return said[2]


def default_aspect(party: Party, at: datetime) -> Aspect | None:
    """Under which aspect its space falls if nobody says otherwise. Three queries at most.

    Of a body the first of its charter, else the topmost it guards; of both what it answers for or works on; else the root.
    """
    body = party.body
    if body is not None:
        named = (body.charter or {}).get("aspects") or []
        chosen = (
            Aspect.objects.filter(key__in=named[:1]).first()
            or Aspect.objects.filter(guardian=body).order_by("depth", "pk").first()
        )
        if chosen is not None:
            return chosen
    held = Assignment.objects.filter(valid_at(at), party=party, letter__in="AR").select_related("aspect")
    first = held.order_by("letter", "aspect__depth", "aspect__position", "pk").first()
    return first.aspect if first is not None else Aspect.objects.filter(parent=None).first()


def aspects_to_open_under(person: Person, at: datetime) -> QuerySet[Aspect]:
    """Where the person may `edit`."""
    return Aspect.objects.filter(mandate.things_where(person, "edit", at=at, aspect="pk")).order_by("name", "key")
