"""Is a page good enough to publish? For its author, beside the text and on its route; and for the round of the night.

readiness = readiness.of(draft)          {% include "publishing/_readiness.html" %}
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.fields import StreamField

from polder.capabilities.publishing import quality, surroundings
from polder.capabilities.publishing.models import Page, Picture
from polder.capabilities.publishing.quality import Reading, Remark, Text
from polder.capabilities.publishing.quality.text import Shown


@dataclass(frozen=True, slots=True)
class Readiness:
    """Remarks, the heaviest first, and how the text reads (None: too short to say)."""

    remarks: Sequence[Remark]
    reading: Reading | None


def of(page: Page) -> Readiness:
    """Of a page as it is in memory, saved or not, of its own kind. At most eleven queries beside its blocks' own."""
    text = text_of(page)
    [known] = surroundings.around([(page.audience_id, text)])
    return Readiness(heaviest_first(quality.remarks_on(text, known)), quality.reading_of(text.words, text.language))


def remarks_on(pages: Iterable[Page]) -> Iterator[tuple[Page, Text, list[Remark]]]:
    """Of many pages of their own kind at once: what is around them is asked together."""
    listed = list(pages)
    _fetch_together(listed)
    read = [(page, text_of(page)) for page in listed]
    for (page, text), known in zip(
        read, surroundings.around((page.audience_id, text) for page, text in read), strict=True
    ):
        yield page, text, quality.remarks_on(text, known)


def _fetch_together(pages: Iterable[Page]) -> None:
    """Languages and pictures, a query for each kind of page and not for each page."""
    kinds: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        kinds[type(page)].append(page)
    for kind, some in kinds.items():
        pictures = [
            field.name for field in kind._meta.get_fields() if field.concrete and field.related_model is Picture
        ]
        prefetch_related_objects(some, "locale", *pictures)


def text_of(page: Page) -> Text:
    """Everything in a page that is checked: its streams of blocks, its words, the pictures in fields of its own."""
    fields = page._meta.get_fields()
    streams = [getattr(page, field.name) for field in fields if isinstance(field, StreamField)]
    pictures = [shown for field in fields if field.related_model is Picture for shown in _in_field(page, field)]
    language = page.locale.language_code
    return quality.read(streams, language=language, words=page.readable_text(), pictures=pictures)


def heaviest_first(remarks: Iterable[Remark]) -> list[Remark]:
    """Of the same weight in the order of the text."""
    return sorted(remarks, key=lambda remark: quality.WEIGHTS.index(remark.weight))


def _in_field(page: Page, field: Any) -> Iterator[Shown]:
    picture = getattr(page, field.name, None) if field.concrete else None
    if picture is not None:
        yield Shown("", picture.title, picture.pk, picture.description)
