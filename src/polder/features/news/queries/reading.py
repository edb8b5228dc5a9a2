"""News as a reader gets it: only what is for them, newest first. Queries do not grow with items or people."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from polder.capabilities.publishing.audiences import readable
from polder.features.news.models import Channel, NewsItem
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

ON_HOME = 4


def feed(person: Person, at: datetime, channel: Channel | None = None) -> QuerySet[NewsItem]:
    """Items for the person, newest first; of one channel when it is given."""
    items = NewsItem.objects.filter(readable(person, at), published_on__isnull=False)
    if channel is not None:
        items = items.filter(channel=channel)
    return (
        items.select_related("channel__aspect", "picture", "published_by", "locale")
        .defer("body")
        .order_by("-published_on", "-pk")
    )


def highlights(person: Person, at: datetime, channel: Channel | None = None) -> QuerySet[NewsItem]:
    """Items that stand above the others until a moment, newest first; of one channel when it is given."""
    return feed(person, at, channel).filter(highlighted_until__gt=at)


def channels(person: Person, at: datetime) -> list[Channel]:
    """Channels with something for the person, by name, each with `count`."""
    mine = Q(items__in=NewsItem.objects.filter(readable(person, at)).values("pk"))
    found = Channel.objects.select_related("aspect").annotate(count=Count("items", filter=mine))
    return list(found.filter(count__gt=0).order_by("aspect__name"))


def tile(request: HttpRequest) -> dict[str, Any] | None:
    """What home shows: a highlight or the newest first, then three more. None when there is no news. Two queries."""
    person, at = asker_of(request), timezone.now()
    newest = list(feed(person, at)[: ON_HOME + 1])
    if not newest:
        return None
    lead = highlights(person, at).first() or newest[0]
    return {"lead": lead, "rest": [item for item in newest if item.pk != lead.pk][: ON_HOME - 1]}
