"""What governance shows on the pages of people, units, roles and bodies: the letters they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from polder.governance import deciding, store, store_around
from polder.governance.facts import AspectKey, PartyKey, PersonKey
from polder.governance.holdings import CaresFor, Held, cares_for, held_by_party, held_by_person
from polder.governance.leaving import Leave, leave_of
from polder.governance.models import Aspect
from polder.governance.resolution import Reading
from polder.ground.organisation.models import Body, Person, Role, Unit
from polder.ground.organisation.panels import Panel, register

WEIGHT = "ARCI"
SHOWN = 60  # a steering group's chair cares for everything; the matrix shows the rest


@dataclass(frozen=True, slots=True)
class Letters:
    """For `_holds.html`: what is answered for first, then the work. `more` counts what is not listed.

    `query` opens the matrix at this party, "" where it cannot.
    """

    held: tuple[Held, ...]
    cares: tuple[CaresFor, ...]
    more: int
    query: str
    of_person: bool

    @property
    def total(self) -> int:
        return len(self.held) + self.more


def decides(aspect: Aspect, at: datetime, *, reading: Reading | None = None) -> deciding.Panel:
    """For `governance/_decides.html`, on every governed thing. Whoever keeps a `reading` around the aspect spares the
    fifteen queries of making one."""
    known = reading or Reading(store_around.facts_around(aspect.pk, 0, letters="RACI"))
    return deciding.panel(known, AspectKey(aspect.key), at)


def of_person(thing: Model, asker: Person, at: datetime) -> Letters | None:
    """Letters by name, role, unit, seat, as head or deputy, and where the person is caretaker."""
    reading = store.reading_now()
    if not isinstance(thing, Person) or thing.key not in reading.facts.people:
        return None
    key = PersonKey(thing.key)
    held, cares = _by_weight(held_by_person(reading, key, at)), cares_for(reading, key, at)
    query = "?mine=1" if thing.pk == asker.pk else ""
    return Letters(tuple(held[:SHOWN]), tuple(cares[:SHOWN]), max(0, len(held) - SHOWN), query, of_person=True)


def of_party(thing: Model, asker: Person, at: datetime) -> Letters | None:
    """Letters given to a unit, role or body itself."""
    kinds = {Unit: "unit", Role: "role", Body: "body"}
    kind = kinds.get(type(thing))
    if kind is None:
        return None
    party = PartyKey(f"{kind}:{getattr(thing, 'key')}")  # noqa: B009  # three models share the field, not a base class
    held = _by_weight(held_by_party(store.reading_now(), party, at))
    return Letters(tuple(held[:SHOWN]), (), max(0, len(held) - SHOWN), f"?party={party}", of_person=False)


def _by_weight(held: Iterable[Held]) -> list[Held]:
    """A before R, C and I: of a long list the first must be what matters most. Within a letter the order of the tree."""
    return sorted(held, key=lambda each: WEIGHT.index(each.assignment.letter))


def before_leaving(thing: Model, asker: Person, at: datetime) -> Leave | None:
    """What a leaver leaves behind (G20)."""
    reading = store.reading_now()
    if not isinstance(thing, Person) or thing.key not in reading.facts.people:
        return None
    return leave_of(reading, PersonKey(thing.key), at)


def register_all() -> None:
    """Called in `ready()`."""
    register("person", Panel("letters", "governance/_holds.html", of_person, order=10))
    for spot in ("unit", "role", "body"):
        register(spot, Panel("letters", "governance/_holds.html", of_party, order=10))
    register("leaving", Panel("letters", "governance/_leaving.html", before_leaving, order=10))
