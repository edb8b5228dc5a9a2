"""The matrix as a screen shows it: which letter stands where for whom, who answers, and what is missing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from polder.governance.facts import FACETS, LETTERS, AspectKey, Assignment, Facet, Letter, PartyKey
from polder.governance.resolution.accountable import NOBODY, Accountable, can_act, walk, who_act
from polder.governance.resolution.moments import Instant, instant
from polder.governance.resolution.reading import Reading, Span

Gap = Literal["no_accountable", "vacant_accountable", "no_responsible"]


class Mark(NamedTuple):
    """One letter in one cell. It stands on `stands_on`; `inherited` when that is another aspect than the row's.

    `vacant`: an A that cannot act at this moment (a body that acts by decision included).
    """

    letter: Letter
    facet: Facet
    stands_on: AspectKey
    inherited: bool
    vacant: bool
    assignment: Assignment


class Row(NamedTuple):
    """One aspect: its marks by party, who answers per facet asked for, and what is missing per facet."""

    aspect: AspectKey
    depth: int
    four_eyes: bool
    cells: Mapping[PartyKey, tuple[Mark, ...]]
    accountable: Mapping[Facet, Accountable | None]
    gaps: tuple[tuple[Gap, Facet], ...]


def matrix(reading: Reading, aspects: Iterable[AspectKey], t: datetime, facet: Facet = "*") -> list[Row]:
    """The rows of known `aspects` in the order given. `facet` `*` shows all three; one facet shows it and `*`.

    R, C and I are shown wherever they count (G6). An A is shown on its own aspect, and further down where it is the
    effective one (G7). Letters in a cell come in the order R, A, C, I, own ones before inherited.
    """
    now = instant(t)
    facets: tuple[Facet, ...] = FACETS if facet == "*" else (facet,)
    scene = _Scene(reading, now)
    return [_row(scene, aspect, facets) for aspect in aspects]


class _Scene:
    """One moment of a reading, with what many rows share."""

    def __init__(self, reading: Reading, now: Instant) -> None:
        self.reading, self.now = reading, now
        self._standing: dict[AspectKey, list[Mark]] = {}
        self._able: dict[PartyKey, bool] = {}
        self._acting: dict[tuple[int, bool], Accountable] = {}

    def able(self, assignment: Assignment) -> bool:
        found = self._able.get(assignment.party)
        if found is None:
            found = self._able[assignment.party] = can_act(self.reading, assignment, self.now, NOBODY)
        return found

    def standing(self, aspect: AspectKey) -> list[Mark]:
        """What stands on the aspect itself now."""
        found = self._standing.get(aspect)
        if found is None:
            found = self._standing[aspect] = [
                Mark(a.letter, a.facet, aspect, False, a.letter == "A" and not self.able(a), a)
                for a in (s.assignment for s in self.reading.spans.get(aspect, ()) if s.start <= self.now < s.end)
            ]
        return found

    def answers(self, aspect: AspectKey, facet: Facet) -> Accountable | None:
        """The effective A; made once per seat, however many aspects it answers for."""
        found = walk(self.reading, aspect, facet, self.now, NOBODY)
        if found.seat is None:
            return None
        key = (id(found.seat), found.caretaker)
        known = self._acting.get(key)
        if known is None:
            known = who_act(self.reading, found.seat.assignment, self.now, NOBODY, found)
            self._acting[key] = known
        return known


def _row(scene: _Scene, aspect: AspectKey, facets: tuple[Facet, ...]) -> Row:
    reading = scene.reading
    marks = [mark for mark in scene.standing(aspect) if mark.facet == "*" or mark.facet in facets]
    for above in reading.reach(aspect)[1:]:
        marks.extend(
            mark._replace(inherited=True)
            for mark in scene.standing(above)
            if mark.letter != "A" and (mark.facet == "*" or mark.facet in facets)
        )
    accountable = {facet: scene.answers(aspect, facet) for facet in facets}
    seats = {id(a.assignment): a.assignment for a in accountable.values() if a and a.assignment.aspect != aspect}
    marks.extend(Mark("A", a.facet, a.aspect, inherited=True, vacant=False, assignment=a) for a in seats.values())
    cells: dict[PartyKey, list[Mark]] = {}
    for mark in marks:
        cells.setdefault(mark.assignment.party, []).append(mark)
    for cell in cells.values():
        cell.sort(key=_order)
    gaps = tuple((gap, facet) for facet in facets for gap in _gaps(scene, aspect, facet, accountable[facet]))
    line = reading.line(aspect)
    return Row(
        aspect, len(line) - 1, reading.four_eyes(aspect), {p: tuple(c) for p, c in cells.items()}, accountable, gaps
    )


def _order(mark: Mark) -> tuple[bool, int, str]:
    return mark.inherited, _RANK[mark.letter], mark.facet


_RANK = {letter: rank for rank, letter in enumerate(LETTERS)}


def _gaps(scene: _Scene, aspect: AspectKey, facet: Facet, answers: Accountable | None) -> Iterable[Gap]:
    """What is missing in plain sight. The findings of section 8 look closer: also at who is behind an R."""
    if answers is None:
        yield "no_accountable"
    elif answers.caretaker:
        yield "vacant_accountable"
    spans: Iterable[Span] = (s for holders in scene.reading.held(aspect, facet).R.values() for s in holders)
    if not any(span.start <= scene.now < span.end for span in spans):
        yield "no_responsible"
