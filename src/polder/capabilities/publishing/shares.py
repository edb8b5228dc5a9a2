"""How many changes of a year went out as minor, without advice (P5): by aspect, for who may see drafts there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Model, Q

from polder.capabilities.publishing import readings, reviewing
from polder.capabilities.publishing.models import Page, Publication
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

YEAR: Final = timedelta(days=365)
SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Share:
    """Of one aspect: how many of its publications in a year were minor."""

    name: str
    address: str
    minor: int
    total: int

    @property
    def percent(self) -> int:
        return round(self.minor * 100 / self.total)


@dataclass(frozen=True, slots=True)
class Kept:
    """The pages of an aspect and of all under it. `late`: to be looked at before today. `shares`: the largest first."""

    key: str
    pages: int
    late: int
    minor: int
    total: int
    shares: tuple[Share, ...]
    more: int

    @property
    def percent(self) -> int:
        return round(self.minor * 100 / self.total) if self.total else 0


def kept(thing: Model, asker: Person, at: datetime) -> Kept | None:
    """For the page of an aspect. None where nothing is kept that the asker may see. Four queries."""
    if not isinstance(thing, Aspect):
        return None
    below = Q(aspect__path__startswith=thing.path)
    seen = mandate.things_where(asker, "view_draft", at=at)
    today: date = readings.calendar().today(at)
    pages = Page.objects.filter(below, seen, live=True, binned_at=None).aggregate(
        n=Count("pk"), late=Count("pk", filter=reviewing.late(today))
    )
    found = shares(thing, asker, at)
    if not pages["n"] and not found:
        return None
    return Kept(
        thing.key, pages["n"], pages["late"], sum(each.minor for each in found), sum(each.total for each in found),
        tuple(found[:SHOWN]), max(0, len(found) - SHOWN),
    )  # fmt: skip


def shares(aspect: Aspect, asker: Person, at: datetime) -> list[Share]:
    """Of the aspect and each under it in which something was published in the year before `at`. Two queries."""
    seen = mandate.things_where(asker, "view_draft", at=at, aspect="page__aspect")
    rows = Publication.objects.filter(seen, page__aspect__path__startswith=aspect.path, at__gt=at - YEAR, at__lte=at)
    counted = (
        rows.order_by().values_list("page__aspect").annotate(n=Count("pk"), minor=Count("pk", filter=Q(minor=True)))
    )
    numbers = list(counted)
    aspects = Aspect.objects.in_bulk([number for number, _n, _minor in numbers])
    found = [Share(aspects[number].name, aspects[number].get_absolute_url(), minor, n) for number, n, minor in numbers]
    return sorted(found, key=lambda each: (-each.percent, -each.total, each.name))
