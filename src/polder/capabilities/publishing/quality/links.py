"""Links: do they say where they lead, and do they lead there?"""

import re
from collections.abc import Iterator
from typing import Final

from polder.capabilities.publishing.quality import addresses as forms
from polder.capabilities.publishing.quality.known import Known, PageFact
from polder.capabilities.publishing.quality.remarks import Remark
from polder.capabilities.publishing.quality.text import Link, Text, short

_SAYS_NOTHING: Final = frozenset({
    "click here", "click", "here", "read more", "more", "more information", "more info", "link", "this link", "this page",
    "website", "details", "download", "go", "open", "klik hier", "klik", "hier", "lees meer", "lees verder", "meer",
    "meer informatie", "meer info", "deze link", "deze pagina", "deze website", "ga naar", "zie hier", "bekijk", "downloaden",
})  # fmt: skip
_BARE: Final = re.compile(r"https?://|www\.", re.IGNORECASE)


def words(text: Text) -> Iterator[Remark]:
    """Each link by what it says."""
    for link in text.links:
        if not link.words:
            yield Remark("link_empty", short(link.address), link.block)
        elif link.words.casefold().strip(" .:>»…!") in _SAYS_NOTHING or _BARE.match(link.words):
            yield Remark("link_words", short(link.words), link.block)


def addresses(text: Text) -> Iterator[Remark]:
    """Each address by its form, and parts of the page itself."""
    parts = {f"part-{block.name}" for block in text.blocks if block.type == "heading"}  # as blocks.headings_of has it
    for link in text.links:
        if link.kind != "address":
            continue
        where, part = _where(link), forms.part_of_page(link.address)
        if forms.is_on_a_disk(link.address):
            yield Remark("link_own_machine", where, link.block)
        elif not forms.is_well_formed(link.address):
            yield Remark("link_form", where, link.block)
        elif part is not None and part not in parts:
            yield Remark("link_part", where, link.block)


def targets(text: Text, known: Known) -> Iterator[Remark]:
    """Each link to something of ours: is it there, do readers see it, is it for everybody who reads this?"""
    for link in text.links:
        code = _led_to(link, known)
        if code:
            yield Remark(code, _where(link), link.block)


def _led_to(link: Link, known: Known) -> str:
    if link.kind == "document":
        return "" if link.number in known.documents else "link_gone"
    if link.kind == "page":
        page = known.pages.get(link.number)
        return "link_gone" if page is None else _state(page, known)
    path = forms.own_path(link.address, known.base)
    if path is None:
        return "link_outside" if link.address in known.dead else ""
    if path not in known.addresses:
        return "link_gone"
    found = known.addresses[path]
    return "" if found is None else _state(found, known)


def _state(page: PageFact, known: Known) -> str:
    if not page.live:
        return "link_unpublished"
    return "" if known.everybody_may_open(page) else "link_audience"


def _where(link: Link) -> str:
    return short(link.words or link.address)
