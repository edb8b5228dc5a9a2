"""The way to its space from the page of a unit or a body."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from polder.capabilities.publishing import readings
from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Space
from polder.capabilities.spaces.queries import spaces, tasks
from polder.governance import mandate
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.panels import Panel
from polder.ground.organisation.panels import register as add_panel


@dataclass(frozen=True, slots=True)
class Way:
    """To the space, with what is open there; or to opening one."""

    ref: str
    space: Space | None
    open: int = 0
    late: int = 0


def register() -> None:
    """Called once, in `ready()`."""
    add_panel("unit_aside", Panel("space", "spaces/_way.html", way, order=15))
    add_panel("body_aside", Panel("space", "spaces/_way.html", way, order=15))


def way(thing: Model, asker: Person, at: datetime) -> Way | None:
    """None for who may not see the space, or would neither use nor open one."""
    party = Party.objects.select_related("unit", "body").filter(**{_kind(thing): thing}).first()
    if party is None:
        return None
    if Space.objects.filter(party=party).exists():
        space = spaces.found(party.ref, asker, at)
        if space is None:
            return None
        counted = tasks.counts(space, asker, readings.calendar().today(at))
        return Way(party.ref, space, counted["open"], counted["late"])
    return Way(party.ref, None) if may_ask_for(party, asker, at) else None


def may_ask_for(party: Party, asker: Person, at: datetime) -> bool:
    """Would they use it, or may they open it under its usual aspect? Who may not open it is told who can."""
    if party.kind not in (Party.Kind.UNIT, Party.Kind.BODY) or (party.body is not None and not party.body.holds(at)):
        return False
    if membership.is_member(party, asker, at):
        return True
    aspect = spaces.default_aspect(party, at)
    return aspect is not None and mandate.may(asker, "edit", aspect, at=at).allowed


def _kind(thing: Model) -> str:
    return type(thing).__name__.lower()
