"""When the settings of an aspect change, every page that lives by them gets its new days (P8)."""

from polder.capabilities.publishing import reviewing
from polder.capabilities.publishing.models import Page
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to

_MANY = 2_000  # pages in memory at a time


@reacts_to("aspect.changed", "aspect.moved")
def plan_reviews_anew(event: Event) -> None:
    """Pages on the aspect and on all below it: the nearest setting on the line is the one that counts."""
    number = event.thing.partition(":")[2]
    path = Aspect.objects.filter(pk=number).values_list("path", flat=True).first()
    if path is None:
        return
    last = 0
    while True:
        under = Page.objects.filter(verified_on__isnull=False, aspect__path__startswith=path, pk__gt=last)
        rows = list(under.select_related("aspect").order_by("pk")[:_MANY])
        if not rows:
            return
        reviewing.replan(rows)
        last = rows[-1].pk
