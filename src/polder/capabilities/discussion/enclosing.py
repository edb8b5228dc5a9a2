"""Files that come with a comment: looked at, limited in kind and size, pictures drawn anew, before anything is kept."""

import io
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from polder.base import file_kinds
from polder.base.scanning import refuse_harmful
from polder.capabilities.discussion.errors import Invalid

MOST: Final = 5  # with one comment
LARGEST: Final = 10 * 1024 * 1024  # octets each
_WIDEST: Final = 1600  # pixels of a picture as it is kept
_PIXELS: Final = 50_000_000
_PICTURES: Final[Mapping[str, str]] = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF"}
_OTHERS: Final = ("pdf", *sorted(file_kinds.OFFICE), *sorted(file_kinds.TEXTS))
ACCEPTED: Final = ",".join(f".{ending}" for ending in (*_PICTURES, *_OTHERS))


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that may be kept; made by `ready` only. `width` and `height` are those of a picture, else 0."""

    name: str
    content: bytes
    size: int
    width: int = 0
    height: int = 0


def ready(files: Sequence["UploadedFile[bytes]"]) -> list[Ready]:
    """The files as they may be kept. Slow: outside a transaction. Raises Invalid, with what to do about it."""
    if len(files) > MOST:
        raise Invalid(_("At most %(most)d files go with one comment.") % {"most": MOST})
    return [_ready(file) for file in files]


def _ready(file: "UploadedFile[bytes]") -> Ready:
    name = plain_name(file.name or "")
    ending = file_kinds.ending_of(name)
    if not file.size or file.size > LARGEST:
        raise Invalid(_("“%(name)s” is empty or larger than %(most)d MB.") % {"name": name, "most": LARGEST >> 20})
    if ending not in {*_PICTURES, *_OTHERS}:
        raise Invalid(
            _("“%(name)s” cannot be added. Pictures, PDF, Office and OpenDocument files and plain text can.")
            % {"name": name}
        )
    try:
        refuse_harmful(file)
    except ValidationError as harmful:
        raise Invalid(harmful.messages[0]) from None
    file.seek(0)
    content = file.read()
    if ending in _PICTURES:
        return _drawn_anew(name, content)
    try:
        file_kinds.refuse_other_kinds(io.BytesIO(content), name)
    except ValidationError as other:
        raise Invalid(f"{name}: {other.messages[0]}") from None
    return Ready(name, content, len(content))


def _drawn_anew(name: str, content: bytes) -> Ready:
    """Pixels alone: where it was taken, and whatever else hides in the file, stays behind."""
    out = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=sorted(set(_PICTURES.values()))) as opened:
                if opened.width * opened.height > _PIXELS:
                    raise ValueError("too many pixels")
                picture = ImageOps.exif_transpose(opened).convert("RGBA" if _is_clear(opened) else "RGB")
        picture.thumbnail((_WIDEST, _WIDEST))
        picture.save(out, "WEBP", quality=82)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid(
            _("“%(name)s” is no picture that can be shown. Save it as PNG or JPEG.") % {"name": name}
        ) from None
    kept = out.getvalue()
    return Ready(f"{name.rpartition('.')[0]}.webp", kept, len(kept), *picture.size)


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def plain_name(given: str) -> str:
    """As its sender named it, without folders and characters that no name needs; at most 100 letters."""
    name = "".join(c for c in PurePosixPath(given.replace("\\", "/")).name if c.isprintable() and c not in '"<>|:*?')
    stem, dot, ending = name.strip().rpartition(".")
    if not dot:
        return ending[:90] or _("file")
    return (stem.strip()[:90] or _("file")) + dot + ending[:9]
