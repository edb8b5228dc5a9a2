"""A table as bytes of each kind. Text that a spreadsheet would run as a formula is written as text."""

import csv
import io
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from polder.governance.exporting.table import NO_LETTER, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GROUND = {"R": "D9EAD3", "A": "CFE2F3", "C": "FFF2CC", "I": "EAEFF5"}
_WIDTH = 34


def as_xlsx(table: Table) -> bytes:
    """One sheet; the head stays in sight, letters have their ground."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  # a new workbook has one
    sheet.title = "Matrix"
    for column, text in enumerate(table.header, start=1):
        head = _write(sheet.cell(row=1, column=column), text)
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="bottom")
    for number, line in enumerate(table.rows, start=2):
        for column, text in enumerate(line, start=1):
            if text:
                body = _write(sheet.cell(row=number, column=column), text)
                if table.first_party <= column - 1 < table.first_party + table.parties:
                    body.alignment = Alignment(horizontal="center")
                    strongest = next((letter for letter in "ARCI" if letter in text), None)
                    if strongest:
                        body.fill = PatternFill("solid", fgColor=_GROUND[strongest])
    sheet.freeze_panes = f"{get_column_letter(table.first_party + 1)}2"
    for column in range(1, table.first_party + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(cell: Cell | MergedCell, text: str) -> Cell:
    assert isinstance(cell, Cell)  # noqa: S101  # a new sheet has no merged cells
    cell.value = text
    if text.startswith(_FORMULA):
        cell.data_type = "s"  # openpyxl takes "=..." for a formula
        cell.quotePrefix = True
    return cell


def as_csv(table: Table) -> bytes:
    """UTF-8 with a BOM, so that every spreadsheet program reads accents. A tab before a formula makes it text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in (table.header, *table.rows):
        writer.writerow([f"\t{text}" if text.startswith(_FORMULA) and text != NO_LETTER else text for text in row])
    return out.getvalue().encode("utf-8-sig")


def as_md(table: Table) -> bytes:
    """A Markdown table under its title."""
    centred = range(table.first_party, table.first_party + table.parties)
    marks = [":---:" if column in centred else "---" for column in range(len(table.header))]
    lines = [f"# {table.title}", "", _pipes(table.header), "| " + " | ".join(marks) + " |"]
    lines += [_pipes(row) for row in table.rows]
    return ("\n".join(lines) + "\n").encode()


def _pipes(row: tuple[str, ...]) -> str:
    return "| " + " | ".join(_plain(text) for text in row) + " |"


def _plain(text: str) -> str:
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return text


WRITERS: dict[str, Callable[[Table], bytes]] = {"xlsx": as_xlsx, "csv": as_csv, "md": as_md}
