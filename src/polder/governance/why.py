"""Why a letter stands in a cell: the story behind one aspect and one party at one moment (G16), from facts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from polder.governance.facts import FACETS, AspectKey, Assignment, Facet, Letter, PartyKey, PersonKey, Power
from polder.governance.grid import party_name
from polder.governance.resolution import Mark, Reading, accountable, matrix
from polder.governance.resolution.moments import instant, moment_of
from polder.governance.resolution.reading import Tie

POWERS_OF: dict[Letter, tuple[Power, ...]] = {  # G11
    "R": ("view_draft", "comment", "edit"),
    "A": ("view_draft", "comment", "edit", "publish", "assign"),
    "C": ("view_draft", "comment"),
    "I": (),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody who belongs to the party, and through what. `acting`: acts as its A (G8)."""

    person: PersonKey
    name: str
    through: str  # person, role, unit, seat, head
    seat: str
    acting: bool
    valid_from: datetime | None
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class StandIn:
    """A deputy of somebody behind the party."""

    by: PersonKey
    name: str
    acting_for: str
    valid_from: datetime | None
    valid_until: datetime | None
    holds_now: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A letter with the assignment that put it there."""

    mark: Mark
    assignment: Assignment
    aspect_name: str


@dataclass(frozen=True, slots=True)
class Story:
    """All there is to say about a cell. `people` is cut to the first `SHOWN`; `more` counts the rest."""

    aspect: AspectKey
    aspect_name: str
    party: PartyKey
    party_name: str
    placed: tuple[Placed, ...]
    people: tuple[Behind, ...]
    more: int
    deputies: tuple[StandIn, ...]
    powers: tuple[Power, ...]
    four_eyes: bool
    answers: tuple[
        tuple[tuple[Facet, ...], tuple[str, ...], bool], ...
    ]  # facets (none: all alike), who acts, caretaker?


SHOWN = 4  # of a party of many: what it may, and the way to change it, must stay in sight


def story(reading: Reading, aspect: AspectKey, party: PartyKey, at: datetime) -> Story:
    """For a known aspect and party; a cell without letters has a story too (who is behind the party, who answers)."""
    (row,) = matrix(reading, [aspect], at)
    marks = row.cells.get(party, ())
    people = sorted(_behind(reading, party, at), key=lambda who: (not who.acting, who.name.casefold()))
    letters = {mark.letter for mark in marks if not mark.vacant}
    given = {power for letter in letters for power in POWERS_OF[letter]}
    return Story(
        aspect=aspect,
        aspect_name=reading.facts.aspects[aspect].name,
        party=party,
        party_name=party_name(reading, party),
        placed=tuple(Placed(mark, mark.assignment, reading.facts.aspects[mark.stands_on].name) for mark in marks),
        people=tuple(people[:SHOWN]),
        more=max(0, len(people) - SHOWN),
        deputies=tuple(_deputies(reading, [who for who in people if who.acting], at)),
        powers=tuple(power for power in POWERS_OF["A"] if power in given),
        four_eyes=row.four_eyes,
        answers=tuple(_answers(reading, aspect, at)),
    )


def _answers(
    reading: Reading, aspect: AspectKey, at: datetime
) -> Iterator[tuple[tuple[Facet, ...], tuple[str, ...], bool]]:
    """Who act as the effective A; facets with the same answer together, and no facet named when all have it."""
    together: dict[tuple[tuple[str, ...], bool], list[Facet]] = {}
    for facet in FACETS:
        together.setdefault(_answering(reading, aspect, facet, at), []).append(facet)
    for (names, caretaker), facets in together.items():
        yield () if len(together) == 1 else tuple(facets), names, caretaker


def _answering(reading: Reading, aspect: AspectKey, facet: Facet, at: datetime) -> tuple[tuple[str, ...], bool]:
    found = accountable(reading, aspect, facet, at)
    if found is None:
        return (), False
    return tuple(reading.facts.people[person].name for person in found.acting), found.caretaker


def _behind(reading: Reading, party: PartyKey, at: datetime) -> Iterator[Behind]:
    now = instant(at)
    acting = {tie.person: tie for tie in reading.actors(party) if tie.start <= now < tie.end}
    belonging = {tie.person: tie for tie in reading.members(party) if tie.start <= now < tie.end}
    for person in dict.fromkeys((*acting, *belonging)):
        if reading.active(person, now):
            yield _as_behind(reading, person, acting.get(person) or belonging[person], acting=person in acting)


def _as_behind(reading: Reading, person: PersonKey, tie: Tie, *, acting: bool) -> Behind:
    return Behind(
        person=person,
        name=reading.facts.people[person].name,
        through=tie.through,
        seat=tie.seat.seat if tie.seat else "",
        acting=acting,
        valid_from=moment_of(tie.start),
        valid_until=moment_of(tie.end),
    )


def _deputies(reading: Reading, acting: list[Behind], at: datetime) -> Iterator[StandIn]:
    """Whoever is or will be deputy of those who act; what is over is left out."""
    now = instant(at)
    for who in acting:
        for standin in reading.deputies(who.person):
            if standin.end > now:
                yield StandIn(
                    by=standin.by,
                    name=reading.facts.people[standin.by].name,
                    acting_for=who.name,
                    valid_from=moment_of(standin.start),
                    valid_until=moment_of(standin.end),
                    holds_now=standin.start <= now and reading.active(standin.by, now),
                )
