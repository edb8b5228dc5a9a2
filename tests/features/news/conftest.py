from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import timezone

from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing import tree
from polder.features.news import operations
from polder.features.news.models import NewsItem
from polder.governance import facts
from polder.governance.changes import Assign, CreateAspect
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect
from tests.features.news.matrix import apply


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """What stands on pages is kept for seconds; the database of a test goes sooner."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def channel(cast):
    """News of HR: Meral answers for it, Omar writes."""
    return operations.open_channel(Aspect.objects.get(key="hr-content"), by=cast["meral"], at=timezone.now())


@pytest.fixture
def siren(cast):
    """An aspect for urgent messages: Anna is its A, Kim an R, under four eyes."""
    lines = [
        CreateAspect(facts.Aspect(AspectKey("siren"), "Urgent messages", AspectKey("intranet"), four_eyes=True)),
        Assign(AspectKey("siren"), "*", PartyKey("person:anna"), "A"),
        Assign(AspectKey("siren"), "*", PartyKey("person:kim"), "R"),
    ]
    apply(lines, cast, timezone.now())
    return Aspect.objects.get(key="siren")


@pytest.fixture
def urgent(cast, channel, siren):
    """The channel with urgent messages, under that aspect."""
    operations.name_urgent(channel, under=siren, by=cast["saskia"], at=timezone.now())
    channel.refresh_from_db()
    return channel


@pytest.fixture
def item_in(cast):
    """`item_in(channel, "bonus")`: an item that readers see."""

    def made(channel, slug, *, at=None, by="omar", approver="meral", live=True) -> NewsItem:
        at = at or timezone.now()
        item = NewsItem(title=slug.capitalize(), slug=slug, summary="Everybody gets one.", channel=channel)
        route.write(item, parent=tree.part("news"), aspect=channel.aspect, by=cast[by], at=at)
        if live:
            route.submit(item, by=cast[by], at=at, minor=True)
            route.approve(item, by=cast[approver], at=at)
        return NewsItem.objects.get(pk=item.pk)

    return made
