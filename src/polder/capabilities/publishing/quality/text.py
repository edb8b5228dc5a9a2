"""A text taken apart once, for all checks: blocks in their order, the rich text in them parsed, every link found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree, html
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.contrib.typed_table_block.blocks import TypedTable

from polder.capabilities.publishing.blocks import words_of

type Element = Any  # of lxml.html, which has no types

_NOT_IN_XML = {number: None for number in range(32) if number not in {9, 10, 13}}
_SHORT = 90
_PARAGRAPHS = ("p", "li", "h3", "h4")
_NOT_READ = frozenset({"kind", "link"})  # of blocks: a choice, an address


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its name for the editor, its type, its value, and each piece of rich text in it as a tree."""

    name: str
    type: str
    value: Any
    trees: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written. `kind` page or document with its number, or an address."""

    block: str
    words: str
    kind: Literal["page", "document", "address"]
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class File:
    """A document that is linked or shown; `number` None where it is gone."""

    block: str
    words: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture; `number` None where it is gone, `alt` None where it is decoration."""

    block: str
    title: str
    number: int | None
    alt: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """Everything the checks look at. `words` is what is read, in order, a line for each paragraph, step and cell."""

    language: str
    words: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    files: tuple[File, ...]
    pictures: tuple[Shown, ...]


def read(streams: Iterable[StreamValue], *, language: str, words: str = "", pictures: Iterable[Shown] = ()) -> Text:
    """`language` is the code of the text's language; `words` all that is read where that is more than the blocks;
    `pictures` those beside them."""
    values = list(streams)
    blocks = tuple(
        Block(str(block.id or ""), block.block_type, block.value, tuple(map(tree, _sources(block.value))))
        for value in values
        for block in value
    )
    return Text(
        language=language,
        words="\n".join([*_beside(words, values), *(line for block in blocks for line in _lines(block))]),
        blocks=blocks,
        links=tuple(_links(blocks)),
        files=tuple(_files(blocks)),
        pictures=(*pictures, *_pictures(blocks)),
    )


def tree(source: str) -> Element:
    """Rich text as lxml has it, whatever was put into it."""
    try:
        return html.fragment_fromstring(source.translate(_NOT_IN_XML), create_parent="div")
    except (etree.LxmlError, ValueError):
        return html.Element("div")


def elements(root: Element, *tags: str) -> Iterator[Element]:
    """Elements with one of these names, in order."""
    return (element for element in root.iter() if element.tag in tags)


def said(element: Element) -> str:
    """The words in an element, in one line."""
    return " ".join(element.text_content().split())


def short(words: str) -> str:
    """Enough of them to be recognised by."""
    return words if len(words) <= _SHORT else words[: _SHORT - 1].rstrip() + "…"


def _beside(words: str, values: Iterable[StreamValue]) -> Iterator[str]:
    """The lines of `words` that stand in no block: an introduction."""
    in_blocks = {line for value in values for line in words_of(value).splitlines()}
    return (line for line in words.splitlines() if line not in in_blocks)


def _lines(block: Block) -> Iterator[str]:
    """What is read in a block, each piece that is a sentence or more of its own on its line."""
    for part in _parts(block.value):
        if isinstance(part, str):
            yield " ".join(part.split())
            continue
        for innermost in [each for each in elements(part, *_PARAGRAPHS) if not _holds_paragraphs(each)] or [part]:
            yield said(innermost)


def _holds_paragraphs(element: Element) -> bool:
    return any(inner is not element for inner in elements(element, *_PARAGRAPHS))


def _parts(value: Any) -> Iterator[str | Element]:
    """Strings and trees of rich text, in order."""
    match value:
        case str():
            yield value
        case StructValue():
            for name, part in value.items():
                if name not in _NOT_READ:
                    yield from _parts(part)
        case ListValue():
            for part in value:
                yield from _parts(part)
        case TypedTable():
            for row in value.rows:
                for cell in row:
                    yield str(cell.value)
        case _ if hasattr(value, "source"):
            yield tree(value.source)


def _sources(value: Any) -> Iterator[str]:
    """Every piece of rich text in a value, as HTML."""
    if hasattr(value, "source"):
        yield value.source
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from _sources(part)
    elif isinstance(value, ListValue):
        for part in value:
            yield from _sources(part)


def _links(blocks: Iterable[Block]) -> Iterator[Link]:
    for block in blocks:
        for root in block.trees:
            for element in elements(root, "a"):
                yield _link(block.name, said(element), element.get("linktype"), element.get("id"), element.get("href"))
        if block.type == "video" and block.value.get("link"):
            yield _link(block.name, block.value["title"], None, None, block.value["link"])


def _link(block: str, words: str, kind: str | None, number: str | None, address: str | None) -> Link:
    if kind in {"page", "document"}:
        # A number that is none names nothing: 0 is never given to anything.
        found = int(number) if number and number.isascii() and number.isdigit() and len(number) < 18 else 0
        return Link(block, words, "page" if kind == "page" else "document", found, "")
    return Link(block, words, "address", 0, (address or "").strip())


def _files(blocks: Iterable[Block]) -> Iterator[File]:
    for block in blocks:
        if block.type == "document":
            yield _file(block, block.value)
        elif block.type == "video":
            for name in ("file", "captions"):
                if block.value.get(name):
                    yield _file(block, block.value[name])


def _file(block: Block, document: Any) -> File:
    return File(block.name, "" if document is None else document.title, None if document is None else document.pk)


def _pictures(blocks: Iterable[Block]) -> Iterator[Shown]:
    for block in blocks:
        if block.type == "image":
            picture = block.value
            if picture is None:
                yield Shown(block.name, "", None, "")
            else:
                alt = None if picture.decorative else picture.contextual_alt_text or ""
                yield Shown(block.name, picture.title, picture.pk, alt)
