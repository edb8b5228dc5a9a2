"""The small numbers in the frame: how much waits, how much is new. They keep themselves up to date.

Each page shows what this process knows without asking the database; the part then asks for itself, ever more seldom
while nothing changes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from polder.capabilities.notifications import notices, tasks
from polder.ground.organisation.models import Person

_KEPT: Final = timedelta(minutes=5)
_FRESH: Final = timedelta(seconds=10)
PAUSES: Final = (15, 30, 60, 120, 300)  # seconds before the next look; back to the first when a number changes
_SOON: Final = 1


@dataclass(frozen=True, slots=True)
class Numbers:
    """`waiting` tasks and `new` notices, counted at `at`."""

    waiting: int
    new: int
    at: datetime


def count(person: Person, at: datetime) -> Numbers:
    """Counts, and keeps it for the pages that follow. As many queries as the sources of tasks take, and those of notices.unread."""
    return keep(person, len(tasks.shown_to(person, at)), notices.unread(person, at), at)


def keep(person: Person, waiting: int, new: int, at: datetime) -> Numbers:
    """Notes what somebody counted anyway."""
    numbers = Numbers(waiting, new, at)
    cache.set(_key(person), numbers, _KEPT.total_seconds())
    return numbers


def known(person: Person) -> Numbers | None:
    """What was counted in the last minutes, by whichever page. No query."""
    found = cache.get(_key(person))
    return found if isinstance(found, Numbers) else None


def forget(person: Person) -> None:
    """The person did something: what was counted no longer holds."""
    cache.delete(_key(person))


def of_inbox(request: HttpRequest) -> str:
    """The number beside “Inbox”, which looks for news by itself."""
    person = getattr(request, "person", None)
    return "" if person is None else render(request, known(person))


def of_notices(request: HttpRequest) -> str:
    """The bell in the top bar."""
    person = getattr(request, "person", None)
    if person is None:
        return ""
    numbers = known(person)
    return render_to_string("notifications/_bell.html", {"new": numbers.new if numbers else 0}, request)


def render(request: HttpRequest, numbers: Numbers | None, *, looks: int = 0, with_bell: bool = False) -> str:
    """The part; `looks` counts how often it looked in vain."""
    fresh = numbers is not None and timezone.now() - numbers.at < _FRESH
    facts = {
        "waiting": numbers.waiting if numbers else 0,
        "new": numbers.new if numbers else 0,
        "pause": PAUSES[min(looks, len(PAUSES) - 1)] if fresh else _SOON,
        "looks": looks,
        "with_bell": with_bell,
    }
    return render_to_string("notifications/_badge.html", facts, request)


def _key(person: Person) -> str:
    return f"notifications.badge.{person.pk}"
