"""Facts as rows, in bulk, for tests that ask the database: the reverse of `store.facts_now`, without any operation."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import transaction

from polder.governance import index, models
from polder.governance.facts import Facts
from polder.ground.organisation import models as ground

FAR = datetime(2100, 1, 1, tzinfo=UTC)


@contextmanager
def loaded(facts: Facts) -> Iterator[None]:
    """The organisation is in the database, and gone again after the block: hypothesis has many."""
    with transaction.atomic():
        put(facts)
        yield
        transaction.set_rollback(True)


def put(facts: Facts, *, index_too: bool = True) -> None:
    """An empty database becomes this organisation."""
    ground.Organisation.objects.create(zone=facts.zone)
    people = _people(facts)
    units = _units(facts, people)
    for key, person in facts.people.items():
        if person.unit:
            ground.Person.objects.filter(key=key).update(unit=units[person.unit])
    roles = _made(ground.Role, (ground.Role(key=r.key, name=r.name) for r in facts.roles.values()))
    ground.Holding.objects.bulk_create(
        ground.Holding(role=roles[r.key], person=people[h.person], valid_from=h.valid_from, valid_until=h.valid_until)
        for r in facts.roles.values()
        for h in r.holders
    )
    bodies = _bodies(facts, people)
    parties = _parties(people, units, roles, bodies)
    aspects = _aspects(facts, bodies)
    models.Assignment.objects.bulk_create(
        models.Assignment(
            aspect=aspects[a.aspect],
            facet=a.facet,
            letter=a.letter,
            party=parties[a.party],
            valid_from=a.valid_from,
            valid_until=a.valid_until,
        )
        for a in facts.assignments
    )
    ground.Deputyship.objects.bulk_create(
        ground.Deputyship(
            acting_for=people[d.acting_for], by=people[d.by], valid_from=d.valid_from, valid_until=d.valid_until
        )
        for d in facts.deputyships
        if d.acting_for != d.by
    )
    models.Glass.objects.bulk_create(
        models.Glass(
            person=people[g.person],
            aspect=aspects[g.aspect],
            reason=g.reason,
            valid_from=g.valid_from,
            valid_until=g.valid_until,
        )
        for g in facts.glasses
    )
    if index_too:
        index.rebuild()


def _made(model, things):
    return {thing.key: thing for thing in model.objects.bulk_create(things)}


def _people(facts):
    rows = [
        ground.Person(
            key=p.key,
            name=p.name,
            email=p.email,
            number=p.number,
            active_from=p.active_from,
            left_on=p.left_on,
            operator=p.key in facts.operators,
        )
        for p in facts.people.values()
    ]
    found = _made(ground.Person, rows)
    for person in facts.people.values():
        if person.kind == "guest":
            # The table wants a sponsor and an end; the random organisations leave them out.
            row = found[person.key]
            row.kind, row.sponsor = "guest", row
            row.left_on = row.left_on or FAR
            row.save()
    return found


def _units(facts, people):
    found = _made(
        ground.Unit,
        (ground.Unit(key=u.key, name=u.name, head=people.get(u.head)) for u in facts.units.values()),
    )
    for unit in facts.units.values():
        if unit.parent:
            ground.Unit.objects.filter(key=unit.key).update(parent=found[unit.parent])
    return found


def _bodies(facts, people):
    found = _made(
        ground.Body,
        (
            ground.Body(
                key=b.key,
                name=b.name,
                kind=b.kind,
                acts_by=b.acts_by,
                valid_from=b.valid_from,
                valid_until=b.valid_until,
            )
            for b in facts.bodies.values()
        ),
    )
    ground.Seat.objects.bulk_create(
        ground.Seat(
            body=found[b.key],
            person=people[s.person],
            seat=s.seat,
            function=s.function,
            valid_from=s.valid_from,
            valid_until=s.valid_until,
        )
        for b in facts.bodies.values()
        for s in b.seats
    )
    return found


def _parties(people, units, roles, bodies):
    kinds = {"person": people, "unit": units, "role": roles, "body": bodies}
    rows = [
        ground.Party(ref=f"{kind}:{key}", kind=kind, **{kind: thing})
        for kind, things in kinds.items()
        for key, thing in things.items()
    ]
    return {party.ref: party for party in ground.Party.objects.bulk_create(rows)}


def _aspects(facts, bodies):
    found: dict[str, models.Aspect] = {}

    def make(key):
        if key not in found:
            aspect = facts.aspects[key]
            parent = make(aspect.parent) if aspect.parent else None
            row = models.Aspect.objects.create(
                key=key,
                name=aspect.name,
                parent=parent,
                kind=aspect.kind,
                guardian=bodies.get(aspect.guardian),
                inherits=aspect.inherits,
                four_eyes=aspect.four_eyes,
                depth=parent.depth + 1 if parent else 0,
            )
            row.path = f"{parent.path if parent else '/'}{row.pk}/"
            row.save()
            found[key] = row
        return found[key]

    for key in facts.aspects:
        make(key)
    return found
