"""What Polderveen paid: last year as a whole, this year month by month, with orders and what somebody expects."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from polder.base.time import midnight
from polder.demo.diary import Entry
from polder.features.bodies import operations
from polder.features.bodies.operations.spending import Given
from polder.governance import mandate
from polder.governance.facts import FACETS
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

_MONTHLY = (
    ("technology-platform", "Hosting and support", 12_400), ("search", "Search licence", 2_100),
    ("design-standards", "Photos and templates", 1_300), ("knowledge", "Editing of articles", 1_900),
    ("mobile", "App store and tests", 1_650),
)  # fmt: skip
_ORDERS = (
    (170, "search", "Specialist for three months", 14_500), (120, "integrations", "Link with the case system", 21_000),
    (75, "training-and-support", "Two mornings for editors", 3_600),
)  # fmt: skip
_SWING = (100, 93, 108, 97, 104, 90, 101, 112, 95, 99, 106, 94)  # percent, by month
_SINCE = 280


def spent(today: date, zone: Any) -> Iterator[Entry]:
    """In the order of time: payments at the end of months, orders, and one forecast that is above its plan."""
    first = today - timedelta(days=_SINCE)
    for step in range(1, 11):
        month = (first.month - 1 + step) % 12 + 1
        year = first.year + (first.month - 1 + step) // 12
        day = date(year, month, 25)
        if first < day <= today:
            yield Entry(midnight(day, zone) + timedelta(hours=9), partial(_pay, day), timedelta(minutes=20))
    for days, aspect, title, amount in _ORDERS:
        day = today - timedelta(days=days)
        yield Entry(
            midnight(day, zone) + timedelta(hours=11), partial(_order, aspect, title, amount, day), timedelta(minutes=5)
        )
    yield Entry(
        midnight(today - timedelta(days=9), zone) + timedelta(hours=10), partial(_expect, today.year),
        timedelta(minutes=5),
    )  # fmt: skip
    yield Entry(
        midnight(today - timedelta(days=_SINCE), zone) + timedelta(hours=9), partial(_last_year, today.year - 1),
        timedelta(minutes=30),
    )  # fmt: skip


def _pay(day: date, at: datetime) -> None:
    for key, title, usual in _MONTHLY:
        amount = Decimal(usual) * _SWING[day.month - 1] / 100
        _enter("actual", key, title, amount, day, at, reference=f"{day:%Y-%m}-{key}"[:60])


def _order(aspect: str, title: str, amount: int, day: date, at: datetime) -> None:
    _enter("commitment", aspect, title, Decimal(amount), day, at)


def _last_year(year: int, at: datetime) -> None:
    """From the finance program, when the books were closed."""
    for key, title, usual in _MONTHLY:
        for month in (3, 6, 9, 12):
            _enter("actual", key, f"{title}, quarter {month // 3}", Decimal(usual) * 3, date(year, month, 28), at)


def _expect(year: int, at: datetime) -> None:
    aspect = Aspect.objects.get(key="search")
    operations.foresee(
        aspect, year=year, amount=Decimal(58_500), text="The specialist stays a month longer.",
        by=_who(aspect, at), at=at,
    )  # fmt: skip


def _enter(kind: str, key: str, title: str, amount: Decimal, on: date, at: datetime, *, reference: str = "") -> None:
    aspect = Aspect.objects.get(key=key)
    operations.enter(Given(kind, aspect, on, amount, title, reference), by=_who(aspect, at), at=at, today=at.date())


def _who(aspect: Aspect, at: datetime) -> Person:
    """The first by key who may."""
    return next(found[0].person for facet in FACETS if (found := mandate.who_may("edit", aspect, facet, at=at)))
