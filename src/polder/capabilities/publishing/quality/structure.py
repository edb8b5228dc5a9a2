"""Headings and tables: what a screen reader goes by."""

from collections.abc import Iterator
from typing import Final

from polder.capabilities.publishing.quality.reading import count_words
from polder.capabilities.publishing.quality.remarks import Remark
from polder.capabilities.publishing.quality.text import Block, Element, Text, elements, said, short

WITHOUT_HEADING: Final = 400
"""Words after which a text needs a heading."""
_LIKE_A_HEADING: Final = 60  # letters; a longer line in bold is emphasis


def headings(text: Text) -> Iterator[Remark]:
    """In the order of the page, whose title is the first heading."""
    seen: set[str] = set()
    level = 1
    for block in text.blocks:
        if block.type == "heading":
            level = 2
            folded = block.value.strip().casefold()
            if not folded:
                yield Remark("heading_empty", "", block.name)
            elif folded in seen:
                yield Remark("heading_twice", short(block.value), block.name)
            seen.add(folded)
            continue
        for tree in block.trees:
            for element in elements(tree, "h3", "h4"):
                found = int(element.tag[1])
                if not said(element):
                    yield Remark("heading_empty", "", block.name)
                elif found > level + 1:
                    yield Remark("heading_order", short(said(element)), block.name)
                level = found
            yield from _in_bold(block, tree)


def tables(text: Text) -> Iterator[Remark]:
    """Each table."""
    for block in text.blocks:
        if block.type == "table":
            caption = block.value.caption or ""
            if any(not (column["heading"] or "").strip() for column in block.value.columns):
                yield Remark("table_header", short(caption), block.name)
            if not caption:
                yield Remark("table_caption", "", block.name)


def has_headings(text: Text) -> bool:
    """One of the first level, or in the text."""
    return any(
        block.type == "heading" or any(True for tree in block.trees for _ in elements(tree, "h3", "h4"))
        for block in text.blocks
    )


def without_headings(text: Text) -> bool:
    """Is it so long that it wants headings, and has none?"""
    return count_words(text.words) > WITHOUT_HEADING and not has_headings(text)


def _in_bold(block: Block, tree: Element) -> Iterator[Remark]:
    """Paragraphs that are nothing but a short line in bold, with something under them."""
    for paragraph in elements(tree, "p"):
        inner = list(paragraph)
        if len(inner) != 1 or inner[0].tag not in {"b", "strong"} or (paragraph.text or "").strip():
            continue
        words = said(paragraph)
        stands_alone = not (inner[0].tail or "").strip() and 0 < len(words) <= _LIKE_A_HEADING
        if stands_alone and not words.endswith((".", "!", "?", ",", ";")) and paragraph.getnext() is not None:
            yield Remark("heading_bold", short(words), block.name)
