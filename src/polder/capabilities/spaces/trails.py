"""What a task came from: the action of a meeting, a decision. Whoever has such things registers them.

    trails.register("action", actions_named)

`find(numbers, person, at)` gives those the person may see, in a bounded number of queries; the others stay unnamed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Trail:
    """What it is called, and its page."""

    title: str
    address: str


type Finder = Callable[[Collection[int], Person, datetime], Mapping[int, Trail]]

_finders: dict[str, Finder] = {}


def register(kind: str, find: Finder) -> None:
    """Called in `ready()`. Raises ValueError when the kind is taken."""
    if kind in _finders:
        raise ValueError(f"Trails of the kind {kind!r} are registered already.")
    _finders[kind] = find


def is_known(ref: str) -> bool:
    """Is it `action:4`, of a kind that somebody registered?"""
    kind, _colon, number = ref.partition(":")
    return kind in _finders and number.isascii() and number.isdecimal() and len(number) < 18


def found(refs: Iterable[str], person: Person, at: datetime) -> dict[str, Trail]:
    """Those the person may see, by reference. What each kind asks, once."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for ref in refs:
        if is_known(ref):
            wanted[ref.partition(":")[0]].add(int(ref.partition(":")[2]))
    return {
        f"{kind}:{number}": trail
        for kind, numbers in wanted.items()
        for number, trail in _finders[kind](numbers, person, at).items()
    }
