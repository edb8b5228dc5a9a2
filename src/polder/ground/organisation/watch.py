"""Whoever must know, in the same transaction, that the organisation changes: governance registers itself here.

Seats, holders, heads, units and deputies change mandates, yet governance lies a floor higher (architecture.md). So
every operation of this app runs inside `changing(...)`; the watcher looks before, looks after, refreshes its index, and
may refuse by raising (G14).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes something at which moment; `widening_allowed` for `leave` and `join`, which G14 leaves alone."""

    by: Person | None
    at: datetime
    widening_allowed: bool = False
    begins: bool = False  # set by `changing`: nothing has been written in this act before


type Watcher = Callable[[Change], AbstractContextManager[None]]

_watchers: list[Watcher] = []


class _Watched(threading.local):
    depth: int = 0


_watched = _Watched()


def register(watcher: Watcher) -> None:
    """Called by an app's `ready()`."""
    _watchers.append(watcher)


@contextmanager
def changing(change: Change) -> Iterator[None]:
    """One act alone (G19), watched. Whatever a watcher raises undoes the change.

    Operations nest (an import is many of them): the outermost change is the one that is watched, once, from before the
    first to after the last.
    """
    begins = not acts.is_open()
    with acts.act(alone=True), ExitStack() as stack:
        if _watched.depth == 0:
            for watcher in _watchers:
                stack.enter_context(watcher(replace(change, begins=begins)))
        _watched.depth += 1
        try:
            yield
        finally:
            _watched.depth -= 1
