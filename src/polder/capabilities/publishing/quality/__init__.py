"""Is it good enough to publish? Pure: what is written goes in, remarks come out, each with what to do about it.

    remarks = quality.of_text(page.body, language="nl")          what the text alone shows
    remarks = quality.remarks_on(text, known)                    and what is known of what it leads to

Said to the author while writing (readiness.py) and, every night, to the R's of the aspect (findings/). Nothing here stops
anybody: the matrix decides who publishes, these only see to it that they know what they publish.
"""

from collections.abc import Iterator

from wagtail.blocks import StreamValue

from polder.capabilities.publishing.quality import files, links, media, structure, wording
from polder.capabilities.publishing.quality.known import Known, PageFact
from polder.capabilities.publishing.quality.reading import Reading, reading_of
from polder.capabilities.publishing.quality.remarks import KINDS, THEMES, WEIGHTS, Remark, Weight
from polder.capabilities.publishing.quality.text import Text, read

__all__ = [
    "KINDS", "THEMES", "WEIGHTS", "Known", "PageFact", "Reading", "Remark", "Text", "Weight", "of_text", "read",
    "reading_of", "remarks_on",
]  # fmt: skip


def of_text(value: StreamValue, language: str) -> list[Remark]:
    """What can be said without looking around: not whether links lead anywhere. `language` is the text's."""
    return remarks_on(read([value], language=language), None)


def remarks_on(text: Text, known: Known | None) -> list[Remark]:
    """In the order of the checks, those on the whole last. `known` None: nothing is known of what the text leads to."""
    return list(_checks(text, known))


def _checks(text: Text, known: Known | None) -> Iterator[Remark]:
    yield from structure.headings(text)
    yield from links.words(text)
    yield from links.addresses(text)
    if known is not None:
        yield from links.targets(text, known)
    yield from structure.tables(text)
    yield from media.pictures(text)
    yield from media.videos(text)
    yield from files.missing(text)
    if known is not None:
        yield from files.readable(text, known)
    yield from wording.length(text)
    yield from wording.level(text)
