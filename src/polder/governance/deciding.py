"""Who decides here: the same answer for every panel that asks it. From facts alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from polder.governance.facts import FACETS, AspectKey, Facet, Letter, PartyKey, PersonKey
from polder.governance.grid import party_name
from polder.governance.resolution import Accountable, Mark, Reading, matrix


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a panel names them."""

    key: PersonKey
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Decides:
    """Who answers for some facets (empty: for all alike), through which party, and where that A stands."""

    facets: tuple[Facet, ...]
    people: tuple[Named, ...]
    deputies: tuple[Named, ...]
    party: PartyKey
    party_name: str
    stands_on: AspectKey
    stands_on_name: str
    caretaker: bool


@dataclass(frozen=True, slots=True)
class Others:
    """The parties of another letter, nearest first; `facets` as above per party."""

    letter: Letter
    parties: tuple[tuple[PartyKey, str, tuple[Facet, ...]], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """`unanswered` lists the facets for which nobody answers."""

    aspect: AspectKey
    aspect_name: str
    deciders: tuple[Decides, ...]
    unanswered: tuple[Facet, ...]
    others: tuple[Others, ...]
    four_eyes: bool


def panel(reading: Reading, aspect: AspectKey, at: datetime) -> Panel:
    """For a known aspect."""
    (row,) = matrix(reading, [aspect], at)
    by_answer: dict[tuple[int, bool], tuple[Accountable, list[Facet]]] = {}
    unanswered: list[Facet] = []
    for facet in FACETS:
        answering = row.accountable[facet]
        if answering is None:
            unanswered.append(facet)
        else:
            key = (id(answering.assignment), answering.caretaker)
            by_answer.setdefault(key, (answering, []))[1].append(facet)
    return Panel(
        aspect=aspect,
        aspect_name=reading.facts.aspects[aspect].name,
        deciders=tuple(_decides(reading, answering, facets) for answering, facets in by_answer.values()),
        unanswered=tuple(unanswered),
        others=tuple(_others(reading, row.cells, letter) for letter in ("R", "C", "I")),
        four_eyes=row.four_eyes,
    )


def _decides(reading: Reading, answering: Accountable, facets: list[Facet]) -> Decides:
    people = reading.facts.people
    given = answering.assignment
    return Decides(
        facets=() if len(facets) == len(FACETS) else tuple(facets),
        people=tuple(Named(key, people[key].name) for key in answering.people),
        deputies=tuple(Named(key, people[key].name) for key, _acting_for in answering.deputies),
        party=given.party,
        party_name=party_name(reading, given.party),
        stands_on=given.aspect,
        stands_on_name=reading.facts.aspects[given.aspect].name,
        caretaker=answering.caretaker,
    )


def _others(reading: Reading, cells: Mapping[PartyKey, tuple[Mark, ...]], letter: Letter) -> Others:
    found: dict[PartyKey, set[Facet]] = {}
    for party, marks in cells.items():
        for mark in marks:
            if mark.letter == letter:
                found.setdefault(party, set()).update(FACETS if mark.facet == "*" else (mark.facet,))
    return Others(
        letter,
        tuple(
            (party, party_name(reading, party), () if len(facets) == len(FACETS) else tuple(sorted(facets)))
            for party, facets in found.items()
        ),
    )
