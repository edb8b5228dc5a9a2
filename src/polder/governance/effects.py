"""A change set as a page shows it: each cell with now and then, who gains and loses, and who may make which line."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.base.words import say_list
from polder.governance.authority import denial
from polder.governance.cell_changes import Cell, in_force, wanted
from polder.governance.changes import Assign, CreateAspect, CreateRole, MatrixLine, Unassign
from polder.governance.facts import LETTERS, POWERS, AspectKey, Facet, Letter, PartyKey, PersonKey, Power
from polder.governance.grid import party_name
from polder.governance.line_words import line_in_words
from polder.governance.resolution import Reading
from polder.governance.resolution.moments import instant
from polder.governance.saying import power_words
from polder.governance.simulation import Direction, Simulation

_BEHIND = 2  # named beside a party; of more only the number
_QUOTED_ASPECT = re.compile(r"“([a-z0-9-]+)”")
_QUOTED_PARTY = re.compile(r"“((?:person|unit|role|body):[a-z0-9-]+)”")
_DIRECTIONS: tuple[Direction, ...] = ("gained", "lost")


@dataclass(frozen=True, slots=True)
class Changed:
    """The lines about one cell. `now` and `then` are letters with how to draw them ("", "gain", "lose")."""

    numbers: tuple[int, ...]  # places of its lines in the change set
    aspect: AspectKey
    aspect_name: str
    is_new: bool  # the aspect comes with the same change set
    party_name: str
    behind: str
    facet: Facet
    now: tuple[tuple[Letter, str], ...]
    then: tuple[tuple[Letter, str], ...]
    valid_from: datetime | None
    valid_until: datetime | None

    @property
    def named(self) -> str:
        """Its places, as a form sends them to take the cell out."""
        return ",".join(map(str, self.numbers))


@dataclass(frozen=True, slots=True)
class Said:
    """A line that is about no cell: an aspect, its settings, a role."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Shift:
    """One power that comes or goes, on how many aspects."""

    gained: bool
    power: str
    places: str


@dataclass(frozen=True, slots=True)
class Group:
    """People for whom the same changes. `is_mine`: whoever looks is one of them."""

    names: tuple[str, ...]
    detail: str
    is_mine: bool
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class PowerShift:
    """One power that comes or goes, and for whom."""

    shift: Shift
    names: tuple[str, ...]


