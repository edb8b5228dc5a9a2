"""Writes small files of every format from rows of cells, for the tests of the reader."""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from xml.sax.saxutils import escape as xml_escape

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

STYLED = ("xlsx", "ods", "html", "docx")
FORMATS = (*STYLED, "csv", "tsv", "md")


@dataclass(frozen=True)
class C:
    """A cell: text, style and span."""

    text: str = ""
    bold: bool = False
    shaded: bool = False
    across: int = 1
    down: int = 1


@dataclass
class Row:
    cells: list[C]
    hidden: bool = False


@dataclass
class Block:
    """A table, or a line of text (`rows` empty), in a document; in a spreadsheet they stand under each other."""

    rows: list[Row] = field(default_factory=list)
    text: str = ""
    kind: str = "line"


def row(*cells: str | C, hidden: bool = False) -> Row:
    return Row([cell if isinstance(cell, C) else C(cell) for cell in cells], hidden)


def rows(*lines: Sequence[str | C]) -> list[Row]:
    return [row(*line) for line in lines]


def header(*cells: str) -> Row:
    return Row([C(cell, bold=True, shaded=True) for cell in cells])


def _covered(lines: Sequence[Row]) -> set[tuple[int, int]]:
    return {
        (r + dr, c + dc)
        for r, line in enumerate(lines)
        for c, cell in enumerate(line.cells)
        for dr in range(cell.down)
        for dc in range(cell.across)
        if dr or dc
    }


