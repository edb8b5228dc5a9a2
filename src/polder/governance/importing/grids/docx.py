"""Word documents (.docx): their tables, with headings, captions and text between them.

Two parts of the package are read, by lxml: the text and the names of its styles. A whole object model would open the
rest too, which nobody needs here and a damaged file can break.
"""

from collections.abc import Iterator

from lxml import etree

from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.grid import (
    Budget,
    Cell,
    Document,
    Grid,
    GridBuilder,
    Limits,
    Sheet,
    Text,
    fold,
    tidy,
)
from polder.governance.importing.grids.packages import Package, attribute, children, first, local

_GONE = {"del", "moveFrom", "instrText", "delText", "txbxContent", "Fallback"}


def read_docx(data: bytes, name: str, limits: Limits) -> Document:
    """One flow of texts and tables; a table is named by its place among all tables of the document."""
    package = Package(data, name, limits)
    body = first(package.xml(_main_part(package)), "body")
    if body is None:
        raise UnreadableFile(texts.damaged(name))
    styles = children(package.xml("word/styles.xml"), "style") if "word/styles.xml" in package.names else []
    kinds = {attribute(s, "styleId") or "": _kind(_style_name(s)) for s in styles}
    reader = _Reader(Budget(limits), kinds)
    reader.walk(body)
    return Document([Sheet(None, reader.flow)])


def _main_part(package: Package) -> str:
    """The part with the text, as the package says; by custom word/document.xml."""
    if "_rels/.rels" in package.names:
        for relation in package.xml("_rels/.rels"):
            target = (relation.get("Target") or "").lstrip("/")
            if (relation.get("Type") or "").endswith("/officeDocument") and target in package.names:
                return target
    return "word/document.xml"


def _style_name(style: etree._Element) -> str:
    name = first(style, "name")
    return (attribute(name, "val") or "") if name is not None else ""


def _kind(style: str) -> str:
    lowered = style.lower()
    if lowered.startswith(("heading", "kop ", "überschrift", "titre", "title")):
        return "heading"
    return "caption" if lowered.startswith("caption") else "line"


class _Reader:
    def __init__(self, budget: Budget, kinds: dict[str, str]) -> None:
        self.budget, self.kinds = budget, kinds
        self.flow: list[Grid | Text] = []
        self.tables = 0

    def walk(self, container: etree._Element) -> None:
        for element in container:
            kind = local(element)
            if kind == "p":
                self._paragraph(element)
            elif kind == "tbl":
                self._table(element)
            elif kind in {"sdt", "sdtContent", "ins", "smartTag", "customXml"}:
                self.walk(element)

    def _paragraph(self, element: etree._Element) -> None:
        text = _text(element)
        style = first(element, "pPr", "pStyle")
        level = first(element, "pPr", "outlineLvl")
        kind = self.kinds.get(attribute(style, "val") or "", "line") if style is not None else "line"
        if level is not None:
            kind = "heading"
        self.flow += [Text(fold(line), kind) for line in text.split("\n") if line.strip()]

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        builder = GridBuilder(f"Table {self.tables}", self.budget, can_style=True, can_merge=True)
        rows = list(_within(table, "tr"))
        nested: list[etree._Element] = []
        above: dict[int, tuple[int, int]] = {}  # column -> (row, column) of the cell that is merged down here
        for position, row in enumerate(rows, start=1):
            line = builder.row(position, hidden=_is_hidden(row))
            column = _number(first(row, "trPr", "gridBefore"), 0)
            for element in _within(row, "tc"):
                across = _number(first(element, "tcPr", "gridSpan"), 1)
                merge = first(element, "tcPr", "vMerge")
                nested += list(_within(element, "tbl"))
                if merge is not None and attribute(merge, "val") != "restart" and column in above:
                    start, anchor = above[column]
                    start_line = builder.row(start)
                    if anchor in start_line.cells:
                        old = start_line.cells[anchor]
                        start_line.cells[anchor] = old._replace(down=position - start + 1)
                else:
                    above.pop(column, None)
                    cell = Cell(tidy(_cell_text(element)), _is_bold(element, row), _is_shaded(element), across)
                    builder.put(line, column, cell)
                    if merge is not None:
                        above[column] = (position, column)
                column += across
        self.flow.append(builder.build())
        for inner in nested:
            self._table(inner)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls; not those of a table within."""
    for child in element:
        kind = local(child)
        if kind == wanted:
            yield child
        elif kind in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _within(child, wanted)


def _number(element: etree._Element | None, otherwise: int) -> int:
    value = (attribute(element, "val") or "") if element is not None else ""
    return max(0, min(int(value), 1000)) if value.isdecimal() else otherwise


def _cell_text(cell: etree._Element) -> str:
    return "\n".join(_text(p) for p in _within(cell, "p"))


def _text(element: etree._Element) -> str:
    """Text as it is after all tracked changes; a footnote is its number."""
    parts: list[str] = []
    for child in element:
        kind = local(child)
        if kind == "t":
            parts.append(child.text or "")
        elif kind in {"br", "cr"}:
            parts.append("\n")
        elif kind == "tab":
            parts.append(" ")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif kind in {"footnoteReference", "endnoteReference"}:
            parts.append(attribute(child, "id") or "")
        elif kind not in _GONE and kind not in {"pPr", "rPr", "tbl"}:
            parts.append(_text(child))
    return "".join(parts)


def _on(element: etree._Element | None) -> bool:
    return element is not None and (attribute(element, "val") or "1") not in {"0", "false", "off"}


def _is_bold(cell: etree._Element, row: etree._Element) -> bool:
    runs = [r for r in cell.iter() if local(r) == "r" and any(local(t) == "t" and (t.text or "").strip() for t in r)]
    return bool(runs) and all(_on(first(r, "rPr", "b")) for r in runs)


def _is_shaded(cell: etree._Element) -> bool:
    shade = first(cell, "tcPr", "shd")
    if shade is None:
        return False
    fill = (attribute(shade, "fill") or "auto").lower()
    return fill not in {"auto", "ffffff"} or attribute(shade, "val") not in {None, "clear", "nil"}


def _is_hidden(row: etree._Element) -> bool:
    return _on(first(row, "trPr", "hidden"))
