"""Files: are they there, and can they be read?"""

from collections.abc import Iterator, Mapping
from typing import Final

from polder.capabilities.publishing.quality.known import FileState, Known
from polder.capabilities.publishing.quality.remarks import Remark
from polder.capabilities.publishing.quality.text import Text, short

_CODES: Final[Mapping[FileState, str]] = {
    "scan": "pdf_scan", "unreadable": "pdf_unreadable", "untagged": "pdf_untagged",
}  # fmt: skip


def missing(text: Text) -> Iterator[Remark]:
    """Files that stand in a block and are gone; of those in a link, links.py speaks."""
    for file in text.files:
        if file.number is None:
            yield Remark("file_gone", "", file.block)


def readable(text: Text, known: Known) -> Iterator[Remark]:
    """Each file by what was found in it, once."""
    told: set[int] = set()
    named = [(file.number, file.words, file.block) for file in text.files]
    named += [(link.number, link.words, link.block) for link in text.links if link.kind == "document"]
    for number, words, block in named:
        code = _CODES.get(known.documents.get(number, "fine")) if number else None
        if number and code and number not in told:
            told.add(number)
            yield Remark(code, short(words), block)
