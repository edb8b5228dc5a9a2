"""What a change would touch beyond the matrix, foretold by what stands above it: pages, requests, tasks (G18, P8).

    touching.register("publishing.requests", foreseeing.requests)

Nothing is written. Each foreteller takes a bounded number of queries, whatever the number of things.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from polder.governance.resolution import Reading
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Question:
    """The whole organisation before and after a change, at `at`, and who asks.

    `whole`: who asks may make the change, so they are told of all things; anybody else of those that they may see.
    """

    before: Reading
    after: Reading
    at: datetime
    by: Person
    whole: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that would happen, as a sentence with its number, and lines under it.

    `serious`: readers or colleagues notice it at once. `requests`: how many that are under way would go to others.
    """

    sentence: str
    detail: tuple[str, ...] = ()
    serious: bool = False
    requests: int = 0


type Foreteller = Callable[[Question], Iterable[Touched]]

_foretellers: dict[str, Foreteller] = {}


def register(key: str, foreteller: Foreteller) -> None:
    """Called in `ready()`. Raises ValueError when the key is taken."""
    if key in _foretellers:
        raise ValueError(f"Something foretells {key!r} already.")
    _foretellers[key] = foreteller


def foretell(question: Question) -> list[Touched]:
    """All that would be touched, in the order of registration."""
    return [touched for foreteller in _foretellers.values() for touched in foreteller(question)]
