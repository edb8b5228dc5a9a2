"""Finding the tables of a grid: where each header stands, what lies under it, and what is outside (importer.md L3, L5-L7, L9, L10).

A header is found by what stands under it: texts above columns with letters, letters or their words above columns with
names (L5) or marks (L10). Titles, versions, legends and notes have no such columns and stay outside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from polder.governance.importing.cells import Item, read_mark
from polder.governance.importing.grids.grid import Grid, fold
from polder.governance.importing.headings import groups_of, letter_headings, look, own_letter
from polder.governance.importing.legends import beside, only_explains
from polder.governance.importing.words import is_legend_heading, is_note_heading, is_number_heading, kinds_of

ACROSS, LETTER_COLUMNS, MARKS = "across", "letter columns", "marks"
_NAME_OF_LETTERS = re.compile(r"[A-Z]{2,}|[^\W\d_]{4,}")  # a party may be called AI or Uitvoerder
_FAR, _NEAR = 400, 60  # lines under a header that are looked at to recognise it


@dataclass(slots=True)
class Region:
    """A table in a grid: line indexes of its header and body, and how its letters are written."""

    grid: Grid
    header: tuple[int, ...]
    layout: str
    body: tuple[int, ...] = ()
    before: tuple[int, ...] = ()  # lines between the table before and this header

    def heading_parts(self, column: int) -> list[str]:
        """The texts above a column, the uppermost first; a cell merged down counts once."""
        parts: list[str] = []
        seen: set[tuple[int, int]] = set()
        for line in self.header:
            anchor = self.grid.covered.get((line, column), (line, column))
            if line != self.header[-1] and not self.grid.can_merge and self.grid.column_numbers is None:
                anchor = self._continued(line, column)
            cell = self.grid.holding(*anchor)
            if cell is not None and cell.text and anchor not in seen and anchor[0] in self.header:
                parts.append(fold(cell.text))
            seen.add(anchor)
        return parts

    def _continued(self, line: int, column: int) -> tuple[int, int]:
        """Without merging a blank in the upper row continues the cell to its left, unless nothing stands under that."""
        lower = self.grid.lines[self.header[-1]].cells
        if column not in lower:
            return line, column
        left = [c for c in self.grid.lines[line].cells if c <= column]
        return (line, max(left)) if left and max(left) in lower else (line, column)

    def heading(self, column: int) -> str:
        return " / ".join(self.heading_parts(column))

    def same_header(self, other: Region) -> bool:
        """Whether both headers are the same word for word."""
        columns = {c for r in (self, other) for line in r.header for c in r.grid.lines[line].cells}
        return all(self.heading(c) == other.heading(c) for c in columns)


class Finder:
    """Finds the regions of one grid. `letters` are those that may stand together in this file."""

    def __init__(self, grid: Grid, letters: frozenset[str]) -> None:
        self.grid = grid
        self.looks = [
            {c: look(cell.text, letters) for c, cell in line.cells.items() if cell.text} for line in grid.lines
        ]
        self.explaining: set[int] = set()  # lines of a legend
        self.letter_columns = [self._with_letters(line) for line in range(len(grid.lines))]
        self.texts = [{c for c, kind in looks.items() if kind == "text"} for looks in self.looks]

    def _with_letters(self, line: int) -> set[int]:
        """Columns of a line with letters; none in a line of a legend (`R | Responsible`)."""
        looks = self.looks[line]
        found = {c for c, kind in looks.items() if kind == "letters"}
        starts_with_letter = bool(found) and min(found) == min(looks)
        if starts_with_letter and only_explains(self.grid.lines[line].cells[c].text for c in sorted(looks)):
            self.explaining.add(line)
            return set()
        return found

    def regions(self) -> list[Region]:
        """The tables that may be a matrix, from top to bottom."""
        found: list[Region] = []
        free = 0  # first line that belongs to no header yet
        last_with_letters = -1
        for line in range(len(self.grid.lines)):
            if line < free:
                continue
            current = found[-1] if found else None
            region = self._marks(line) if current is None or self._may_change(line, current) else None
            if region is None and (current is None or self._may_begin_again(line, current)):
                region = self._letter_columns(line)
            if region is None and self.letter_columns[line]:
                region = self._across(line, max(free, last_with_letters + 1), current)
                if (region or current) and not self._may_be_header(line):
                    last_with_letters = line
            if region is not None:
                found.append(region)
                free = region.header[-1] + 1
                if region.layout != ACROSS:
                    last_with_letters = region.header[-1]
        return self._with_bodies(found) if found else []

    def _with_bodies(self, found: list[Region]) -> list[Region]:
        ends = [region.header[0] for region in found[1:]] + [len(self.grid.lines)]
        begin = 0
        for region, end in zip(found, ends, strict=True):
            region.before = tuple(range(begin, region.header[0]))
            region.body = tuple(range(region.header[-1] + 1, end))
            begin = region.header[-1] + 1
        return found

    # L1, L4, L6: texts above letters

    def _across(self, line: int, start: int, current: Region | None) -> Region | None:
        candidates = [candidate for candidate in range(start, line) if self._may_be_header(candidate)]
        if not candidates:
            return None
        wanted = self._letters_from(line)
        best: tuple[tuple[float, ...], Region] | None = None
        for candidate in candidates:
            header = self._with_upper(candidate, wanted)
            cover = len(wanted & self._headed(header)) / len(wanted)
            if current is not None and not self._is_new_header(candidate, header, current, cover, len(wanted)):
                continue
            rank = (self._holds_only_headings(candidate), round(cover, 2), *self._marks_of_header(header), candidate)
            if cover >= 0.5 and (best is None or rank > best[0]):
                best = rank, Region(self.grid, header, ACROSS)
        return best[1] if best else None

    def _holds_only_headings(self, line: int) -> bool:
        """No number, `-` or mark stands in a header, except the sign of the numbers (#)."""
        cells = self.grid.lines[line].cells
        return all(
            kind in {"text", "letters"} or is_number_heading(cells[c].text) for c, kind in self.looks[line].items()
        )

    def _marks_of_header(self, header: tuple[int, ...]) -> tuple[bool, int]:
        """Whether lines are styled as a header, and how many of their words are those of headings."""
        cells = [cell for line in header for cell in self.grid.lines[line].cells.values()]
        styled = sum(cell.bold or cell.shaded for cell in cells) >= 2
        return styled, sum(bool(kinds_of(fold(c.text)) or is_note_heading(fold(c.text))) for c in cells)

    def _letters_from(self, line: int) -> set[int]:
        """Columns with letters in the lines from here to what looks like the next header."""
        wanted = set(self.letter_columns[line])
        for following in range(line + 1, min(line + _FAR, len(self.grid.lines))):
            starts_anew = self.grid.lines[following].after_blank or len(self.looks[following - 1]) == 1
            if starts_anew and len(self.texts[following]) >= 3 and self._may_be_header(following):
                break
            wanted |= self.letter_columns[following]
        return wanted

    def _may_be_header(self, line: int) -> bool:
        texts, letters = self.texts[line], self.letter_columns[line]
        if not texts or len(letters) > len(texts):
            return False
        if sum("=" in self.grid.lines[line].cells[c].text for c in texts) >= 2:
            return False  # a legend over several cells
        return all(_NAME_OF_LETTERS.fullmatch(self.grid.lines[line].cells[c].text) for c in letters)

    def _headed(self, header: tuple[int, ...]) -> set[int]:
        """Columns with a text of their own, or merged down into, in one of these lines."""
        own = {c for line in header for c in self.texts[line] | self.letter_columns[line]}
        down = {c for (line, c), anchor in self.grid.covered.items() if line == header[-1] and anchor[0] < line}
        return own | {c for c in down if self.grid.holding(header[-1], c)}

    def _is_new_header(self, line: int, header: tuple[int, ...], current: Region, cover: float, lettered: int) -> bool:
        """Within a table a line of texts is a header only when much speaks for it. `lettered`: columns with letters."""
        if cover >= 0.5 and any(
            fold(self.grid.lines[line].cells[c].text).casefold() == current.heading(c).casefold()
            for c in sorted(self.texts[line])[:1]
        ):
            return True
        first, texts = header[0], self.texts[line]
        if not self._stands_apart(first, current) or cover < 0.8 or len(texts) < 2:
            return False
        cells = self.grid.lines[line].cells
        if set(self.looks[line].values()) - {"text", "letters"} or any(
            not cells[c].text.isupper() for c in self.letter_columns[line]
        ):
            return False
        label = min(cells)
        styled = sum(cell.bold or cell.shaded for cell in cells.values()) >= 2
        many = len(texts) >= 3 and lettered > 1 and self.grid.lines[first].after_blank
        has_corner = label > min(c for i in current.header for c in self.looks[i])
        return styled or many or has_corner or bool(kinds_of(fold(cells[label].text)))

    def _may_begin_again(self, line: int, current: Region) -> bool:
        """Whether another header of letter columns may stand here: apart, and with a label that is a heading."""
        cells = self.grid.lines[line].cells
        if not self._stands_apart(line, current) or not self.looks[line]:
            return False
        label = min(self.looks[line])
        text = fold(cells[label].text)
        styled = sum(cell.bold or cell.shaded for cell in cells.values()) >= 2
        return styled or bool(kinds_of(text)) or text.casefold() == current.heading(label).casefold()

    def _may_change(self, line: int, current: Region) -> bool:
        """Whether the header of a table of marks may end here: right under letters two rows of letters are no header."""
        return current.layout == MARKS or self._stands_apart(line - 1, current) or not self.letter_columns[line - 1]

    def _stands_apart(self, line: int, current: Region) -> bool:
        """Whether a line may begin another table: after a blank row or a line with one text, a title."""
        after_title = line > 0 and len(self.looks[line - 1]) == 1 and current.layout != MARKS
        return self.grid.lines[line].after_blank or after_title

    def _with_upper(self, line: int, wanted: set[int]) -> tuple[int, ...]:
        """The header with the row above it when that is its upper row (department over role)."""
        upper = line - 1
        if upper < 0 or self.grid.lines[line].after_blank or not self._may_be_header(upper):
            return (line,)
        first = self._first_party(line, wanted)
        above = {c for c in self.texts[upper] if c >= first}
        kinds = set(self.looks[upper].values())
        if not above or kinds & {"number", "check"} or self._conflict(upper, line, first):
            return (line,)
        cells = self.grid.lines[upper].cells
        merged = any(cells[c].across > 1 or cells[c].down > 1 for c in above)
        corner = {c for c in self.texts[upper] | self.texts[line] if c < first}
        one_corner = any((c in self.texts[upper]) != (c in self.texts[line]) for c in corner)
        spans_all = len(above) == 1 and cells[min(above)].across == 1
        if merged or (one_corner and not spans_all) or (not corner and len(above) < len(self.texts[line])):
            return (upper, line)
        return (line,)

    def _first_party(self, line: int, wanted: set[int]) -> int:
        """The first column right of the labels: below it no row with letters has a text."""
        labels = {0}
        for below in range(line + 1, min(line + _NEAR, len(self.looks))):
            if self.letter_columns[below] & wanted:
                labels.update(c for c in self.texts[below] if c < min(wanted))
        return max(labels) + 1 if max(labels) < min(wanted) else min(wanted)

    def _conflict(self, upper: int, line: int, first: int) -> bool:
        """Whether both rows have a text of their own above the labels: a line of another kind stands above."""
        return any(
            fold(self.grid.lines[upper].cells[c].text).casefold()
            != fold(self.grid.lines[line].cells[c].text).casefold()
            for c in self.texts[upper] & self.texts[line]
            if c < first
        )

    def _heads_legend(self, line: int) -> bool:
        """Whether a line is the header of a legend: `Code | Meaning`."""
        cells = [cell.text for cell in self.grid.lines[line].cells.values() if cell.text]
        return bool(cells) and all(is_legend_heading(text) for text in cells)

    # L5: letters above names

    def _letter_columns(self, line: int) -> Region | None:
        columns = self._letter_headings(line)
        if not self._are_letter_columns(line, columns) or self._is_under_header(line, set(columns)):
            return None
        following = line + 1
        if following < len(self.looks) and self._are_letter_columns(following, self._letter_headings(following)):
            return None  # a legend over several cells, right above the header
        return Region(self.grid, self._with_upper(line, set(columns)), LETTER_COLUMNS)

    def _is_under_header(self, line: int, columns: set[int]) -> bool:
        """Whether plain letters stand right under texts: then they are the first row of a table, and no headings."""
        if not self.letter_columns[line] or line == 0 or self.grid.lines[line].after_blank:
            return False
        above = line - 1
        return self._may_be_header(above) and self._holds_only_headings(above) and columns <= self._headed((above,))

    def _letter_headings(self, line: int) -> dict[int, Item]:
        return letter_headings(self.grid, line)

    def _are_letter_columns(self, line: int, columns: dict[int, Item]) -> bool:
        letters = {(i.meaning.letter if i.meaning else i.letters) for i in columns.values()}
        if len(letters) < 2 or len(columns) > 3 * len(letters):
            return False
        first = min(columns)
        names, others = Counter[int](), Counter[int]()
        labelled = 0
        for below in range(line + 1, min(line + _NEAR, len(self.looks))):
            looks = self.looks[below]
            kinds = {c: looks[c] for c in columns if c in looks and below not in self.explaining}
            names.update(c for c, kind in kinds.items() if kind in {"text", "check"})
            others.update(c for c, kind in kinds.items() if kind in {"letters", "number"})
            labelled += any(c < first for c in looks) and "text" in kinds.values()
        return labelled > 0 and all(names[c] >= others[c] for c in columns) and names.total() > others.total()

    # L10: parties above letters, marks below

    def _marks(self, line: int) -> Region | None:
        if line == 0 or self.grid.lines[line].after_blank:
            return None
        subs = self._letter_headings(line)
        if len(subs) < 2:
            return None
        groups = groups_of(self.grid, line - 1, subs)
        first = min(subs)
        if groups is None or not 0 < len(groups) < len(subs) or self._conflict(line - 1, line, first):
            return None
        marks = others = 0
        for below in range(line + 1, min(line + _NEAR, len(self.looks))):
            cells = self.grid.lines[below].cells
            unlabelled = bool(self.looks[below]) and min(self.looks[below]) >= first
            if unlabelled or below in self.explaining or self._heads_legend(below):
                continue
            for column, item in subs.items():
                if column in self.looks[below]:
                    kind = read_mark(cells[column].text, own_letter(item)).kind
                    marks += kind == "items"
                    others += kind == "unread"
        return Region(self.grid, (line - 1, line), MARKS) if marks and marks > others else None


def legend_columns(region: Region, lines: Iterable[int], columns: Iterable[int]) -> set[int]:
    """Columns of a region that hold a legend beside the table: under no heading, or one that says so."""
    found = beside(region.grid, lines, columns)
    return {c for c, explained in found.items() if is_legend_heading(region.heading(c)) or not explained} - {
        c + 1 for c, explained in found.items() if explained and not is_legend_heading(region.heading(c))
    }
