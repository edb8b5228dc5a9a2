"""Meetings and decisions in the calendar of the year (B12)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy

from polder.capabilities.calendars import sources
from polder.capabilities.calendars.sources import Entry, Source
from polder.features.bodies import queries
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    sources.register("bodies", Source(label=gettext_lazy("Meetings"), entries=_meetings))


def _meetings(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """Of bodies in which the person has a seat or stands in for one. One query."""
    rows = queries.meetings_visible_to(person, at).filter(begins_at__gte=begin, begins_at__lt=end)
    for meeting in rows.select_related("body").order_by("begins_at"):
        yield Entry(
            uid=f"meeting-{meeting.pk}", begins=meeting.begins_at, ends=meeting.ends_at, title=meeting.body.name,
            address=meeting.get_absolute_url(), place=meeting.place, body=meeting.body.key, sequence=meeting.sequence,
            cancelled=meeting.cancelled_at is not None,
        )  # fmt: skip
