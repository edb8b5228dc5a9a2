"""Spreadsheets of LibreOffice and others (.ods), by lxml."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.grid import Budget, Cell, Document, GridBuilder, Limits, Sheet, number_text, tidy
from polder.governance.importing.grids.packages import Package, attribute, children, first, local

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(slots=True)
class _Style:
    bold: bool = False
    shaded: bool = False
    hidden_sheet: bool = False


def read_ods(data: bytes, name: str, limits: Limits) -> Document:
    """All visible sheets; repeated cells count as often as they are repeated."""
    package = Package(data, name, limits)
    if "META-INF/manifest.xml" in package.names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableFile(texts.encrypted(name))
    root = package.xml("content.xml")
    spreadsheet = first(root, "body", "spreadsheet")
    if spreadsheet is None:
        raise UnreadableFile(texts.damaged(name))
    styles: dict[str, _Style] = {}
    if "styles.xml" in package.names:
        _styles(package.xml("styles.xml"), styles)
    _styles(root, styles)
    tables = children(spreadsheet, "table")
    budget = Budget(limits)
    budget.sheets(len(tables))
    sheets = []
    try:
        for table in tables:
            grid = _grid(table, styles, budget)
            if not styles.get(attribute(table, "style-name") or "", _Style()).hidden_sheet:
                sheets.append(Sheet(grid.name, [grid.build()], is_spreadsheet=True))
    except ValueError as error:
        raise UnreadableFile(texts.damaged(name)) from error
    return Document(sheets)


def _styles(root: etree._Element, out: dict[str, _Style]) -> None:
    """Styles by name; one takes over from its parent what it does not say itself."""
    for element in root.iter():
        if local(element) != "style":
            continue
        parent = out.get(attribute(element, "parent-style-name") or "", _Style())
        style = _Style(parent.bold, parent.shaded, parent.hidden_sheet)
        for part in element:
            kind = local(part)
            if kind == "text-properties" and (weight := attribute(part, "font-weight")):
                style.bold = weight == "bold" or (weight.isdigit() and int(weight) >= 600)
            elif kind == "table-cell-properties" and (colour := attribute(part, "background-color")):
                style.shaded = colour.lower() not in {"transparent", "#ffffff"}
            elif kind == "table-properties" and attribute(part, "display") == "false":
                style.hidden_sheet = True
        out[attribute(element, "name") or ""] = style


def _repeated(element: etree._Element, name: str, limit: int) -> int:
    return max(1, min(int(attribute(element, name) or 1), limit))


def _parts(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or columns, also those in groups and header parts."""
    for child in element:
        kind = local(child)
        if kind == wanted:
            yield child
        elif kind.startswith("table-") and kind.endswith(("group", "rows", "columns")):
            yield from _parts(child, wanted)


def _grid(table: etree._Element, styles: dict[str, _Style], budget: Budget) -> GridBuilder:
    builder = GridBuilder(attribute(table, "name") or "", budget, can_style=True, can_merge=True)
    column = 0
    for element in _parts(table, "table-column"):
        count = _repeated(element, "number-columns-repeated", _LAST_COLUMN)
        if attribute(element, "visibility") in {"collapse", "filter"}:
            builder.hidden_columns.update(range(column, min(column + count, _LAST_COLUMN)))
        column += count
    position = 1
    for row in _parts(table, "table-row"):
        times = _repeated(row, "number-rows-repeated", _LAST_ROW)
        cells = list(_cells(row, styles))
        if cells:
            hidden = attribute(row, "visibility") in {"collapse", "filter"}
            budget.spend(0)
            for repeat in range(times):
                line = builder.row(position + repeat, hidden=hidden)
                for start, count, cell in cells:
                    for offset in range(count):
                        builder.put(line, start + offset, cell)
        position += times
    return builder


def _cells(row: etree._Element, styles: dict[str, _Style]) -> Iterator[tuple[int, int, Cell]]:
    """(column, how often, cell) for each filled cell of a row."""
    column = 0
    for element in row:
        kind = local(element)
        if kind not in {"table-cell", "covered-table-cell"}:
            continue
        count = _repeated(element, "number-columns-repeated", _LAST_COLUMN)
        text = tidy(_text(element)) if kind == "table-cell" else ""
        if text:
            style = styles.get(attribute(element, "style-name") or "", _Style())
            across = _repeated(element, "number-columns-spanned", _LAST_COLUMN)
            down = _repeated(element, "number-rows-spanned", _LAST_ROW)
            bold = style.bold or _is_bold_inside(element, styles)
            yield column, count, Cell(text, bold, style.shaded, across, down)
        column += count


def _is_bold_inside(cell: etree._Element, styles: dict[str, _Style]) -> bool:
    spans = [e for e in cell.iter() if local(e) == "span"]
    return bool(spans) and all(styles.get(attribute(s, "style-name") or "", _Style()).bold for s in spans)


def _text(cell: etree._Element) -> str:
    kind = attribute(cell, "value-type")
    value = attribute(cell, "value")
    if kind in {"float", "currency", "percentage"} and value is not None:
        return number_text(float(value))
    if kind == "date" and (date := attribute(cell, "date-value")):
        return date.removesuffix("T00:00:00").replace("T", " ")
    if kind == "boolean":
        return "TRUE" if attribute(cell, "boolean-value") == "true" else "FALSE"
    return "\n".join(_paragraph(p) for p in children(cell, "p", "h"))


def _paragraph(element: etree._Element) -> str:
    """Text with its blanks, tabs and line breaks; a comment or note hanging in it is left out."""
    parts = [element.text or ""]
    for child in element:
        kind = local(child)
        if kind == "s":
            parts.append(" " * _repeated(child, "c", 1000))
        elif kind == "tab":
            parts.append(" ")
        elif kind == "line-break":
            parts.append("\n")
        elif kind not in {"annotation", "note", ""}:
            parts.append(_paragraph(child))
        parts.append(child.tail or "")
    return "".join(parts)
