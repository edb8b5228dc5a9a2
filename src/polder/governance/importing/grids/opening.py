"""Which reader reads which file."""

from collections.abc import Callable
from pathlib import PurePath

from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.docx import read_docx
from polder.governance.importing.grids.grid import Document, Limits
from polder.governance.importing.grids.html import read_html
from polder.governance.importing.grids.markdown import read_markdown
from polder.governance.importing.grids.ods import read_ods
from polder.governance.importing.grids.text import read_text
from polder.governance.importing.grids.xlsx import read_xlsx

READERS: dict[str, Callable[[bytes, str, Limits], Document]] = {
    ".xlsx": read_xlsx,
    ".ods": read_ods,
    ".csv": read_text,
    ".tsv": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
}


def open_document(data: bytes, name: str, limits: Limits) -> Document:
    """The grids of a file, by the ending of its name. Raises UnreadableFile with one sentence."""
    shown = PurePath(name).name
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise UnreadableFile(texts.unknown_format(shown))
    if len(data) > limits.file_bytes:
        raise UnreadableFile(texts.too_big(limits.file_bytes // (1024 * 1024)))
    return reader(data, shown, limits)
