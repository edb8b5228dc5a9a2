"""What a person or a party holds: each letter with where it stands and through what it is theirs. From facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from polder.governance.facts import FACETS, AspectKey, Assignment, Facet, PartyKey, PersonKey
from polder.governance.grid import in_tree_order, party_name
from polder.governance.resolution import Reading, accountable
from polder.governance.resolution.moments import instant
from polder.governance.resolution.reading import Tie


@dataclass(frozen=True, slots=True)
class Held:
    """A letter that is valid at the moment. `tie` says through what it is a person's; None for a party itself."""

    assignment: Assignment
    aspect_name: str
    party_name: str
    tie: Tie | None
    acting_for: str = ""  # whose deputy, when it is theirs only so


@dataclass(frozen=True, slots=True)
class CaresFor:
    """An aspect on which somebody answers because the proper seat is vacant (G7)."""

    aspect: AspectKey
    aspect_name: str
    facets: tuple[Facet, ...]


def held_by_party(reading: Reading, party: PartyKey, at: datetime) -> list[Held]:
    """The letters given to a party itself, in the order of the tree."""
    return list(_held(reading, {party: None}, at, ""))


def held_by_person(reading: Reading, person: PersonKey, at: datetime) -> list[Held]:
    """Every letter that a person has: by name, role, unit, seat or as head, then as a deputy (R and A only, G10)."""
    now = instant(at)
    if not reading.active(person, now):
        return []
    own = _ties(reading, person, at)
    found = list(_held(reading, own, at, ""))
    for standin in reading.represented(person):
        if standin.start <= now < standin.end:
            name = reading.facts.people[standin.acting_for].name
            lent = _held(reading, _ties(reading, standin.acting_for, at), at, name)
            found += [held for held in lent if held.assignment.letter in "RA" and held.assignment.party not in own]
    return found


def cares_for(reading: Reading, person: PersonKey, at: datetime) -> list[CaresFor]:
    """Where the person acts as caretaker now, in the order of the tree."""
    found: list[CaresFor] = []
    for aspect in in_tree_order(reading):
        facets = []
        for facet in FACETS:
            answering = accountable(reading, aspect, facet, at)
            if answering is not None and answering.caretaker and person in answering.acting:
                facets.append(facet)
        if facets:
            found.append(CaresFor(aspect, reading.facts.aspects[aspect].name, tuple(facets)))
    return found


def _ties(reading: Reading, person: PersonKey, at: datetime) -> dict[PartyKey, Tie | None]:
    """The parties of a person with what makes them theirs; being head counts, for the A of the unit."""
    now = instant(at)
    ties: dict[PartyKey, Tie | None] = {
        tie.party: tie for tie in reading.memberships(person) if tie.start <= now < tie.end
    }
    for unit in reading.facts.units.values():
        if unit.head == person:
            party = PartyKey(f"unit:{unit.key}")
            ties[party] = next(tie for tie in reading.actors(party) if tie.person == person)
    return ties


def _held(reading: Reading, ties: dict[PartyKey, Tie | None], at: datetime, acting_for: str) -> Iterator[Held]:
    now = instant(at)
    for aspect in in_tree_order(reading):
        for span in reading.spans.get(aspect, ()):
            given = span.assignment
            if span.start <= now < span.end and given.party in ties and _counts(reading, given, ties[given.party]):
                yield Held(
                    assignment=given,
                    aspect_name=reading.facts.aspects[aspect].name,
                    party_name=party_name(reading, given.party),
                    tie=ties[given.party],
                    acting_for=acting_for,
                )


def _counts(reading: Reading, given: Assignment, tie: Tie | None) -> bool:
    """Whether a letter of the party is also the person's: an A only for who acts (G8), an R not for advisors (G3)."""
    if tie is None:
        return True
    if given.letter == "A":
        return any(actor.person == tie.person for actor in reading.actors(given.party))
    if given.letter == "R":
        return not tie.advisory
    return True
