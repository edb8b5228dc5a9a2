"""The blocks of which every text is built: structure, never markup. Kept small; features add none of their own."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from polder.capabilities.publishing.integrations import Embed
from polder.capabilities.publishing.references import Decides, People

_INLINE = ["bold", "italic", "link", "document-link"]
_PROSE = [*_INLINE, "ol", "ul", "h3", "h4"]


class Callout(blocks.StructBlock):
    """A short text that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        choices=[("note", _("Good to know")), ("warning", _("Mind this")), ("answer", _("In short"))], label=_("Kind")
    )
    text = blocks.RichTextBlock(features=_INLINE, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "publishing/blocks/callout.html"


class Step(blocks.StructBlock):
    """One thing to do."""

    title = blocks.CharBlock(max_length=120, label=_("What to do"))
    text = blocks.RichTextBlock(features=[*_INLINE, "ul"], required=False, label=_("How"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class Fold(blocks.StructBlock):
    """A question that opens to its answer."""

    title = blocks.CharBlock(max_length=160, label=_("Title"))
    text = blocks.RichTextBlock(features=_PROSE, label=_("Text"))

    class Meta:
        icon = "arrow-down-big"
        label = _("Fold")


class Video(blocks.StructBlock):
    """A film kept here, or a link to one elsewhere: nothing of another host is loaded into the page."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    file = DocumentChooserBlock(required=False, label=_("File"))
    captions = DocumentChooserBlock(
        required=False,
        label=_("Captions"),
        help_text=_("A file that ends in .vtt (WebVTT), with what is said and when."),
    )
    link = blocks.URLBlock(required=False, label=_("Link, when it is elsewhere"))
    transcript = blocks.RichTextBlock(
        features=[*_INLINE, "ul"], required=False, label=_("What is said, as text"),
        help_text=_("For who does not hear it, and for who would rather read. It is found by searching too."),
    )  # fmt: skip

    class Meta:
        icon = "media"
        label = _("Video")
        template = "publishing/blocks/video.html"

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` when there is neither a file nor a link, or the captions are no captions."""
        cleaned = super().clean(value)
        captions = cleaned.get("captions")
        if captions and captions.file_extension.lower() != "vtt":
            raise StructBlockValidationError({"captions": ValidationError(_("Captions are a file that ends in .vtt."))})
        if not cleaned.get("file") and not cleaned.get("link"):
            raise StructBlockValidationError({"link": ValidationError(_("Choose a file or give a link."))})
        return cleaned


class Body(blocks.StreamBlock):
    """The text of a page, an article or a news item."""

    heading = blocks.CharBlock(
        max_length=120, icon="title", label=_("Heading"), template="publishing/blocks/heading.html"
    )
    text = blocks.RichTextBlock(features=_PROSE, icon="pilcrow", label=_("Text"))
    callout = Callout()
    steps = blocks.ListBlock(Step(), icon="list-ol", label=_("Steps"), template="publishing/blocks/steps.html")
    table = TypedTableBlock(
        [("text", blocks.CharBlock(required=False, label=_("Text"))), ("number", blocks.FloatBlock(label=_("Number")))],
        icon="table", label=_("Table"), template="publishing/blocks/table.html",
    )  # fmt: skip
    image = ImageBlock(icon="image", label=_("Image"), template="publishing/blocks/image.html")
    document = DocumentChooserBlock(icon="doc-full", label=_("Document"), template="publishing/blocks/document.html")
    video = Video()
    accordion = blocks.ListBlock(
        Fold(), icon="collapse-down", label=_("Accordion"), template="publishing/blocks/accordion.html"
    )
    people = People()
    decides = Decides()
    embed = Embed()


_NO_WORDS = frozenset({"kind", "link", "address", "height"})


def words_of(value: StreamValue) -> str:
    """The words of a text in reading order, a line for each block, without marks."""
    found = (" ".join(_words(block.value)) for block in value)
    return "\n".join(line for line in found if line)


def _words(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case blocks.list_block.ListValue():
            return [word for item in value for word in _words(item)]
        case blocks.StructValue():
            return [word for name, part in value.items() if name not in _NO_WORDS for word in _words(part)]
        case TypedTable():
            return [word for row in value.rows for cell in row for word in _words(str(cell.value))]
        case _ if hasattr(value, "source"):
            return [" ".join(strip_tags(value.source.replace("<", " <")).split())]
        case _:
            return []


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text and where it is."""

    text: str
    anchor: str


def headings_of(value: StreamValue) -> list[Heading]:
    """The headings of the first level, in order, for a table of contents."""
    return [
        Heading(block.value, f"part-{block.id or number}")
        for number, block in enumerate(value)
        if block.block_type == "heading"
    ]


def minutes_to_read(words: str) -> int:
    """At 200 words a minute, at least one."""
    return max(1, round(len(words.split()) / 200))
