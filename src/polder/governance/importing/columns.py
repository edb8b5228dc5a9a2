"""What each column of a table is: number, section, aspect, party, note, count, or nothing (importer.md L5, L6, L8-L11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polder.governance.importing.cells import Item, read_mark
from polder.governance.importing.grids.grid import Grid, fold
from polder.governance.importing.headings import groups_of, letter_headings, look, own_letter
from polder.governance.importing.legends import only_explains
from polder.governance.importing.table import LIST, Party, Table
from polder.governance.importing.tables import ACROSS, LETTER_COLUMNS, MARKS, Region, legend_columns
from polder.governance.importing.words import (
    LETTER_WORDS,
    WHO_WORDS,
    is_legend_heading,
    is_note_heading,
    is_number_heading,
    is_remark_heading,
    is_total_heading,
    kinds_of,
    plain,
)

NUMBERED = re.compile(r"(?:[A-Za-z]|\d+)(?:[.\-/]?\d+)*(?:\.?[a-z])?[.)]?")


@dataclass(slots=True)
class _Counts:
    letters: int = 0
    texts: int = 0
    numbers: int = 0
    checks: int = 0

    @property
    def filled(self) -> int:
        return self.letters + self.texts + self.numbers + self.checks

    @property
    def only_counts(self) -> bool:
        return self.filled > 0 and self.filled == self.numbers + self.checks

    @property
    def has_letters(self) -> bool:
        """A stray word in a column of prose makes it no party."""
        return self.letters > 0 and self.letters * 4 >= self.texts


class Judge:
    """Judges the columns of one region. `run` are the letters that may stand together."""

    def __init__(self, region: Region, run: frozenset[str]) -> None:
        self.region, self.run, self.grid = region, run, region.grid
        self.core = self._core()
        headed = self._headed()
        last = max(headed, default=-1)
        filled = {c for line in self.core for c, cell in self.grid.lines[line].cells.items() if cell.text and c <= last}
        self.columns = sorted(headed | filled)
        self.headings = {c: region.heading(c) for c in self.columns}
        self.counts = self._count()

    def table(self) -> Table | None:
        """The table, or none when nothing in it is a matrix."""
        if not self.core or not self.columns:
            return None
        if self.region.layout == LETTER_COLUMNS:
            return self._letter_columns()
        if self.region.layout == MARKS:
            return self._marks()
        self.columns = self._without_counts(self.columns)
        return self._list() or self._across()

    def _core(self) -> tuple[int, ...]:
        """The body up to the last row with letters."""
        with_letters = [line for line in self.region.body if self._lettered(line)]
        return tuple(line for line in self.region.body if with_letters and line <= with_letters[-1])

    def _lettered(self, line: int) -> bool:
        cells = self.grid.lines[line].cells
        kinds = {c: look(cell.text, self.run) for c, cell in cells.items() if cell.text}
        first = min(kinds, default=0)
        if kinds.get(first) == "letters" and only_explains(cells[c].text for c in sorted(kinds)):
            return False
        if kinds and all(is_legend_heading(cells[c].text) for c in kinds):
            return False
        if self.region.layout == ACROSS:
            return any(kind == "letters" and c > first for c, kind in kinds.items())
        letters = self._heading_letters()
        if self.region.layout == MARKS:
            return any(
                c in cells and read_mark(cells[c].text, own_letter(i)).kind == "items" for c, i in letters.items()
            )
        labelled = any(c < min(letters) and cell.text for c, cell in cells.items())
        said = {kinds[c] for c in letters if c in kinds}
        return labelled and bool(said - {"none", "number", "check"})

    def _heading_letters(self) -> dict[int, Item]:
        return letter_headings(self.grid, self.region.header[-1])

    def _headed(self) -> set[int]:
        lines = self.region.header
        own = {c for line in lines for c, cell in self.grid.lines[line].cells.items() if cell.text}
        return own | {c for line, c in self.grid.covered if line in lines and self.grid.holding(line, c)}

    def _count(self) -> dict[int, _Counts]:
        counts = {c: _Counts() for c in self.columns}
        fields = {
            "letters": "letters",
            "text": "texts",
            "number": "numbers",
            "check": "checks",
            "mark": "texts",
            "doubt": "letters",
        }
        for line in self.core:
            for column, cell in self.grid.lines[line].cells.items():
                kind = fields.get(look(cell.text, self.run)) if column in counts else None
                if kind:
                    setattr(counts[column], kind, getattr(counts[column], kind) + 1)
        core = set(self.core)
        for (line, column), (anchor_line, anchor_column) in self.grid.covered.items():
            if line in core and column in counts and anchor_line in core:
                holding = self.grid.cell(anchor_line, anchor_column)
                if holding and look(holding.text, self.run) == "letters":
                    counts[column].letters += 1
        return counts

    def _lower(self, column: int) -> str:
        """The heading directly above a column: a note is called by that alone."""
        parts = self.region.heading_parts(column)
        return parts[-1] if parts else ""

    def _is_note(self, column: int) -> bool:
        return is_note_heading(self._lower(column))

    def _without_counts(self, columns: Sequence[int]) -> list[int]:
        """L11: without the last columns that hold only numbers or OK, and without those headed as counts."""
        first = min((c for c in columns if self.counts[c].has_letters and not self._is_note(c)), default=0)
        kept = [
            c
            for c in columns
            if not (
                c > first
                and is_total_heading(self._lower(c))
                and (self.counts[c].only_counts or not self.counts[c].filled)
            )
        ]
        while kept and kept[-1] > first and self.counts[kept[-1]].only_counts and not self._is_note(kept[-1]):
            kept.pop()
        return kept

    # Labels: number, sections, aspect

    def _labels(self, table: Table, zone: Iterable[int]) -> None:
        """Sets number, sections and aspect from the columns before the parties; the others become notes."""
        columns = list(zone)
        numbers = [c for c in columns if is_number_heading(self._lower(c)) or self._holds_numbers(c)]
        texts = [c for c in columns if c not in numbers and not self._is_note(c) and self.counts[c].filled]
        if not texts:
            texts = [c for c in columns if c not in numbers and not self._is_note(c)] or columns[-1:]
        with_word = [c for c in texts if "aspect" in kinds_of(self.headings[c])]
        plain_word = [c for c in with_word if not _has_note_word(self.headings[c])]
        table.aspect = (plain_word or with_word or texts)[-1]
        table.number = numbers[0] if numbers and numbers[0] != table.aspect else None
        table.sections = [c for c in texts if c < table.aspect]
        for column in columns:
            if column == table.number or column == table.aspect or column in table.sections:
                continue
            if self.headings[column] and self.counts[column].filled:
                table.notes.append((column, self._lower(column)))

    def _holds_numbers(self, column: int) -> bool:
        """A column without a word in its heading whose cells are all numbers of rows."""
        if self.headings[column] and kinds_of(self.headings[column]):
            return False
        own = [cell.text for line in self.core if (cell := self.grid.cell(line, column)) and cell.text]
        return bool(own) and all(NUMBERED.fullmatch(text) for text in own) and any(t[0].isdigit() for t in own)

    # L1, L4

    def _across(self) -> Table | None:
        beside = legend_columns(self.region, self.core, self._right_of_label())
        columns = [c for c in self.columns if c not in beside]
        candidates = [
            c
            for c in columns
            if self.counts[c].has_letters
            and self.headings[c]
            and not self._is_note(c)
            and kinds_of(self.headings[c]) != {"aspect"}
        ]
        leftmost = next((c for c in columns if not self._is_note(c) and self.counts[c].filled), None)
        candidates = [c for c in candidates if c != leftmost]
        if not candidates or leftmost is None:
            return None
        table = Table(self.grid, self.region.header, self.core, ACROSS, leftmost)
        self._labels(table, [c for c in columns if c < candidates[0]])
        strays = []
        for column in columns:
            if column <= table.aspect or column in {c for c, _ in table.notes} or column == table.number:
                continue
            counts = self.counts[column]
            if not self.headings[column]:
                strays += [column] if counts.has_letters else []
            elif self._is_note(column) or (counts.filled and not counts.has_letters):
                table.notes.append((column, self._lower(column)))
            else:
                table.parties.append(Party(self.headings[column], (column,)))
        table.strays = tuple(strays)
        return table if table.parties else None

    def _right_of_label(self) -> list[int]:
        return self.columns[1:]

    # L6

    def _list(self) -> Table | None:
        lettered = [c for c in self.columns if self.counts[c].has_letters and not self._is_note(c) and self.headings[c]]
        if len(lettered) != 1:
            return None
        letter = lettered[0]
        texts = [
            c
            for c in self.columns
            if c != letter
            and self.headings[c]
            and not self._is_note(c)
            and self.counts[c].texts
            and not self._holds_numbers(c)
        ]
        who = self._who(texts, letter)
        labels = [c for c in texts if c != who]
        if who is None or not labels:
            return None
        left = [c for c in labels if c < letter] or labels
        with_word = [c for c in left if "aspect" in kinds_of(self.headings[c])]
        aspect = (with_word or [c for c in left if c < who] or left)[-1]
        names_letters = set(re.findall(r"[^\W\d_]+", plain(self.headings[letter]))) & LETTER_WORDS
        is_letter_heading = (
            bool(names_letters)
            or kinds_of(self.headings[letter]) == {"party"}
            or look(self.headings[letter], self.run) == "letters"
        )
        if not is_letter_heading and not self._repeats(aspect):
            return None
        table = Table(self.grid, self.region.header, self.core, LIST, aspect, who=who, letter=letter)
        table.sections = [c for c in labels if c < aspect]
        for column in self.columns:
            if column in {who, letter, aspect, *table.sections} or not self.headings[column]:
                continue
            if table.remark < 0 and is_remark_heading(self._lower(column)):
                table.remark = column
            elif is_number_heading(self._lower(column)) and table.number is None:
                table.number = column
            elif self.counts[column].filled:
                table.notes.append((column, self._lower(column)))
        return table

    def _who(self, texts: Sequence[int], letter: int) -> int | None:
        by_kind = [c for c in texts if kinds_of(self.headings[c]) == {"party"}]
        by_word = [c for c in texts if set(re.findall(r"[^\W\d_]+", plain(self.headings[c]))) & WHO_WORDS]
        rest = [c for c in texts if c < letter and "aspect" not in kinds_of(self.headings[c])] if len(texts) > 1 else []
        found = by_kind or by_word or rest
        return found[-1] if found else None

    def _repeats(self, column: int) -> bool:
        own = [fold(cell.text).casefold() for line in self.core if (cell := self.grid.cell(line, column)) and cell.text]
        return len(set(own)) < len(own) or any(
            cell.down > 1 for line in self.core if (cell := self.grid.cell(line, column))
        )

    # L5, L10

    def _letter_columns(self) -> Table | None:
        letters = self._heading_letters()
        table = Table(self.grid, self.region.header, self.core, LETTER_COLUMNS, 0, letters=letters)
        self._label_and_notes(table, letters)
        return table

    def _marks(self) -> Table | None:
        letters = self._heading_letters()
        found = groups_of(self.grid, self.region.header[-2], letters)
        if found is None:
            return None
        table = Table(self.grid, self.region.header, self.core, MARKS, 0, letters=letters)
        table.parties = [Party(name, tuple(columns)) for name, columns in found]
        self._label_and_notes(table, letters)
        return table

    def _label_and_notes(self, table: Table, letters: dict[int, Item]) -> None:
        first = min(letters)
        self._labels(table, [c for c in self.columns if c < first])
        others = self._without_counts([c for c in self.columns if c not in letters])
        for column in others:
            if column > first and self.headings[column] and self.counts[column].filled:
                table.notes.append((column, self._lower(column)))


def _has_note_word(heading: str) -> bool:
    return any(is_note_heading(word) for word in heading.split())


def turned(table: Table, run: frozenset[str]) -> Table:
    """L4: the same table with parties down turned so that its aspects stand down."""
    labels = sorted([*table.sections, table.aspect])
    lines = [*table.header, *table.rows]
    across = [c for party in table.parties for c in party.columns]
    # A column without letters is an aspect too, unless its heading says that it is a note about the parties.
    across += [
        c
        for c, heading in table.notes
        if c > table.aspect and (not is_note_heading(heading) or _lettered(table.grid, table.rows, c, run))
    ]
    grid = table.grid.turned(lines, [*labels, *sorted(across)])
    depth = len(table.header)
    header = tuple(range(len(labels)))
    region = Region(grid, header, ACROSS)
    out = Table(
        grid,
        header,
        tuple(range(len(labels), len(grid.lines))),
        ACROSS,
        depth - 1,
        sections=list(range(depth - 1)),
        is_turned=True,
    )
    for column in range(depth, len(lines)):
        name = region.heading(column)
        lower = (region.heading_parts(column) or [""])[-1]
        if is_note_heading(lower) or (name and _only_text(grid, out.rows, column, run)):
            out.notes.append((column, lower))
        elif name:
            out.parties.append(Party(name, (column,)))
    return out


def _lettered(grid: Grid, lines: Iterable[int], column: int, run: frozenset[str]) -> bool:
    cells = [cell for line in lines if (cell := grid.cell(line, column)) is not None]
    return any(look(cell.text, run) == "letters" for cell in cells)


def _only_text(grid: Grid, lines: Iterable[int], column: int, run: frozenset[str]) -> bool:
    """A column with text and no letters is a note."""
    kinds = {look(cell.text, run) for line in lines if (cell := grid.cell(line, column)) is not None}
    return "letters" not in kinds and bool(kinds & {"text", "number", "mark"})
