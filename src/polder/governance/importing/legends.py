"""The file's own legend: what it says its letters mean (importer.md section 4)."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from polder.governance.importing.cells import read_cell
from polder.governance.importing.grids.grid import Grid, fold
from polder.governance.importing.schemes import Entry
from polder.governance.importing.words import DOUBTFUL, HEADING_WORDS, Meaning, plain, words_in

_EQUALS = re.compile(r"(?<![\w=])[*_(\[“\"']*([A-Za-z])[*_)\]”\"']*\s*=+\s*")
_COLON = re.compile(r"(?<!\w)[*_(\[]*([A-Z])[*_)\]]*\s*:\s+")
_DASH = re.compile(r"(?<!\w)[*_(\[]*([A-Z])[*_)\]]*\s+[-–—]\s+")
_BEHIND = re.compile(r"([^\W\d_]+)\s*\(([A-Z])\)")
_LONE = re.compile(r"[*_(\[]*([^\W\d_])[*_)\]]*[.:=]?")
_MOST_LETTERS = 30  # a legend explains fewer letters than this
_EDGE = " \t,;.|/·•–—-&+"


class Explained(NamedTuple):
    """A letter and the words behind it; `trusted` when nothing but a legend is written so."""

    letter: str
    said: str
    trusted: bool


def legend_of(explained: Iterable[Explained]) -> dict[str, Entry]:
    """The legend, by letter; the first explanation of a letter holds, unless only a later one says something."""
    out: dict[str, Entry] = {}
    for letter, said, _ in explained:
        entry = Entry(said, _meaning(letter, said))
        if letter not in out or (out[letter].meaning is None and entry.meaning is not None):
            out[letter] = entry
    return out


def _meaning(letter: str, said: str) -> Meaning | None:
    """The meaning in an explanation: the word that agrees with its letter in RACI, else the first."""
    words = [word.meaning for word in words_in(said)]
    clear = [meaning for meaning in words if meaning != DOUBTFUL]
    if not clear:
        return DOUBTFUL if words else None
    return next((meaning for meaning in clear if meaning.letter == letter and not meaning.remark), clear[0])


def explanations(text: str) -> list[Explained]:
    """Letters explained in a line of text: `R = Responsible, S = Support`, `R: ...`, `R - ...`, `Responsible (R)`."""
    equated = _cut(text, _EQUALS) if "=" in text else []
    found = [e for e in equated if e.letter.isupper() or words_in(e.said)]
    if found:
        return [Explained(letter.upper(), said, True) for letter, said, _ in found]
    for pattern in (_COLON, _DASH):
        found = [e for e in _cut(text, pattern) if is_credible(e.letter, e.said)]
        if found:
            return found
    return [
        Explained(match[2], match[1], False)
        for match in _BEHIND.finditer(text)
        if plain(match[1]) in HEADING_WORDS or (words_in(match[1]) and words_in(match[1])[0].start == 0)
    ]


def _cut(text: str, pattern: re.Pattern[str]) -> list[Explained]:
    matches = list(pattern.finditer(text))
    if not matches:
        return []
    ends = [m.start() for m in matches[1:]] + [len(text)]
    out = [Explained(m[1], fold(text[m.end() : end]).strip(_EDGE), False) for m, end in zip(matches, ends, strict=True)]
    return [e for e in out if e.said]


def is_credible(letter: str, said: str) -> bool:
    """Whether words explain a letter: they begin with it, or hold a word of the letters."""
    return plain(said)[:1] == plain(letter) or bool(words_in(said))


def lone_letter(text: str) -> str | None:
    """The letter, when a cell holds one capital letter and nothing else: `R`, `(R)`, `R =`, `**R**`."""
    match = _LONE.fullmatch(text) if len(text) < 9 else None
    return match[1] if match and match[1].isupper() else None


def pairs(cells: Iterable[str]) -> list[Explained]:
    """Letters and their explanations in neighbouring cells: `R | Responsible | A | Accountable`."""
    out = []
    waiting: str | None = None
    for text in cells:
        letter = lone_letter(fold(text))
        if waiting is not None and letter is None and len(fold(text)) > 1 and not _is_letters(text):
            out.append(Explained(waiting, fold(text).lstrip("=:–- "), False))
        waiting = letter
    return out


def _is_letters(text: str) -> bool:
    """Whether a cell says letters itself, as `C: approves` or `R/A` do; a word is the best of explanations."""
    return any(item.letters for item in read_cell(text).items)


def is_legend_line(cells: Iterable[str]) -> bool:
    """Whether a line of a sheet or document explains letters."""
    texts = list(cells)
    if any(explanations(fold(text)) for text in texts):
        return True
    return any(is_credible(letter, said) for letter, said, _ in pairs(texts))


def only_explains(cells: Iterable[str]) -> bool:
    """Whether every letter in a line of cells is explained by the cell behind it, and credibly so."""
    texts = [fold(text) for text in cells]
    explained = pairs(texts)
    lone = sum(lone_letter(text) is not None for text in texts)
    return bool(explained) and lone == len(explained) and any(is_credible(e.letter, e.said) for e in explained)


def explained_in(lines: Iterable[Iterable[str]]) -> list[Explained]:
    """All letters explained in lines of cells. Pairs of cells count when at least half of them are credible."""
    out: list[Explained] = []
    paired: list[Explained] = []
    for cells in lines:
        texts = list(cells)
        for text in texts:
            for line in text.split("\n"):
                out += explanations(fold(line))
        paired += pairs(texts)
    credible = [e for e in paired if is_credible(e.letter, e.said)]
    if len({e.letter for e in paired}) == len(paired) and 2 * len(credible) >= len(paired):
        out += paired
    else:
        out += credible
    return out


def set_aside(grid: Grid) -> list[Explained]:
    """Takes a legend out of a grid when it stands beside the table, behind a column that is blank everywhere."""
    filled = {c for line in grid.lines for c, cell in line.cells.items() if cell.text}
    out: list[Explained] = []
    for column in sorted(c for c in filled if c - 1 not in filled and any(left < c for left in filled)):
        lines = [i for i in range(len(grid.lines)) if grid.cell(i, column) is not None]
        found = {i: _explained_at(grid, i, column) for i in lines}
        explained = [e for es in found.values() for e in es]
        headings = [i for i in lines if not found[i]]
        distinct = len({e.letter for e in explained}) == len(explained)
        if len(explained) < 2 or not distinct or any(i > min(set(lines) - set(headings)) for i in headings):
            continue
        if all(is_credible(e.letter, e.said) or e.trusted for e in explained) and len(headings) <= 1:
            out += explained
            for line in lines:
                for c in [c for c in grid.lines[line].cells if c >= column]:
                    grid.set_aside[line, c] = grid.lines[line].cells.pop(c)
                if not grid.lines[line].cells and line + 1 < len(grid.lines):
                    grid.lines[line + 1].after_blank = True
    return out


def _explained_at(grid: Grid, line: int, column: int) -> list[Explained]:
    """What a cell explains, by itself or with the cell at its right."""
    texts = [cell.text for c in (column, column + 1) if (cell := grid.cell(line, c)) is not None]
    return explanations(fold(texts[0])) or pairs(texts)


def beside(grid: Grid, lines: Iterable[int], columns: Iterable[int]) -> Mapping[int, list[Explained]]:
    """Columns of a grid that hold a legend beside the table: a letter with its words at its right, or both in one cell.

    By column; for a pair of columns the explanations are with the first and the second has none.
    """
    rows, found = list(lines), dict[int, list[Explained]]()
    for column in columns:
        if column in found:
            continue
        own = [(i, cell.text) for i in rows if (cell := grid.cell(i, column)) is not None and cell.text]
        if len(own) > _MOST_LETTERS:
            continue
        whole = [explanations(fold(text)) for _, text in own]
        if own and all(whole) and all(e.trusted or is_credible(e.letter, e.said) for es in whole for e in es):
            if len(own) > 1 or all(e.trusted for es in whole for e in es):
                found[column] = [e for es in whole for e in es]
            continue
        paired = [e for i, text in own if (right := grid.cell(i, column + 1)) for e in pairs([text, right.text])]
        distinct = len({e.letter for e in paired}) == len(paired) >= 2
        credible = all(is_credible(e.letter, e.said) for e in paired)
        if distinct and len(paired) == len(own) and credible:
            found[column], found[column + 1] = paired, []
    return found
