"""Where a page stands and could stand instead: for the screen of its place."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from polder.capabilities.publishing import tree
from polder.capabilities.publishing.models import Page
from polder.governance import mandate
from polder.ground.organisation.models import Person

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Places:
    """Pages under which another may stand, by address, and whether there are more than are shown."""

    shown: list[Page]
    more: bool


def above(page: Page) -> list[Page]:
    """The pages above it, from the part down; for who may see its drafts. One query."""
    steps = range(page.steplen * tree.PART_DEPTH, len(page.path), page.steplen)
    return list(Page.objects.filter(path__in=[page.path[:end] for end in steps]).order_by("path"))


def places_for(page: Page, person: Person, at: datetime, *, wanted: str = "") -> Places:
    """Pages of its part with `wanted` in title or address, under which the person may put it. At most three queries.

    Without anything wanted those in its own language. The part itself is among them where pages of this kind may stand right under it.
    """
    power = "publish" if page.live else "edit"
    kinds = ContentType.objects.get_for_models(*page.specific_class.allowed_parent_page_models()).values()
    rows = Page.objects.filter(path__startswith=tree.part_path(page), content_type__in=list(kinds), binned_at=None)
    rows = rows.exclude(path__startswith=page.path).exclude(path=page.path[: -page.steplen])
    rows = rows.filter(mandate.things_where(person, power, at=at) | Q(aspect=None))
    if wanted:
        rows = rows.filter(Q(draft_title__icontains=wanted) | Q(url_path__icontains=wanted))
    else:
        rows = rows.filter(Q(locale=page.locale_id) | Q(aspect=None))
    found = list(rows.select_related("aspect").order_by("url_path")[: SHOWN + 1])
    return Places(found[:SHOWN], len(found) > SHOWN)
