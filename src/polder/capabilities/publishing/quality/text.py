"""What is to be said of the blocks of a text."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from lxml import html
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

from polder.capabilities.publishing.blocks import words_of
from polder.capabilities.publishing.quality.reading import count_words, reading_of
from polder.capabilities.publishing.quality.remarks import Remark

LONGEST_TEXT, LONGEST_SENTENCE, WITHOUT_HEADING = 1200, 30, 400
_SAYS_NOTHING = frozenset(
    {"click here", "here", "read more", "more", "link", "this link", "klik hier", "hier", "lees meer", "meer", "deze link"}
)  # fmt: skip


def of_text(value: StreamValue, language: str) -> list[Remark]:
    """Remarks in the order of the text, those on the whole last. `language` is the code of the text's language."""
    return [
        *_headings(value),
        *_links(value),
        *_tables(value),
        *_videos(value),
        *_whole(words_of(value), value, language),
    ]


def _headings(value: StreamValue) -> Iterator[Remark]:
    seen: set[str] = set()
    for block in value:
        if block.block_type == "heading":
            if block.value.casefold() in seen:
                yield Remark(
                    "heading_twice", "note", _("Two headings say the same."), _("Give each its own words."), block.value
                )
            seen.add(block.value.casefold())
        for source in _rich(block):
            levels = [int(element.tag[1]) for element in _elements(source, "h3", "h4")]
            if levels and levels[0] == 4:
                yield Remark(
                    "heading_order", "bad", _("A small heading stands without the one above it."),
                    _("Begin with the larger heading: screen readers go by their order."), _words(source)[:60],
                )  # fmt: skip


def _links(value: StreamValue) -> Iterator[Remark]:
    for block in value:
        for source in _rich(block):
            for link in _elements(source, "a"):
                words = " ".join(link.text_content().split())
                if not words:
                    yield Remark(
                        "link_empty", "bad", _("A link has no words."), _("Say where it leads, or take it away.")
                    )
                elif words.casefold().strip(" .>»") in _SAYS_NOTHING or re.match(r"https?://|www\.", words):
                    yield Remark(
                        "link_words",
                        "warn",
                        _("A link does not say where it leads."),
                        _("Name what is there: “rules for leave”."),
                        words,
                    )


def _tables(value: StreamValue) -> Iterator[Remark]:
    for block in value:
        if block.block_type != "table":
            continue
        if any(not column["heading"] for column in block.value.columns):
            yield Remark(
                "table_header", "bad", _("A column of a table has no heading."), _("Give every column a heading.")
            )
        if not block.value.caption:
            yield Remark("table_caption", "note", _("A table has no caption."), _("Say in a few words what it shows."))


def _videos(value: StreamValue) -> Iterator[Remark]:
    for block in value:
        if block.block_type == "video" and block.value.get("file") and not block.value.get("captions"):
            yield Remark(
                "captions",
                "bad",
                _("A video has no captions."),
                _("Add a file with captions (WebVTT)."),
                block.value["title"],
            )


def _whole(words: str, value: StreamValue, language: str) -> Iterator[Remark]:
    length = count_words(words)
    if length > LONGEST_TEXT:
        yield Remark(
            "long",
            "warn",
            _("The text is long: %(words)d words.") % {"words": length},
            _("Make two pages of it, or put the answer first."),
        )
    if length > WITHOUT_HEADING and not any(block.block_type == "heading" for block in value):
        yield Remark(
            "no_heading", "warn", _("There is no heading in a long text."), _("Headings let people find their part.")
        )
    reading = reading_of(words, language)
    if reading is None:
        return
    if reading.level in {"B2", "C1"}:
        yield Remark(
            "reading_level", "warn", _("The text reads as %(level)s; most people are at home at B1.") % {"level": reading.level},
            _("Use shorter sentences and everyday words."),
        )  # fmt: skip
    if count_words(reading.longest) > LONGEST_SENTENCE:
        yield Remark(
            "long_sentence",
            "note",
            _("One sentence has %(words)d words.") % {"words": count_words(reading.longest)},
            _("Make two of it."),
            reading.longest[:90],
        )


def _rich(block: Any) -> Iterator[str]:
    """Every piece of rich text in a block, as HTML."""
    yield from _sources(block.value)


def _sources(value: Any) -> Iterator[str]:
    if hasattr(value, "source"):
        yield value.source
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from _sources(part)
    elif isinstance(value, ListValue):
        for part in value:
            yield from _sources(part)


def _elements(source: str, *tags: str) -> list[Any]:
    tree = html.fragment_fromstring(source, create_parent="div")
    return [element for element in tree.iter() if element.tag in tags]


def _words(source: str) -> str:
    return " ".join(strip_tags(source.replace("<", " <")).split())
