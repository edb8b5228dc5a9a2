"""What happens by itself when its time has come. The worker's round and rehearsals call the same functions."""

from datetime import datetime

from django.db.models import Min

from polder.capabilities.publishing import readings, routing
from polder.capabilities.publishing.models import Change, Page
from polder.capabilities.publishing.operations.appearing import appear
from polder.capabilities.publishing.operations.common import act_on, follow
from polder.capabilities.publishing.operations.expiring import expire
from polder.capabilities.publishing.operations.keeping import unpublish
from polder.ground.ledger import acts

_PATIENCE = 100_000  # moments in one run; who needs more is going in circles


def routes_due() -> datetime | None:
    """The earliest moment at which a route moves by itself; in the past when the matrix changed since."""
    open_changes = Change.objects.filter(closed_at=None, state__in=routing.ON_THE_WAY)
    behind = open_changes.exclude(settled_version=acts.matrix_version()).aggregate(at=Min("settled_at"))["at"]
    if behind is not None:
        return behind
    return open_changes.aggregate(at=Min("next_at"))["at"]


def settle_routes(at: datetime) -> None:
    """Every route, up to `at`; each in an act of its own."""
    for change in routing.due(at):
        with acts.act():
            locked = routing.open_change(change.page)
            if locked is not None:
                follow(locked, at)


def pages_due() -> datetime | None:
    """When the next scheduled page appears, or the next one goes: its time is over, or nobody verified it."""
    scheduled = Change.objects.filter(closed_at=None, state=Change.State.SCHEDULED).aggregate(at=Min("publish_at"))[
        "at"
    ]
    shown = Page.objects.filter(live=True, binned_at=None)
    gone = shown.filter(gone_on__isnull=False).aggregate(day=Min("gone_on"))["day"]
    over = shown.filter(expires_at__isnull=False).aggregate(at=Min("expires_at"))["at"]
    moments = [scheduled, over, None if gone is None else readings.calendar().midnight(gone)]
    return min((moment for moment in moments if moment is not None), default=None)


def run_pages(at: datetime) -> None:
    """What is scheduled for `at` or before appears; what has had its time, or was not verified for too long, goes (P8)."""
    waiting = Change.objects.filter(closed_at=None, state=Change.State.SCHEDULED, publish_at__lte=at)
    for change in waiting.select_related("page").order_by("publish_at", "pk"):
        with act_on(change.page, at) as (found, current):
            if current is not None and current.state == Change.State.SCHEDULED and current.approver is not None:
                appear(found, current, by=current.approver, at=at, granted=None)
    today = readings.calendar().today(at)
    shown = Page.objects.filter(live=True, binned_at=None)
    for page in shown.filter(expires_at__lte=at).order_by("expires_at", "pk"):
        expire(page, at)
    for page in shown.filter(gone_on__lte=today):
        unpublish(page, by=None, at=at)


def next_due() -> datetime | None:
    """The earliest moment at which anything of publishing happens by itself; None: nothing at all."""
    return min((moment for moment in (routes_due(), pages_due()) if moment is not None), default=None)


def run_due(until: datetime) -> None:
    """Everything due up to and including `until`: routes first, then pages, moment after moment."""
    for _turn in range(_PATIENCE):
        following = next_due()
        if following is None or following > until:
            return
        settle_routes(following)
        run_pages(following)
    raise RuntimeError(f"Publishing does not move on before {until}.")
