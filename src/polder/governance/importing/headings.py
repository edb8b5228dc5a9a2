"""What one cell looks like, and what a heading of letters stands for (importer.md L5, L10)."""

from __future__ import annotations

import re
from functools import lru_cache

from polder.governance.importing.cells import Item, read_cell
from polder.governance.importing.grids.grid import Grid, fold
from polder.governance.importing.legends import explanations
from polder.governance.importing.words import is_note_heading, words_in

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\s*%?")
_CHECK = {"ok", "check"}


def look(text: str, letters: frozenset[str]) -> str:
    """What a cell looks like: blank, none, letters, number, check, doubt (`R?`), mark (✓, ?) or text."""
    content = read_cell(text, letters)
    if content.kind == "items":
        return "letters"
    if content.kind != "unread":
        return content.kind
    if _NUMBER.fullmatch(content.text):
        return "number"
    if content.text.endswith("?") and read_cell(content.text.rstrip("? "), letters).kind == "items":
        return "doubt"
    if content.text in {"TRUE", "FALSE"} or (len(content.text) <= 2 and not content.text.isalnum()):
        return "mark"
    return "check" if content.text.lower() in _CHECK else "text"


@lru_cache(maxsize=50_000)
def heading_item(text: str) -> Item | None:
    """The letter that a heading of L5 or L10 stands for, by its word or its letter."""
    found = words_in(text)
    if found:
        clear = [word for word in found if not word.meaning.doubtful] or list(found)
        letters = {word.meaning.letter for word in clear}
        return Item("", clear[0].meaning, clear[0].word) if len(letters) == 1 else None
    content = read_cell(text)
    if content.kind == "items" and len(content.items) == 1 and len(content.items[0].letters) == 1:
        if not content.items[0].word.isupper() or content.items[0].word == "X":
            return None
        return content.items[0]._replace(remarks=())
    explained = explanations(fold(text))
    if len(explained) == 1:
        return Item(explained[0].letter, None, explained[0].letter)
    return None


def own_letter(item: Item) -> str:
    """The letter (or word) by which a sub-column of L10 may be marked."""
    return item.letters or item.word.lower()


def letter_headings(grid: Grid, line: int) -> dict[int, Item]:
    """The columns that a line heads with a letter or its word. What stands behind a gap is beside the table."""
    cells = grid.lines[line].cells
    found: dict[int, Item] = {}
    for column in sorted(cells) if len(cells) > 1 else ():
        text = cells[column].text
        item = heading_item(text) if text and not is_note_heading(text) else None
        if item is None:
            continue
        if found and not all(grid.holding(line, between) for between in range(max(found) + 1, column)):
            break
        found[column] = item
    return found


def groups_of(grid: Grid, upper: int, subs: dict[int, Item]) -> list[tuple[str, list[int]]] | None:
    """L10: the parties over the sub-columns. A blank above continues the cell to its left, merged or not."""
    out: list[tuple[str, list[int]]] = []
    last: tuple[int, int] | None = None
    for column in sorted(subs):
        anchor = grid.covered.get((upper, column), (upper, column))
        cell = grid.holding(upper, column)
        if cell is not None and cell.text:
            if look(cell.text, frozenset()) == "letters" and len(fold(cell.text)) == 1:
                return None
            if anchor != last:
                out.append((fold(cell.text), []))
            last = anchor
        elif not out:
            return None
        seen = {own_letter(subs[c]) for c in out[-1][1]}
        if own_letter(subs[column]) in seen:
            return None
        out[-1][1].append(column)
    return out
