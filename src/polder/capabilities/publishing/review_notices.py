"""P8: who is asked whether a page is still right is told of it 28 and 14 days before, and on the day; its A when it is late.

What stands in the inbox anyway is told once for each step, in each one's channels and rhythm, to those who are asked at
the moment of the telling. A missed round tells the step that the page is on now, and not those that went by.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings, reviewing
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.route import clocks, people
from polder.governance.facts import AspectKey
from polder.ground.organisation.models import Person

KIND: Final = "review"  # the task of this kind in the inbox is what it speaks of
_SLICE: Final = 200  # pages in one transaction
_PATIENCE: Final = 15.0  # seconds of one round; the rest has its turn in the next


def register() -> None:
    """Called once, in `ready()`."""
    label = _("You are asked whether a page is still right")
    notices.register_kind(notices.Kind(KIND, label=label, task=True, rhythms={"mail": "daily"}))


def tell(at: datetime) -> int:
    """Every page that has come to a step of the ladder since it was last told of. How many."""
    began, told = monotonic(), 0
    while monotonic() - began < _PATIENCE:
        with transaction.atomic():
            some = _tell_some(at)
        told += some
        if some < _SLICE:
            break
    return told


def _tell_some(at: datetime) -> int:
    today = readings.calendar().today(at)
    due = Page.objects.filter(remind_on__lte=today).select_for_update(skip_locked=True, of=("self",))
    pages: Sequence[Page] = list(due.select_related("aspect").order_by("remind_on", "pk")[:_SLICE])
    if not pages:
        return 0
    asked, numbers = _Asked(at, today), _Numbers()
    for page in pages:
        if page.review_on is not None and page.live and page.binned_at is None:
            step = max(day for day in clocks.TOLD if page.review_on + day <= today)
            key = f"{page.review_on}:{step.days}"
            notices.tell(numbers.of(asked.at_step(page, step)), KIND, thing=f"page:{page.pk}", event_at=at, key=key)
        page.remind_on = next(iter(_steps_after(page.review_on, today)), None)
    Page.objects.bulk_update(pages, ["remind_on"])
    return len(pages)


def _steps_after(review_on: date | None, today: date) -> Iterator[date]:
    if review_on is not None:
        yield from (review_on + step for step in clocks.TOLD if review_on + step > today)


class _Asked(reviewing.Asked):
    """Whom the ladder asks; when it is late only those for whom that is new: who acts as the A."""

    def at_step(self, page: Page, step: timedelta) -> people.People:
        if step != clocks.LATE or page.aspect is None:
            return self.of(page)
        reading = readings.around(page.aspect, version=self.version)
        return people.acting(reading, AspectKey(page.aspect.key), self.at)


class _Numbers:
    """Numbers of people by their keys, asked for once for each group."""

    def __init__(self) -> None:
        self._known: dict[people.People, list[int]] = {}

    def of(self, keys: people.People) -> list[int]:
        if keys not in self._known:
            self._known[keys] = list(Person.objects.filter(key__in=keys).values_list("pk", flat=True))
        return self._known[keys]
