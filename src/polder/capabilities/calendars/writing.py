"""Entries as iCalendar (RFC 5545), for programs; no words of ours are parsed by them as anything but text."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from polder.capabilities.calendars.sources import Entry


def calendar(name: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """A calendar to subscribe to. Moments are written in UTC, so that no zone has to be sent along."""
    made = Calendar()
    made.add("prodid", "-//Polder//Polder//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry, at))
    return bytes(made.to_ical())


def _event(entry: Entry, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.POLDER_BASE_URL).hostname or 'localhost'}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    if isinstance(entry.begins, datetime):
        event.add("dtstart", entry.begins.astimezone(UTC))
        event.add("dtend", (entry.ends or entry.begins + timedelta(hours=1)).astimezone(UTC))
    else:
        event.add("dtstart", entry.begins)
        event.add("dtend", _next(entry.begins))
        event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    if entry.place:
        event.add("location", entry.place)
    if entry.detail:
        event.add("description", entry.detail)
    event.add("url", f"{settings.POLDER_BASE_URL}{entry.address}")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _next(day: date) -> date:
    return day + timedelta(days=1)
