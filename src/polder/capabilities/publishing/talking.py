"""Published things can be talked about, by whoever may read them."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from polder.capabilities.discussion import things
from polder.capabilities.discussion.things import Thing
from polder.capabilities.publishing.audiences import open_at, readable, readers
from polder.capabilities.publishing.models import Page
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    things.register("page", things.Kind(find=_find, readers=_readers))


def _find(number: int, person: Person, at: datetime) -> Thing | None:
    """What may be said back is for the kind of page to say: `takes_comments`, `takes_reactions`."""
    page = Page.objects.filter(readable(person, at), pk=number, aspect__isnull=False).select_related("aspect").first()
    if page is None or page.aspect is None:
        return None
    kind = page.specific
    return Thing(
        ref=f"page:{page.pk}", aspect=page.aspect, title=page.title, address=page.url,
        comments=bool(getattr(kind, "takes_comments", False)), reactions=bool(getattr(kind, "takes_reactions", False)),
    )  # fmt: skip


def _readers(number: int, people: Collection[Person], at: datetime) -> set[int]:
    """Those in its audience; a mention does not reach further."""
    page = Page.objects.filter(open_at(at) & Q(pk=number)).select_related("audience").first()
    if page is None:
        return set()
    return set(readers(page, at).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
