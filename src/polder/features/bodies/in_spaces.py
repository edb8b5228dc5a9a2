"""The meetings of a body on the page of its space."""

from datetime import datetime
from typing import Any

from polder.capabilities.spaces import panels
from polder.capabilities.spaces.models import Space
from polder.features.bodies import queries, sitting
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    panels.register(panels.Panel("meetings", "aside", "bodies/_in_space.html", meetings, order=20))


def meetings(space: Space, asker: Person, at: datetime) -> dict[str, Any] | None:
    """The next one, for who has a seat or stands in for one; others see none. At most four queries."""
    body = space.party.body
    if body is None or not body.holds(at) or not queries.has_place(body, asker, at):
        return None
    return {"body": body, "meeting": queries.next_meeting(body, at), "leads": sitting.leads(body, asker, at)}
