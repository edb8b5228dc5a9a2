"""Collects where a reading stands in its file, while it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from polder.governance.importing.grids.grid import Grid, fold
from polder.governance.importing.reading import Original, Sources, SourceTable
from polder.governance.importing.table import Table
from polder.governance.importing.tables import ACROSS, MARKS
from polder.governance.importing.walking import Entry, Place


@dataclass(slots=True)
class TableTrail:
    """One table while it is walked: the original grid, the marks on it, and the rows it gave."""

    grid: Grid
    table: Table
    marks: dict[tuple[int, int], str]
    lines: dict[int, list[int]] = field(default_factory=dict)

    def entry(self, entry: Entry, row: int | None) -> None:
        """A line that became (part of) the row with this index; none when it had no label."""
        for said in entry.said:
            self.marks[said.place.row, said.place.column] = "unread" if said.items is None else "letter"
        if row is not None:
            self.lines.setdefault(row, []).append(entry.row - 1 if self.table.is_turned else entry.row)
        if entry.label is not None:
            self.marks.setdefault(entry.label, "aspect")

    def done(self, names: Mapping[str, str]) -> SourceTable:
        """The table as export needs it; `names`: each party by its name in lower case, as written first."""
        columns: dict[str, tuple[int, ...]] = {}
        subs: dict[tuple[str, str], int] = {}
        for party in self.table.parties if self.table.layout in {ACROSS, MARKS} else ():
            name = names[party.name.casefold()]
            for column in party.columns:
                row, original = self.table.grid.place(0, column)
                columns[name] = (*columns.get(name, ()), row if self.table.is_turned else original)
                if self.table.layout == MARKS:
                    heading = self.table.letters[column]
                    subs[name, heading.letters or (heading.meaning and heading.meaning.letter) or ""] = column
        return SourceTable(
            sheet=self.grid.name,
            layout=self.table.layout,
            is_turned=self.table.is_turned,
            lines={row: tuple(lines) for row, lines in self.lines.items()},
            columns=columns,
            sub_columns=subs,
            anchors={
                (self.grid.lines[line].number, column): (self.grid.lines[anchor[0]].number, anchor[1])
                for (line, column), anchor in self.grid.covered.items()
            },
        )


class SourceCollector:
    """Follows the reader from table to table; `sources` gives all of it."""

    def __init__(self) -> None:
        self._marks: dict[int, dict[tuple[int, int], str]] = {}
        self._trails: list[TableTrail] = []

    def begin(self, grid: Grid, header: Iterable[int], table: Table, *, title: int | None) -> TableTrail:
        """A table of the original `grid`; `table` may be turned. `title`: the line that is its section (L3)."""
        marks = self._marks.setdefault(id(grid), {})
        if title is not None:
            named = grid.lines[title]
            marks |= {(named.number, column): "section" for column, cell in named.cells.items() if cell.text}
        for line in header:
            marks |= {(grid.lines[line].number, column): "header" for column in grid.lines[line].cells}
        trail = TableTrail(grid, table, marks)
        self._trails.append(trail)
        return trail

    def sources(self, grids: Iterable[Grid], names: Mapping[str, str], unread: Iterable[Place]) -> Sources:
        """Every grid of the file with its marks, and every table."""
        missed: dict[str | None, list[Place]] = {}
        for place in unread:
            missed.setdefault(place.sheet, []).append(place)
        originals = []
        for grid in grids:
            marks = self._marks.get(id(grid), {})
            marks |= {(p.row, p.column): "unread" for p in missed.get(grid.name, ()) if (p.row, p.column) in marks}
            rows = tuple((line.number, {c: fold(cell.text) for c, cell in line.cells.items()}) for line in grid.lines)
            for (line, column), cell in grid.set_aside.items():
                rows[line][1][column] = fold(cell.text)
            originals.append(Original(grid.name, rows, marks))
        return Sources(tuple(originals), tuple(trail.done(names) for trail in self._trails))
