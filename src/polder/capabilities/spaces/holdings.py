"""What a space still holds when its work ends, and who takes it over. Each kind of thing says it for itself.

    holdings.register("risks", holdings.Keeper(gettext_lazy("Risks"), held=risks_of, hand_over=hand_over_risks))

`operations.hand_over` calls every keeper in one act: all is handed over, or nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from polder.capabilities.spaces.models import Space
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Held:
    """How many things of a kind are left, in words ("12 open tasks"), and where they are listed."""

    words: str
    count: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """The space as it still is, the aspect under which it will fall, and the person who goes on with what is open."""

    space: Space
    aspect: Aspect
    person: Person
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Keeper:
    """`held` in a bounded number of queries; None: nothing is left. `hand_over` runs in the act and says how many."""

    label: str | Promise
    held: Callable[[Space, datetime], Held | None]
    hand_over: Callable[[Handover], int]


_keepers: dict[str, Keeper] = {}


def register(key: str, keeper: Keeper) -> None:
    """Called in `ready()`. Raises ValueError when the key is taken."""
    if key in _keepers:
        raise ValueError(f"Something keeps {key!r} in spaces already.")
    _keepers[key] = keeper


def held(space: Space, at: datetime) -> Sequence[Held]:
    """Everything that would be handed over, in the order of registration."""
    found = [keeper.held(space, at) for keeper in _keepers.values()]
    return [each for each in found if each is not None and each.count]


def hand_over(handover: Handover) -> dict[str, int]:
    """By key how many things went over. Only inside the act of `operations.hand_over`."""
    return {key: keeper.hand_over(handover) for key, keeper in _keepers.items()}