def cells(reading: Reading, lines: Sequence[MatrixLine], at: datetime) -> list[Changed]:
    """The cells that the lines are about, in their order, as they are at `at` and as they would be."""
    numbers: dict[Cell, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if isinstance(line, Assign | Unassign):
            numbers[Cell(line.aspect, line.facet, line.party)].append(number)
    new = {line.aspect.key: line.aspect.name for line in lines if isinstance(line, CreateAspect)}
    roles = {PartyKey(f"role:{line.key}"): line.name for line in lines if isinstance(line, CreateRole)}
    return [_changed(reading, lines, cell, places, new, roles, at) for cell, places in numbers.items()]


def sentences(lines: Sequence[MatrixLine]) -> list[Said]:
    """The other lines. At most two queries each."""
    return [
        Said(number, line_in_words(line))
        for number, line in enumerate(lines)
        if not isinstance(line, Assign | Unassign)
    ]


def groups(reading: Reading, simulation: Simulation, me: PersonKey) -> list[Group]:
    """Who gains and loses, people with the same together; the one who looks first, then the most."""
    alike: dict[tuple[tuple[Direction, Power, int], ...], list[PersonKey]] = defaultdict(list)
    for person, counts in simulation.by_person.items():
        alike[tuple((*key, count) for key, count in sorted(counts.items(), key=_order))].append(person)
    found = [_group(reading, people, what, me) for what, people in alike.items()]
    return sorted(found, key=lambda each: (not each.is_mine, -len(each.shifts), each.names))


def by_power(reading: Reading, simulation: Simulation) -> list[PowerShift]:
    """The same by power: on how many aspects it comes or goes, and for whom."""
    found = []
    for direction in _DIRECTIONS:
        for power in POWERS:
            shifts = [each for each in simulation.shifts if (each.direction, each.power) == (direction, power)]
            if shifts:
                people = sorted({person for each in shifts for person in each.people})
                shift = _shift(direction, power, len({each.aspect for each in shifts}))
                found.append(PowerShift(shift, tuple(_names(reading, people))))
    return found


def settable_lines(reading: Reading, lines: Sequence[MatrixLine], person: str, at: datetime) -> int:
    """How many of the lines the person could make alone (G13); names that are not there yet count as refused."""
    known = reading.facts.aspects
    created = [line for line in lines if isinstance(line, CreateAspect)]
    return sum(
        denial(reading, person, [*created, line] if getattr(line, "aspect", None) not in known else [line], at) is None
        for line in lines
    )


def in_names(reading: Reading, sentence: str, lines: Sequence[MatrixLine]) -> str:
    """A sentence of pure change sets, which know keys, with names instead; `lines` name what they would make."""
    names = {key: aspect.name for key, aspect in reading.facts.aspects.items()}
    names |= {line.aspect.key: line.aspect.name for line in lines if isinstance(line, CreateAspect)}
    sentence = _QUOTED_ASPECT.sub(lambda found: f"“{names.get(AspectKey(found[1]), found[1])}”", sentence)
    return _QUOTED_PARTY.sub(lambda found: f"“{party_name(reading, PartyKey(found[1]))}”", sentence)


def people_behind(reading: Reading, party: PartyKey, at: datetime) -> str:
    """ "Anna de Wit", "23 people", "nobody now"."""
    now = instant(at)
    names = sorted(
        {
            reading.facts.people[tie.person].name
            for tie in reading.members(party)
            if tie.start <= now < tie.end and reading.active(tie.person, now)
        }
    )
    if not names:
        return _("nobody now")
    if len(names) <= _BEHIND:
        return say_list(names)
    return ngettext("%(count)s person", "%(count)s people", len(names)) % {"count": len(names)}


def _changed(
    reading: Reading, lines: Sequence[MatrixLine], cell: Cell, numbers: Sequence[int],
    new: Mapping[AspectKey, str], roles: Mapping[PartyKey, str], at: datetime,
) -> Changed:  # fmt: skip
    about = [lines[number] for number in numbers]
    own = in_force(reading.facts, cell, at)
    then = wanted(about, cell, own)
    begins = [line for line in about if isinstance(line, Assign)]
    there = reading.facts.aspects.get(cell.aspect)
    return Changed(
        numbers=tuple(numbers),
        aspect=cell.aspect,
        aspect_name=new.get(cell.aspect, cell.aspect) if there is None else there.name,
        is_new=there is None,
        party_name=roles.get(cell.party) or party_name(reading, cell.party),
        behind=_("a new role, held by nobody yet") if cell.party in roles else people_behind(reading, cell.party, at),
        facet=cell.facet,
        now=tuple((letter, "" if letter in then else "lose") for letter in LETTERS if letter in own),
        then=tuple((letter, "" if letter in own else "gain") for letter in LETTERS if letter in then),
        valid_from=next((line.valid_from for line in begins if line.valid_from), None),
        valid_until=next((line.valid_until for line in begins if line.valid_until), None),
    )


def _order(item: tuple[tuple[Direction, Power], int]) -> tuple[int, int]:
    (direction, power), _count = item
    return _DIRECTIONS.index(direction), POWERS.index(power)


def _group(
    reading: Reading, people: Sequence[PersonKey], what: Iterable[tuple[Direction, Power, int]], me: PersonKey
) -> Group:
    first = reading.facts.people.get(people[0])
    unit = reading.facts.units.get(first.unit) if first and first.unit else None
    if len(people) > 1:
        detail = ngettext("%(count)s person", "%(count)s people", len(people)) % {"count": len(people)}
    else:
        detail = _("you") if people[0] == me else unit.name if unit else ""
    return Group(
        names=tuple(_names(reading, people)),
        detail=detail,
        is_mine=me in people,
        shifts=tuple(_shift(direction, power, count) for direction, power, count in what),
    )


def _shift(direction: Direction, power: Power, count: int) -> Shift:
    places = ngettext("%(count)s aspect", "%(count)s aspects", count) % {"count": count}
    return Shift(direction == "gained", power_words(power), places)


def _names(reading: Reading, people: Iterable[PersonKey]) -> Iterator[str]:
    for person in people:
        known = reading.facts.people.get(person)
        yield known.name if known else person
