"""A team or a body ends: the pages on which it does the work, and what is for nobody else and would have no reader then."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import ngettext

from polder.base.validity import valid_at
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.models.audiences import digest_of
from polder.governance import mandate
from polder.governance.models import Aspect, Assignment
from polder.ground.organisation import ending
from polder.ground.organisation.ending import Left
from polder.ground.organisation.models import Party, Person

_SHOWN: Final = 8


def register() -> None:
    """Called once, in `ready()`."""
    ending.register("publishing.work", work)
    ending.register("publishing.readers", only_for_it)


def work(party: Party, _asker: Person, at: datetime) -> Iterator[Left]:
    """Pages of the aspects on which it does the work: they go with its letters. Two queries."""
    letters = Assignment.objects.filter(valid_at(at), party=party, letter="R", facet__in=("*", "content"))
    rows = Aspect.objects.filter(pk__in=letters.values("aspect")).order_by("name", "pk")
    kept = Q(pages__live=True, pages__binned_at=None)
    for aspect in rows.annotate(kept=Count("pages", filter=kept)):
        if aspect.kept:
            words = ngettext(
                "%(n)d page of “%(aspect)s” goes with its letter",
                "%(n)d pages of “%(aspect)s” go with its letter",
                aspect.kept,
            )
            yield Left(words % {"n": aspect.kept, "aspect": aspect.name}, aspect.get_absolute_url())


def only_for_it(party: Party, asker: Person, at: datetime) -> Iterator[Left]:
    """Published pages that nobody else can read: they are given other readers first, or taken away. Three queries."""
    pages = Page.objects.filter(audience__digest=digest_of([party.ref]), live=True, binned_at=None)
    if number := pages.count():
        words = ngettext("%(n)d page is for them only", "%(n)d pages are for them only", number) % {"n": number}
        yield Left(words, things=_seen(pages, asker, at), blocks=True)


def _seen(pages: QuerySet[Page], asker: Person, at: datetime) -> tuple[tuple[str, str], ...]:
    """A few, of those that the asker may see."""
    shown = pages.filter(readable(asker, at) | mandate.things_where(asker, "view_draft", at=at)).order_by("title", "pk")
    return tuple((page.title, page.url or "") for page in shown[:_SHOWN])
