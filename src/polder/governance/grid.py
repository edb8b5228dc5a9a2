"""The matrix as its screen, its print and its files show it: columns by function, rows by tree. From facts alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from polder.governance.facts import FACETS, LETTERS, AspectKey, BodyKey, Facet, PartyKey, PersonKey, RoleKey, UnitKey
from polder.governance.resolution import Mark, Reading, Row, matrix
from polder.governance.resolution.moments import instant

Placement = Literal["bodies", "unit", "across", "everyone"]


@dataclass(frozen=True, slots=True)
class Column:
    """One party. `first` marks the first of its group, where a ditch runs."""

    party: PartyKey
    name: str
    first: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Parties of one function. `name` is a unit's name, or "" where `placement` says it in words."""

    placement: Placement
    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for a row now: names, whether as caretaker, and for which facets (empty: all alike)."""

    names: tuple[str, ...]
    caretaker: bool
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One aspect: its place in the tree, who answers, its cells in the order of the columns, what is missing."""

    key: AspectKey
    name: str
    depth: int
    children: int  # aspects anywhere under it
    four_eyes: bool
    answering: tuple[Answering, ...]  # empty: nobody
    cells: tuple[tuple[Mark, ...], ...]
    lacks_responsible: bool


@dataclass(frozen=True, slots=True)
class Grid:
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for group in self.groups for column in group.columns)


@dataclass(frozen=True, slots=True)
class View:
    """What somebody wants to see. `person` is who looks; `text` is found in names of aspects and parties."""

    at: datetime
    facet: Facet = "*"
    inherited: bool = True
    gaps: bool = False
    mine: bool = False
    text: str = ""
    under: AspectKey | None = None
    party: PartyKey | None = None
    person: PersonKey | None = None


def grid(reading: Reading, view: View) -> Grid:
    """The matrix of a moment through one view. Linear in cells that hold a letter."""
    mine = parties_of(reading, view.person, view.at)
    rows = [
        row
        for row in matrix(reading, in_tree_order(reading, view.under), view.at, view.facet)
        if _shown(row, view, mine)
    ]
    if not view.inherited:
        rows = [row._replace(cells=_own(row.cells)) for row in rows]
    wanted = view.text.casefold()
    parties = _parties(reading, rows, view, wanted)
    if wanted and not any(wanted in party_name(reading, party).casefold() for party in parties):
        rows = [row for row in rows if wanted in reading.facts.aspects[row.aspect].name.casefold()]
    if view.party is not None:
        rows = [row for row in rows if view.party in row.cells]
    groups = _grouped(reading, parties, view.at, mine)
    order = [column.party for group in groups for column in group.columns]
    return Grid(groups, tuple(_line(reading, row, order, view.facet) for row in rows))


def in_tree_order(reading: Reading, under: AspectKey | None = None) -> list[AspectKey]:
    """Every aspect (at or under `under`), each parent before its children, siblings by position and name."""
    children: dict[AspectKey | None, list[AspectKey]] = defaultdict(list)
    for aspect in sorted(reading.facts.aspects.values(), key=lambda each: (each.position, each.name.casefold())):
        children[aspect.parent].append(aspect.key)
    waiting = [under] if under is not None else list(reversed(children[None]))
    found: list[AspectKey] = []
    while waiting:
        key = waiting.pop()
        found.append(key)
        waiting.extend(reversed(children[key]))
    return found


def party_name(reading: Reading, party: PartyKey) -> str:
    """The name of a party as people know it; its key when it is gone."""
    kind, _, key = party.partition(":")
    facts = reading.facts
    thing = {
        "person": facts.people.get(PersonKey(key)),
        "unit": facts.units.get(UnitKey(key)),
        "role": facts.roles.get(RoleKey(key)),
        "body": facts.bodies.get(BodyKey(key)),
    }[kind]
    return key if thing is None else thing.name


def parties_of(reading: Reading, person: PersonKey | None, at: datetime) -> frozenset[PartyKey]:
    """The parties of a person at a moment (G3), acting as head included; none for nobody."""
    if person is None:
        return frozenset()
    now = instant(at)
    headed = {PartyKey(f"unit:{unit.key}") for unit in reading.facts.units.values() if unit.head == person}
    return frozenset(tie.party for tie in reading.memberships(person) if tie.start <= now < tie.end) | headed


def _shown(row: Row, view: View, mine: Collection[PartyKey]) -> bool:
    if view.gaps and not row.gaps:
        return False
    return not view.mine or any(party in mine for party in row.cells)


def _own(cells: Mapping[PartyKey, Sequence[Mark]]) -> dict[PartyKey, tuple[Mark, ...]]:
    kept = {party: tuple(mark for mark in marks if not mark.inherited) for party, marks in cells.items()}
    return {party: marks for party, marks in kept.items() if marks}


