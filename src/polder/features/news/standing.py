"""Urgent messages on every page of those they are for. No query while there are none, one while there is one.

Which messages stand is looked up once in some seconds by each process; for whom, at each page.
"""

from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from polder.capabilities.publishing.audiences import within_audience
from polder.features.news.models import Broadcast, PutAway
from polder.ground.organisation.models import Person

_KEY: Final = "news.broadcasts.standing"
_SECONDS: Final = 10  # how much later than mail and devices a page of another process may be


def banner(request: HttpRequest) -> str:
    """The piece of the frame; "" for nearly everybody, nearly always."""
    person = getattr(request, "person", None)
    if person is None:
        return ""
    at = timezone.now()
    rows = for_person(person, at)
    return render_to_string("news/_banner.html", {"broadcasts": rows}, request) if rows else ""


def for_person(person: Person, at: datetime) -> list[Broadcast]:
    """What stands now, is for the person, and was not put away: the newest first."""
    numbers = _standing(at)
    if not numbers:
        return []
    away = PutAway.objects.filter(person=person).values("broadcast")
    rows = Broadcast.objects.filter(within_audience(person, at), pk__in=numbers, ended_at=None, ends_at__gt=at)
    return list(rows.exclude(pk__in=away).order_by("-sent_at", "-pk"))


def forget() -> None:
    """Look anew: here at once, and again when what was done is kept."""
    cache.delete(_KEY)
    transaction.on_commit(lambda: cache.delete(_KEY))


def _standing(at: datetime) -> list[int]:
    found: list[int] | None = cache.get(_KEY)
    if found is None:
        rows = Broadcast.objects.filter(sent_at__isnull=False, ended_at=None, ends_at__gt=at)
        found = list(rows.order_by().values_list("pk", flat=True))
        cache.set(_KEY, found, _SECONDS)
    return found
