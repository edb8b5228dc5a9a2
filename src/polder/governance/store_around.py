"""Just the facts that one question needs, for organisations too large to read whole for each explanation.

What is left out could not change the answer: other aspects than the line, letters that stand elsewhere, people who
neither ask, nor hold a letter here, nor stand in for somebody who does. The number of queries is fixed.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

from django.db.models import Q

from polder.governance.facts import (
    AspectKey,
    Assignment,
    Body,
    BodyKey,
    Deputyship,
    Facts,
    Glass,
    Holding,
    PartyKey,
    Person,
    PersonKey,
    Role,
    RoleKey,
    Seat,
    Unit,
    UnitKey,
)
from polder.governance.models import Aspect as AspectRow
from polder.governance.models import Assignment as AssignmentRow
from polder.governance.models import Glass as GlassRow
from polder.governance.models import Membership
from polder.governance.store import DEFAULT_ZONE, aspects_in
from polder.ground.organisation import models as ground


def facts_around(aspect: int, person: int, *, letters: Collection[str] = "RAC", also: Collection[int] = ()) -> Facts:
    """The line of the aspect, its letters at every moment, and who they and `person` are. Twelve queries.

    Everybody behind the `letters` is there; behind the others only `person` and those they are deputy for. `also` are
    numbers of parties without a letter whose people are wanted as well. Raises `AspectRow.DoesNotExist`.
    """
    path = AspectRow.objects.values_list("path", flat=True).get(pk=aspect)
    line = [int(number) for number in path.strip("/").split("/")]
    given = list(
        AssignmentRow.objects.filter(aspect__in=line)
        .order_by("pk")
        .values_list(
            "aspect__key", "facet", "party__ref", "letter", "valid_from", "valid_until", "change_set_id", "party_id"
        )
    )
    selves = {person, *ground.Deputyship.objects.filter(by=person).values_list("acting_for", flat=True)}
    core = selves | _behind({row[-1] for row in given if row[3] in letters}, set(letters))
    if also:
        core |= _behind(also, {"C"})
    deputies = list(
        ground.Deputyship.objects.filter(Q(acting_for__in=core) | Q(by=person))
        .order_by("pk")
        .values_list("acting_for__key", "by__key", "valid_from", "valid_until", "by")
    )
    glasses = list(GlassRow.objects.filter(aspect=aspect).select_related("aspect"))
    people = _people(core | {row[-1] for row in deputies} | {glass.person_id for glass in glasses})
    keys = {number: one.key for number, one in people.items()}
    parties = [*(row[-1] for row in given), *also]
    zone = ground.Organisation.objects.values_list("zone", flat=True).first()
    return Facts(
        zone=zone or DEFAULT_ZONE,
        aspects=aspects_in(AspectRow.objects.filter(pk__in=line).order_by("depth"))[0],
        people={one.key: one for one in people.values()},
        units=_units(keys),
        roles=_roles(keys, selves, parties),
        bodies=_bodies(keys, selves, parties),
        assignments=tuple(
            Assignment(
                AspectKey(on), cast(Any, facet), PartyKey(ref), cast(Any, letter), begins, ends,
                None if change_set is None else f"change_set:{change_set}",
            )
            for on, facet, ref, letter, begins, ends, change_set, _party in given
        ),
        deputyships=tuple(Deputyship(PersonKey(of), PersonKey(by), begins, ends) for of, by, begins, ends, _ in deputies),
        glasses=tuple(_glasses(glasses, keys)),
    )  # fmt: skip


def _behind(parties: Collection[int], letters: Collection[str]) -> set[int]:
    """Whoever belongs to one of the parties at any moment; only those who act when A is all that is asked."""
    tied = Membership.objects.filter(party__in=parties)
    if letters == {"A"}:
        tied = tied.filter(acts=True)
    return set(tied.values_list("person", flat=True))


def _people(numbers: Collection[int]) -> dict[int, Person]:
    # A set that is too large to name is nearly everybody: then all are read.
    rows = ground.Person.objects.order_by()
    if len(numbers) <= _MANY:
        rows = rows.filter(pk__in=numbers)
    found = rows.values_list("pk", "key", "name", "email", "unit__key", "active_from", "left_on", "kind")
    return {
        number: Person(
            PersonKey(key), name, email, None if unit is None else UnitKey(unit), begins, ends, kind=cast(Any, kind)
        )
        for number, key, name, email, unit, begins, ends, kind in found
        if number in numbers
    }


_MANY = 5_000


def _units(people: dict[int, PersonKey]) -> dict[UnitKey, Unit]:
    rows = ground.Unit.objects.order_by().values_list("key", "name", "parent__key", "head_id")
    return {
        UnitKey(key): Unit(UnitKey(key), name, None if parent is None else UnitKey(parent), people.get(head or 0))
        for key, name, parent, head in rows
    }


def _roles(people: dict[int, PersonKey], selves: Collection[int], parties: Collection[int]) -> dict[RoleKey, Role]:
    wanted = Q(role__party__in=parties) | Q(person__in=selves)
    held: dict[tuple[str, str], list[Holding]] = {}
    rows = ground.Holding.objects.filter(wanted).order_by("pk")
    for key, name, person, begins, ends in rows.values_list(
        "role__key", "role__name", "person_id", "valid_from", "valid_until"
    ):
        if person in people:
            held.setdefault((key, name), []).append(Holding(people[person], begins, ends))
    return {RoleKey(key): Role(RoleKey(key), name, tuple(holders)) for (key, name), holders in held.items()}


def _bodies(people: dict[int, PersonKey], selves: Collection[int], parties: Collection[int]) -> dict[BodyKey, Body]:
    wanted = Q(party__in=parties) | Q(seats__person__in=selves)
    bodies = {body.pk: body for body in ground.Body.objects.filter(wanted).order_by("pk").distinct()}
    seats: dict[int, list[Seat]] = {number: [] for number in bodies}
    for row in ground.Seat.objects.filter(body__in=bodies, person__in=people).order_by("pk"):
        seat = Seat(people[row.person_id], cast(Any, row.seat), row.function, row.valid_from, row.valid_until)
        seats[row.body_id].append(seat)
    return {
        BodyKey(row.key): Body(
            BodyKey(row.key), cast(Any, row.kind), row.name, cast(Any, row.acts_by), tuple(seats[number]),
            valid_from=row.valid_from, valid_until=row.valid_until,
        )
        for number, row in bodies.items()
    }  # fmt: skip


def _glasses(rows: Iterable[GlassRow], people: dict[int, PersonKey]) -> Iterator[Glass]:
    for row in rows:
        if row.valid_from is not None and row.valid_until is not None:
            key = AspectKey(row.aspect.key)
            yield Glass(people[row.person_id], key, row.reason, row.valid_from, row.valid_until)
