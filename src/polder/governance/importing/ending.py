"""Where a table ends: totals, notes and legends below it (importer.md L7, L11 and *The end*)."""

import re

from polder.governance.importing.grids.grid import fold
from polder.governance.importing.headings import look
from polder.governance.importing.legends import is_legend_line
from polder.governance.importing.table import Table
from polder.governance.importing.tables import MARKS
from polder.governance.importing.walking import IN_LABEL
from polder.governance.importing.words import is_total_heading

_FOOTNOTE = re.compile(r"[*†‡§¹²³⁰⁴-⁹]|\[\^?\w{1,3}\]|\(\d{1,2}\)\s")
_FOOTNOTE_DIGIT = re.compile(r"(\d{1,2})[.):]?\s+\S")


def with_tail(
    table: Table, body: tuple[int, ...], run: frozenset[str], *, before_header: bool
) -> tuple[tuple[int, ...], set[int]]:
    """The rows of a table and its totals: rows up to the last with letters, and what of the rest is not outside.

    L7, L11, *The end*. `before_header`: another table follows, so that the last label alone is its title.
    """
    rows = list(table.rows)
    totals: set[int] = set()
    while table.layout == MARKS and rows and _is_total_of_marks(table, rows[-1], run):
        totals.add(rows.pop())
    tail = [line for line in body if (not rows or line > rows[-1]) and line not in totals]
    numbered = sum(bool(IN_LABEL.match(_first_text(table, line))) for line in rows) * 2 > len(rows)
    after_blank = False
    for index, line in enumerate(tail):
        cells = {c: cell for c, cell in table.grid.lines[line].cells.items() if cell.text}
        after_blank = after_blank or table.grid.lines[line].after_blank
        if _is_total_line(table, line, run):
            totals.add(line)
            after_blank = False
            continue
        text = _first_text(table, line)
        alone = table.is_label_alone(line)
        notes_only = not alone and all(c in {n for n, _ in table.notes} for c in cells if c in table.telling)
        footnote = _FOOTNOTE.match(text) or (not numbered and _FOOTNOTE_DIGIT.match(text) and table.number is None)
        if is_legend_line(cell.text for _, cell in sorted(cells.items())) or (alone and footnote):
            break
        if after_blank and (alone or not (notes_only or _has_none(table, line, run))):
            break
        if before_header and index == len(tail) - 1 and len(cells) == 1:
            break
        rows.append(line)
        after_blank = False
    return tuple(rows), totals


def _first_text(table: Table, line: int) -> str:
    cells = table.grid.lines[line].cells
    return next((fold(cells[c].text) for c in sorted(cells) if cells[c].text and c != table.number), "")


def _has_none(table: Table, line: int, run: frozenset[str]) -> bool:
    """A row with `-` or `n.v.t.` for a party is a row of the table."""
    cells = table.grid.lines[line].cells
    return any(c in cells and look(cells[c].text, run) == "none" for c in table.telling)


def _is_total_of_marks(table: Table, line: int, run: frozenset[str]) -> bool:
    """In a table of marks `1` may be a mark: totals have other numbers too, or say that they are totals."""
    cells = table.grid.lines[line].cells
    values = [cells[c].text for c in table.letters if c in cells and cells[c].text]
    only_numbers = bool(values) and all(look(value, run) in {"number", "check"} for value in values)
    return only_numbers and (is_total_heading(_first_text(table, line)) or any(value != "1" for value in values))


def _is_total_line(table: Table, line: int, run: frozenset[str]) -> bool:
    """L11: a last row that holds only numbers or OK besides its label."""
    cells = {c: cell for c, cell in table.grid.lines[line].cells.items() if cell.text}
    labels = {table.aspect, table.number, *table.sections}
    kinds = {look(cell.text, run) for c, cell in cells.items() if c not in labels and c > table.aspect}
    text = _first_text(table, line)
    if kinds:
        return kinds <= {"number", "check"}
    return is_total_heading(text) and not text[:1].isdigit()
