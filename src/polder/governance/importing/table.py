"""A table whose columns are known: what the stages after the finding of columns read."""

from __future__ import annotations

from dataclasses import dataclass, field

from polder.governance.importing.cells import Item, read_mark
from polder.governance.importing.grids.grid import Grid
from polder.governance.importing.headings import look, own_letter
from polder.governance.importing.tables import LETTER_COLUMNS, MARKS

LIST = "list"


@dataclass(frozen=True, slots=True)
class Party:
    """A party of the header and the columns that are its own (several in L10)."""

    name: str
    columns: tuple[int, ...]


@dataclass(slots=True)
class Table:
    """A table whose columns are known. `rows` are the line indexes of its body, outside lines left out."""

    grid: Grid
    header: tuple[int, ...]
    rows: tuple[int, ...]
    layout: str
    aspect: int
    number: int | None = None
    sections: list[int] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    letters: dict[int, Item] = field(default_factory=dict)  # L5, L10: the heading of a column as a letter
    who: int = -1  # L6
    letter: int = -1  # L6
    remark: int = -1  # L6
    strays: tuple[int, ...] = ()  # columns with letters but without a heading
    is_turned: bool = False

    @property
    def telling(self) -> set[int]:
        """Columns in which a row says something besides its label."""
        columns = {c for party in self.parties for c in party.columns} | {c for c, _ in self.notes if c != self.number}
        return columns | set(self.letters) | set(self.strays) | ({self.who, self.letter, self.remark} - {-1})

    def is_label_alone(self, line: int) -> bool:
        """A label, perhaps with a number, and nothing else."""
        cells = self.grid.lines[line].cells
        return not any(c in cells and cells[c].text for c in self.telling)

    def lettered(self, line: int, run: frozenset[str]) -> bool:
        """Whether a line has letters (names in L5, marks in L10)."""
        cells = self.grid.lines[line].cells
        if self.layout == MARKS:
            return any(
                c in cells and read_mark(cells[c].text, own_letter(item)).kind == "items"
                for c, item in self.letters.items()
            )
        if self.layout == LETTER_COLUMNS:
            return any(c in cells and look(cells[c].text, run) not in {"blank", "none"} for c in self.letters)
        columns = [self.letter] if self.layout == LIST else [c for p in self.parties for c in p.columns]
        return any(c in cells and look(cells[c].text, run) == "letters" for c in columns)
