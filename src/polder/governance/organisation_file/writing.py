"""From `Facts` back to a document of `polder-organisation/1`: `parse(write(facts))` gives the same organisation."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from polder.governance.facts import (
    Aspect,
    Assignment,
    Body,
    Charter,
    Deputyship,
    Facts,
    Holding,
    Person,
    Role,
    Seat,
    Unit,
)

from .moments import written, zone_of
from .order import in_order
from .reading import FORMAT

type Document = dict[str, object]


def write(facts: Facts, at: datetime | None = None) -> Document:
    """The document of an organisation, in one fixed order.

    With `at`, of everything that has a validity (assignments, role holdings, seats, deputyships) only what is valid
    then, with its interval; people, units, roles, bodies and aspects stay, because others refer to them. Break-glass is
    no part of the format. Optional fields that say nothing are left out.
    """
    facts, zone = in_order(facts), zone_of(facts.zone)
    document: Document = {"format": FORMAT, "timezone": facts.zone}
    holidays = [day.isoformat() for day in facts.holidays]
    _add(document, country=facts.country, holidays=holidays, operators=sorted(facts.operators))
    writer = _Writer(zone, at)
    return document | {
        "units": [writer.unit(unit) for unit in facts.units.values()],
        "people": [writer.person(person) for person in facts.people.values()],
        "roles": [writer.role(role) for role in facts.roles.values()],
        "bodies": [writer.body(body) for body in facts.bodies.values()],
        "aspects": [writer.aspect(aspect) for aspect in facts.aspects.values()],
        "assignments": [writer.assignment(each) for each in facts.assignments if writer.valid(each)],
        "deputies": [writer.deputyship(each) for each in facts.deputyships if writer.valid(each)],
    }


def text_of(document: Document) -> str:
    """The text of a document: one line for each thing, so that two exports can be compared by eye and by `diff`."""
    parts = []
    for field, value in document.items():
        if field != "format" and isinstance(value, list) and value and isinstance(value[0], dict):
            lines = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            parts.append(f"{json.dumps(field)}: [\n  {lines}]")
        else:
            parts.append(f"{json.dumps(field)}: {json.dumps(value, ensure_ascii=False)}")
    return "{" + ",\n ".join(parts) + "}\n"


def _add(document: Document, **optional: object) -> Document:
    """Adds the optional fields that say something."""
    document.update((field, value) for field, value in optional.items() if value is not None and value != [])
    return document


class _Writer:
    """Writes each kind of thing, its times in `zone`."""

    def __init__(self, zone: ZoneInfo, at: datetime | None) -> None:
        self._zone = zone
        self._at = at

    def valid(self, thing: Assignment | Holding | Seat | Deputyship) -> bool:
        """Whether a thing is to be written: it is valid at the moment asked for, or none was (G2)."""
        if self._at is None:
            return True
        return (thing.valid_from is None or thing.valid_from <= self._at) and (
            thing.valid_until is None or self._at < thing.valid_until
        )

    def _time(self, at: datetime | None) -> str | None:
        return None if at is None else written(at, self._zone)

    def _span(self, thing: Assignment | Holding | Seat | Deputyship) -> Document:
        return {"from": self._time(thing.valid_from), "until": self._time(thing.valid_until)}

    def unit(self, unit: Unit) -> Document:
        return {"key": unit.key, "name": unit.name, "parent": unit.parent, "head": unit.head}

    def person(self, person: Person) -> Document:
        document: Document = {"key": person.key, "name": person.name, "email": person.email, "unit": person.unit}
        document |= {"active_from": self._time(person.active_from), "left_on": self._time(person.left_on)}
        kind = None if person.kind == "employee" else person.kind
        _add(document, number=person.number, kind=kind, sponsor=person.sponsor, location=person.location)
        return _add(document, languages=list(person.languages))

    def role(self, role: Role) -> Document:
        holders = [{"person": each.person} | self._span(each) for each in role.holders if self.valid(each)]
        return {"key": role.key, "name": role.name, "holders": holders}

    def body(self, body: Body) -> Document:
        document: Document = {"key": body.key, "kind": body.kind, "name": body.name, "acts_by": body.acts_by}
        _add(document, parent=body.parent, charter=charter_document(body.charter), cadence=body.cadence)
        _add(
            document,
            requires=list(body.requires),
            **{"from": self._time(body.valid_from), "until": self._time(body.valid_until)},
        )
        return document | {"seats": [self.seat(seat) for seat in body.seats if self.valid(seat)]}

    def seat(self, seat: Seat) -> Document:
        document: Document = {"person": seat.person, "seat": seat.seat, "function": seat.function}
        return _add(document | self._span(seat), alternate=seat.alternate, ring=seat.ring)

    def aspect(self, aspect: Aspect) -> Document:
        document: Document = {"key": aspect.key, "name": aspect.name, "parent": aspect.parent, "kind": aspect.kind}
        document |= {"guardian": aspect.guardian, "inherits": aspect.inherits, "four_eyes": aspect.four_eyes}
        return _add(
            document,
            consult_days=aspect.consult_days,
            approve_days=None if aspect.approve_days is None else list(aspect.approve_days),
            review_months=aspect.review_months,
            unpublish_after=aspect.unpublish_after,
            requires=list(aspect.requires),
        )

    def assignment(self, each: Assignment) -> Document:
        document: Document = {"aspect": each.aspect, "facet": each.facet, "party": each.party, "letter": each.letter}
        return document | self._span(each)

    def deputyship(self, each: Deputyship) -> Document:
        return {"for": each.acting_for, "by": each.by} | self._span(each)


def charter_document(charter: Charter | None) -> Document | None:
    """A charter as file and database keep it. An empty one stays one: a body without a charter decides nothing."""
    if charter is None:
        return None
    document: Document = {} if charter.aspects is None else {"aspects": list(charter.aspects)}
    quorum = charter.quorum and _add({}, share=_number(charter.quorum.share), functions=list(charter.quorum.functions))
    return _add(document, up_to=_number(charter.up_to), quorum=quorum, method=charter.method, written=charter.written)


def _number(value: float | None) -> float | None:
    """5000 rather than 5000.0."""
    return int(value) if value is not None and value == int(value) else value