def _parties(reading: Reading, rows: Iterable[Row], view: View, wanted: str) -> list[PartyKey]:
    parties = list(dict.fromkeys(party for row in rows for party in row.cells))
    if view.party is not None:
        return [party for party in parties if party == view.party]
    if wanted:
        named = [party for party in parties if wanted in party_name(reading, party).casefold()]
        return named or parties
    return parties


def _grouped(
    reading: Reading, parties: Iterable[PartyKey], at: datetime, mine: Collection[PartyKey]
) -> tuple[Group, ...]:
    """Bodies first, then by unit in the order of the organisation chart, then what runs across units, then everyone."""
    shown = list(parties)
    placed: dict[tuple[Placement, UnitKey | None], list[PartyKey]] = defaultdict(list)
    columns = {UnitKey(party.removeprefix("unit:")) for party in shown if party.startswith("unit:")}
    for party in shown:
        placed[_place(reading, party, at, columns)].append(party)
    chart = {unit: place for place, unit in enumerate(reading.facts.units)}
    rank = {"bodies": 0, "unit": 1, "across": 2, "everyone": 3}
    groups = []
    for (placement, unit), members in sorted(
        placed.items(), key=lambda item: (rank[item[0][0]], chart.get(item[0][1], 0) if item[0][1] else 0)
    ):
        ordered = sorted(members, key=lambda party: (party != f"unit:{unit}", party_name(reading, party).casefold()))
        made = tuple(
            Column(party, party_name(reading, party), first=number == 0, mine=party in mine)
            for number, party in enumerate(ordered)
        )
        groups.append(Group(placement, reading.facts.units[unit].name if unit else "", made))
    return tuple(groups)


def _place(
    reading: Reading, party: PartyKey, at: datetime, columns: Collection[UnitKey]
) -> tuple[Placement, UnitKey | None]:
    if party.startswith("body:"):
        return "bodies", None
    if party.startswith("unit:") and reading.facts.units[UnitKey(party.removeprefix("unit:"))].parent is None:
        return "everyone", None
    line = _home(reading, party, at)
    below_top = [unit for unit in line if reading.facts.units[unit].parent is not None]
    if not below_top:
        return "across", None
    # The highest unit that has a column of its own gathers what is under it: "Service desk" stands beside "IT".
    return "unit", next((unit for unit in reversed(below_top) if unit in columns), below_top[0])


def _home(reading: Reading, party: PartyKey, at: datetime) -> list[UnitKey]:
    """The units, from the nearest up, in which all people behind a party work."""
    if party.startswith("unit:"):
        return _upwards(reading, UnitKey(party.removeprefix("unit:")))
    now = instant(at)
    people = [tie.person for tie in reading.members(party) if tie.start <= now < tie.end]
    lines = [
        _upwards(reading, reading.facts.people[person].unit) for person in people if person in reading.facts.people
    ]
    if not lines:
        return []
    shared = set(lines[0]).intersection(*lines[1:])
    return [unit for unit in lines[0] if unit in shared]


def _upwards(reading: Reading, unit: UnitKey | None) -> list[UnitKey]:
    found: list[UnitKey] = []
    while unit is not None and unit not in found:
        found.append(unit)
        unit = reading.facts.units[unit].parent
    return found


def _line(reading: Reading, row: Row, order: Sequence[PartyKey], facet: Facet) -> Line:
    aspect = reading.facts.aspects[row.aspect]
    return Line(
        key=row.aspect,
        name=aspect.name,
        depth=row.depth,
        children=len(reading.below(row.aspect)) - 1,
        four_eyes=row.four_eyes,
        answering=tuple(_answering(reading, row, FACETS if facet == "*" else (facet,))),
        cells=tuple(_once(row.cells.get(party, ())) for party in order),
        lacks_responsible=any(gap == "no_responsible" for gap, _facet in row.gaps),
    )


def _once(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Each letter once, in their order: what comes from above adds nothing where the same stands here for all facets."""
    kept: list[Mark] = []
    for mark in marks:  # those that stand here come first
        if not (
            mark.inherited and any(each.letter == mark.letter and each.facet in ("*", mark.facet) for each in kept)
        ):
            kept.append(mark)
    return tuple(sorted(kept, key=lambda each: LETTERS.index(each.letter)))


def _answering(reading: Reading, row: Row, facets: Sequence[Facet]) -> Iterator[Answering]:
    """Those who act as the effective A, once when it is the same for every facet."""
    by_people: dict[tuple[tuple[str, ...], bool], list[Facet]] = {}
    for facet in facets:
        found = row.accountable.get(facet)
        if found is not None:
            names = tuple(reading.facts.people[person].name for person in found.acting)
            by_people.setdefault((names, found.caretaker), []).append(facet)
    for (names, caretaker), theirs in by_people.items():
        yield Answering(names, caretaker, () if len(theirs) == len(facets) else tuple(theirs))
