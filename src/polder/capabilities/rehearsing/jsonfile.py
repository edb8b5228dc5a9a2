"""From JSON to nodes, each with its line: the standard library reads values and drops where they stood."""

import json
import math
import re
from typing import Final, NoReturn

from django.utils.translation import gettext as _

from polder.capabilities.rehearsing.errors import Mistake, WrongFile
from polder.capabilities.rehearsing.nodes import Entry, Listing, Node, Scalar, Table

DEEPEST: Final = 30
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_DECODER: Final = json.JSONDecoder()
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


def nodes_of(text: str) -> Node:
    """The value in `text`. Raises WrongFile."""
    reader = _Reader(text)
    found = reader.value(0)
    reader.end()
    return found


class _Reader:
    """One text, read from left to right; lists and tables within each other no deeper than DEEPEST."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._line_at = 1, 0

    def value(self, depth: int) -> Node:
        self._skip()
        line, sign = self._here(), self._peek()
        if sign in ("{", "["):
            if depth == DEEPEST:
                self._wrong(_("This is nested too deeply to be a rehearsal."))
            self._at += 1
            return self._table(line, depth + 1) if sign == "{" else self._listing(line, depth + 1)
        if sign == '"':
            text = self._string()
            return Scalar(text, text, bare=False, line=line)
        for word, value in _WORDS.items():
            if self._text.startswith(word, self._at):
                self._at += len(word)
                return Scalar(value, word, bare=False, line=line)
        return self._number(line)

    def end(self) -> None:
        self._skip()
        if self._at < len(self._text):
            self._wrong(_("Something follows after the end of the JSON."))

    def _table(self, line: int, depth: int) -> Table:
        entries: list[Entry] = []
        while not self._closes("}", first=not entries):
            self._skip()
            key_line = self._here()
            if self._peek() != '"':
                self._wrong(_("A key between quotes belongs here."))
            key = self._string()
            self._skip()
            if self._peek() != ":":
                self._wrong(_("A colon belongs here."))
            self._at += 1
            entries.append(Entry(key, self.value(depth), key_line))
        return Table(tuple(entries), line)

    def _listing(self, line: int, depth: int) -> Listing:
        items: list[Node] = []
        while not self._closes("]", first=not items):
            items.append(self.value(depth))
        return Listing(tuple(items), line)

    def _closes(self, sign: str, *, first: bool) -> bool:
        """Is this the end? If not, what follows is the next one, after its comma."""
        self._skip()
        if self._peek() == sign:
            self._at += 1
            return True
        if not first:
            if self._peek() != ",":
                self._wrong(_("A comma or %(sign)s belongs here.") % {"sign": sign})
            self._at += 1
        return False

    def _string(self) -> str:
        try:
            text, self._at = _DECODER.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            raise WrongFile(
                [Mistake(error.lineno, _("This is not JSON: %(why)s") % {"why": f"{error.msg}."})]
            ) from None
        return str(text)

    def _number(self, line: int) -> Scalar:
        found = _NUMBER.match(self._text, self._at)
        if found is None:
            self._wrong(_("A value belongs here."))
        self._at = found.end()
        written = found[0]
        value: int | float = math.inf
        if len(written) <= 25:
            value = int(written) if written.lstrip("-").isdigit() else float(written)
        return Scalar(value, written, bare=False, line=line)

    def _skip(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _here(self) -> int:
        self._line += self._text.count("\n", self._line_at, self._at)
        self._line_at = self._at
        return self._line

    def _wrong(self, sentence: str) -> NoReturn:
        raise WrongFile([Mistake(self._here(), _("This is not JSON: %(why)s") % {"why": sentence})])
