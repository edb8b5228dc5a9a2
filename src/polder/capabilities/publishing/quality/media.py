"""Pictures and videos: what is there for who does not see or hear them."""

import re
from collections.abc import Iterator

from polder.capabilities.publishing.quality.remarks import Remark
from polder.capabilities.publishing.quality.text import Text, short

_NAME_OF_A_FILE = re.compile(
    r"\S+\.(jpe?g|png|gif|webp|svg|avif|heic)|(img|dsc|pxl|image|screenshot)[-_ ]?\d+\S*", re.IGNORECASE
)


def pictures(text: Text) -> Iterator[Remark]:
    """Each picture: is it there, and described?"""
    for picture in text.pictures:
        if picture.number is None:
            yield Remark("picture_gone", "", picture.block)
        elif picture.alt is not None and not picture.alt.strip():
            yield Remark("alt_missing", short(picture.title), picture.block)
        elif picture.alt is not None and _NAME_OF_A_FILE.fullmatch(picture.alt.strip()):
            yield Remark("alt_name", short(picture.alt), picture.block)


def videos(text: Text) -> Iterator[Remark]:
    """Each video kept here: has it captions, or what is said as text? Of one elsewhere nothing is known."""
    for block in text.blocks:
        silent = block.type == "video" and not block.value.get("captions") and not block.value.get("transcript")
        if silent and block.value.get("file"):
            yield Remark("captions", short(block.value["title"]), block.name)
