"""Markdown (.md): its tables, with headings and text between them."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from polder.governance.importing.grids.grid import Budget, Cell, Document, Grid, GridBuilder, Limits, Sheet, Text, tidy
from polder.governance.importing.grids.text import decoded


def read_markdown(data: bytes, name: str, limits: Limits) -> Document:
    """One sheet without a name; the number of a line is its line in the file."""
    # Link references are off: `[^1]: finance` explains a footnote, and `C[^1]` must keep its mark.
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("reference")
    tokens = parser.parse(decoded(data, name))
    budget = Budget(limits)
    flow: list[Grid | Text] = []
    builder: GridBuilder | None = None
    position, column, kind = 0, 0, "line"
    for token in tokens:
        if token.type == "table_open":
            builder, position = GridBuilder(None, budget, can_style=True), 0
        elif token.type == "table_close" and builder is not None:
            flow.append(builder.build())
            builder = None
        elif token.type == "tr_open":
            position, column = position + 1, 0
            number = token.map[0] + 1 if token.map else position
        elif token.type in {"th_open", "td_open"}:
            heading = token.type == "th_open"
        elif token.type == "heading_open":
            kind = "heading"
        elif token.type == "heading_close":
            kind = "line"
        elif token.type == "inline":
            text = tidy(_text(token))
            if builder is None:
                flow += [Text(line, kind) for line in text.split("\n") if line]
            else:
                cell = Cell(text, bold=heading or _is_bold(token), shaded=heading)
                builder.put(builder.row(position, number), column, cell)
                column += 1
        elif token.type in {"fence", "code_block"}:
            flow += [Text(line.strip()) for line in token.content.splitlines() if line.strip()]
    return Document([Sheet(None, flow)])


def _text(inline: Token) -> str:
    """The text of a piece of Markdown without its marks; `<br>` is a line break, other tags are nothing."""
    parts: list[str] = []
    for token in inline.children or []:
        if token.type in {"text", "code_inline", "text_special"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or (
            token.type == "html_inline" and token.content.lower().replace(" ", "") in {"<br>", "<br/>"}
        ):
            parts.append("\n")
        elif token.type == "image":
            parts.append(token.content)
    return "".join(parts)


def _is_bold(inline: Token) -> bool:
    """Whether every piece of text stands between strong marks."""
    depth, seen = 0, False
    for token in inline.children or []:
        if token.type == "strong_open":
            depth += 1
        elif token.type == "strong_close":
            depth -= 1
        elif token.content.strip() and token.type in {"text", "code_inline", "text_special"}:
            if not depth:
                return False
            seen = True
    return seen
