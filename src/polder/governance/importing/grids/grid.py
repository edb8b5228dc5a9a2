"""The uniform grid: cells with text, boldness, shade and span, whatever file they came from.

Columns count from 0. Lines are the rows that hold something; `number` is the row as importer.md section 1 counts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold at most (importer.md, Formats). Settings, so that a host can be stricter."""

    file_bytes: int = 10 * 1024 * 1024
    cells: int = 200_000
    sheets: int = 50
    unpacked_bytes: int = 150 * 1024 * 1024


class Cell(NamedTuple):
    """`text` is trimmed but keeps its line breaks: within a cell they separate letters from remarks."""

    text: str
    bold: bool = False
    shaded: bool = False
    across: int = 1
    down: int = 1


@dataclass(slots=True)
class Line:
    """One row that holds something. `after_blank`: at least one blank row lies between it and the line before."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False
    after_blank: bool = False


@dataclass(slots=True)
class Grid:
    """Cells of one sheet or one table. In a turned grid lines are the columns of the original."""

    name: str | None
    lines: list[Line]
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    can_style: bool = False
    can_merge: bool = False
    column_numbers: tuple[int, ...] | None = None
    set_aside: dict[tuple[int, int], Cell] = field(default_factory=dict)  # a legend beside the table, taken out

    def cell(self, line: int, column: int) -> Cell | None:
        """The cell that stands here itself, not one that reaches over it."""
        return self.lines[line].cells.get(column)

    def holding(self, line: int, column: int) -> Cell | None:
        """The cell that stands here or is merged over here."""
        own = self.lines[line].cells.get(column)
        if own is not None or (line, column) not in self.covered:
            return own
        anchor_line, anchor_column = self.covered[line, column]
        return self.lines[anchor_line].cells.get(anchor_column)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Row number and column (from 0) in the original, also when this grid was turned."""
        if self.column_numbers is None:
            return self.lines[line].number, column
        return self.column_numbers[column], self.lines[line].number - 1

    def turned(self, lines: Iterable[int], columns: Iterable[int]) -> Grid:
        """L4: this part of the grid with rows and columns exchanged; `number` of a line is its column, A = 1."""
        down, across = list(lines), list(columns)
        new_column = {line: index for index, line in enumerate(down)}
        new_line = {column: index for index, column in enumerate(across)}
        out = [Line(column + 1, {}, column in self.hidden_columns) for column in across]
        for line in down:
            for column, cell in self.lines[line].cells.items():
                if column in new_line:
                    out[new_line[column]].cells[new_column[line]] = cell._replace(across=cell.down, down=cell.across)
        covered = {
            (new_line[column], new_column[line]): (new_line[anchor[1]], new_column[anchor[0]])
            for (line, column), anchor in self.covered.items()
            if line in new_column and column in new_line and anchor[0] in new_column and anchor[1] in new_line
        }
        return Grid(
            name=self.name,
            lines=out,
            covered=covered,
            hidden_columns=frozenset(new_column[line] for line in down if self.lines[line].hidden),
            can_style=self.can_style,
            can_merge=self.can_merge,
            column_numbers=tuple(self.lines[line].number for line in down),
        )


@dataclass(slots=True)
class Sheet:
    """What stands under each other: one grid of a spreadsheet, or the tables of a document with the text between."""

    name: str | None
    flow: list[Grid | Text]
    is_spreadsheet: bool = False

    @property
    def grids(self) -> list[Grid]:
        return [part for part in self.flow if isinstance(part, Grid)]


class Text(NamedTuple):
    """Text outside tables. `kind` is heading, caption or line."""

    text: str
    kind: str = "line"


@dataclass(slots=True)
class Document:
    """A whole file. Hidden sheets are not in it; `also` holds text that stands nowhere in the flow, such as a comment."""

    sheets: list[Sheet]
    also: tuple[str, ...] = ()


