"""Servers of others that do not answer: since when, and when they are tried again."""

from datetime import datetime, timedelta
from typing import Final

from polder.capabilities.notifications.models import Outage

_FIRST: Final = timedelta(seconds=30)
_LAST: Final = timedelta(minutes=15)


def of(name: str) -> Outage | None:
    """The outage of the server, None while all is well. One query."""
    return Outage.objects.filter(name=name).first()


def note(name: str, trouble: str, at: datetime) -> None:
    """It did not answer at `at`: it is tried again, ever more seldom."""
    known, made = Outage.objects.get_or_create(
        name=name, defaults={"since": at, "next_at": at + _FIRST, "trouble": trouble}
    )
    if not made:
        pause = min(_FIRST * 2 ** min(known.tries, 10), _LAST)
        Outage.objects.filter(name=name).update(tries=known.tries + 1, next_at=at + pause, trouble=trouble)


def over(name: str) -> None:
    """It answered."""
    Outage.objects.filter(name=name).delete()


def names(prefix: str = "") -> set[str]:
    """Every server that is down."""
    return set(Outage.objects.filter(name__startswith=prefix).values_list("name", flat=True))
