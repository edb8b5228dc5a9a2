"""Pages (.html): their tables, with headings, captions and text between them."""

import re

from lxml import etree
from lxml import html as lxml_html

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
from polder.governance.importing.grids.text import decoded

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "div", "li", "ul", "ol", "section", "article", "header", "footer", "dt", "dd", "blockquote", "pre"}
_SILENT = {"script", "style", "template", "head", "noscript", "svg", "iframe", "object"}
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_SHADE = re.compile(r"background(?:-color)?\s*:\s*(?!transparent|none|inherit|#fff\b|#ffffff|white)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_html(data: bytes, name: str, limits: Limits) -> Document:
    """One flow of texts and tables; a table is named by its place among all tables of the page."""
    text = _decoded(data, name)
    if _ENTITY.search(text):
        raise UnreadableFile(texts.declares_entities(name))
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return Document([Sheet(None, [])])
    try:
        root = lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(no_network=True, huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Document([Sheet(None, [])])
    page = _Page(Budget(limits))
    page.walk(root)
    page.end_line()
    titles = tuple(title for element in root.iter("title") if (title := fold(element.text or "")))
    return Document([Sheet(None, page.flow)], titles)


def _decoded(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:2048])
    if declared and declared[1].lower() in {b"windows-1252", b"iso-8859-1", b"latin1", b"latin-1", b"cp1252"}:
        return decoded(data.decode("cp1252", "replace").encode(), name)
    return decoded(data, name)


class _Page:
    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.flow: list[Grid | Text] = []
        self.tables = 0
        self._line: list[str] = []

    def walk(self, element: etree._Element) -> None:
        """Everything in the order of the page, in one flow."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SILENT or not tag:
            return
        if tag == "table":
            self.end_line()
            self._table(element)
            return
        breaks = tag in _BLOCKS or tag in _HEADINGS or tag == "br"
        if breaks:
            self.end_line()
        self._line.append(element.text or "")
        for child in element:
            self.walk(child)
            self._line.append(child.tail or "")
        if breaks:
            self.end_line("heading" if tag in _HEADINGS else "line")

    def end_line(self, kind: str = "line") -> None:
        text = fold("".join(self._line))
        self._line = []
        if text:
            self.flow.append(Text(text, kind))

    def _table(self, table: etree._Element) -> None:
        self.tables += 1
        builder = GridBuilder(f"Table {self.tables}", self.budget, can_style=True, can_merge=True)
        for caption in table.findall("caption"):
            if text := fold(_text(caption)):
                self.flow.append(Text(text, "caption"))
        rows = [r for part in table for r in ([part] if part.tag == "tr" else part) if r.tag == "tr"]
        taken: dict[int, int] = {}  # column -> rows for which a cell from above still reaches down
        nested: list[etree._Element] = []
        for position, row in enumerate(rows, start=1):
            line = builder.row(position, hidden=_is_hidden(row))
            column = 0
            reaching = {c: n - 1 for c, n in taken.items() if n > 1}
            for element in row:
                if element.tag not in {"td", "th"}:
                    continue
                while taken.get(column, 0) > 0:
                    column += 1
                across, down = _span(element, "colspan", 1000), _span(element, "rowspan", len(rows) - position + 1)
                cell = Cell(tidy(_text(element)), _is_bold(element), _is_shaded(element, row), across, down)
                builder.put(line, column, cell)
                nested += list(element.iter("table"))
                for c in range(column, column + across):
                    if down > 1:
                        reaching[c] = down - 1
                column += across
            taken = reaching
        self.flow.append(builder.build())
        for inner in nested:
            if next(inner.iterancestors("table")) is table:
                self._table(inner)


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = (cell.get(name) or "1").strip()
    if not value.isdecimal():
        return 1
    return most if name == "rowspan" and int(value) == 0 else max(1, min(int(value), most))


def _text(element: etree._Element) -> str:
    """Text with line breaks where the page breaks it; a table within is not part of it."""
    parts = ["" if element.text is None else re.sub(r"\s+", " ", element.text)]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            parts.append("\n")
        elif tag and tag not in _SILENT and tag != "table" and not _is_hidden(child):
            parts.append(f"\n{_text(child)}\n" if tag in _BLOCKS or tag in _HEADINGS else _text(child))
        parts.append("" if child.tail is None else re.sub(r"\s+", " ", child.tail))
    return "".join(parts)


def _is_bold(cell: etree._Element) -> bool:
    if cell.tag == "th" or _BOLD.search(cell.get("style") or ""):
        return True
    strong = "".join(_all_text(e) for e in cell.iter("b", "strong"))
    return bool(strong.strip()) and fold(strong) == fold(_all_text(cell))


def _all_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _is_shaded(cell: etree._Element, row: etree._Element) -> bool:
    return any(
        bool(_SHADE.search(e.get("style") or ""))
        or (e.get("bgcolor") or "#ffffff").strip().lower() not in {"#ffffff", "white"}
        for e in (cell, row)
    )


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