class GridBuilder:
    """Collects rows as a reader meets them, counts cells against the limit, and works out which cells are covered."""

    def __init__(self, name: str | None, budget: Budget, *, can_style: bool = False, can_merge: bool = False) -> None:
        self.name, self.budget, self.can_style, self.can_merge = name, budget, can_style, can_merge
        self.hidden_columns: set[int] = set()
        self._rows: dict[int, Line] = {}
        self._plain: dict[Cell, Cell] = {}

    def row(self, position: int, number: int | None = None, *, hidden: bool = False) -> Line:
        """The row at `position` (counting from 1, blank rows included); `number` is shown for it, else the position."""
        if position not in self._rows:
            self._rows[position] = Line(position if number is None else number, {}, hidden)
        return self._rows[position]

    def put(self, line: Line, column: int, cell: Cell, times: int = 1) -> None:
        """Sets a filled cell; one without text is kept only when it is merged over others."""
        if cell.text:
            self.budget.spend(times)
        elif cell.across == 1 and cell.down == 1:
            return
        line.cells[column] = self._plain.setdefault(cell, cell)

    def build(self) -> Grid:
        filled = [p for p, line in self._rows.items() if any(cell.text for cell in line.cells.values())]
        last_row = max(filled, default=0)
        last_column = max((c for p in filled for c, cell in self._rows[p].cells.items() if cell.text), default=0)
        spans = self._spans(last_row, last_column)
        kept = sorted(set(filled) | {row for (row, _), _ in spans.items()})
        index = {position: i for i, position in enumerate(kept)}
        lines = []
        for i, position in enumerate(kept):
            line = self._rows.get(position) or Line(position, {})
            line.after_blank = i == 0 or kept[i - 1] != position - 1
            lines.append(line)
        covered = {(index[r], c): (index[a], b) for (r, c), (a, b) in spans.items() if a in index}
        return Grid(self.name, lines, covered, frozenset(self.hidden_columns), self.can_style, self.can_merge)

    def _spans(self, last_row: int, last_column: int) -> dict[tuple[int, int], tuple[int, int]]:
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        for position, line in self._rows.items():
            for column, cell in line.cells.items():
                if not cell.text or (cell.across == 1 and cell.down == 1):
                    continue
                below = min(position + cell.down - 1, last_row)
                right = min(column + cell.across - 1, last_column)
                self.budget.cover((below - position + 1) * (right - column + 1))
                for r in range(position, below + 1):
                    for c in range(column, right + 1):
                        if (r, c) != (position, column):
                            spans[r, c] = (position, column)
        return spans


class Budget:
    """How many filled cells, and cells covered by merging, a file may still have. Raises UnreadableFile past it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells, self.covered = 0, 0

    def spend(self, cells: int) -> None:
        self.cells += cells
        if self.cells > self.limits.cells:
            raise UnreadableFile(texts.too_many_cells(self.limits.cells))

    def cover(self, cells: int) -> None:
        self.covered += cells
        if self.covered > 5 * self.limits.cells:
            raise UnreadableFile(texts.too_many_cells(self.limits.cells))

    def sheets(self, count: int) -> None:
        if count > self.limits.sheets:
            raise UnreadableFile(texts.too_many_sheets(self.limits.sheets))


_LINE_BREAK = re.compile(r"\s*(?:\r\n|\r|\n|\x0b|\x0c|\u2028|\u2029|\x85)\s*")
_BLANKS = re.compile(r"[^\S\n]+")
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad]")


def tidy(text: str) -> str:
    """Trimmed, inner blanks folded to one, line breaks kept as one newline each."""
    if text.isalnum():
        return text
    return _BLANKS.sub(" ", _LINE_BREAK.sub("\n", _UNSEEN.sub("", text))).strip()


def fold(text: str) -> str:
    """As importer.md section 1 writes text: trimmed, inner blanks and line breaks one blank."""
    return " ".join(text.split())


def number_text(value: float) -> str:
    """A number without trailing zeros: 3, 0.5, 12345678901234."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"
