"""What a party leaves when it ends, told and settled by who has it: pages only for it, actions it agreed, meetings it planned.

    ending.register("bodies", told.left, told.settle)
    ending.register("pages", parties_ending.only_for_it)

A team is told of it before it ends. `settle` runs in the act that ends it, which asked the gate; what `blocks` is settled
by people first, or it would be there for nobody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from polder.ground.organisation.models import Party, Person


@dataclass(frozen=True, slots=True)
class Left:
    """How much of what, in words ("3 pages are for them only"), where to look, and some of it that the asker may see:
    titles with their addresses. `passes`: it goes to the receiver."""

    words: str
    address: str = ""
    things: tuple[tuple[str, str], ...] = ()
    blocks: bool = False
    passes: bool = False


@dataclass(frozen=True, slots=True)
class Settling:
    """The party that ends, who ends it, and who receives what passes: None when nothing does."""

    party: Party
    to: Person | None
    by: Person
    at: datetime


type Tell = Callable[[Party, Person, datetime], Iterable[Left]]
type Settle = Callable[[Settling], None]

_tellers: dict[str, Tell] = {}
_settlers: dict[str, Settle] = {}


def register(key: str, tell: Tell, settle: Settle | None = None) -> None:
    """Called in `ready()`; a bounded number of queries. Raises ValueError when the key is taken."""
    if key in _tellers:
        raise ValueError(f"Something tells {key!r} of parties that end already.")
    _tellers[key] = tell
    if settle is not None:
        _settlers[key] = settle


def left_by(party: Party, asker: Person, at: datetime) -> list[Left]:
    """Everything, in the order of registration."""
    return [left for tell in _tellers.values() for left in tell(party, asker, at)]


def settle(settling: Settling) -> None:
    """Inside the act that ends the party, before it ends. Raises PolderError for what has to be settled first."""
    for act in _settlers.values():
        act(settling)
