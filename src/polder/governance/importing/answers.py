"""Answers to the questions of a reading: `--answer CODE[:LETTER]=CHOICE` (importer.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from polder.governance.importing import texts
from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.schemes import NAMES, Scheme, by_name
from polder.governance.importing.words import Meaning, plain

NO_LETTER = "none"
LETTER_CHOICES = ("R", "A", "C", "I", NO_LETTER)
WORD_CHOICES = ("R", "A")
DOWN, ACROSS = "down", "across"
ORIENTATION_CHOICES = (DOWN, ACROSS)


@dataclass(slots=True)
class Answers:
    """What the caller answered. `aspects`: whether the aspects stand down or across."""

    scheme: Scheme | None = None
    aspects: str | None = None
    letters: dict[str, Meaning] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def letter(self, letter: str) -> Meaning | None:
        return self.letters.get(letter.upper())

    def word(self, word: str) -> str | None:
        return self.words.get(plain(word), self.words.get(""))


def parse_answers(answers: Iterable[str]) -> Answers:
    """Reads `scheme=VERI`, `letter_meaning:S=C`, `word_meaning[:Responsable]=A`, `orientation=across`.

    Raises UnknownChoice for anything else.
    """
    out = Answers()
    for answer in answers:
        question, equals, choice = answer.partition("=")
        code, _, about = question.strip().partition(":")
        about, choice = about.strip(), choice.strip()
        if not equals or not choice:
            raise UnknownChoice(texts.unknown_answer(answer))
        if code == "scheme" and not about:
            out.scheme = by_name(choice)
            _require(out.scheme is not None, answer, NAMES)
        elif code == "letter_meaning" and len(about) == 1:
            letter = choice.upper() if choice.lower() != NO_LETTER else NO_LETTER
            _require(letter in LETTER_CHOICES, answer, LETTER_CHOICES)
            out.letters[about.upper()] = Meaning(None if letter == NO_LETTER else letter)
        elif code == "word_meaning":
            _require(choice.upper() in WORD_CHOICES, answer, WORD_CHOICES)
            out.words[plain(about)] = choice.upper()
        elif code == "orientation" and not about:
            _require(choice.lower() in ORIENTATION_CHOICES, answer, ORIENTATION_CHOICES)
            out.aspects = choice.lower()
        else:
            raise UnknownChoice(texts.unknown_answer(answer))
    return out


def _require(known: bool, answer: str, choices: Iterable[str]) -> None:
    if not known:
        raise UnknownChoice(texts.unknown_answer_choice(answer, choices))
