"""Tags: what may be one, the ones of a page, and what carries one, as far as the reader may see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from taggit.models import Tag

from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Page, PageTag
from polder.governance import mandate
from polder.ground.organisation.models import Person

MOST: Final = 10
LONGEST: Final = 40
_SUGGESTED: Final = 10
_WORDS: Final = re.compile(r"[\w+#&'’./() -]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """A tag beside a page: its name, and the last part of its address."""

    name: str
    slug: str


def cleaned(names: Iterable[str]) -> list[str]:
    """Each once, whatever its capitals, without needless spaces. Raises Invalid for too many, too long, or no words."""
    found: dict[str, str] = {}
    for name in names:
        plain = " ".join(str(name).split())
        if len(plain) > LONGEST:
            raise Invalid(
                _("The tag “%(tag)s …” is longer than %(most)d letters.") % {"tag": plain[:20], "most": LONGEST}
            )
        if not _WORDS.fullmatch(plain) or not any(letter.isalnum() for letter in plain):
            raise Invalid(_("“%(tag)s” cannot be a tag: use words.") % {"tag": plain})
        found.setdefault(plain.casefold(), plain)
    if len(found) > MOST:
        raise Invalid(_("A page carries at most %(n)d tags.") % {"n": MOST})
    return list(found.values())


def words_of_page() -> Subquery:
    """For annotating pages: their tags in one text, so that showing them costs no query of its own."""
    each = Concat("tag__slug", Value("\t"), "tag__name")
    rows = PageTag.objects.filter(content_object=OuterRef("pk")).order_by().values("content_object")
    return Subquery(rows.annotate(words=StringAgg(each, delimiter=Value("\n"))).values("words"))


def tags_of(page: Page) -> list[Shown]:
    """By name. No query for a page that was found with `words_of_page` as `tag_words`."""
    if hasattr(page, "tag_words"):
        pairs = [line.partition("\t") for line in (page.tag_words or "").splitlines()]
        found = [Shown(name, slug) for slug, _tab, name in pairs]
    else:
        found = [Shown(tag.name, tag.slug) for tag in page.tags.all()]
    return sorted(found, key=lambda tag: tag.name.casefold())


def tagged_with(slug: str, visible: Q) -> QuerySet[Page]:
    """What carries the tag and is `visible` to the reader, the newest first."""
    rows = Page.objects.filter(visible, aspect__isnull=False, tagged__tag__slug=slug)
    return rows.select_related("aspect", "locale", "published_by").order_by("-published_on", "-pk")


def suggested(begin: str, person: Person, at: datetime) -> list[str]:
    """Names of tags that begin so, on pages that the person may see anyway. At most three queries."""
    if not begin.strip():
        return []
    seen = readable(person, at) | (mandate.things_where(person, "view_draft", at=at) & Q(binned_at=None))
    used = PageTag.objects.filter(content_object__in=Page.objects.filter(seen))
    rows = Tag.objects.filter(name__istartswith=begin.strip(), pk__in=used.values("tag")).order_by("name")
    return list(rows.values_list("name", flat=True)[:_SUGGESTED])
