"""The text as a whole: how long it is, and how hard to read."""

from collections.abc import Iterator
from typing import Final

from polder.capabilities.publishing.quality.reading import count_words, reading_of
from polder.capabilities.publishing.quality.remarks import Remark
from polder.capabilities.publishing.quality.structure import without_headings
from polder.capabilities.publishing.quality.text import Text, short

LONGEST_TEXT: Final = 1200
LONGEST_SENTENCE: Final = 30
_HARD: Final = frozenset({"B2", "C1"})


def length(text: Text) -> Iterator[Remark]:
    """In words."""
    words = count_words(text.words)
    if words > LONGEST_TEXT:
        yield Remark("long", facts={"words": words})
    if without_headings(text):
        yield Remark("no_heading")


def level(text: Text) -> Iterator[Remark]:
    """B1 is what four out of five people read with ease."""
    reading = reading_of(text.words, text.language)
    if reading is None:
        return
    if reading.level in _HARD:
        yield Remark("reading_level", facts={"level": reading.level})
    longest = count_words(reading.longest)
    if longest > LONGEST_SENTENCE:
        yield Remark("long_sentence", short(reading.longest), facts={"words": longest})
