"""Short ways to read rows in a test."""

from collections.abc import Sequence

from polder.governance.importing.reader import read
from polder.governance.importing.reading import Reading
from tests.governance.importing.sheets import Block, C, Row, csv_file, docx_file, html_file, row, rows, xlsx_file

HEAD = ("Task", "Anna", "Bram", "Chris")
FULL = (("News", "R", "A", "C"), ("Search", "A", "R", "I"))


def read_csv(*lines: Sequence[str], **choices) -> Reading:
    return read(csv_file(rows(*lines)), "matrix.csv", **choices)


def read_xlsx(*lines: Row, name: str = "Blad1", **choices) -> Reading:
    return read(xlsx_file({name: lines}), "matrix.xlsx", **choices)


def read_cell_as(text: str, *, scheme_rows: Sequence[Sequence[str]] = FULL) -> tuple[list[str], str | None, list[str]]:
    """(letters, remark, codes of findings and questions about the cell) of a cell in a small matrix."""
    reading = read(xlsx_file({"Blad1": rows(HEAD, *scheme_rows, ("Here", "R", "A", text))}), "matrix.xlsx")
    here = reading.rows[-1]
    codes = [f.code for f in reading.findings if f.aspect == "Here"] + [q.code for q in reading.questions]
    return list(here.cells.get("Chris", ())), here.remarks.get("Chris"), codes


def letters(reading: Reading, aspect: str) -> dict[str, str]:
    """Letters by party of the (only) row of this aspect."""
    (found,) = [one for one in reading.rows if one.aspect == aspect]
    return {party: "".join(held) for party, held in found.cells.items()}


def found(reading: Reading) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.aspect) for finding in reading.findings]


def asked(reading: Reading) -> list[tuple[str, str | None]]:
    return [(question.code, question.letter) for question in reading.questions]


__all__ = [
    "FULL", "HEAD", "Block", "C", "Row", "asked", "csv_file", "docx_file", "found", "html_file", "letters", "read",
    "read_cell_as", "read_csv", "read_xlsx", "row", "rows", "xlsx_file",
]  # fmt: skip
