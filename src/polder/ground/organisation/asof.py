"""The moment a page is about: now, or the one that `?at=` names (G17)."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from polder.base.time import InvalidMoment, parse_moment


@dataclass(frozen=True, slots=True)
class AsOf:
    """`at` is what the page shows; `given` the text as asked, empty for now."""

    at: datetime
    given: str
    now: datetime

    @property
    def other(self) -> bool:
        """Is this about another moment than now?"""
        return self.given != ""


def as_of(request: HttpRequest) -> AsOf:
    """A moment that cannot be read is now: the address may be old, the page still answers."""
    now, given = timezone.now(), request.GET.get("at", "").strip()
    if not given:
        return AsOf(now, "", now)
    try:
        return AsOf(parse_moment(given, timezone.get_current_timezone()), given, now)
    except InvalidMoment:
        return AsOf(now, "", now)
