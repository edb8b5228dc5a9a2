"""Somebody mutes one space for themselves. Other choices of how they are told stay, and hold again when they hear it again.

Muted is what is said there. Who is mentioned or answered, is given a task or receives the space is told all the same.
"""

from collections.abc import Iterable
from datetime import datetime

from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Muted, Space
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def mute(space: Space, *, by: Person, at: datetime) -> None:
    """By whoever sees it. Twice is as once. Raises NotFound."""
    with acts.act():
        row = membership.locked(space, by, at)
        _muted, made = Muted.objects.get_or_create(space=row, person=by, defaults={"at": at})
        if made:
            acts.record("space.muted", thing=f"space:{row.pk}", by=by.pk, at=at)


def unmute(space: Space, *, by: Person, at: datetime) -> None:
    """Also of a space that they see no more. Twice is as once."""
    with acts.act():
        gone, _each = Muted.objects.filter(space=space, person=by).delete()
        if gone:
            acts.record("space.heard", thing=f"space:{space.pk}", by=by.pk, at=at)


def hearing(space: Space, people: Iterable[int]) -> list[int]:
    """Numbers of those of the people who have not muted it, in order. One query."""
    numbers = set(people)
    muted = (
        Muted.objects.filter(space=space, person__in=numbers)
        if len(numbers) <= _FEW
        else Muted.objects.filter(space=space)
    )
    return sorted(numbers.difference(muted.values_list("person", flat=True)))


_FEW = 500