def csv_file(lines: Sequence[Row], delimiter: str = ";", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    width = max((len(line.cells) for line in lines), default=0)

    def quoted(text: str) -> str:
        if any(sign in text for sign in (delimiter, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    out = [
        delimiter.join([quoted(cell.text) for cell in line.cells] + [""] * (width - len(line.cells))) for line in lines
    ]
    return (newline.join(out) + newline).encode(encoding)


def xlsx_file(
    sheets: Mapping[str, Sequence[Row]], hidden: Iterable[str] = (), hidden_columns: Iterable[int] = ()
) -> bytes:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        if name in hidden:
            sheet.sheet_state = "hidden"
        for column in hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
        for r, line in enumerate(lines, start=1):
            if line.hidden:
                sheet.row_dimensions[r].hidden = True
            for c, cell in enumerate(line.cells, start=1):
                if cell.text or cell.across > 1 or cell.down > 1:
                    at = sheet.cell(r, c)
                    at.value = cell.text or None
                    at.data_type = "s" if cell.text else "n"
                    if cell.bold:
                        at.font = Font(bold=True)
                    if cell.shaded:
                        at.fill = PatternFill("solid", fgColor="DDE7F0")
                    if cell.across > 1 or cell.down > 1:
                        sheet.merge_cells(
                            start_row=r, start_column=c, end_row=r + cell.down - 1, end_column=c + cell.across - 1
                        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_NS = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "table": "table", "text": "text", "style": "style", "fo": "xsl-fo-compatible",
    }.items()
)  # fmt: skip


def ods_file(sheets: Mapping[str, Sequence[Row]], hidden: Iterable[str] = ()) -> bytes:
    styles = "".join(
        f'<style:style style:name="s{bold}{shaded}" style:family="table-cell">'
        + ('<style:text-properties fo:font-weight="bold"/>' if bold else "")
        + ('<style:table-cell-properties fo:background-color="#dde7f0"/>' if shaded else "")
        + "</style:style>"
        for bold in (0, 1)
        for shaded in (0, 1)
    )
    styles += '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    tables = ""
    for name, lines in sheets.items():
        covered = _covered(lines)
        body = ""
        for r, line in enumerate(lines):
            cells = ""
            for c, cell in enumerate(line.cells):
                if (r, c) in covered:
                    cells += "<table:covered-table-cell/>"
                    continue
                span = f' table:number-columns-spanned="{cell.across}" table:number-rows-spanned="{cell.down}"'
                text = (
                    "".join(f"<text:p>{xml_escape(part)}</text:p>" for part in cell.text.split("\n"))
                    if cell.text
                    else ""
                )
                cells += (
                    f'<table:table-cell table:style-name="s{int(cell.bold)}{int(cell.shaded)}" '
                    f'office:value-type="string"{span if cell.across > 1 or cell.down > 1 else ""}>{text}</table:table-cell>'
                )
            hides = ' table:visibility="collapse"' if line.hidden else ""
            body += f'<table:table-row{hides}>{cells}<table:table-cell table:number-columns-repeated="900"/></table:table-row>'
        gone = ' table:style-name="gone"' if name in hidden else ""
        tables += f'<table:table table:name="{xml_escape(name)}"{gone}>{body}</table:table>'
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {_NS}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
    return stream.getvalue()


def html_file(blocks: Sequence[Block]) -> bytes:
    out = ['<!DOCTYPE html><html><head><meta charset="utf-8"><title>Wie doet wat</title></head><body>']
    caption = ""
    for block in blocks:
        if not block.rows:
            if block.kind == "caption":
                caption = f"<caption>{escape(block.text)}</caption>"
            else:
                tag = "h2" if block.kind == "heading" else "p"
                out.append(f"<{tag}>{escape(block.text)}</{tag}>")
            continue
        covered = _covered(block.rows)
        out.append("<table>" + caption)
        caption = ""
        for r, line in enumerate(block.rows):
            out.append("<tr hidden>" if line.hidden else "<tr>")
            for c, cell in enumerate(line.cells):
                if (r, c) in covered:
                    continue
                tag = "th" if cell.bold and cell.shaded else "td"
                text = escape(cell.text).replace("\n", "<br>")
                text = f"<b>{text}</b>" if cell.bold and tag == "td" else text
                shade = ' style="background: #dde7f0"' if cell.shaded and tag == "td" else ""
                across = f' colspan="{cell.across}"' if cell.across > 1 else ""
                down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
                out.append(f"<{tag}{shade}{across}{down}>{text}</{tag}>")
            out.append("</tr>")
        out.append("</table>")
    return "\n".join([*out, "</body></html>"]).encode()


def docx_file(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if not block.rows:
            if block.kind == "heading":
                document.add_heading(block.text, 2)
            else:
                document.add_paragraph(block.text, style="Caption" if block.kind == "caption" else None)
            continue
        width = max(len(line.cells) for line in block.rows)
        table = document.add_table(rows=len(block.rows), cols=width)
        covered = _covered(block.rows)
        for r, line in enumerate(block.rows):
            for c, cell in enumerate(line.cells):
                if (r, c) in covered or not (cell.text or cell.across > 1 or cell.down > 1):
                    continue
                at = table.cell(r, c)
                if cell.across > 1 or cell.down > 1:
                    at = at.merge(table.cell(r + cell.down - 1, c + cell.across - 1))
                run = at.paragraphs[0].add_run(cell.text)
                run.bold = cell.bold or None
                if cell.shaded:
                    shade = OxmlElement("w:shd")
                    shade.set(qn("w:val"), "clear")
                    shade.set(qn("w:fill"), "DDE7F0")
                    at._tc.get_or_add_tcPr().append(shade)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def markdown_file(blocks: Sequence[Block]) -> bytes:
    lines: list[str] = []
    for block in blocks:
        if not block.rows:
            lines += [f"## {block.text}" if block.kind == "heading" else block.text, ""]
            continue
        for index, line in enumerate(block.rows):
            lines.append("| " + " | ".join(_markdown(cell, index == 0) for cell in line.cells) + " |")
            if index == 0:
                lines.append("|" + " --- |" * len(line.cells))
        lines.append("")
    return "\n".join(lines).encode()


def _markdown(cell: C, in_header: bool) -> str:
    text = (
        cell.text.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("\n", "<br>")
    )
    return f"**{text}**" if cell.bold and text and not in_header else text


def plain(lines: Sequence[Row]) -> list[Row]:
    """The same rows as a text format has them: no style, no merging."""
    return [Row([replace(cell, bold=False, shaded=False, across=1, down=1) for cell in line.cells]) for line in lines]
