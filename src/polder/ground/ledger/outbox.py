"""Delivering events to their reactions (L2): at least once, the effect in the database once.

A delivery is a row written with its event. A worker claims some by comparing (works on SQLite too), runs each reaction
and notes that it is done in one transaction. Whoever is killed loses nothing: before the commit nothing has happened,
and the claim expires. Reactions run about in the order of the events, not strictly: one that fails is tried again later
while others go on. So a reaction looks at how things are now.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from polder.ground.ledger import reactions
from polder.ground.ledger.models import Delivery

LEASE = timedelta(minutes=5)
_FIRST_RETRY = timedelta(seconds=5)
_LAST_RETRY = timedelta(hours=1)
logger = logging.getLogger(__name__)


def deliver(
    worker: str, *, clock: Callable[[], datetime], limit: int = 50, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Claim up to `limit` due deliveries, oldest event first, and run them. How many were tried.

    `worker` names the process, one name each. `stopping` is asked between two deliveries; what is then left is given
    back. What a reaction raises is kept with the delivery, which is tried again later, ever more seldom.
    """
    mine = _claim(worker, clock(), limit)
    for tried, delivery in enumerate(mine):
        if stopping():
            release(worker)
            return tried
        _run(delivery, worker, clock)
    return len(mine)


def release(worker: str) -> None:
    """Give back what `worker` has claimed and not done."""
    Delivery.objects.filter(claimed_by=worker, done_at=None).update(claimed_by="", claimed_until=None)


def waiting() -> QuerySet[Delivery]:
    """Deliveries that are not done."""
    return Delivery.objects.filter(done_at=None)


def in_trouble() -> QuerySet[Delivery]:
    """Deliveries that failed and wait for another try."""
    return waiting().exclude(trouble="")


def _claim(worker: str, at: datetime, limit: int) -> list[Delivery]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    due = waiting().filter(free, due__lte=at)
    with transaction.atomic():
        # SQLite knows no row locks: there the condition in the UPDATE alone decides who is first.
        oldest = due.order_by("event_id", "pk").select_for_update(skip_locked=True)
        numbers = list(oldest.values_list("pk", flat=True)[:limit])
        if not numbers:
            return []
        due.filter(pk__in=numbers).update(claimed_by=worker, claimed_until=at + LEASE, attempts=F("attempts") + 1)
    mine = waiting().filter(pk__in=numbers, claimed_by=worker)
    return list(mine.select_related("event").order_by("event_id", "pk"))


def _run(delivery: Delivery, worker: str, clock: Callable[[], datetime]) -> None:
    reaction = reactions.named(delivery.reaction)
    if reaction is None:
        _keep(delivery, worker, clock(), f"Nothing here is called {delivery.reaction} any more.", _LAST_RETRY)
        return
    try:
        if reaction.in_transaction:
            with transaction.atomic():
                # First, and by comparing: it locks the row, so that nobody whose claim begins now runs it too.
                if _done(delivery, worker, clock()):
                    reaction.run(delivery.event)
        elif _held(delivery, worker):
            reaction.run(delivery.event)
            _done(delivery, worker, clock())
    except Exception as error:
        logger.exception("%s failed on event %s", delivery.reaction, delivery.event_id)
        pause = min(_FIRST_RETRY * 2 ** min(delivery.attempts - 1, 16), _LAST_RETRY)
        _keep(delivery, worker, clock(), f"{type(error).__name__}: {error}"[:2000], pause)


def _held(delivery: Delivery, worker: str) -> bool:
    return waiting().filter(pk=delivery.pk, claimed_by=worker).exists()


def _done(delivery: Delivery, worker: str, at: datetime) -> bool:
    mine = waiting().filter(pk=delivery.pk, claimed_by=worker)
    return mine.update(done_at=at, claimed_until=None, trouble="") == 1


def _keep(delivery: Delivery, worker: str, at: datetime, trouble: str, pause: timedelta) -> None:
    mine = waiting().filter(pk=delivery.pk, claimed_by=worker)
    mine.update(claimed_by="", claimed_until=None, trouble=trouble, due=at + pause)
