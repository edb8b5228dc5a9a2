"""What every screen in a space shares."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest

from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Space
from polder.capabilities.spaces.queries import spaces
from polder.ground.organisation.models import Person

NAV = {"nav_key": "spaces"}


def found(party: str, person: Person, at: datetime) -> Space:
    """Raises Http404 for what is not there, or not for who asks."""
    space = spaces.found(party, person, at)
    if space is None:
        raise Http404
    return space


def context_of(space: Space, person: Person, at: datetime, tab: str) -> dict[str, Any]:
    """What the head of every screen in a space takes."""
    return {
        **NAV, "space": space, "tab": tab, "at": at, "in_use": space.is_open(at),
        "muted": space.muted.filter(person=person).exists(),
        "standing": membership.standing(space, person, at),
    }  # fmt: skip


def text_of(request: HttpRequest, name: str) -> str:
    """What was typed into a filter, in one line."""
    return str(request.GET.get(name, "")).replace("\0", "").strip()[:200]
