"""One cell: letters, words and remarks, or text that cannot be read (importer.md section 3).

Reading needs no scheme, only the letters that may stand together in a run such as `RA`; what they mean is judged later.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from polder.governance.importing.grids.grid import fold
from polder.governance.importing.words import CELL_WORD, CELL_WORDS, NO_LETTER, Meaning, plain


class Item(NamedTuple):
    """A letter (`R`), a run of letters (`RA`) or a word with its meaning; `word` is as written."""

    letters: str
    meaning: Meaning | None
    word: str
    remarks: tuple[str, ...] = ()


class Content(NamedTuple):
    """What a cell holds. `kind`: blank, none (`-`, `n.v.t.`), items, or unread. `text` is the whole cell, folded."""

    kind: str
    text: str
    items: tuple[Item, ...] = ()


_MARK = re.compile(r"\[\^([^\]\s]+)\]|([*†‡§]+|[¹²³⁰⁴-⁹]+|\d{1,3})")
_SEPARATOR = re.compile(r"[^\S\n]*(?:[/,+&;|]\s*|[^\S\n]+(?:en|and)(?=\s)\s+|\n|[^\S\n]+)", re.IGNORECASE)
_BRACKET = re.compile(r"\s*([(\[])")
_OPEN_REMARK = re.compile(r"[^\S\n]*(:)|[^\S\n]+([-–—])\s|[^\S\n]*(\n)")
_LETTERS = re.compile(r"(?:(?![¹²³⁰⁴-⁹])[^\W\d_])+")
_OPTIONAL = re.compile(r"\(\s*([^\W\d_])\s*\)")
RACI = frozenset("RACI")
_WRAPPED = re.compile(r"(\*\*|__|\*|_|`|~~)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_ONLY_DOUBT = re.compile(r"[?\s]+")
_MOST = 400  # a longer cell is prose; looking for letters in it only costs time


@lru_cache(maxsize=100_000)
def read_cell(text: str, letters: frozenset[str] = RACI) -> Content:
    """What stands in a cell of a party (layouts L1, L4 and L6). `letters`: those that may stand together, as `RA`."""
    whole = fold(text)
    if not whole:
        return Content("blank", "")
    bare = _unwrapped(unicodedata.normalize("NFC", text.strip()))
    if fold(bare).lower() in NO_LETTER:
        return Content("none", whole)
    items = _Parser(bare, letters).read() if len(bare) <= _MOST else None
    return Content("items", whole, items) if items else Content("unread", whole)


@lru_cache(maxsize=10_000)
def read_mark(text: str, own: str) -> Content:
    """What stands in a sub-column of L10: a mark with its remarks, or nothing. `own` is the letter of the heading."""
    whole = fold(text)
    if not whole:
        return Content("blank", "")
    bare = _unwrapped(unicodedata.normalize("NFC", text.strip()))
    if fold(bare).lower() in NO_LETTER or plain(whole) in {"false", "0", "☐"}:
        return Content("none", whole)
    mark = re.match(rf"(?:x|v|1|true|[✓✔●☑✅■•√✕✖☒]\ufe0f?|{re.escape(own.lower())})(?![^\W_])", bare, re.IGNORECASE)
    if mark is None or len(bare) > _MOST:
        own_word = read_cell(text)
        same = own_word.kind == "items" and [i.letters or i.word.lower() for i in own_word.items] == [own]
        return own_word if same else Content("unread", whole)
    items = _Parser("x" + bare[mark.end() :], RACI).read()
    if not items or len(items) != 1:
        return Content("unread", whole)
    return Content("items", whole, items)


def _unwrapped(text: str) -> str:
    """Without Markdown marks around all of it; `R*` keeps its footnote mark."""
    while (match := _WRAPPED.fullmatch(text)) and match[1] not in match[2]:
        text = match[2].strip()
    return text


class _Parser:
    """items := item (separator item)*; item := (letters | word | "(" letter ")") remark*. None when some text is left."""

    def __init__(self, text: str, letters: frozenset[str]) -> None:
        self.text, self.letters = text, letters
        self.plain = plain(text)
        self._known: dict[int, tuple[Item, ...] | None] = {}

    def read(self) -> tuple[Item, ...] | None:
        return self.items(0)

    def items(self, start: int) -> tuple[Item, ...] | None:
        """All of the text from `start` on as items."""
        if start not in self._known:
            self._known[start] = None
            self._known[start] = self._items(start)
        return self._known[start]

    def _items(self, start: int) -> tuple[Item, ...] | None:
        head = self._head(start)
        if head is None:
            return None
        item, at = head
        remarks = list(item.remarks)
        while at < len(self.text):
            closed = self._bracket(at)
            if closed is not None:
                remark, at = closed
                if _ONLY_DOUBT.fullmatch(remark):
                    return None  # `R (?)` is not agreed yet
                remarks.append(remark)
                continue
            rest = self._after_separator(at)
            if rest is not None:
                return (item._replace(remarks=tuple(r for r in remarks if r)), *rest)
            remark_and_rest = self._open_remark(at)
            if remark_and_rest is None:
                return None
            remark, rest = remark_and_rest
            if _ONLY_DOUBT.fullmatch(remark):
                return None
            return (item._replace(remarks=tuple(r for r in [*remarks, remark] if r)), *rest)
        return (item._replace(remarks=tuple(r for r in remarks if r)),)

    def _head(self, at: int) -> tuple[Item, int] | None:
        optional = _OPTIONAL.match(self.text, at)
        if optional:
            letter = optional[1].upper()
            marks, end = self._marks(optional.end())
            return Item(letter, None, optional[1], ("optional", *marks)), end
        word = CELL_WORD.match(self.plain, at)
        if word and len(self.plain) == len(self.text):
            written = self.text[word.start() : word.end()]
            marks, end = self._marks(word.end())
            return Item("", CELL_WORDS[word[0]], written, tuple(marks)), end
        letters = _LETTERS.match(self.text, at)
        if letters is None or not self._stand_together(letters[0].upper()):
            return None
        marks, end = self._marks(letters.end())
        if end < len(self.text) and re.match(r"[\w.?!]", self.text[end]):
            return None
        return Item(letters[0].upper(), None, letters[0], tuple(marks)), end

    def _stand_together(self, run: str) -> bool:
        return len(run) == 1 or (len(set(run)) == len(run) and self.letters.issuperset(run))

    def _marks(self, at: int) -> tuple[list[str], int]:
        """Footnote marks directly behind a letter."""
        marks = []
        while (match := _MARK.match(self.text, at)) is not None:
            marks.append(match[1] or match[2])
            at = match.end()
        return marks, at

    def _bracket(self, at: int) -> tuple[str, int] | None:
        """A remark in brackets at `at`, and where it ends."""
        opening = _BRACKET.match(self.text, at)
        if opening is None:
            return None
        if "\n" in opening[0] and self.items(opening.start(1)) is not None:
            return None  # on a line of its own `(R)` is the next letter
        depth = 0
        for end in range(opening.start(1), len(self.text)):
            if self.text[end] in "([":
                depth += 1
            elif self.text[end] in ")]":
                depth -= 1
                if depth == 0:
                    return fold(self.text[opening.end() : end]), end + 1
        return fold(self.text[opening.end() :]), len(self.text)

    def _after_separator(self, at: int) -> tuple[Item, ...] | None:
        separator = _SEPARATOR.match(self.text, at)
        return self.items(separator.end()) if separator else None

    def _open_remark(self, at: int) -> tuple[str, tuple[Item, ...]] | None:
        """A remark after a colon, dash or line break: to the end, or to where the next letter has its own."""
        opening = _OPEN_REMARK.match(self.text, at)
        if opening is None:
            return None
        begins = opening.end()
        own = ":" if opening[1] else "-" if opening[2] else "\n"
        for match in re.finditer(r"\s*\n\s*|\s*[/;,|+&]\s*", self.text[begins:]):
            end, following = begins + match.start(), begins + match.end()
            if "\n" not in match[0] and not (own != "\n" and self._has_own_remark(following, own)):
                continue
            rest = self.items(following)
            if rest is not None:
                return fold(self.text[begins:end]), rest
        return fold(self.text[begins:]), ()

    def _has_own_remark(self, at: int, sign: str) -> bool:
        head = self._head(at)
        if head is None:
            return False
        opening = _OPEN_REMARK.match(self.text, head[1])
        return opening is not None and bool(opening[1] if sign == ":" else opening[2])
