"""The last days of goals in the calendar of the year (B12)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.validity import valid_at
from polder.capabilities.calendars import sources
from polder.capabilities.calendars.sources import Entry, Source
from polder.features.direction import queries
from polder.ground.organisation.models import Person, Seat

MOST = 500


def register() -> None:
    """Called once, in `ready()`."""
    sources.register("goals", Source(label=gettext_lazy("Goals"), entries=_entries))


def _entries(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """Of goals that the person owns, or of bodies in which they have a seat. One query."""
    first, last = timezone.localdate(begin), timezone.localdate(end)
    seats = Seat.objects.filter(valid_at(at), Q(person=person) | Q(alternate=person), body=OuterRef("body"))
    mine = queries.visible_to(person, at).filter(Q(owner=person) | Q(Exists(seats)))
    for goal in mine.filter(due__gte=first, due__lt=last).order_by("due", "pk")[:MOST]:
        yield Entry(
            uid=f"goal-{goal.pk}", begins=goal.due, title=_("Target date: %(goal)s") % {"goal": goal.title},
            detail=goal.measure, address=goal.get_absolute_url(), body=goal.body.key, sequence=goal.sequence,
            cancelled=goal.dropped_at is not None,
        )  # fmt: skip
