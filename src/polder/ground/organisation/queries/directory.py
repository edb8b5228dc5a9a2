"""Who is here, and who may see whom."""

from datetime import datetime
from typing import Literal, get_args

from django.db.models import Q, QuerySet

from polder.base.validity import valid_at
from polder.ground.organisation.models import Body, Person, Role, Seat, Unit
from polder.ground.organisation.models.people import active_at
from polder.ground.organisation.queries.closed import visible_bodies

Presence = Literal["here", "to_come", "gone", "all"]
PRESENCES: tuple[Presence, ...] = get_args(Presence)


def visible_people(asker: Person, at: datetime) -> QuerySet[Person]:
    """Whom `asker` may find at `at`.

    Operators: everyone ever registered. Employees: who is active. Guests: themselves, their sponsor, the operators,
    and who sits with them in a body. No query by itself.
    """
    if asker.operator:
        return Person.objects.all()
    here = Person.objects.active(at)
    if asker.kind != Person.Kind.GUEST:
        return here
    bodies = Seat.objects.filter(valid_at(at), person=asker).values("body")
    beside = Seat.objects.filter(valid_at(at), body__in=bodies).values("person")
    return here.filter(Q(pk=asker.pk) | Q(pk=asker.sponsor_id) | Q(operator=True) | Q(pk__in=beside))


def people_found(
    asker: Person, words: str, *, at: datetime, presence: Presence = "here", unit: Unit | None = None, kind: str = ""
) -> QuerySet[Person]:
    """People by name, e-mail address or key, every word of the search; operators also by personnel number.

    `presence` other than "here" is for operators. One query when read, with the unit.
    """
    found = visible_people(asker, at).select_related("unit")
    if presence == "here" or not asker.operator:
        found = found.filter(active_at(at))
    elif presence == "to_come":
        found = found.filter(active_from__gt=at)
    elif presence == "gone":
        found = found.filter(left_on__lte=at)
    if unit is not None:
        found = found.filter(unit=unit)
    if kind in Person.Kind.values:
        found = found.filter(kind=kind)
    for word in words.split()[:8]:
        hit = Q(name__icontains=word) | Q(email__icontains=word) | Q(key__icontains=word.lower())
        found = found.filter(hit | Q(number__iexact=word) if asker.operator else hit)
    return found.order_by("name", "key")


def roles_found(words: str) -> QuerySet[Role]:
    """Roles by name or key."""
    return _by_words(Role.objects.all(), words)


def units_found(words: str) -> QuerySet[Unit]:
    """Units by name or key, with head and parent."""
    return _by_words(Unit.objects.select_related("head", "parent"), words)


def bodies_found(asker: Person, words: str, *, at: datetime, now: datetime, ended: bool = False) -> QuerySet[Body]:
    """Bodies by name or key that exist at `at` and that `asker` may see `now`; with `ended` those that ended before."""
    found = _by_words(visible_bodies(asker, now).select_related("parent"), words)
    return found.filter(valid_until__lte=at) if ended else found.filter(Q(valid_until=None) | Q(valid_until__gt=at))


def _by_words[T: (Role, Unit, Body)](rows: QuerySet[T], words: str) -> QuerySet[T]:
    for word in words.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(key__icontains=word.lower()))
    return rows


def suggestions(asker: Person, typed: str, *, at: datetime, limit: int = 12) -> list[Person]:
    """The first people that what is typed may mean. One query; none for fewer than two letters."""
    typed = typed.partition(" · ")[0].strip()
    return list(people_found(asker, typed, at=at)[:limit]) if len(typed) > 1 else []
