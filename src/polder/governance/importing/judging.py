"""From what the cells said to letters: the scheme's meaning, joined rows, findings and questions (importer.md 3-5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from polder.governance.importing import texts
from polder.governance.importing.answers import LETTER_CHOICES, WORD_CHOICES, Answers
from polder.governance.importing.cells import Item
from polder.governance.importing.grids.grid import fold
from polder.governance.importing.reading import Finding, Question, Row
from polder.governance.importing.schemes import Chosen
from polder.governance.importing.walking import Entry, Place, Said
from polder.governance.importing.words import Meaning, plain, words_in

ORDER = "RACI"


@dataclass(slots=True)
class Cell:
    """What one party has in one row: letters, the scheme's own remarks, the other remarks, and where it stood."""

    letters: set[str] = field(default_factory=set)
    own: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def remark(self) -> str:
        return "; ".join([*self.own, *self.other])


@dataclass(slots=True)
class Joined:
    """A row as it comes out: all lines with this section and aspect together."""

    index: int
    sheet: str | None
    row: int
    section: tuple[str, ...]
    aspect: str
    cells: dict[str, Cell] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)


class Meant(NamedTuple):
    """What the cells with these items mean in this scheme."""

    letters: frozenset[str]
    own: tuple[str, ...]
    other: tuple[str, ...]


