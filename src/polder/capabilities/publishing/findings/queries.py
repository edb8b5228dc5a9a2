"""What is wrong in pages, for who may mend it: trimmed to where they write, in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, Min, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from polder.base.validity import valid_at
from polder.capabilities.publishing.models import Page, PageFinding
from polder.capabilities.publishing.quality import WEIGHTS, Remark
from polder.governance import mandate
from polder.governance.models import Aspect, Membership, Standing
from polder.ground.organisation.models import Person
from polder.ground.organisation.models.people import active_at

_ON_ASPECT: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One finding as a screen says it: its first place, and where the others are."""

    row: PageFinding
    remark: Remark
    places: Sequence[Remark]

    @property
    def more(self) -> int:
        """How often it is there beside the first time."""
        return self.row.number - 1


@dataclass(frozen=True, slots=True)
class OfPage:
    """A page with what is wrong in it, the heaviest first, and the parties whose work it is."""

    page: Page
    found: Sequence[Found]
    responsible: Sequence[str]

    @property
    def key(self) -> str:
        """Its name among the cards of a screen."""
        return f"page-{self.page.pk}"

    @property
    def first(self) -> Found:
        """What to begin with."""
        return self.found[0]

    @property
    def in_short(self) -> str:
        """The first, and how many more kinds there are."""
        rest = len(self.found) - 1
        first = self.first.remark.sentence
        more = _("And %(n)s more.") % {"n": rest}
        return f"{first} {more}" if rest else first


def open_at(at: datetime, *, accepted: bool = False) -> QuerySet[PageFinding]:
    """Open on what readers see: those that nobody accepted, or those that somebody did."""
    standing = Q(accepted_until__gt=at)
    shown = PageFinding.objects.filter(closed_at=None, page__live=True, page__binned_at=None)
    return shown.filter(standing) if accepted else shown.exclude(standing)


def where_writing(person: Person, at: datetime) -> Q:
    """A condition for findings on aspects where the person may edit."""
    return mandate.things_where(person, "edit", at=at, aspect="page__aspect")


def of_responsible(person: Person, at: datetime) -> Q:
    """A condition for findings that are the person's to mend: those of an R party; of whoever may edit where no R is."""
    does = Membership.objects.filter(valid_at(at), does=True)
    held = Standing.objects.filter(valid_at(at), letter="R", facet__in=("content", "*"))
    mine = held.filter(party__in=does.filter(person=person).values("party"))
    somebody = Exists(does.filter(active_at(at, "person__"), party=OuterRef("party")))
    done_by_somebody = Exists(held.filter(somebody, aspect=OuterRef("page__aspect")))
    return Q(page__aspect__in=mine.values("aspect")) | (where_writing(person, at) & ~Q(done_by_somebody))


@dataclass(frozen=True, slots=True)
class OfAspect:
    """For the page of an aspect: the worst of its pages, and how many there are."""

    aspect: Aspect
    worst: Sequence[OfPage]
    total: int


def of_aspect(thing: Model, asker: Person, at: datetime) -> OfAspect | None:
    """For who may edit there; None where nothing is wrong. At most seven queries."""
    if not isinstance(thing, Aspect) or not mandate.may(asker, "edit", thing, at=at).allowed:
        return None
    findings = open_at(at).filter(page__aspect=thing)
    pages = by_page(findings)
    numbers = [row["page"] for row in pages[:_ON_ASPECT]]
    return OfAspect(thing, listed(findings, numbers, at), pages.count()) if numbers else None


def by_page(findings: QuerySet[PageFinding]) -> QuerySet[Any, Any]:
    """`page`, `bad`, `warn`, `since` of each page that has some, the worst first, then the longest open."""
    counted = findings.order_by().values("page").annotate(
        bad=Count("pk", filter=Q(weight="bad")), warn=Count("pk", filter=Q(weight="warn")), since=Min("opened_at")
    )  # fmt: skip
    return counted.order_by("-bad", "-warn", "since", "page")


def listed(findings: QuerySet[PageFinding], numbers: Sequence[int], at: datetime) -> list[OfPage]:
    """These pages in this order, each with its findings. Three queries."""
    pages = Page.objects.select_related("aspect", "locale").in_bulk(numbers)
    found: dict[int, list[Found]] = defaultdict(list)
    for row in findings.filter(page__in=numbers).select_related("accepted_by"):
        found[row.page_id].append(said(row))
    parties = responsible({page.aspect_id for page in pages.values() if page.aspect_id}, at)
    return [
        OfPage(pages[number], heaviest_first(found[number]), parties.get(pages[number].aspect_id or 0, ()))
        for number in numbers
        if number in pages and found[number]
    ]


def responsible(aspects: Collection[int], at: datetime) -> Mapping[int, Sequence[str]]:
    """The names of the R parties of each aspect. One query."""
    rows = Standing.objects.filter(valid_at(at), letter="R", facet__in=("content", "*"), aspect__in=aspects)
    names: dict[int, set[str]] = defaultdict(set)
    for row in rows.select_related("party__unit", "party__role", "party__body", "party__person"):
        names[row.aspect_id].add(row.party.name)
    return {aspect: sorted(some) for aspect, some in names.items()}


def aspects_kept(person: Person, pages: Iterable[OfPage], at: datetime) -> set[int]:
    """Of the aspects of these pages, those where the person may publish. Two queries."""
    numbers = {each.page.aspect_id for each in pages}
    kept = Aspect.objects.filter(mandate.things_where(person, "publish", at=at, aspect="pk"), pk__in=numbers)
    return set(kept.values_list("pk", flat=True))


def said(row: PageFinding) -> Found:
    """In the language of who asks."""
    places = [Remark(row.code, place["where"], place["block"], place["facts"]) for place in row.places]
    return Found(row, places[0], places[1:])


def heaviest_first(found: Iterable[Found]) -> list[Found]:
    """Then the longest open."""
    return sorted(found, key=lambda each: (WEIGHTS.index(each.remark.weight), each.row.opened_at, each.row.pk))
