"""Single cells of a file replaced, and not a byte more than that needs: .xlsx, .csv, .tsv, .md.

Each editor takes the file, its name and the new texts by cell, and gives the new file. Rows count as the reader counts
them (for text: the line of the file on which the row begins), columns from 0. A text that is empty clears the cell.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping

from lxml import etree
from openpyxl.utils import get_column_letter

from polder.governance.importing.grids.grid import Limits
from polder.governance.importing.grids.packages import Package, children, first, local
from polder.governance.importing.grids.text import decoded, delimiter_of
from polder.governance.importing.grids.xlsx import sheet_parts
from polder.governance.importing.walking import Place

type Edits = Mapping[Place, str]

_CALC_CHAIN = "xl/calcChain.xml"


def edit_xlsx(data: bytes, name: str, edits: Edits) -> bytes:
    """The parts of the sheets that change are rewritten; every other part is copied as it is."""
    package = Package(data, name, Limits())
    parts = sheet_parts(package)
    by_part: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for place, text in edits.items():
        by_part[parts[place.sheet or ""]][place.row, place.column] = text
    changed = {part: _sheet(package.xml(part), cells) for part, cells in by_part.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target, zipfile.ZipFile(io.BytesIO(data)) as source:
        for info in source.infolist():
            if info.filename == _CALC_CHAIN:
                continue  # it may name a formula that is gone; programs make it anew
            content = changed.get(info.filename) or package.read(info.filename)
            if info.filename == "[Content_Types].xml" or info.filename == "xl/_rels/workbook.xml.rels":
                content = re.sub(rb"<(?:Override|Relationship)\b[^>]*calcChain[^>]*/>", b"", content)
            target.writestr(info, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(root: etree._Element, cells: Mapping[tuple[int, int], str]) -> bytes:
    data = first(root, "sheetData")
    if data is None:
        raise AssertionError("a sheet that was read has data")
    rows = {int(row.get("r") or number): row for number, row in enumerate(children(data, "row"), start=1)}
    for (number, column), text in cells.items():
        _set(_cell(rows[number], f"{get_column_letter(column + 1)}{number}", column), text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _cell(row: etree._Element, reference: str, column: int) -> etree._Element:
    """The cell, made in its place when the row has none there."""
    place = 0
    for index, cell in enumerate(row):
        at = cell.get("r") or ""
        if at == reference:
            return cell
        if len(at.rstrip("0123456789")) < len(reference.rstrip("0123456789")) or (
            len(at) == len(reference) and at < reference
        ):
            place = index + 1
    made = etree.Element(row.tag[: row.tag.rindex("}") + 1] + "c", {"r": reference})
    row.insert(place, made)
    return made


def _set(cell: etree._Element, text: str) -> None:
    for child in list(cell):
        if local(child) in ("v", "f", "is"):
            cell.remove(child)
    for name in {"t", "cm"} & {*cell.attrib}:
        del cell.attrib[name]
    if text:
        cell.set("t", "inlineStr")
        space = cell.tag[: cell.tag.rindex("}") + 1]
        inline = etree.SubElement(etree.SubElement(cell, f"{space}is"), f"{space}t")
        inline.text = text


# Text


def edit_text(data: bytes, name: str, edits: Edits) -> bytes:
    """Encoding, byte order mark, line ends, quotes and delimiter stay as they are."""
    text = decoded(data, name)
    fields = _fields(text, delimiter_of(text, name))
    delimiter = delimiter_of(text, name)
    changes: list[tuple[int, int, str]] = []
    for row in {place.row for place in edits}:
        spans = fields[row]
        new = {place.column: text_ for place, text_ in edits.items() if place.row == row}
        for column, value in new.items():
            if column < len(spans):
                start, end = spans[column]
                changes.append((start, end, _quoted(value, text[start:end], delimiter)))
        behind = {column: value for column, value in new.items() if column >= len(spans) and value}
        if behind:
            end = spans[-1][1]
            more = [_quoted(behind.get(column, ""), "", delimiter) for column in range(len(spans), max(behind) + 1)]
            changes.append((end, end, delimiter + delimiter.join(more)))
    for start, end, value in sorted(changes, reverse=True):
        text = text[:start] + value + text[end:]
    return _encoded(text, data)


def _encoded(text: str, like: bytes) -> bytes:
    if like.startswith(b"\xef\xbb\xbf"):
        return text.encode("utf-8-sig")
    try:
        like.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("cp1252")
    return text.encode("utf-8")


def _quoted(value: str, old: str, delimiter: str) -> str:
    if old.startswith('"') or any(sign in value for sign in (delimiter, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value


def _fields(text: str, delimiter: str) -> dict[int, list[tuple[int, int]]]:
    """Where the fields of each record stand, by the line on which the record begins (from 1)."""
    records: dict[int, list[tuple[int, int]]] = {}
    line, at = 1, 0
    while at < len(text):
        begins, spans = line, []
        while True:
            start = at
            if at < len(text) and text[at] == '"':
                at += 1
                while at < len(text) and (text[at] != '"' or text[at + 1 : at + 2] == '"'):
                    at += 2 if text[at] == '"' else 1
                at += 1
            while at < len(text) and text[at] not in (delimiter, "\r", "\n"):
                at += 1
            at = min(at, len(text))
            spans.append((start, at))
            line += len(re.findall(r"\r\n|\r|\n", text[start:at]))
            if text[at : at + 1] != delimiter:
                break
            at += 1
        at += 2 if text[at : at + 2] == "\r\n" else 1
        line += 1
        records[begins] = spans
    return records


def edit_markdown(data: bytes, name: str, edits: Edits) -> bytes:
    """Only the text between two pipes changes; a column that is drawn wide stays as wide."""
    lines = re.split(r"(?<=\n)", decoded(data, name))
    for place, text in edits.items():
        parts = re.split(r"(?<!\\)\|", lines[place.row - 1].rstrip("\r\n"))
        ending = lines[place.row - 1][len(lines[place.row - 1].rstrip("\r\n")) :]
        leading = 0 if parts[0].strip() else 1
        index = place.column + leading
        while len(parts) <= index:
            parts.append(" ")
        escaped = "".join(f"\\{sign}" if sign in "|*_`\\[]<>" else sign for sign in text)
        width = max(len(parts[index]) - 2, len(escaped))
        left = (width - len(escaped)) // 2 if _is_centred(parts[index]) else 0
        parts[index] = f" {' ' * left}{escaped}".ljust(width + 1) + " "
        lines[place.row - 1] = "|".join(parts) + ending
    return _encoded("".join(lines), data)


def _is_centred(part: str) -> bool:
    """Whether the text stood in the middle of its column."""
    bare = part.strip()
    return bool(bare) and len(part) - len(part.lstrip()) > 1 and len(part) - len(part.rstrip()) > 1


EDITORS: dict[str, Callable[[bytes, str, Edits], bytes]] = {
    ".xlsx": edit_xlsx,
    ".csv": edit_text,
    ".tsv": edit_text,
    ".md": edit_markdown,
}
