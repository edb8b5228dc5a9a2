"""Before somebody leaves: wishes that wait for their answer (G20)."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Model

from polder.features.wishes import queries
from polder.ground.organisation import panels
from polder.ground.organisation.models import Person

SHOWN: Final = 8


def register() -> None:
    """Called once, in `ready()`."""
    panels.register("leaving", panels.Panel("wishes", "wishes/_leaving.html", waiting_for, order=70))


def waiting_for(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """Those the asker may see, the longest first, and how many there are. Four queries at most."""
    if not isinstance(thing, Person):
        return None
    waiting = queries.waiting(thing, at).filter(queries.for_everybody(asker, at))
    rows = list(waiting[: SHOWN + 1])
    if not rows:
        return None
    count = len(rows) if len(rows) <= SHOWN else waiting.count()
    return {"rows": rows[:SHOWN], "count": count, "rest": count - min(count, SHOWN)}
