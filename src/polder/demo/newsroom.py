"""What the newsroom did besides items: urgent messages and the aspect they fall under."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from polder.base.time import from_local
from polder.capabilities.publishing import operations as publishing
from polder.capabilities.publishing.audiences import Aim
from polder.capabilities.publishing.operations import expiring
from polder.demo.diary import Entry
from polder.demo.writing import Writers
from polder.features.news import operations
from polder.features.news.models import Channel, NewsItem, Newsletter
from polder.ground.organisation.models import Party, Person

_CHANNEL, _URGENT = "news-and-announcements", "urgent-announcements"
_LETTER = "This week in Polderveen"
_IN_THE_LETTER = (_CHANNEL, "projects-and-programmes", "employment-and-benefits", "workplace-and-devices")
# Title, set so many days ago, until so many days from today.
_STAYING = (
    ("De lichtjesroute", 14, -13),
    ("Network maintenance on Saturday", 8, 2),
    ("Sinterklaas op het stadhuis", 3, 8),
    ("Kerstpakket kiezen", 5, 12),
)
_LOUD = (("Snow is coming", 2), ("Everybody in the new case system from January", 5))
_AIMED = (
    ("Het stationskwartier gaat de grond in", "spatial-domain"),
    ("The service desk opens at seven", "public-works"),
    ("Fire drill on all floors", "operations"),
    ("Working in the heat and in the dark", "public-works"),
)
_MUST_READ = (
    ("Gifts in December", ("finance", "legal", "citizen-services")),
    ("Everybody in the new case system from January", ("permits", "citizen-services")),
)


def happened(writers: Writers, now: datetime) -> Iterator[Entry]:
    """Each thing at its moment."""
    yield Entry(now - timedelta(days=255), partial(_name_urgent, writers))
    yield Entry(now - timedelta(days=38, hours=3), partial(_storm, writers), timedelta(minutes=15))
    for title, days, stays in _STAYING:
        yield Entry(now - timedelta(days=days, hours=1), partial(_stay, writers, title, now, stays))
    for title, unit in _AIMED:
        yield Entry(now - timedelta(hours=9), partial(_aim, writers, title, unit))
    yield Entry(now - timedelta(days=12), partial(_expire, "De lichtjesroute"))
    yield Entry(now - timedelta(hours=10), partial(_highlight, writers, now))
    for title, units in _MUST_READ:
        yield Entry(now - timedelta(hours=9, minutes=30), partial(_ask_to_read, writers, title, units, now))
    yield Entry(now - timedelta(days=21), partial(_begin_newsletter, writers))
    yield Entry(_last_thursday(now), partial(_bring_out, writers))


def _last_thursday(now: datetime) -> datetime:
    """A quarter past eight of the last one that is over; the letter was begun before that."""
    local = now.astimezone(ZoneInfo("Europe/Amsterdam"))
    day = local.date() - timedelta(days=(local.weekday() - 3) % 7 or 7)
    return from_local(datetime.combine(day, time(8, 15)), ZoneInfo("Europe/Amsterdam"))


def _aim(writers: Writers, title: str, unit: str, at: datetime) -> None:
    item, approver = _item(writers, title, at)
    publishing.aim(item, parties=[Party.objects.get(ref=f"unit:{unit}")], by=approver, at=at)


def _stay(writers: Writers, title: str, now: datetime, stays: int, at: datetime) -> None:
    """Until some days from today, or before it."""
    item, approver = _item(writers, title, at)
    publishing.stay(item, until=now + timedelta(days=stays), by=approver, at=at)


def _expire(title: str, at: datetime) -> None:
    """The clock came by."""
    expiring.expire(NewsItem.objects.get(title=title), at)


def _highlight(writers: Writers, now: datetime, at: datetime) -> None:
    """Two things are loud at once: the calendar says so."""
    for title, days in _LOUD:
        item, approver = _item(writers, title, at)
        operations.highlight(item, until=now + timedelta(days=days), by=approver, at=at)


def _ask_to_read(writers: Writers, title: str, units: tuple[str, ...], now: datetime, at: datetime) -> None:
    """Two must-reads by one day, and some people are in both."""
    item, approver = _item(writers, title, at)
    audience = list(Party.objects.filter(ref__in=[f"unit:{unit}" for unit in units]))
    before = (now + timedelta(days=6)).date()
    publishing.require_reading(item, audience=audience, before=before, by=approver, at=at)


def _item(writers: Writers, title: str, at: datetime) -> tuple[NewsItem, Person]:
    """With who approves it then."""
    item = NewsItem.objects.select_related("aspect").get(title=title)
    who = writers.of(item.aspect.key, at) if item.aspect is not None else None
    if who is None:
        raise LookupError(f"Nobody answers for {title}.")
    return item, who[1]


def _name_urgent(writers: Writers, at: datetime) -> None:
    """The chair says under which aspect urgent messages fall: it is not for who answers for the news."""
    under = writers.aspects[_URGENT]
    operations.name_urgent(_channel(), under=under, by=writers.people["anna-de-wit"], at=at)


def _storm(writers: Writers, at: datetime) -> None:
    """Kim writes it, Sanne sends it within ten minutes, and ends it when the wind has gone down."""
    kim, sanne = writers.people["kim-hoekstra"], writers.people["sanne-de-vries"]
    row = operations.broadcast(
        _channel(), title="Storm: code red, go home before four", audience=Aim(), ends_at=at + timedelta(hours=14),
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
