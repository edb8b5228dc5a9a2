"""What comes out of reading a file: rows, parties, findings and questions (importer.md section 1), and the original beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polder.governance.importing.walking import Place

FORMAT = "polder-matrix/1"


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect. `cells`: letters by party in the order R, A, C, I; parties without one are left out."""

    sheet: str | None
    row: int
    section: tuple[str, ...]
    aspect: str
    cells: Mapping[str, tuple[str, ...]]
    remarks: Mapping[str, str]
    notes: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "section": list(self.section),
            "aspect": self.aspect,
            "cells": {party: list(letters) for party, letters in self.cells.items()},
            "remarks": dict(self.remarks),
            "notes": dict(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or worth knowing at a place. `parties`: of `several_accountable`, the cell's one of `unread_cell`."""

    code: str
    sheet: str | None
    row: int
    aspect: str | None
    parties: tuple[str, ...] = ()
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"code": self.code, "sheet": self.sheet, "row": self.row, "aspect": self.aspect}
        if self.parties:
            out["parties"] = list(self.parties)
        if self.text:
            out["text"] = self.text
        return out


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person knows. `letter` only when it is about one; `read` is what the file says there."""

    code: str
    letter: str | None
    sheet: str | None
    row: int | None
    text: str
    read: str = ""
    choices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "letter": self.letter,
            "sheet": self.sheet,
            "row": self.row,
            "text": self.text,
            "read": self.read,
            "choices": list(self.choices),
        }


@dataclass(frozen=True, slots=True)
class Original:
    """One sheet or table as it stands in the file, to show beside what was understood.

    `rows`: (row number, texts by column from 0). `marks`: by (row number, column) one of header, section, aspect,
    letter, unread; what has no mark was left outside or is a note.
    """

    sheet: str | None
    rows: tuple[tuple[int, Mapping[int, str]], ...]
    marks: Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Where one table of the file has its letters. Rows count as in the file, columns from 0.

    `lines`: by index of a row of the reading the row numbers on which it stands; `columns`: by party its columns. In a
    turned table `lines` are columns and `columns` are row numbers. `sub_columns` (L10): by party and letter of the
    heading. `anchors`: for a cell that is merged over, the cell that holds it.
    """

    sheet: str | None
    layout: str
    is_turned: bool
    lines: Mapping[int, tuple[int, ...]]
    columns: Mapping[str, tuple[int, ...]]
    sub_columns: Mapping[tuple[str, str], int]
    anchors: Mapping[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sources:
    """The file behind a reading: for the web page the original, for `export --like` the place of each letter."""

    originals: tuple[Original, ...] = ()
    tables: tuple[SourceTable, ...] = ()

    def letter_cells(self, row: int, party: str) -> tuple[Place, ...]:
        """The cells of a party in a row of the reading (by its index), also when they are empty now.

        None where the file has no such cell: columns of letters (L5) and lists (L6) name parties in their cells.
        """
        places: dict[Place, None] = {}
        for table in self.tables:
            for line in table.lines.get(row, ()):
                for column in table.columns.get(party, ()):
                    place = (column, line) if table.is_turned else (line, column)
                    places[Place(table.sheet, *table.anchors.get(place, place))] = None
        return tuple(places)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of a file. `as_json` is the form polder-matrix/1."""

    scheme: str
    sure: bool
    parties: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    sources: Sources = Sources()

    @property
    def is_matrix(self) -> bool:
        """Whether anything in the file looked like a matrix."""
        return not any(question.code == "no_matrix" for question in self.questions)

    def as_json(self) -> dict[str, Any]:
        """The reading as importer.md section 1 shows it."""
        return {
            "format": FORMAT,
            "scheme": {"name": self.scheme, "sure": self.sure},
            "parties": list(self.parties),
            "rows": [row.as_json() for row in self.rows],
            "findings": [finding.as_json() for finding in self.findings],
            "questions": [question.as_json() for question in self.questions],
        }
