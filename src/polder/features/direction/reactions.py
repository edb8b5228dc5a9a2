"""Who is told when a goal is theirs, and when a result is asked of them."""

import json
from datetime import datetime

from django.utils import timezone

from polder.capabilities.notifications import notices
from polder.features.direction.models import Goal
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to


@reacts_to("goal.set", "goal.changed")
def tell_the_owner(event: Event) -> None:
    """Whoever it became theirs by that."""
    owner = str(json.loads(event.data).get("owner") or "").partition(":")[2]
    if owner.isdecimal() and int(owner) != event.actor:
        notices.tell([int(owner)], "goal_owner", thing=event.thing, event_at=event.at, key=str(event.number))


def remind(at: datetime) -> None:
    """The owner of each goal whose result is overdue, once for each day it was asked by."""
    today = timezone.localdate(at)
    for goal in Goal.objects.filter(next_on__lt=today).order_by("next_on", "pk")[:500]:
        notices.tell([goal.owner_id], "goal_result", thing=goal.ref, event_at=at, key=f"{goal.owner_id}:{goal.next_on}")
