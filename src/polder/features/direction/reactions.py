"""Who is told when a goal is theirs, and when a result is asked of them."""

import json
from datetime import datetime

from django.utils import timezone

from polder.capabilities.notifications import notices
from polder.features.direction.models import Goal
from polder.governance import mandate
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Person


@reacts_to("goal.set", "goal.changed")
def tell_the_owner(event: Event) -> None:
    """Whoever it became theirs by that."""
    owner = str(json.loads(event.data).get("owner") or "").partition(":")[2]
    if owner.isdecimal() and int(owner) != event.actor:
        notices.tell([int(owner)], "goal_owner", thing=event.thing, event_at=event.at, key=str(event.number))


def remind(at: datetime) -> None:
    """The owner of each goal whose result is overdue, once for each day it was asked by; who answers for it when they left."""
    today = timezone.localdate(at)
    late = Goal.objects.filter(next_on__lt=today).select_related("owner", "aspect")
    for goal in late.order_by("next_on", "pk")[:500]:
        asked: list[Person] = [goal.owner]
        if not goal.owner.counts(at):
            seat = mandate.accountable(goal.aspect, at=at)
            asked = [] if seat is None else list(seat.acting)
        for person in asked:
            key = f"{person.pk}:{goal.next_on}"
            notices.tell([person], "goal_result", thing=goal.ref, event_at=at, key=key)
