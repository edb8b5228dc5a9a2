"""Which reader reads which file."""

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import cast

from polder.governance.importing import texts
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.grid import Document, Limits

Reader = Callable[[bytes, str, Limits], Document]

# Module and function of each ending; imported when a file asks for it, for the libraries are slow to load.
READERS = {
    ".xlsx": ("xlsx", "read_xlsx"),
    ".ods": ("ods", "read_ods"),
    ".csv": ("text", "read_text"),
    ".tsv": ("text", "read_text"),
    ".md": ("markdown", "read_markdown"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".docx": ("docx", "read_docx"),
}


def open_document(data: bytes, name: str, limits: Limits) -> Document:
    """The grids of a file, by the ending of its name. Raises UnreadableFile with one sentence."""
    shown = PurePath(name).name
    known = READERS.get(PurePath(name).suffix.lower())
    if known is None:
        raise UnreadableFile(texts.unknown_format(shown))
    if len(data) > limits.file_bytes:
        raise UnreadableFile(texts.too_big(limits.file_bytes // (1024 * 1024)))
    return _reader(*known)(data, shown, limits)


def _reader(module: str, function: str) -> Reader:
    return cast(Reader, getattr(import_module(f"polder.governance.importing.grids.{module}"), function))
