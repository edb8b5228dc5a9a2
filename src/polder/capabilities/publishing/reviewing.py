"""The ladder of review (P8): what follows from the day a page was last verified. Days are the organisation's."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from polder.capabilities.publishing import readings
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.route import clocks, people
from polder.governance import store
from polder.governance.facts import AspectKey

PLANNED: Final = ("review_on", "gone_on", "remind_on")
"""What `plan` sets."""


def plan(page: Page) -> None:
    """Set (not save) when the page is to be looked at and when the clock unpublishes it, by its aspect's settings.

    Its reviewers are told of the ladder from its first step on; who was told of a step before is not told again.
    """
    if page.verified_on is None or page.aspect is None:
        page.review_on = page.gone_on = page.remind_on = None
        return
    reading, key = readings.around(page.aspect), AspectKey(page.aspect.key)
    page.review_on = clocks.review_on(reading, key, page.verified_on)
    page.gone_on = clocks.gone_on(reading, key, page.review_on)
    page.remind_on = page.review_on + clocks.AHEAD


def is_stale(page: Page, today: date) -> bool:
    """P8: do readers see “not verified since”?"""
    return page.live and page.review_on is not None and page.review_on + clocks.STALE <= today


def late(today: date) -> Q:
    """A condition for pages that should have been looked at before today."""
    return Q(review_on__lt=today)


def due(today: date) -> Q:
    """A condition for pages on the ladder."""
    return Q(live=True, binned_at=None, review_on__lte=today - clocks.AHEAD)


@dataclass(slots=True)
class Asked:
    """Who is asked at one moment, page after page: worked out once for each aspect and step of the ladder."""

    at: datetime
    today: date
    version: tuple[int, str] = field(default_factory=store.version)
    known: dict[tuple[int, bool], people.People] = field(default_factory=dict)

    def of(self, page: Page) -> people.People:
        """Who is asked whether the page is still right; nobody before the ladder begins."""
        if not page.live or page.review_on is None or page.aspect is None or page.review_on + clocks.AHEAD > self.today:
            return frozenset()
        step = page.aspect.pk, page.review_on + clocks.LATE <= self.today
        if step not in self.known:
            reading = readings.around(page.aspect, version=self.version)
            self.known[step] = people.reviewers(reading, AspectKey(page.aspect.key), self.at, a_too=step[1])
        return self.known[step]


def reviewers(page: Page, at: datetime, today: date) -> people.People:
    """Who is asked now whether the page is still right."""
    return Asked(at, today).of(page)


def replan(pages: Iterable[Page]) -> int:
    """After settings of aspects changed. How many pages were given another day."""
    changed = []
    for page in pages:
        before = (page.review_on, page.gone_on)
        plan(page)
        if (page.review_on, page.gone_on) != before:
            changed.append(page)
    Page.objects.bulk_update(changed, PLANNED, batch_size=500)
    return len(changed)
