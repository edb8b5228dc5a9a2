"""From bytes to lines: encoding, delimiter, headers in English or Dutch, limits. Knows nothing of the database."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from polder.ground.organisation.csvimport.report import Preview, What

MOST_BYTES: Final = 2_000_000
MOST_LINES: Final = 5_000
LONGEST_CELL: Final = 1_000

# Header as it may be written (folded, without spaces or punctuation) -> column.
_HEADERS: Final[Mapping[What, Mapping[str, str]]] = {
    "people": {
        "key": "key", "sleutel": "key",
        "name": "name", "naam": "name", "fullname": "name", "volledigenaam": "name",
        "email": "email", "mail": "email", "emailaddress": "email", "emailadres": "email", "epost": "email",
        "number": "number", "personnelnumber": "number", "personeelsnummer": "number", "nummer": "number",
        "unit": "unit", "department": "unit", "team": "unit", "afdeling": "unit", "eenheid": "unit",
        "kind": "kind", "soort": "kind", "sponsor": "sponsor",
        "activefrom": "active_from", "from": "active_from", "indienst": "active_from", "vanaf": "active_from",
        "lefton": "left_on", "until": "left_on", "uitdienst": "left_on", "tot": "left_on",
        "location": "location", "locatie": "location", "languages": "languages", "talen": "languages",
    },
    "units": {
        "key": "key", "sleutel": "key", "name": "name", "naam": "name",
        "parent": "parent", "partof": "parent", "onderdeelvan": "parent", "bovenliggend": "parent",
        "head": "head", "hoofd": "head", "leidinggevende": "head",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, its cells by column, and what the file calls each column."""

    number: int
    cells: Mapping[str, str]
    headers: Mapping[str, str]


def lines_of(content: bytes, what: What, seen: Preview) -> Iterator[Line]:
    """The lines that hold something; what cannot be read is noted in `seen`."""
    text = _decoded(content, seen)
    if text is None:
        return
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = next(rows, [])
        columns = _columns(header, what, seen)
        if columns is None:
            return
        for row in rows:
            if rows.line_num > MOST_LINES + 1:
                seen.wrong(
                    rows.line_num, "", _("A file holds at most %(most)d lines. Divide it.") % {"most": MOST_LINES}
                )
                return
            if any(cell.strip() for cell in row):
                yield _line(rows.line_num, row, header, columns, seen)
    except csv.Error as wrong:
        seen.wrong(rows.line_num, "", _("This line is not CSV: %(why)s.") % {"why": wrong})


def _decoded(content: bytes, seen: Preview) -> str | None:
    if len(content) > MOST_BYTES:
        seen.wrong(1, "", _("The file is too large: at most %(most)d kB.") % {"most": MOST_BYTES // 1000})
        return None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        seen.wrong(1, "", _("This is a spreadsheet, not CSV. Save it as CSV first."))
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    seen.wrong(1, "", _("This file is not text. Save it as CSV in UTF-8."))
    return None


def _delimiter(text: str) -> str:
    """What divides the header: the sign that occurs most often in it."""
    header = next(iter(text.splitlines()), "")
    return max((";", ",", "\t", "|"), key=header.count)


def _columns(header: list[str], what: What, seen: Preview) -> list[str | None] | None:
    known = _HEADERS[what]
    columns = [known.get("".join(letter for letter in cell.casefold() if letter.isalnum())) for cell in header]
    named = [column for column in columns if column]
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        seen.wrong(1, twice[0], _("Two columns mean the same."))
    if "name" not in named:
        seen.wrong(1, "", _("There is no column “name”. The first line of the file names the columns."))
        return None
    seen.unknown_columns = [
        cell for cell, column in zip(header, columns, strict=True) if column is None and cell.strip()
    ]
    return columns


def _line(number: int, row: list[str], header: list[str], columns: list[str | None], seen: Preview) -> Line:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        seen.wrong(number, "", _("This line has more values than there are columns."))
    pairs = list(zip(columns, header, row, strict=False))
    for _column, title, cell in pairs:
        if len(cell) > LONGEST_CELL:
            seen.wrong(number, title, _("This value is too long."))
    cells = {column: cell.strip() for column, _title, cell in pairs if column}
    return Line(number, cells, {column: title for column, title, _cell in pairs if column})
