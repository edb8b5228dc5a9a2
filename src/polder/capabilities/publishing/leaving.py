"""Somebody leaves (G20): which pages they keep, what they were asked and what they began; and to whom that passes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, Model, OuterRef, QuerySet
from django.urls import reverse

from polder.capabilities.publishing import readings
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Author, Change, Page, Waiting
from polder.capabilities.publishing.route import people
from polder.governance import mandate, store
from polder.governance.facts import AspectKey
from polder.ground.organisation.models import Person
from polder.ground.organisation.models.people import active_at

_SHOWN: Final = 8
_LISTED: Final = 50
_UNFINISHED: Final = (Change.State.DRAFT, Change.State.RETURNED)


@dataclass(frozen=True, slots=True)
class Listed:
    """Titles and addresses of what the asker may see of so many; `rest` are the others, seen or not."""

    things: tuple[tuple[str, str], ...]
    rest: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What a leaver has to do with pages, in numbers: whoever registers the leave may not see what is being written.

    `aspects`: name and number of pages, the most first; `more` further aspects. `alone`: drafts whose only author
    they are. `seen` has by the same names what of it the asker may see.
    """

    pages: int
    aspects: tuple[tuple[str, int], ...]
    more: int
    advice: int
    approvals: int
    alone: int
    seen: Mapping[str, Listed] = field(default_factory=dict)


def kept_by(thing: Model, asker: Person, at: datetime) -> Kept | None:
    """For the page on which somebody's leave is noted. None when they keep nothing. At most thirteen queries."""
    if not isinstance(thing, Person):
        return None
    pages = Page.objects.filter(mandate.things_where(thing, "edit", at=at), live=True, binned_at=None)
    counted = list(pages.order_by().values_list("aspect__name").annotate(n=Count("pk")).order_by("-n", "aspect__name"))
    kinds = dict(Waiting.objects.filter(person=thing).order_by().values_list("kind").annotate(n=Count("pk")))
    drafts = unfinished(at, without=thing).filter(authors__person=thing)
    numbers = {
        "pages": sum(n for _name, n in counted), "advice": kinds.get("consult", 0), "approvals": kinds.get("approve", 0),
        "alone": drafts.count(),
    }  # fmt: skip
    if not any(numbers.values()):
        return None
    asked = Waiting.objects.filter(person=thing)
    rows = {
        "pages": pages,
        "advice": Page.objects.filter(pk__in=asked.filter(kind="consult").values("change__page")),
        "approvals": Page.objects.filter(pk__in=asked.filter(kind="approve").values("change__page")),
        "alone": Page.objects.filter(pk__in=drafts.values("page")),
    }
    seen = {name: _listed(rows[name], n, name == "pages", asker, at) for name, n in numbers.items() if n}
    return Kept(**numbers, aspects=tuple(counted[:_SHOWN]), more=max(0, len(counted) - _SHOWN), seen=seen)


def _listed(pages: QuerySet[Page], number: int, live: bool, asker: Person, at: datetime) -> Listed:
    """What readers see where the asker is one of them; what is being written for who may see drafts there."""
    drafts = mandate.things_where(asker, "view_draft", at=at)
    seen = pages.filter(readable(asker, at) | drafts if live else drafts).order_by("draft_title", "pk")[:_LISTED]
    things = tuple(
        (
            page.title if live else page.draft_title,
            (page.url or "") if live else reverse("publishing:route", args=[page.pk]),
        )
        for page in seen
    )
    return Listed(things, number - len(things))


def unfinished(at: datetime, *, without: Person | None = None) -> QuerySet[Change]:
    """Changes that were never submitted, or sent back, and of whose authors nobody is left who did not lay it aside; as if
    `without` had left."""
    there = Author.objects.filter(active_at(at, "person__"), change=OuterRef("pk"), laid_aside_at=None)
    if without is not None:
        there = there.exclude(person=without)
    return Change.objects.filter(~Exists(there), closed_at=None, state__in=_UNFINISHED, page__binned_at=None)


def left_to(person: Person, at: datetime) -> Iterator[Change]:
    """What leavers began and `person` has to take over: everybody of the R's, or who acts as the A where there are none.

    Bounded queries, whatever the number.
    """
    theirs = mandate.things_where(person, "edit", at=at, aspect="page__aspect")
    version = store.version()
    asked: dict[int, people.People] = {}
    for change in (
        unfinished(at).filter(theirs).select_related("page__aspect", "page__locale").order_by("settled_at", "pk")
    ):
        aspect = change.page.aspect
        if aspect is None:
            continue
        if aspect.pk not in asked:
            reading = readings.around(aspect, version=version)
            asked[aspect.pk] = people.reviewers(reading, AspectKey(aspect.key), at, a_too=False)
        if person.key in asked[aspect.pk]:
            yield change
