"""What a change set would do: who gains and loses which power on how many things, and which findings come and go (G18).

Nothing is written. The two organisations are compared by parties, not person by person: where the parties that hold
letters are the same and the people behind them too, nobody is looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple

from polder.governance.changes.lines import Assign, Line
from polder.governance.facts import FACETS, POWERS, AspectKey, Facet, Facts, PartyKey, PersonKey, Power
from polder.governance.finding_rules import Found, find
from polder.governance.finding_rules.scene import LastActivity
from polder.governance.resolution import Reading
from polder.governance.resolution.accountable import NOBODY, walk
from polder.governance.resolution.moments import instant
from polder.governance.resolution.reading import Holders, Tie
from polder.governance.widening import touched

type People = frozenset[PersonKey]
type Direction = Literal["gained", "lost"]


class Shift(NamedTuple):
    """One power that the same people gain, or lose, on one aspect and some of its facets."""

    direction: Direction
    power: Power
    aspect: AspectKey
    facets: tuple[Facet, ...]
    people: People


@dataclass(frozen=True)
class Simulation:
    """The outcome at one moment. Break-glass does not count as held."""

    shifts: tuple[Shift, ...]
    appearing: tuple[Found, ...]
    vanishing: tuple[Found, ...]
    findings_before: int = 0  # all that are open without the change

    @cached_property
    def by_person(self) -> Mapping[PersonKey, Mapping[tuple[Direction, Power], int]]:
        """On how many aspects each person gains and loses each power; by person."""
        on: dict[tuple[Direction, Power, People], set[AspectKey]] = defaultdict(set)
        for shift in self.shifts:
            on[shift.direction, shift.power, shift.people].add(shift.aspect)
        # Disjoint per aspect: one aspect counts once for a person, however its facets were grouped.
        places: dict[PersonKey, dict[tuple[Direction, Power], set[AspectKey]]] = defaultdict(lambda: defaultdict(set))
        for (direction, power, people), aspects in on.items():
            for person in people:
                places[person][direction, power] |= aspects
        return {p: {key: len(aspects) for key, aspects in places[p].items()} for p in sorted(places)}

    def of(self, person: PersonKey) -> list[Shift]:
        """What changes for one person, by aspect."""
        return [shift for shift in self.shifts if person in shift.people]

    @cached_property
    def people(self) -> Mapping[Direction, People]:
        """Everyone who gains something, and everyone who loses something."""
        found: dict[Direction, set[PersonKey]] = {"gained": set(), "lost": set()}
        for shift in self.shifts:
            found[shift.direction] |= shift.people
        return {direction: frozenset(people) for direction, people in found.items()}


def simulate(
    before: Facts | Reading,
    after: Facts | Reading,
    t: datetime,
    *,
    last_activity: LastActivity | None = None,
) -> Simulation:
    """Compares two organisations at `t`: for a planned change, a moment at which it is in effect."""
    old = before if isinstance(before, Reading) else Reading(before)
    new = after if isinstance(after, Reading) else Reading(after)
    was = {found.identity: found for found in find(old, t, last_activity=last_activity)}
    will = {found.identity: found for found in find(new, t, last_activity=last_activity)}
    return Simulation(
        shifts=tuple(_shifts(_Side(old, t), _Side(new, t))),
        appearing=tuple(found for key, found in will.items() if key not in was),
        vanishing=tuple(found for key, found in was.items() if key not in will),
        findings_before=len(was),
    )


class _Letters(NamedTuple):
    """The parties behind the letters of one aspect and facet."""

    r: frozenset[PartyKey]
    c: frozenset[PartyKey]
    a: PartyKey | None


_NO_LETTERS = _Letters(frozenset(), frozenset(), None)


class _Side:
    """One organisation at one moment, with the people behind its parties."""

    def __init__(self, reading: Reading, t: datetime) -> None:
        self.reading, self.now = reading, instant(t)
        self._people: dict[tuple[str, PartyKey], People] = {}

    def letters(self, aspect: AspectKey, facet: Facet) -> _Letters:
        if aspect not in self.reading.facts.aspects:
            return _NO_LETTERS
        held = self.reading.held(aspect, facet)
        seat = walk(self.reading, aspect, facet, self.now, NOBODY).seat
        party = None if seat is None else seat.assignment.party
        return _Letters(self._valid(held.R), self._valid(held.C), party)

    def people(self, letter: str, party: PartyKey) -> People:
        """Who has a letter by a party: those of G3 or G8 who are active, and for R and A the deputies of all (G10)."""
        found = self._people.get((letter, party))
        if found is None:
            ties = self.reading.actors(party) if letter == "A" else self.reading.members(party)
            found = self._people[letter, party] = frozenset(self._with_deputies(letter, ties))
        return found

    def powers(self, letters: _Letters) -> dict[Power, People]:
        """G11."""
        a: People = frozenset() if letters.a is None else self.people("A", letters.a)
        ra = a.union(*(self.people("R", party) for party in letters.r))
        all_three = ra.union(*(self.people("C", party) for party in letters.c))
        return {"view_draft": all_three, "comment": all_three, "edit": ra, "publish": a, "assign": a}

    def _valid(self, holders: Holders) -> frozenset[PartyKey]:
        now = self.now
        return frozenset(party for party, spans in holders.items() if any(s.start <= now < s.end for s in spans))

    def _with_deputies(self, letter: str, ties: Iterable[Tie]) -> Iterable[PersonKey]:
        reading, now = self.reading, self.now
        for tie in ties:
            if tie.start <= now < tie.end and not (letter == "R" and tie.advisory):
                if reading.active(tie.person, now):
                    yield tie.person
                if letter != "C":
                    for s in reading.deputies(tie.person):
                        if s.start <= now < s.end and reading.active(s.by, now):
                            yield s.by


def _shifts(old: _Side, new: _Side) -> Iterable[Shift]:
    known: dict[tuple[_Letters, _Letters], list[tuple[Direction, Power, People]]] = {}
    for aspect, facets in _places(old.reading, new.reading):
        changes: dict[tuple[Direction, Power, People], list[Facet]] = {}
        for facet in facets:
            was, will = old.letters(aspect, facet), new.letters(aspect, facet)
            if (was, will) not in known:
                known[was, will] = _changes(old, new, was, will)
            for change in known[was, will]:
                changes.setdefault(change, []).append(facet)
        for (direction, power, people), on in changes.items():
            yield Shift(direction, power, aspect, tuple(on), people)


def _places(old: Reading, new: Reading) -> Iterable[tuple[AspectKey, tuple[Facet, ...]]]:
    yield from touched(old.facts, new)
    for aspect in old.facts.aspects:
        if aspect not in new.facts.aspects:
            yield aspect, FACETS


def _changes(old: _Side, new: _Side, was: _Letters, will: _Letters) -> list[tuple[Direction, Power, People]]:
    if was == will and all(
        old.people(letter, party) == new.people(letter, party)
        for letter, parties in (("R", was.r), ("C", was.c), ("A", () if was.a is None else (was.a,)))
        for party in parties
    ):
        return []
    had, has = old.powers(was), new.powers(will)
    found: list[tuple[Direction, Power, People]] = []
    for power in POWERS:
        if gained := has[power] - had[power]:
            found.append(("gained", power, gained))
        if lost := had[power] - has[power]:
            found.append(("lost", power, lost))
    return found


def in_effect(lines: Iterable[Line], at: datetime) -> datetime:
    """The moment at which all of a change set of `at` has begun: where to look at it."""
    return max([at, *(line.valid_from for line in lines if isinstance(line, Assign) and line.valid_from is not None)])
