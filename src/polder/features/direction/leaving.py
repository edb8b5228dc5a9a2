"""Before somebody leaves: goals that would be without an owner (G20)."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone

from polder.features.direction import picture, queries
from polder.ground.organisation import panels
from polder.ground.organisation.models import Person

SHOWN: Final = 8


def register() -> None:
    """Called once, in `ready()`."""
    panels.register("leaving", panels.Panel("direction", "direction/_leaving.html", owned_by, order=65))


def owned_by(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """Goals that go on and are not over, the first due first, as far as the asker may see them. Two queries at most."""
    if not isinstance(thing, Person):
        return None
    today = timezone.localdate(at)
    owned = queries.visible_to(asker, at).filter(owner=thing, dropped_at=None, next_on__isnull=False)
    rows = list(owned.order_by("due", "pk")[: SHOWN + 1])
    if not rows:
        return None
    count = len(rows) if len(rows) <= SHOWN else owned.count()
    return {"staffs": picture.of(rows[:SHOWN], today).staffs, "count": count, "rest": count - min(count, SHOWN)}
