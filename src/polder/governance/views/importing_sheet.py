"""The file beside what was read of it, row by row, as HTML written in Python: a sheet may have thousands of cells.

Everything from the file is text of a stranger and escaped. Amber is what is asked or was not read, red what must be
chosen or is missing (ui.md section 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from polder.base import glyphs
from polder.governance.importing.reading import Original, Reading, Row, SourceTable

SHOWN_ROWS: Final = 300
MOST_ROWS: Final = 5_000  # also with "show all": more is no reading for people
MOST_COLUMNS: Final = 80
_LONGEST: Final = 80  # characters of a cell of the file
_OUTSIDE: Final = 12  # lines outside the table that are named


@dataclass(frozen=True, slots=True)
class Marks:
    """What needs a look, by index of a row of the reading and by party."""

    several: Mapping[int, tuple[str, ...]]  # who all answer, by row
    chosen: Mapping[int, str]  # which of them was chosen
    unanswered: frozenset[int]  # rows without A
    unread: Mapping[int, Mapping[str, str]]  # what could not be read, by row and party
    asked: frozenset[str]  # letters whose meaning is asked


def marks_of(reading: Reading, chosen: Mapping[int, str]) -> Marks:
    """From the findings and questions of a reading; `chosen`: who answers, by index of the row."""
    index = {(row.sheet, row.row, row.aspect): number for number, row in enumerate(reading.rows)}
    several: dict[int, tuple[str, ...]] = {}
    unanswered: set[int] = set()
    unread: dict[int, dict[str, str]] = {}
    for found in reading.findings:
        number = index.get((found.sheet, found.row, found.aspect or ""))
        if number is None:
            continue
        if found.code == "several_accountable":
            several[number] = found.parties
        elif found.code in {"no_accountable", "empty_row"}:
            unanswered.add(number)
        elif found.code == "unread_cell":
            unread.setdefault(number, {}).update(dict.fromkeys(found.parties, found.text))
    asked = frozenset(each.letter for each in reading.questions if each.letter)
    return Marks(several, chosen, frozenset(unanswered), unread, asked)


@dataclass(slots=True)
class Pair:
    """One sheet or table: the file at the left, the reading at the right; rows as HTML."""

    number: int
    name: str
    first: int
    last: int
    columns: tuple[str, ...]
    left: SafeString
    right: SafeString
    parties: tuple[str, ...]
    asked_parties: frozenset[str]
    aspects: int
    letters: int
    hidden_rows: int
    hidden_columns: int
    hidden_parties: int
    aligned: bool
    outside: list[tuple[int, str]] = field(default_factory=list)
    outside_more: int = 0

    @property
    def outside_count(self) -> int:
        return len(self.outside) + self.outside_more


def pairs(
    reading: Reading, marks: Marks, *, show_all: bool = False, asked_parties: frozenset[str] = frozenset()
) -> list[Pair]:
    """Every sheet that gave rows. Without `show_all` only the first rows of each."""
    most = MOST_ROWS if show_all else SHOWN_ROWS
    found: list[Pair] = []
    for original in reading.sources.originals:
        if original.marks:
            found.append(_Sheet(reading, original, marks, asked_parties).pair(len(found), most))
    return found


class _Sheet:
    def __init__(self, reading: Reading, original: Original, marks: Marks, asked_parties: frozenset[str]) -> None:
        self.reading, self.original, self.marks, self.asked_parties = reading, original, marks, asked_parties
        numbers = {number for number, _cells in original.rows}
        self.tables = [
            table for table in reading.sources.tables if table.sheet == original.sheet and _is_in(table, numbers)
        ]
        self.aligned = not any(table.is_turned for table in self.tables)
        self.at: dict[int, int] = {}  # row of the reading by row of the file
        for table in self.tables if self.aligned else ():
            for index, lines in table.lines.items():
                self.at |= dict.fromkeys(lines, index)
        self.rows = sorted({index for table in self.tables for index in table.lines})
        self.parties = self._parties()
        self.shown_parties = self.parties[:MOST_COLUMNS]
        self.marked_rows: dict[int, dict[int, str]] = {}
        for (number, column), mark in original.marks.items():
            self.marked_rows.setdefault(number, {})[column] = mark
        self.red = self._red()
        self.met: set[int] = set()
        self.met_header = False

    def _parties(self) -> tuple[str, ...]:
        here = {party for table in self.tables for party in table.columns}
        for index in self.rows:
            row = self.reading.rows[index]
            here.update(row.cells, row.remarks, self.marks.several.get(index, ()))
        return tuple(party for party in self.reading.parties if party in here)

    def _red(self) -> set[tuple[int, int]]:
        """Cells of the file that say A where several do."""
        return {
            (place.row, place.column)
            for index in self.rows
            if index not in self.marks.chosen
            for party in self.marks.several.get(index, ())
            for place in self.reading.sources.letter_cells(index, party)
        }

    def pair(self, number: int, most: int) -> Pair:
        marked = self.marked_rows
        first, last = min(marked), max(marked)
        inside = [(row, cells) for row, cells in self.original.rows if first <= row <= last]
        outside = [
            (row, " · ".join(text for _column, text in sorted(cells.items()) if text))
            for row, cells in self.original.rows
            if not first <= row <= last
        ]
        outside = [(row, text) for row, text in outside if text]
        width = max(column for row in marked.values() for column in row) + 1
        shown_width = min(width, MOST_COLUMNS)
        left = [self._left(row, cells, shown_width) for row, cells in inside[:most]]
        if self.aligned:
            right = [self._right(row, cells) for row, cells in inside[:most]]
        else:
            right = [self._read(self.reading.rows[index], index) for index in self.rows[:most]]
        rows = [self.reading.rows[index] for index in self.rows]
        return Pair(
            number=number,
            name=self.original.sheet or "",
            first=first,
            last=last,
            columns=tuple(column_name(column) for column in range(shown_width)),
            left=mark_safe("".join(left)),  # noqa: S308  # each piece is escaped where it is made
            right=mark_safe("".join(right)),  # noqa: S308  # the same
            parties=self.shown_parties,
            asked_parties=self.asked_parties,
            aspects=len(rows),
            letters=sum(len(letters) for row in rows for letters in row.cells.values()),
            hidden_rows=max(0, len(inside) - most),
            hidden_columns=width - shown_width,
            hidden_parties=len(self.parties) - len(self.shown_parties),
            aligned=self.aligned,
            outside=[(row, text[:200]) for row, text in outside[:_OUTSIDE]],
            outside_more=max(0, len(outside) - _OUTSIDE),
        )

    # The file

    def _left(self, number: int, cells: Mapping[int, str], width: int) -> str:
        marks = self.marked_rows.get(number, {})
        is_section = "section" in marks.values()
        parts = [f'<tr{self._row_class(number, is_section)}><td class="rn">{number}</td>']
        for column in range(width):
            text, mark = cells.get(column, ""), marks.get(column, "")
            if is_section and mark == "section" and not any(cells.get(after) for after in range(column + 1, width)):
                parts.append(f'<td colspan="{width - column}">{_cell(text)}</td>')
                break
            if mark == "header":
                parts.append(f'<th scope="col">{_cell(text)}</th>')
                continue
            hot = (number, column) in self.red or mark == "unread" or (mark == "letter" and self._is_asked(text))
            classes = " ".join(
                name for name in ("ctr" if mark in {"letter", "unread"} else "", "hot" if hot else "") if name
            )
            opened = f'<td class="{classes}">' if classes else "<td>"
            parts.append(f"{opened}{_cell(text)}</td>")
        return "".join(parts) + "</tr>"

    def _is_asked(self, text: str) -> bool:
        if not self.marks.asked or len(text) > _LONGEST:
            return False
        words = "".join(each if each.isalnum() else " " for each in text.upper()).split()
        return any(letter in words for letter in self.marks.asked)

    def _row_class(self, number: int, is_section: bool) -> str:
        if is_section:
            return ' class="sec"'
        index = self.at.get(number)
        if index is None:
            left_out = not self.marked_rows.get(number) and self.aligned
            return ' class="tot"' if left_out else ""
        return self._state(index)

    def _state(self, index: int) -> str:
        marks = self.marks
        if (index in marks.several and index not in marks.chosen) or index in marks.unanswered:
            return ' class="bad"'
        row = self.reading.rows[index]
        asked = any(_letters_in(remark) & marks.asked for remark in row.remarks.values())
        return ' class="q"' if asked or index in marks.unread else ""

    # The reading

    def _right(self, number: int, cells: Mapping[int, str]) -> str:
        marks = set(self.marked_rows.get(number, {}).values())
        span = len(self.shown_parties) + 1
        index = self.at.get(number)
        if index is not None and index not in self.met:
            self.met.add(index)
            return self._read(self.reading.rows[index], index)
        if index is not None:
            said = _("belongs to row %(row)s") % {"row": self.reading.rows[index].row}
        elif "section" in marks:
            named = sorted(column for column, mark in self.marked_rows[number].items() if mark == "section")
            name = _cell(" ".join(cells.get(column, "") for column in named))
            return f'<tr class="sec"><th colspan="{span}" scope="colgroup">{name}</th></tr>'
        elif "header" in marks:
            if not self.met_header:
                self.met_header = True
                return ""  # it stands in the head of the table
            said = _("heading")
        elif "unread" in marks:
            said = _("not read")
        else:
            said = _("left out")
        return f'<tr class="tot"><td colspan="{span}">{escape(said)}</td></tr>'

    def _read(self, row: Row, index: int) -> str:
        where = str(row.row) if self.aligned else column_name(row.row - 1)
        label = f'<th scope="row"><span class="rn">{where}</span>{_cell(row.aspect)}</th>'
        cells = "".join(self._party(row, index, party) for party in self.shown_parties)
        return f"<tr{self._state(index)}>{label}{cells}</tr>"

    def _party(self, row: Row, index: int, party: str) -> str:
        letters = list(row.cells.get(party, ()))
        remark = row.remarks.get(party, "")
        parts = []
        if party in self.marks.several.get(index, ()) and "A" not in letters:
            chosen = self.marks.chosen.get(index)
            if chosen is None:
                parts.append(_letter("A", "vacant"))
            elif chosen == party:
                letters.insert(1 if "R" in letters else 0, "A")
        parts = [_letter(letter, "") for letter in letters] + parts
        unread = self.marks.unread.get(index, {})
        if party in unread:
            parts.append(_gap("?", _("Not read: %(text)s") % {"text": unread[party][:_LONGEST]}))
        elif asked := sorted(_letters_in(remark) & self.marks.asked):
            parts.append(_gap(asked[0], _("Asked: %(letter)s") % {"letter": asked[0]}))
        elif remark:
            parts.append(str(format_html('<sup title="{}">*<span class="vh">{}</span></sup>', remark, remark)))
        return f'<td><span class="letters">{" ".join(parts)}</span></td>' if parts else "<td></td>"


def _is_in(table: SourceTable, numbers: set[int]) -> bool:
    """Whether the table stands in the grid with these rows: several of a text file share the name None."""
    if table.is_turned:
        lines: tuple[int, ...] = tuple(row for rows in table.columns.values() for row in rows)
    else:
        lines = tuple(row for rows in table.lines.values() for row in rows)
    return not lines or lines[0] in numbers


def column_name(column: int) -> str:
    """0 is A, 26 is AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _letters_in(remark: str) -> set[str]:
    return {part.strip() for part in remark.split(";") if len(part.strip()) == 1}


def _cell(text: str) -> str:
    if len(text) <= _LONGEST:
        return escape(text)
    return str(format_html('<span title="{}">{}…</span>', text[:1000], text[:_LONGEST]))


def _gap(shown: str, said: str) -> str:
    return str(format_html('<span class="raci gap" role="img" aria-label="{}">{}</span>', said, shown))


def _letter(letter: str, state: str) -> str:
    return str(glyphs.letter_html(letter, state=state))
