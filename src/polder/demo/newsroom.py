"""What the newsroom did besides items: urgent messages and the aspect they fall under."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from polder.demo.diary import Entry
from polder.demo.writing import Writers
from polder.features.news import operations
from polder.features.news.models import Channel, Newsletter

_CHANNEL, _URGENT = "news-and-announcements", "urgent-announcements"
_LETTER = "This week in Polderveen"
_IN_THE_LETTER = (_CHANNEL, "projects-and-programmes", "employment-and-benefits", "workplace-and-devices")


def happened(writers: Writers, now: datetime) -> Iterator[Entry]:
    """Each thing at its moment."""
    yield Entry(now - timedelta(days=255), partial(_name_urgent, writers))
    yield Entry(now - timedelta(days=38, hours=3), partial(_storm, writers), timedelta(minutes=15))
    yield Entry(now - timedelta(days=21), partial(_begin_newsletter, writers))
    yield Entry(now - timedelta(days=5), partial(_bring_out, writers))


def _name_urgent(writers: Writers, at: datetime) -> None:
    """The chair says under which aspect urgent messages fall: it is not for who answers for the news."""
    under = writers.aspects[_URGENT]
    operations.name_urgent(_channel(), under=under, by=writers.people["anna-de-wit"], at=at)


def _storm(writers: Writers, at: datetime) -> None:
    """Kim writes it, Sanne sends it within ten minutes, and ends it when the wind has gone down."""
    kim, sanne = writers.people["kim-hoekstra"], writers.people["sanne-de-vries"]
    row = operations.broadcast(
        _channel(), title="Storm: code red, go home before four", audience=[], ends_at=at + timedelta(hours=14),
        text="The depots close at three, the front desks at half past three. Who is on duty for the storm stays.\n\n"
        "Do not cycle over the dike road.", by=kim, at=at,
    )  # fmt: skip
    operations.approve(row, by=sanne, at=at + timedelta(minutes=6))
    operations.end(row, by=sanne, at=at + timedelta(minutes=11))


def _begin_newsletter(writers: Writers, at: datetime) -> None:
    """Every Thursday what was new in four channels; nobody has to look in all of them."""
    channels = list(Channel.objects.filter(aspect__key__in=_IN_THE_LETTER))
    terms = operations.Terms(name=_LETTER, about="What was new for you, every Thursday morning.", channels=channels)
    operations.begin_newsletter(writers.aspects[_CHANNEL], terms, by=writers.people["sanne-de-vries"], at=at)


def _bring_out(writers: Writers, at: datetime) -> None:
    operations.bring_out(Newsletter.objects.get(name=_LETTER), by=writers.people["sanne-de-vries"], at=at)


def _channel() -> Channel:
    return Channel.objects.select_related("aspect", "urgent_under").get(aspect__key=_CHANNEL)
