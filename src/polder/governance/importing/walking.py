"""From a table to its rows: sections, aspects, what each cell said (importer.md section 2: sections, labels, the end)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from polder.governance.importing.cells import Content, Item, read_cell, read_mark
from polder.governance.importing.columns import NUMBERED
from polder.governance.importing.grids.grid import Cell, fold
from polder.governance.importing.headings import own_letter
from polder.governance.importing.names import split_names, the_party
from polder.governance.importing.table import LIST, Table
from polder.governance.importing.tables import ACROSS, LETTER_COLUMNS, MARKS
from polder.governance.importing.words import is_number_heading

IN_LABEL = re.compile(r"(\d+(?:\.\d+)*)[.)]?\s+\S|([A-Z](?:\.\d+)+)[.)]?\s+\S")


class Place(NamedTuple):
    """A cell of the original: sheet, row number (as in the reading) and column from 0."""

    sheet: str | None
    row: int
    column: int


class Said(NamedTuple):
    """What one cell said about one party. `items` is none when it could not be read; `text` is all of it."""

    party: str
    items: tuple[Item, ...] | None
    text: str
    place: Place
    also: tuple[str, ...] = ()  # a column of remarks in a list (L6)


@dataclass(slots=True)
class Entry:
    """One row as it stands in the file; rows that are joined later are still apart. `aspect` none: no label."""

    sheet: str | None
    row: int
    section: tuple[str, ...]
    aspect: str | None
    said: list[Said]
    notes: dict[str, str]
    hidden: bool = False
    is_repeated_quietly: bool = False  # a merged label, or a line of a list: joined without a finding
    label: tuple[int, int] | None = None  # row number and column of the label in the original


@dataclass(slots=True)
class State:
    """Where the reader is in the sections; handed on when a repeated header continues the table."""

    outer: list[tuple[str | None, str]] = field(default_factory=list)  # (number, label), merged or left of the aspects
    inner: list[tuple[str | None, str]] = field(default_factory=list)  # in the column of the aspects
    columns: dict[int, str] = field(default_factory=dict)
    count: int = 0  # how far a plain count 1, 2, 3 had come


class Walker:
    """Walks the rows of one table. `run`: letters that may stand together; `prefix`: sections around the table."""

    def __init__(self, table: Table, run: frozenset[str], prefix: tuple[str, ...], state: State) -> None:
        self.table, self.run, self.prefix, self.state = table, run, prefix, state
        self.grid = table.grid
        self.telling = table.telling
        self.rows = table.rows
        self.sections: list[tuple[int, int]] = []  # places of section labels, for showing the original
        self._styled = self._styles()
        self._party_at = {c: party.name for party in table.parties for c in party.columns}

    # Labels

    def _label(self, line: int, column: int) -> tuple[Cell | None, tuple[int, int]]:
        anchor = self.grid.covered.get((line, column), (line, column))
        return self.grid.cell(*anchor), anchor

    def _label_columns(self) -> list[int]:
        return [*self.table.sections, self.table.aspect]

    def _own_labels(self, line: int) -> list[int]:
        cells = self.grid.lines[line].cells
        return [c for c in self._label_columns() if c in cells and cells[c].text]

    def _number(self, line: int) -> str | None:
        """The number of a row, from its own column or from within its label."""
        column = self.table.number
        cell = self.grid.cell(line, column) if column is not None else None
        if cell and NUMBERED.fullmatch(cell.text):
            return cell.text.rstrip(".)")
        for c in reversed(self._own_labels(line)):
            match = IN_LABEL.match(fold(self.grid.lines[line].cells[c].text))
            return (match[1] or match[2]) if match else None
        return None

    # Section or empty aspect?

    def _styles(self) -> dict[str, bool] | None:
        """Which of bold, shaded and merged tell sections from aspects here; none where the file has no style."""
        if not self.grid.can_style or self.table.is_turned:
            return None
        everything = [c for i in (*self.table.header, *self.rows) for c in self.grid.lines[i].cells.values()]
        if not any(cell.bold or cell.shaded or cell.across > 1 for cell in everything):
            return None
        aspects = [
            cell
            for i in self.rows
            if not self.table.is_label_alone(i) and (cell := self.grid.cell(i, self.table.aspect))
        ]
        few = len(aspects) / 3
        return {
            "bold": sum(cell.bold for cell in aspects) <= few,
            "shaded": sum(cell.shaded for cell in aspects) <= few,
            "merged": sum(self._reaches_over(cell, self.table.aspect) for cell in aspects) <= few,
        }

    def _reaches_over(self, cell: Cell, column: int) -> bool:
        return cell.across > 1 and any(c in self.telling for c in range(column + 1, column + cell.across))

    def _is_section(self, line: int, label_column: int) -> bool:
        if self.table.is_turned:
            return False
        following = self._next_labelled(line)
        number = self._number(line)
        if number is not None:
            after = self._number(following) if following is not None else None
            if following is None or after is not None:
                return after is not None and extends(after, number)
        if self._styled is not None:
            cell = self.grid.lines[line].cells[label_column]
            return (
                (self._styled["bold"] and cell.bold)
                or (self._styled["shaded"] and cell.shaded)
                or (self._styled["merged"] and self._reaches_over(cell, label_column))
            )
        return following is not None and self.table.lettered(following, self.run)

    def _next_labelled(self, line: int) -> int | None:
        return next((i for i in self.rows if i > line and any(c.text for c in self.grid.lines[i].cells.values())), None)

    # The walk

    def entries(self) -> Iterator[Entry]:
        """The rows of the table, from top to bottom."""
        listed = self.table.layout == LIST
        found = []
        for line in self.rows:
            own = self._own_labels(line)
            if self.table.is_label_alone(line):
                entry = self._alone(line, own)
            else:
                self._carry_columns(line, own)
                entry = self._entry(line, own)
            if entry is not None:
                entry.is_repeated_quietly = entry.is_repeated_quietly or listed
                found.append((line, entry))
        self._number_notes(found)
        yield from (entry for _, entry in found)

    def _alone(self, line: int, own: list[int]) -> Entry | None:
        cells = self.grid.lines[line].cells
        label = own[-1] if own else None
        if label is None:
            number = self.table.number
            spread = number is not None and number in cells and self._reaches_over(cells[number], number)
            if not spread:
                return None
            label = number or 0
        text = fold(cells[label].text)
        over_aspect = label + cells[label].across > self.table.aspect
        if label != self.table.aspect and not over_aspect:
            self._carry_columns(line, own)
            self.sections.append(self.grid.place(line, label))
            return None
        if self._is_section(line, label):
            self._carry_columns(line, [c for c in own if c != label])
            self._open(line, label, text)
            self.sections.append(self.grid.place(line, label))
            return None
        self._carry_columns(line, own)
        return self._entry(line, own)

    def _open(self, line: int, label: int, text: str) -> None:
        """A new section: it ends those of its level and below."""
        number = self._number(line)
        inner = label == self.table.aspect and bool(self.table.sections)
        stack = self.state.inner if inner else self.state.outer
        while stack and not (number and stack[-1][0] and extends(number, stack[-1][0])):
            stack.pop()
        stack.append((number, text))
        if not inner:
            self.state.inner.clear()
            self.state.columns.clear()

    def _carry_columns(self, line: int, own: list[int]) -> None:
        """Section columns: a blank or merged cell means the value above."""
        for index, column in enumerate(self.table.sections):
            if column in own:
                text = fold(self.grid.lines[line].cells[column].text)
                reaches_aspect = self.grid.lines[line].cells[column].across + column > self.table.aspect
                if reaches_aspect:
                    continue
                if self.state.columns.get(column) != text:
                    self.state.inner.clear()
                    for deeper in self.table.sections[index + 1 :]:
                        self.state.columns.pop(deeper, None)
                self.state.columns[column] = text

    def _section(self, number: str | None) -> tuple[str, ...]:
        def names(stack: list[tuple[str | None, str]]) -> list[str]:
            return [text for n, text in stack if not (number and n) or extends(number, n) or not self._numbers_nest()]

        columns = [self.state.columns[c] for c in self.table.sections if c in self.state.columns]
        return (*self.prefix, *names(self.state.outer), *columns, *names(self.state.inner))

    def _numbers_nest(self) -> bool:
        """Numbers show the nesting only where sections stand in one another by number."""
        return any(n and "." in n for stack in (self.state.outer, self.state.inner) for n, _ in stack)

    def _entry(self, line: int, own: list[int]) -> Entry | None:
        cell, anchor = self._label(line, self.table.aspect)
        section_names = self._section(self._number(line))
        aspect = fold(cell.text) if cell and cell.text else None
        quiet = aspect is not None and anchor[0] != line
        if aspect is None and own and self.grid.lines[line].cells[own[-1]].down == 1:
            # The only label of the row stands in a column of sections: it is the aspect itself.
            aspect = fold(self.grid.lines[line].cells[own[-1]].text)
            self.state.columns.pop(own[-1], None)
            section_names = self._section(self._number(line))
        said = list(self._said(line))
        if aspect is None and not any(s.items or s.items is None for s in said):
            return None
        notes = {}
        for column, heading in self.table.notes:
            holding = self.grid.holding(line, column)
            if holding and holding.text:
                notes[heading] = fold(holding.text)
        row = self.grid.place(line, 0)[1] + 1 if self.table.is_turned else self.grid.lines[line].number
        return Entry(
            self.grid.name,
            row,
            section_names,
            aspect,
            said,
            notes,
            self.grid.lines[line].hidden,
            quiet,
            None if aspect is None else self.grid.place(*anchor),
        )

    def _number_notes(self, found: list[tuple[int, Entry]]) -> None:
        """L8: the numbers are notes only when they are more than a count 1, 2, 3, ..."""
        for _, heading in self.table.notes:
            if is_number_heading(heading):
                texts = [entry.notes.get(heading, "") for _, entry in found if entry.aspect is not None]
                if _is_count([text for text in texts if text], 0):
                    for _, entry in found:
                        entry.notes.pop(heading, None)
        column = self.table.number
        if column is None:
            return
        heading = self._heading(column)
        numbers = []
        for line, entry in found:
            cell = self.grid.holding(line, column)
            text = fold(cell.text) if cell and cell.text else ""
            if text and entry.aspect is not None:
                numbers.append((entry, text))
        every = [fold(c.text) for line in self.rows if (c := self.grid.cell(line, column)) and c.text]
        start = self.state.count
        if _is_count([text for _, text in numbers], start) or _is_count(every, start):
            self.state.count = start + len(numbers)
            return
        for entry, text in numbers:
            if heading:
                entry.notes = {heading: text} | entry.notes

    def _heading(self, column: int) -> str:
        texts = [self.grid.holding(line, column) for line in self.table.header]
        return next((fold(cell.text) for cell in reversed(texts) if cell and cell.text), "")

    # What the cells said

    def _said(self, line: int) -> Iterator[Said]:
        if self.table.layout == ACROSS:
            yield from self._said_across(line)
        elif self.table.layout == MARKS:
            yield from self._said_by_marks(line)
        elif self.table.layout == LETTER_COLUMNS:
            yield from self._said_in_letter_columns(line)
        else:
            yield from self._said_in_list(line)

    def _body_cell(self, line: int, column: int) -> tuple[Cell | None, Place]:
        """The cell that holds here: merged body cells hold for every cell they cover; a label merged across does not."""
        own = self.grid.lines[line].cells.get(column)
        if own is not None or (line, column) not in self.grid.covered:
            return own, Place(self.grid.name, *self.grid.place(line, column))
        anchor = self.grid.covered[line, column]
        cell = self.grid.cell(*anchor)
        if (anchor[1] not in self.telling) or anchor[0] in self.table.header:
            cell = None
        return cell, Place(self.grid.name, *self.grid.place(*anchor))

    def _content(self, party: str, content: Content, place: Place) -> Said | None:
        if content.kind in {"blank", "none"}:
            return None
        return Said(party, content.items if content.kind == "items" else None, content.text, place)

    def _said_across(self, line: int) -> Iterator[Said]:
        cells = self.grid.lines[line].cells
        for column, party in self._party_at.items():
            if column not in cells and (line, column) not in self.grid.covered:
                continue
            cell, place = self._body_cell(line, column)
            if cell is not None and cell.text and (said := self._content(party, read_cell(cell.text, self.run), place)):
                yield said
        for column in self.table.strays:
            cell, place = self._body_cell(line, column)
            if cell is not None and cell.text:
                yield Said("", None, fold(cell.text), place)

    def _said_by_marks(self, line: int) -> Iterator[Said]:
        for column, heading in self.table.letters.items():
            cell, place = self._body_cell(line, column)
            if cell is None or not cell.text:
                continue
            content = read_mark(cell.text, own_letter(heading))
            if content.kind == "items":
                remarks = content.items[0].remarks
                yield Said(self._party_at[column], (heading._replace(remarks=remarks),), content.text, place)
            elif content.kind == "unread":
                yield Said(self._party_at[column], None, content.text, place)

    def _said_in_letter_columns(self, line: int) -> Iterator[Said]:
        for column, heading in sorted(self.table.letters.items()):
            cell, place = self._body_cell(line, column)
            for name in split_names(cell.text) if cell is not None else ():
                yield Said(name, (heading,), name, place)

    def _said_in_list(self, line: int) -> Iterator[Said]:
        who, _ = self._body_cell(line, self.table.who)
        cell, place = self._body_cell(line, self.table.letter)
        remark, _ = self._body_cell(line, self.table.remark) if self.table.remark >= 0 else (None, place)
        party = the_party(who.text) if who else ""
        also = (fold(remark.text),) if remark is not None and remark.text else ()
        content = read_cell(cell.text if cell else "", self.run)
        if not party and content.kind in {"blank", "none"}:
            return
        if not party:
            yield Said("", None, content.text, place, also)
        else:
            items = content.items if content.kind == "items" else () if content.kind in {"blank", "none"} else None
            yield Said(party, items, content.text, place, also)


def extends(longer: str, number: str) -> bool:
    """Whether a number lies under another: 1.1 under 1, A1 and A.1 under A, not 12 under 1."""
    if not longer.startswith(number) or len(longer) <= len(number):
        return False
    following = longer[len(number)]
    return following in ".-/" or following.isdigit() != number[-1].isdigit()


def _is_count(texts: list[str], start: int) -> bool:
    numbers = [int(text.rstrip(".)")) for text in texts if text.rstrip(".)").isdecimal()]
    if len(numbers) != len(texts):
        return False
    expected = list(range(1, len(texts) + 1))
    return numbers == expected or numbers == [n + start for n in expected]