class Names:
    """Names that differ only in case are one, written as first met. `found` is in order of first appearance."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def of(self, name: str) -> str:
        return self.found.setdefault(name.casefold(), name)


class Judgement:
    """Joins entries into rows and collects findings and questions on the way."""

    def __init__(self, scheme: Chosen, answers: Answers) -> None:
        self.scheme, self.answers = scheme, answers
        self.parties = Names()
        self.rows: dict[tuple[tuple[str, ...], str], Joined] = {}
        self.findings: list[Finding] = []
        self.questions: dict[tuple[str, str], Question] = {}
        self.unread: list[Place] = []
        self._known: dict[tuple[Item, ...], Meant | None] = {}
        self._sections: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(self, entry: Entry) -> int | None:
        """One line of a table. Returns the index of the row it is (part of); none when it has no label."""
        if entry.aspect is None:
            text = next((s.text for s in entry.said if s.text), "")
            self.findings.append(Finding("unread_cell", entry.sheet, entry.row, None, text=text))
            self.unread += [s.place for s in entry.said]
            for one in entry.said:
                if one.party:
                    self.parties.of(one.party)
            return None
        section = self._section(entry.section)
        key = (tuple(name.casefold() for name in section), entry.aspect.casefold())
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = Joined(len(self.rows), entry.sheet, entry.row, section, entry.aspect)
        elif not entry.is_repeated_quietly:
            self.findings.append(Finding("duplicate_aspect", entry.sheet, entry.row, row.aspect))
        if entry.hidden:
            self.findings.append(Finding("hidden", entry.sheet, entry.row, row.aspect))
        for one in entry.said:
            self._say(row, entry, one)
        for heading, text in entry.notes.items():
            known = row.notes.setdefault(heading, [])
            if text not in known:
                known.append(text)
        return row.index

    def _section(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The section as first written, whatever the case later."""
        known: tuple[str, ...] = ()
        for name in names:
            known = self._sections.setdefault((*known, name.casefold()), (*known, name))
        return known

    def _say(self, row: Joined, entry: Entry, said: Said) -> None:
        meant = self._meant(said.items, entry) if said.items is not None else None
        if meant is None:
            parties = (said.party,) if said.party else ()
            self.findings.append(Finding("unread_cell", entry.sheet, entry.row, row.aspect, parties, said.text))
            self.unread.append(said.place)
            if not said.party:
                return
        cell = row.cells.setdefault(self.parties.of(said.party), Cell())
        cell.places.append(said.place)
        if meant is None:
            _add(cell.other, [said.text])
        else:
            cell.letters.update(meant.letters)
            _add(cell.own, meant.own)
            _add(cell.other, meant.other, twice=len(cell.places) == 1)
        _add(cell.other, said.also)

    def _meant(self, items: tuple[Item, ...], entry: Entry) -> Meant | None:
        """What a cell means in this scheme; none when a run holds a letter that is not its.

        Kept by what the cell says: what is asked was asked where it stood first.
        """
        if items not in self._known:
            readable = all(
                item.meaning is not None or len(item.letters) == 1 or self.scheme.letters.issuperset(item.letters)
                for item in items
            )
            self._known[items] = self._take(items, entry) if readable else None
        return self._known[items]

    def _take(self, items: tuple[Item, ...], entry: Entry) -> Meant:
        letters: set[str] = set()
        own: list[str] = []
        other: list[str] = []
        for item in items:
            if item.meaning is not None:
                meanings = [self._of_word(item, entry)]
            else:
                meanings = [self._of_letter(letter, item, entry) for letter in item.letters]
            letters.update(meaning.letter for meaning in meanings if meaning.letter)
            _add(own, [meaning.remark for meaning in meanings if meaning.remark])
            other += item.remarks
        return Meant(frozenset(letters), tuple(own), tuple(other))

    def _of_word(self, item: Item, entry: Entry) -> Meaning:
        meaning = item.meaning or Meaning(None)
        if meaning.doubtful:
            answer = self.answers.word(item.word)
            if answer is not None:
                return Meaning(answer)
            self._ask(
                ("word_meaning", plain(item.word)),
                None,
                entry,
                texts.ask_word(fold(item.word)),
                item.word,
                WORD_CHOICES,
            )
            return Meaning("R")
        if meaning.asked:
            return self._asked(meaning.remark or "", item.word, entry)
        return meaning

    def _of_letter(self, letter: str, item: Item, entry: Entry) -> Meaning:
        meaning = self.scheme.meanings.get(letter)
        if meaning is not None and letter not in self.scheme.asked:
            if meaning.doubtful:
                word = next(found.word for found in words_in(self.scheme.said[letter]) if found.meaning.doubtful)
                return self._of_word(Item("", meaning, word), entry)
            return meaning
        answer = self.answers.letter(letter)
        if answer is not None and meaning is not None and answer.letter == meaning.letter:
            return meaning  # an answer that agrees keeps the scheme's remark
        asked = self._asked(letter, self.scheme.said.get(letter) or item.word, entry)
        return asked if answer is not None or meaning is None or meaning.asked else meaning

    def _asked(self, letter: str, said: str, entry: Entry) -> Meaning:
        """A letter that only a person can explain: by the answer, else none, with the letter as remark."""
        answer = self.answers.letter(letter)
        if answer is not None:
            return answer
        self._ask(("letter_meaning", letter), letter, entry, texts.ask_letter(letter, fold(said)), said, LETTER_CHOICES)
        return Meaning(None, letter)

    def _ask(
        self, key: tuple[str, str], letter: str | None, entry: Entry, text: str, read: str, choices: tuple[str, ...]
    ) -> None:
        if key not in self.questions:
            self.questions[key] = Question(key[0], letter, entry.sheet, entry.row, text, fold(read), choices)

    # Findings on joined rows

    def finished(self) -> list[Row]:
        """The rows, with the findings that are judged on joined rows."""
        return [self._row(joined) for joined in self.rows.values()]

    def _row(self, joined: Joined) -> Row:
        with_a = [party for party in self.parties.found.values() if "A" in _letters(joined.cells.get(party))]
        every = set[str]().union(*(cell.letters for cell in joined.cells.values()))
        if not every:
            self._find("empty_row", joined)
        else:
            if len(with_a) > 1:
                self._find("several_accountable", joined, tuple(with_a))
            elif not with_a:
                self._find("no_accountable", joined)
            if "R" not in every:
                self._find("no_responsible", joined)
        hold_back = {"A"} if len(with_a) > 1 else set()
        cells = {
            party: tuple(letter for letter in ORDER if letter in cell.letters - hold_back)
            for party, cell in joined.cells.items()
        }
        return Row(
            joined.sheet,
            joined.row,
            joined.section,
            joined.aspect,
            {party: letters for party, letters in cells.items() if letters},
            {party: cell.remark() for party, cell in joined.cells.items() if cell.remark()},
            {heading: "; ".join(values) for heading, values in joined.notes.items()},
        )

    def _find(self, code: str, joined: Joined, parties: tuple[str, ...] = ()) -> None:
        self.findings.append(Finding(code, joined.sheet, joined.row, joined.aspect, parties))


def _letters(cell: Cell | None) -> set[str]:
    return cell.letters if cell is not None else set()


def _add(known: list[str], more: Iterable[str], *, twice: bool = False) -> None:
    known += [text for text in more if twice or text not in known]


def accountable(items: Iterable[Item], meanings: Mapping[str, Meaning]) -> bool:
    """Whether a cell says A in this scheme."""
    for item in items:
        if item.meaning is not None and item.meaning.letter == "A":
            return True
        if any(meanings[letter].letter == "A" for letter in item.letters if letter in meanings):
            return True
    return False
