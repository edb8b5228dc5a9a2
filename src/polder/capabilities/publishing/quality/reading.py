"""How hard a text is to read: Flesch (1948) for English, its Dutch form by Douma (1960)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyphen

type Level = Literal["A2", "B1", "B2", "C1"]

_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# Ease at and above which a text is of a level; as Dutch public bodies use it, B1 is understood by four out of five.
_LEVELS: tuple[tuple[float, Level], ...] = ((75, "A2"), (60, "B1"), (45, "B2"))
FEWEST_WORDS = 40
"""Below this many words the figures say nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`ease` from 0 (hard) to 100 (easy); `longest` is the longest sentence, as it is written."""

    ease: float
    level: Level
    words: int
    words_in_a_sentence: float
    longest: str


def reading_of(text: str, language: str) -> Reading | None:
    """None for a text too short to say anything about. `language` is `nl` or `en`; any other is read as English."""
    sentences = [sentence for sentence in (part.strip() for part in _SENTENCE.split(text)) if _WORD.search(sentence)]
    words = _WORD.findall(text)
    if len(words) < FEWEST_WORDS:
        return None
    length = len(words) / len(sentences)
    syllables = sum(_syllables(word, language) for word in words) / len(words)
    dutch = language == "nl"
    ease = 206.84 - 77 * syllables - 0.93 * length if dutch else 206.835 - 84.6 * syllables - 1.015 * length
    bounded = min(100.0, max(0.0, ease))
    longest = max(sentences, key=lambda sentence: len(_WORD.findall(sentence)))
    return Reading(round(bounded, 1), _level(bounded), len(words), round(length, 1), longest)


def count_words(text: str) -> int:
    """Words, without numbers and signs."""
    return len(_WORD.findall(text))


def _level(ease: float) -> Level:
    return next((level for least, level in _LEVELS if ease >= least), "C1")


@cache
def _hyphens(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL" if language == "nl" else "en_US", left=1, right=1)


def _syllables(word: str, language: str) -> int:
    return len(_hyphens(language).positions(word.lower())) + 1
