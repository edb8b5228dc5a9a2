"""A remark on a text, and the kinds there are. Kept by its code and its facts; said in the language of who reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Text = str | Promise
Weight = Literal["bad", "warn", "note"]
"""Somebody cannot use it; it is worse than it could be; worth a look."""
WEIGHTS: Final[tuple[Weight, ...]] = get_args(Weight)

THEMES: Final[Mapping[str, Text]] = {
    "links": _("Links"),
    "structure": _("Headings and tables"),
    "media": _("Pictures and videos"),
    "files": _("Files"),
    "wording": _("Wording"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` never changes: it is kept and filtered by. `sentence` may name facts of the remark, `remedy` says what to do."""

    code: str
    theme: str
    weight: Weight
    sentence: Text
    remedy: Text


_ALL: Final = (
    Kind("link_gone", "links", "bad", _("A link leads to something that is gone."), _("Choose another page or file, or take the link away.")),
    Kind("link_unpublished", "links", "bad", _("A link leads to a page that readers do not see."), _("Have that page published, or choose another.")),
    Kind("link_audience", "links", "warn", _("Not everybody who reads this may open what a link leads to."), _("Look at for whom both pages are, or say it beside the link.")),
    Kind("link_outside", "links", "warn", _("A link leads to another site where nothing answers."), _("Look where it went, or take the link away.")),
    Kind("link_form", "links", "bad", _("An address is not written as it should be."), _("Write it whole, as in https://example.org/page.")),
    Kind("link_own_machine", "links", "bad", _("A link leads to a disk that others cannot open."), _("Add the file here and link to that.")),
    Kind("link_part", "links", "bad", _("A link leads to a part of this page that is not there."), _("Link to one of its headings, or take the link away.")),
    Kind("link_empty", "links", "bad", _("A link has no words."), _("Say where it leads, or take it away.")),
    Kind("link_words", "links", "warn", _("A link does not say where it leads."), _("Name what is there: “rules for leave”.")),
    Kind("heading_order", "structure", "bad", _("A small heading stands without the one above it."), _("Begin with the larger heading: screen readers go by their order.")),
    Kind("heading_empty", "structure", "bad", _("A heading has no words."), _("Say what follows, or take it away.")),
    Kind("heading_bold", "structure", "note", _("A line in bold looks like a heading and is none."), _("Make it a heading, so that everybody can find it.")),
    Kind("heading_twice", "structure", "note", _("Two headings say the same."), _("Give each its own words.")),
    Kind("no_heading", "structure", "warn", _("There is no heading in a long text."), _("Headings let people find their part.")),
    Kind("table_header", "structure", "bad", _("A column of a table has no heading."), _("Give every column a heading.")),
    Kind("table_caption", "structure", "note", _("A table has no caption."), _("Say in a few words what it shows.")),
    Kind("picture_gone", "media", "bad", _("A picture is gone."), _("Choose another, or take its block away.")),
    Kind("alt_missing", "media", "bad", _("A picture does not say what it shows."), _("Describe it in one sentence, or mark it as decoration.")),
    Kind("alt_name", "media", "warn", _("A picture is described by the name of its file."), _("Describe in one sentence what it shows.")),
    Kind("captions", "media", "bad", _("A video has no captions."), _("Add a file with captions (WebVTT), or what is said as text.")),
    Kind("file_gone", "files", "bad", _("A file is gone."), _("Choose another, or take its block away.")),
    Kind("pdf_scan", "files", "bad", _("A PDF holds pictures of text only: nobody can search it or have it read aloud."), _("Add the document it was made from, or have its text recognised.")),
    Kind("pdf_unreadable", "files", "warn", _("A PDF cannot be looked into: it is locked, broken or too large."), _("See whether it opens, and add it anew without a password.")),
    Kind("pdf_untagged", "files", "note", _("A PDF has no structure: its headings and order are lost when it is read aloud."), _("Export it as an accessible (tagged) PDF, or put the text on a page.")),
    Kind("long", "wording", "warn", _("The text is long: %(words)d words."), _("Make two pages of it, or put the answer first.")),
    Kind("reading_level", "wording", "warn", _("The text reads as %(level)s; most people are at home at B1."), _("Use shorter sentences and everyday words.")),
    Kind("long_sentence", "wording", "note", _("One sentence has %(words)d words."), _("Make two of it.")),
)  # fmt: skip
KINDS: Final[Mapping[str, Kind]] = {kind.code: kind for kind in _ALL}


@dataclass(frozen=True, slots=True)
class Remark:
    """`where` is the words it is about, `block` the block they stand in ("" for the whole), `facts` what the sentence names."""

    code: str
    where: str = ""
    block: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        return KINDS[self.code].weight

    @property
    def theme(self) -> str:
        return KINDS[self.code].theme

    @property
    def sentence(self) -> str:
        """What is wrong."""
        said = str(KINDS[self.code].sentence)
        return said % self.facts if self.facts else said

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return str(KINDS[self.code].remedy)

    @property
    def anchor(self) -> str:
        """Where the editor has it: behind the address of the page's editor. Empty for the whole."""
        return f"#block-{self.block}-section" if self.block else ""
