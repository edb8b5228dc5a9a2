"""An organisation of a given size, the same every time: rows in bulk, then indexed by the product's own code."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction

from bench.sizes import Size
from polder.governance import index
from polder.governance.models import Aspect, Assignment
from polder.ground.ledger import acts
from polder.ground.organisation.models import (
    Body,
    Deputyship,
    Holding,
    Organisation,
    Party,
    Person,
    Role,
    Seat,
    Unit,
)

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
AT = datetime(2026, 6, 15, 9, tzinfo=UTC)  # the moment that questions are about
_BATCH = 2_000
_FACETS = ("content", "design", "technology")


def generate(size: Size) -> None:
    """Fill an empty database. Everything in one act, with the one event that ends it."""
    chance = random.Random(1953)
    with acts.act(alone=True):
        Organisation.objects.update_or_create(pk=1, defaults={"name": "Bench", "founded_at": BEGAN})
        units = _units(size.units, chance)
        people = _people(size.people, units, chance)
        roles = _bulk(Role, (Role(key=f"role-{n}", name=f"Role {n}") for n in range(size.roles_and_bodies * 2 // 3)))
        bodies = _bodies(size.roles_and_bodies - len(roles))
        _bulk(Holding, _holdings(roles, people, chance))
        _bulk(Seat, _seats(bodies, people, chance))
        _bulk(Deputyship, _deputyships(people, chance))
        parties = _parties(people, units, roles, bodies)
        aspects = _aspects(size.aspects, bodies, chance)
        _bulk(Assignment, _assignments(size, aspects, parties, chance))
        index.rebuild()
        acts.record("organisation.loaded", thing="organisation:1", by=None, at=BEGAN)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def write_events(number: int) -> None:
    """So many events in the ledger, a hundred in each act."""
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:1_000])
    chance = random.Random(7)
    for first in range(0, number, 100):
        with acts.act():
            for n in range(first, min(first + 100, number)):
                person = chance.choice(people)
                acts.record(
                    "person.changed", thing=f"person:{person}", by=chance.choice(people), at=BEGAN + timedelta(seconds=n),
                    mandate={"code": "assigned", "power": "manage"}, data={"fields": ["location"], "was": n},
                )  # fmt: skip


def _bulk[M: models.Model](model: type[M], rows: Iterator[M]) -> list[M]:
    with transaction.atomic():
        return model._default_manager.bulk_create(list(rows), batch_size=_BATCH)


def _units(number: int, chance: random.Random) -> list[Unit]:
    """A tree of about six below each."""
    made: list[Unit] = []
    for first, last in _levels(number, 6):
        above = made[-max(1, (last - first) // 6) :]
        made += _bulk(
            Unit,
            (
                Unit(key=f"unit-{n}", name=f"Unit {n}", parent=chance.choice(above) if made else None)
                for n in range(first, last)
            ),
        )
    return made


def _people(number: int, units: Sequence[Unit], chance: random.Random) -> list[Person]:
    """One in twenty has an end; nine in ten units get a head from among their people."""
    people = _bulk(
        Person,
        (
            Person(
                key=f"person-{n}", name=f"Person {n}", email=f"person-{n}@bench.example", unit=units[n % len(units)],
                left_on=AT + timedelta(days=chance.randint(-60, 300)) if chance.random() < 0.05 else None,
            )
            for n in range(number)
        ),
    )  # fmt: skip
    headed = [unit for unit in units if chance.random() < 0.9]
    for place, unit in enumerate(headed):
        unit.head = people[place % len(people)]
    Unit.objects.bulk_update(headed, ["head"], batch_size=_BATCH)
    return people


def _bodies(number: int) -> list[Body]:
    kinds, ways = list(Body.Kind), list(Body.ActsBy)
    return _bulk(
        Body,
        (
            Body(key=f"body-{n}", name=f"Body {n}", kind=kinds[n % len(kinds)], acts_by=ways[n % len(ways)])
            for n in range(max(1, number))
        ),
    )


def _holdings(roles: Sequence[Role], people: Sequence[Person], chance: random.Random) -> Iterator[Holding]:
    for role in roles:
        for person in chance.sample(people, chance.choice((0, 1, 1, 2, 3))):
            yield Holding(role=role, person=person, **_span(chance))


def _seats(bodies: Sequence[Body], people: Sequence[Person], chance: random.Random) -> Iterator[Seat]:
    kinds = (Seat.Kind.CHAIR, Seat.Kind.SECRETARY, Seat.Kind.MEMBER, Seat.Kind.MEMBER, Seat.Kind.ADVISOR)
    for body in bodies:
        for kind, person in zip(kinds, chance.sample(people, len(kinds)), strict=True):
            yield Seat(body=body, person=person, seat=kind, function="business", **_span(chance))


def _deputyships(people: Sequence[Person], chance: random.Random) -> Iterator[Deputyship]:
    for person in chance.sample(people, len(people) // 10):
        by = chance.choice(people)
        if by != person:
            yield Deputyship(acting_for=person, by=by, **_span(chance))


def _parties(
    people: Sequence[Person], units: Sequence[Unit], roles: Sequence[Role], bodies: Sequence[Body]
) -> dict[str, list[Party]]:
    things: dict[str, Sequence[Any]] = {"person": people, "unit": units, "role": roles, "body": bodies}
    return {
        kind: _bulk(Party, (Party(ref=f"{kind}:{thing.key}", kind=kind, **{kind: thing}) for thing in some))
        for kind, some in things.items()
    }


def _aspects(number: int, bodies: Sequence[Body], chance: random.Random) -> list[Aspect]:
    """A tree of about seven below each, whose root a body guards; one in thirty does not inherit."""
    made: list[Aspect] = []
    for first, last in _levels(number, 7):
        above = made[-max(1, (last - first) // 7) :]
        level = []
        for n in range(first, last):
            parent = chance.choice(above) if made else None
            level.append(
                Aspect(
                    key=f"aspect-{n}", name=f"Aspect {n}", kind="content_area", parent=parent, position=n,
                    guardian=bodies[0] if parent is None else None, inherits=chance.random() > 1 / 30,
                    four_eyes=True if chance.random() < 0.1 else None, depth=parent.depth + 1 if parent else 0,
                )
            )  # fmt: skip
        made += _bulk(Aspect, iter(level))
        for aspect in level:
            aspect.path = f"{aspect.parent.path if aspect.parent else '/'}{aspect.pk}/"
        Aspect.objects.bulk_update(level, ["path"], batch_size=500)
    return made


def _assignments(
    size: Size, aspects: Sequence[Aspect], parties: dict[str, list[Party]], chance: random.Random
) -> Iterator[Assignment]:
    """A third are A's, of which the root has one; the rest R, C and I, one in three for one facet only."""
    shared = [*parties["unit"], *parties["role"], *parties["body"]]
    if size.parties:
        shared, parties = shared[: size.parties], {**parties, "person": []}
    yield Assignment(aspect=aspects[0], facet="*", letter="A", party=parties["body"][0])
    answered = {(aspects[0].pk, "*")}
    seen: set[tuple[int, str, str, int]] = set()
    made = 1
    while made < size.assignments:
        aspect = aspects[made % len(aspects)]
        letter = chance.choice("ARRCCI" if made < len(aspects) else "RRCCI")
        facet = "*" if chance.random() < 0.7 else chance.choice(_FACETS)
        pool = parties["person"] if parties["person"] and chance.random() < 0.3 else shared
        party = chance.choice(pool)
        if (letter == "A" and (aspect.pk, facet) in answered) or (aspect.pk, facet, letter, party.pk) in seen:
            letter, facet = "R", chance.choice(_FACETS)
        answered |= {(aspect.pk, facet)} if letter == "A" else set()
        seen.add((aspect.pk, facet, letter, party.pk))
        made += 1
        yield Assignment(aspect=aspect, facet=facet, letter=letter, party=party, **_span(chance))


def _levels(number: int, width: int) -> Iterator[tuple[int, int]]:
    """Numbers from 0, level by level of a tree: (0, 1), (1, 1 + width), ..."""
    first, many = 0, 1
    while first < number:
        yield first, min(first + many, number)
        first, many = first + many, many * width


def _span(chance: random.Random) -> dict[str, datetime]:
    """One in ten holds for a time only; of these some are past or planned at `AT`."""
    if chance.random() > 0.1:
        return {}
    begins = BEGAN + timedelta(days=chance.randint(0, 200))
    return {"valid_from": begins, "valid_until": begins + timedelta(days=chance.randint(20, 300))}
