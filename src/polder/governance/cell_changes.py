"""One cell of the matrix edited: what is in force there, what a draft makes of it, and the lines that lead to it.

Pure: letters, lines and facts. A cell here is an aspect, a party and a facet value, `*` being one of four.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from polder.governance.changes import Assign, MatrixLine, Unassign
from polder.governance.facts import LETTERS, AspectKey, Assignment, Facet, Facts, Letter, PartyKey
from polder.governance.resolution.moments import end_of, instant, start_of

type Letters = frozenset[Letter]


class Cell(NamedTuple):
    """Where letters are edited."""

    aspect: AspectKey
    facet: Facet
    party: PartyKey


def in_force(facts: Facts, cell: Cell, at: datetime) -> Letters:
    """The party's own letters there at `at`: what stands on this aspect for this very facet value."""
    return frozenset(given.letter for given in _valid(facts, cell, at) if given.party == cell.party)


def other_accountable(facts: Facts, cell: Cell, at: datetime) -> PartyKey | None:
    """The other party that has the A there at `at` (G9); None when nobody has, or the cell's own party."""
    found = (given.party for given in _valid(facts, cell, at) if given.letter == "A" and given.party != cell.party)
    return next(found, None)


def wanted(lines: Collection[MatrixLine], cell: Cell, own: Letters) -> Letters:
    """The letters of the cell once the lines have taken effect."""
    found = set(own)
    for line in lines:
        if isinstance(line, Unassign) and _where(line) == cell:
            found.discard(line.letter)
    for line in lines:
        if isinstance(line, Assign) and _where(line) == cell:
            found.add(line.letter)
    return frozenset(found)


def lines_for(
    lines: Sequence[MatrixLine],
    cell: Cell,
    letters: Letters,
    *,
    own: Letters,
    other: PartyKey | None,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> tuple[MatrixLine, ...]:
    """The lines of a draft after the cell is edited to `letters`; what the lines say of other cells stays.

    There is one A (G9): who is to get it takes it from `other`, and from whom an earlier line gave it. When the edit
    takes back such a wish, the line that ended the other's A goes too. The dates are those of what begins; what an
    earlier line begins keeps its own while none are given.
    """
    before = {
        line.letter: (line.valid_from, line.valid_until)
        for line in lines
        if isinstance(line, Assign) and _where(line) == cell
    }
    kept = [line for line in lines if not isinstance(line, Assign | Unassign) or _where(line) != cell]
    had_wish = any(isinstance(line, Assign) and line.letter == "A" and _where(line) == cell for line in lines)
    gains, loses = letters - own, own - letters
    if "A" in gains or had_wish:
        kept = [line for line in kept if not _is_a_of_others(line, cell)]
    if "A" in gains and other is not None:
        kept.append(Unassign(cell.aspect, cell.facet, other, "A"))
    kept += [Unassign(*cell, letter) for letter in LETTERS if letter in loses]
    for letter in LETTERS:
        if letter in gains:
            dates = (valid_from, valid_until)
            kept.append(Assign(*cell, letter, *(dates if any(dates) else before.get(letter, dates))))
    return tuple(kept)


def said(letters: Collection[Letter]) -> str:
    """The letters in their order, as a form carries them: "RA"."""
    return "".join(letter for letter in LETTERS if letter in letters)


def letters_in(text: str) -> Letters:
    """What `said` wrote; other characters are passed over."""
    return frozenset(letter for letter in LETTERS if letter in text)


def _valid(facts: Facts, cell: Cell, at: datetime) -> Iterator[Assignment]:
    now = instant(at)
    for given in facts.assignments:
        there = given.aspect == cell.aspect and given.facet == cell.facet
        if there and start_of(given.valid_from) <= now < end_of(given.valid_until):
            yield given


def _where(line: Assign | Unassign) -> Cell:
    return Cell(line.aspect, line.facet, line.party)


def _is_a_of_others(line: MatrixLine, cell: Cell) -> bool:
    return isinstance(line, Assign | Unassign) and line.letter == "A" and _where(line)[:2] == cell[:2]
