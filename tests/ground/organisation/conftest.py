"""A small house of our own: an operator, a head of a unit, somebody in it, somebody elsewhere, a guest."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Body, Person, Role, Unit
from polder.ground.organisation.operations import bodies, operators, people, roles, units

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass
class House:
    """`olga` registers, `hanna` heads HR, `kim` works in HR, `bas` in IT, `gus` is a guest of Bas."""

    at: datetime = AT
    olga: Person = field(init=False)
    hanna: Person = field(init=False)
    kim: Person = field(init=False)
    bas: Person = field(init=False)
    gus: Person = field(init=False)
    top: Unit = field(init=False)
    hr: Unit = field(init=False)
    it: Unit = field(init=False)
    manager: Role = field(init=False)
    board: Body = field(init=False)

    def later(self, **length: float) -> datetime:
        return self.at + timedelta(**length)


@pytest.fixture
def house(db) -> House:
    return build(House())


def build(house: House) -> House:
    before = house.later(days=-400)
    made: dict[str, Any] = {"by": None, "at": before}
    house.top = units.add(name="Works", **made)
    house.hr = units.add(name="Human resources", parent=house.top, key="hr", **made)
    house.it = units.add(name="IT", parent=house.top, **made)
    house.olga = people.register(name="Olga Visser", email="olga@example.org", number="1001", unit=house.it, **made)
    house.hanna = people.register(name="Hanna Mulder", email="hanna@example.org", unit=house.hr, **made)
    house.kim = people.register(name="Kim Smit", number="2001", unit=house.hr, **made)
    house.bas = people.register(name="Bas Bakker", email="bas@example.org", number="2002", unit=house.it, **made)
    house.gus = people.register(
        name="Gus Guest",
        email="gus@elsewhere.example",
        kind="guest",
        sponsor=house.bas,
        left_on=house.later(days=60),
        **made,
    )
    operators.name(house.olga, **made)
    units.change(house.hr, head=house.hanna, **made)
    house.hr.refresh_from_db()
    house.olga.refresh_from_db()
    house.manager = roles.add(name="Intranet manager", **made)
    house.board = bodies.add(name="Steering group", kind="steering_group", requires=["IT", "HR"], **made)
    return house


@pytest.fixture
def kinds():
    """`with kinds() as recorded: ...` then `recorded` holds the kinds of the events that the block wrote."""
    from contextlib import contextmanager

    @contextmanager
    def watch():
        newest = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
        recorded: list[str] = []
        yield recorded
        recorded += Event.objects.filter(number__gt=newest).order_by("number").values_list("kind", flat=True)

    return watch
