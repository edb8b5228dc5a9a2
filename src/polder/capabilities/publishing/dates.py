"""Reviews and must-reads in the calendar of the year (B12)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.time import local_day
from polder.capabilities.calendars import sources
from polder.capabilities.calendars.sources import Entry, Source
from polder.capabilities.publishing import audiences, readings
from polder.capabilities.publishing.models import Duty, Page
from polder.governance import mandate
from polder.ground.organisation.models import Person

MOST: Final = 500  # of each kind in one year


def register() -> None:
    """Called once, in `ready()`."""
    sources.register("reviews", Source(label=gettext_lazy("Reviews"), entries=_reviews))
    sources.register("reading", Source(label=gettext_lazy("To read"), entries=_reading))


def _reviews(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """Of pages that the person may edit. Three queries."""
    zone = readings.calendar().zone
    mine = mandate.things_where(person, "edit", at=at)
    rows = Page.objects.filter(
        mine, live=True, review_on__gte=local_day(begin, zone), review_on__lt=local_day(end, zone)
    )
    for page in rows.select_related("aspect").order_by("review_on", "pk")[:MOST]:
        if page.review_on is not None:
            yield Entry(
                uid=f"review-{page.pk}-{page.review_on}", begins=page.review_on, address=page.url,
                title=_("Still right? %(page)s") % {"page": page.title}, detail=page.aspect.name if page.aspect else "",
            )  # fmt: skip


def _reading(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """What the person must have read by a day. Two queries."""
    zone = readings.calendar().zone
    mine = Duty.objects.filter(audiences.asked_to_read(person, at)).filter(audiences.open_at(at, "page__"))
    rows = mine.filter(before__gte=local_day(begin, zone), before__lt=local_day(end, zone)).select_related("page")
    for duty in rows.order_by("before", "pk")[:MOST]:
        if duty.before is not None:
            yield Entry(
                uid=f"reading-{duty.pk}-{duty.asked}", begins=duty.before, address=duty.page.url,
                title=_("Read by today: %(page)s") % {"page": duty.page.title},
            )  # fmt: skip
