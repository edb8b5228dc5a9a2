"""Whether a file is what its name says: its first bytes, and for office files what is packed in them.

An extension is what the reader's computer goes by; a file that says one thing and is another is nobody's mistake twice.
"""

from collections.abc import Callable, Mapping
from typing import IO, Final
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ZIP: Final = b"PK\x03\x04"
_PARTS_OF_OOXML: Final[Mapping[str, str]] = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_MIMETYPES_OF_ODF: Final[Mapping[str, bytes]] = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
OFFICE: Final = frozenset({*_PARTS_OF_OOXML, *_MIMETYPES_OF_ODF})
TEXTS: Final = frozenset({"txt", "csv"})
_BEGINS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "pdf": lambda head: head.startswith(b"%PDF-"),
    "png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "gif": lambda head: head.startswith((b"GIF87a", b"GIF89a")),
    "webp": lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP",
    "mp4": lambda head: head[4:8] == b"ftyp",
    "m4v": lambda head: head[4:8] == b"ftyp",
    "m4a": lambda head: head[4:8] == b"ftyp",
    "mp3": lambda head: head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] >= b"\xe0"),
    "webm": lambda head: head.startswith(b"\x1a\x45\xdf\xa3"),
    "ogv": lambda head: head.startswith(b"OggS"),
    "ogg": lambda head: head.startswith(b"OggS"),
    "vtt": lambda head: head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"),
}
KNOWN: Final = frozenset({*_BEGINS, *OFFICE, *TEXTS})

_MOST_PARTS: Final = 10_000
_MOST_UNPACKED: Final = 500 * 1024 * 1024  # octets of all that is packed in it
_SMALL: Final = 20 * 1024 * 1024  # what unpacks to less does no harm, however well it was packed
_MOST_TIMES: Final = 100  # as large as it was packed
_EMPTY_LIBRARIES: Final = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")  # LibreOffice's own


def ending_of(name: str) -> str:
    """`pdf` of `Rules.PDF`; "" for none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def refuse_other_kinds(file: IO[bytes], name: str) -> None:
    """Raises `ValidationError` for a file that is not what its name says, holds macros, or unpacks to something huge."""
    ending = ending_of(name)
    file.seek(0)
    try:
        if ending in OFFICE:
            _refuse_odd_office(file, ending)
        elif ending in TEXTS:
            if any(b"\0" in part for part in iter(lambda: file.read(1 << 20), b"")):
                raise _other()
        elif not _BEGINS[ending](file.read(64)):
            raise _other()
    finally:
        file.seek(0)


def _refuse_odd_office(file: IO[bytes], ending: str) -> None:
    if file.read(4) != _ZIP:
        raise _other()
    try:
        with ZipFile(file) as packed:
            parts = packed.infolist()
            _refuse_bomb([(part.file_size, part.compress_size) for part in parts])
            names = [part.filename for part in parts]
            said = packed.open("mimetype").read(100) if "mimetype" in names else b""
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise _other() from None
    if any(_is_macro(name) for name in names):
        raise ValidationError(_("This file holds macros, which run on the computer of who opens it. Save it without."))
    if ending in _MIMETYPES_OF_ODF:
        fits = said.strip() == _MIMETYPES_OF_ODF[ending]
    else:
        fits = "[Content_Types].xml" in names and any(name.startswith(_PARTS_OF_OOXML[ending]) for name in names)
    if not fits:
        raise _other()


def _refuse_bomb(sizes: list[tuple[int, int]]) -> None:
    unpacked, packed = sum(size for size, _packed in sizes), sum(size for _unpacked, size in sizes)
    if len(sizes) > _MOST_PARTS or unpacked > _MOST_UNPACKED or unpacked > max(_SMALL, packed * _MOST_TIMES):
        raise ValidationError(_("This file unpacks to something far larger than it is. It was not kept."))


def _is_macro(name: str) -> bool:
    small = name.lower()
    if small.startswith(("basic/", "scripts/")):
        return not small.endswith(("/", *_EMPTY_LIBRARIES))
    return small.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in small


def _other() -> ValidationError:
    return ValidationError(_("This file is not what its name says. Save it anew, or choose another."))
