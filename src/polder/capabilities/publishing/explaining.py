"""Words that mean something of their own here, explained where a text first uses them.

Publishing does not know who keeps such words. Whoever does registers them, in `ready()`:

    explaining.register(explaining.Source(stamp=queries.stamp, meanings=queries.meanings))

and `{% explained page.body %}` marks them in every kind of text, without script: a button that opens what it means.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.core.cache import cache
from django.db import connection, transaction
from lxml import etree
from lxml import html as lxml_html

_TOKEN = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s’'-]{1,2}")
_ENDINGS: Final = ("en", "es", "s", "n", "e")  # Dutch and English plurals, and an adjective's e
_SHORTEST: Final = 4  # letters that stay without the ending; below that it is another word
KINDS: Final = frozenset({"text", "callout", "steps", "accordion"})  # blocks that are prose
_CLOSED: Final = frozenset(
    "a abbr audio button code dfn h1 h2 h3 h4 h5 h6 kbd label math option pre samp script select style summary svg "
    "template textarea title video".split()
)
"""Inside these nothing is marked: what can be pressed already, what is a heading, what is no text."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """`key` tells it from others in an address of the page (letters, figures and dashes)."""

    key: str
    word: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Source:
    """`stamp` changes when the words do, for one query; `meanings` reads them all."""

    stamp: Callable[[], Hashable]
    meanings: Callable[[], Iterable[Meaning]]


@dataclass(frozen=True, slots=True)
class _Entry:
    meaning: Meaning
    tokens: tuple[str, ...]
    exact: bool  # an abbreviation in capitals: “IT” is not “it”


class Lexicon:
    """All words, made quick to find in a text: once through it, whatever their number."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self._by_first: defaultdict[str, list[_Entry]] = defaultdict(list)
        for meaning in meanings:
            tokens = tuple(_TOKEN.findall(meaning.word))
            if tokens:
                exact = meaning.word.isupper() and len(meaning.word) > 1
                folded = tokens if exact else tuple(token.casefold() for token in tokens)
                self._by_first[tokens[0].casefold()].append(_Entry(meaning, folded, exact))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry.tokens))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def find(self, text: str) -> Iterator[tuple[int, int, Meaning]]:
        """Where a word stands, from and to, in order; of two that begin alike the longer. Simple endings count as the word."""
        found = list(_TOKEN.finditer(text))
        number = 0
        while number < len(found):
            entry = self._at(found, number, text)
            if entry is None:
                number += 1
                continue
            last = number + len(entry.tokens) - 1
            yield found[number].start(), found[last].end(), entry.meaning
            number = last + 1

    def _at(self, found: list[re.Match[str]], number: int, text: str) -> _Entry | None:
        for first in _forms(found[number][0].casefold()):
            for entry in self._by_first.get(first, ()):
                if _stands(entry, found[number : number + len(entry.tokens)], text):
                    return entry
        return None


def _stands(entry: _Entry, here: list[re.Match[str]], text: str) -> bool:
    if len(here) < len(entry.tokens):
        return False
    if any(not _BETWEEN.fullmatch(text, one.end(), other.start()) for one, other in pairwise(here)):
        return False
    said = [token[0] if entry.exact else token[0].casefold() for token in here]
    last = {said[-1]} if entry.exact else set(_forms(said[-1]))
    return tuple(said[:-1]) == entry.tokens[:-1] and entry.tokens[-1] in last


def _forms(token: str) -> Iterator[str]:
    """The word, and what it may be the plural of."""
    yield token
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= _SHORTEST:
            yield token[: -len(ending)]


_STAMP: Final = "publishing.words"
_SECONDS: Final = 10  # a page is read a thousand times for each word that changes
_sources: list[Source] = []
_kept: dict[str, tuple[Hashable, Lexicon]] = {}


def register(source: Source) -> None:
    """In `ready()`. Raises `ValueError` when there is one already."""
    if _sources:
        raise ValueError("There is a source of meanings already.")
    _sources.append(source)


def forget() -> None:
    """A word was added, changed or removed: this process looks again at once, others within ten seconds."""
    cache.delete(_STAMP)
    transaction.on_commit(lambda: cache.delete(_STAMP))


def lexicon() -> Lexicon:
    """What is known now, or was ten seconds ago. No query mostly; else one, two after a change, none without a source."""
    if not _sources:
        return Lexicon(())
    source, database = _sources[0], str(connection.settings_dict["NAME"])
    stamp: Hashable | None = cache.get(_STAMP)
    if stamp is None:
        stamp = source.stamp()
        cache.set(_STAMP, stamp, _SECONDS)
    known = _kept.get(database)
    if known is None or known[0] != stamp:
        known = _kept[database] = (stamp, Lexicon(source.meanings()))
    return known[1]


def marked(html: str, words: Lexicon, seen: set[str]) -> str:
    """The HTML with each word that was not `seen` yet marked once, in its text only; `seen` grows.

    What the marks say is text as well: neither a meaning nor the text around can add a tag.
    """
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
        _mark(root, words, seen)
        written = lxml_html.tostring(root, encoding="unicode")
    except (ValueError, etree.LxmlError):  # control characters that no document may hold: shown as it is, unmarked
        return html
    return written.removeprefix("<div>").removesuffix("</div>")


def _mark(element: etree._Element, words: Lexicon, seen: set[str]) -> None:
    children = list(element)
    if element.text:
        _put(element, None, element.text, words, seen)
    for child in children:
        if isinstance(child.tag, str) and child.tag not in _CLOSED:
            _mark(child, words, seen)
        if child.tail:
            _put(element, child, child.tail, words, seen)


def _put(parent: etree._Element, after: etree._Element | None, text: str, words: Lexicon, seen: set[str]) -> None:
    """Mark words in a text that is the beginning of `parent`, or that follows `after` in it."""
    end = 0
    for start, stop, meaning in words.find(text):
        if meaning.key in seen:
            continue
        seen.add(meaning.key)
        _say(parent, after, text[end:start])
        button, note = _button(text[start:stop], meaning), _note(meaning)
        place = 0 if after is None else parent.index(after) + 1
        parent.insert(place, button)
        parent.insert(place + 1, note)
        after, end = note, stop
    _say(parent, after, text[end:])


def _say(parent: etree._Element, after: etree._Element | None, text: str) -> None:
    if after is None:
        parent.text = text
    else:
        after.tail = text


def _button(said: str, meaning: Meaning) -> etree._Element:
    button = etree.Element("button", {"type": "button", "class": "term", "popovertarget": f"term-{meaning.key}"})
    button.text = said
    return button


def _note(meaning: Meaning) -> etree._Element:
    note = etree.Element("span", {"class": "pop termpop", "id": f"term-{meaning.key}", "popover": "", "role": "note"})
    link = etree.SubElement(note, "a", {"href": meaning.address})
    etree.SubElement(link, "dfn").text = meaning.word
    link.tail = f" {meaning.text}"
    return note
