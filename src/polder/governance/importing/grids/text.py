"""Text tables (.csv, .tsv): any delimiter, UTF-8 with or without BOM, else Windows-1252."""

import csv
import io
import re
from collections import Counter

from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.grid import Budget, Cell, Document, GridBuilder, Limits, Sheet, tidy

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_USUAL = ",;\t|"
_UNUSUAL = "^~:#!$%&*+=@\\/§¦¬"
_NAMES_DELIMITER = re.compile(r'^"?sep=(.)"?[;,\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)

Record = tuple[int, list[str]]


def decoded(data: bytes, name: str) -> str:
    """The text of the file. Raises UnreadableFile when it is binary under a text name."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableFile(texts.binary(name)) from error
    if _CONTROL.search(text):
        raise UnreadableFile(texts.binary(name))
    return text


def read_text(data: bytes, name: str, limits: Limits) -> Document:
    """One grid without style or merging; the number of a line is where its record begins in the file."""
    text = decoded(data, name)
    declared = _NAMES_DELIMITER.match(text)
    delimiter = delimiter_of(text, name)
    records = _records(text, delimiter, name)
    if declared:
        records = records[1:]
    builder = GridBuilder(None, Budget(limits))
    for position, (number, values) in enumerate(records, start=1):
        line = builder.row(position, number)
        for column, value in enumerate(values):
            clean = tidy(value)
            if clean:
                builder.put(line, column, Cell(clean))
    return Document([Sheet(None, [builder.build()])])


def delimiter_of(text: str, name: str) -> str:
    """The delimiter that the file names, or else the one that cuts it best."""
    declared = _NAMES_DELIMITER.match(text)
    return declared[1] if declared else _delimiter(text, is_tsv=name.lower().endswith((".tsv", ".tab")))


def _records(text: str, delimiter: str, name: str, *, most: int | None = None) -> list[Record]:
    """(line of the file on which it begins, values) of each record, blank ones too."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records: list[Record] = []
    begins = 1
    try:
        for values in reader:
            records.append((begins, values))
            begins = reader.line_num + 1
            if most is not None and len(records) >= most:
                break
    except csv.Error as error:
        raise UnreadableFile(texts.damaged(name)) from error
    return records


def _delimiter(text: str, *, is_tsv: bool) -> str:
    """The character that cuts the most records into equally many parts; the usual ones first."""
    if is_tsv and "\t" in text:
        return "\t"
    best, best_score = ",", 0.0
    sample = text[:200_000]
    for delimiters in (_USUAL, _UNUSUAL):
        for delimiter in delimiters:
            if delimiter not in sample:
                continue
            try:
                widths = [len(values) for _, values in _records(sample, delimiter, "", most=500) if any(values)]
            except UnreadableFile:
                continue
            score = _evenness(widths)
            if score > best_score:
                best, best_score = delimiter, score
        if best_score > 0.4:
            return best
    return best


def _evenness(widths: list[int]) -> float:
    """Share of records that have the commonest number of parts of at least two; more parts break a tie."""
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0
    width, count = max(several.items(), key=lambda item: (item[1], item[0]))
    wide = sum(n for w, n in several.items() if w > 1)
    return (count + 0.25 * (wide - count)) / len(widths) + min(width, 100) / 10_000
