"""What a worker looks at again and again: clocks that ran out, plans whose day has come.

    @every(timedelta(minutes=1))
    def apply_what_is_planned(at: datetime) -> None: ...

A round follows from how things are, never from "it is today": a missed one loses nothing, a second one repeats nothing.
Import the module that holds it in its app's `ready()`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from polder.ground.ledger.models import Round

logger = logging.getLogger(__name__)

type Making = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A round and the time between two of them."""

    run: Making
    interval: timedelta


_rounds: dict[str, Registered] = {}


def every(interval: timedelta) -> Callable[[Making], Making]:
    """Register the function to be called with the moment, about every `interval`, by one worker at a time.

    Raises `ValueError` when its name is taken.
    """

    def register(making: Making) -> Making:
        name = f"{making.__module__.removeprefix('polder.')}.{making.__qualname__}"
        if name in _rounds:
            raise ValueError(f"A round named {name} is registered already.")
        _rounds[name] = Registered(making, interval)
        return making

    return register


def make(*, clock: Callable[[], datetime]) -> int:
    """Make every round that is due and that no other worker makes. How many were made."""
    due_at = dict(Round.objects.filter(name__in=_rounds).values_list("name", "due"))
    made = 0
    for name, registered in _rounds.items():
        at = clock()
        if due_at.get(name, at) <= at and _claim(name, due_at.get(name), at + registered.interval):
            made += 1
            _run(name, registered, at)
    return made


def _claim(name: str, seen: datetime | None, following: datetime) -> bool:
    if seen is None:
        return Round.objects.get_or_create(name=name, defaults={"due": following})[1]
    return Round.objects.filter(name=name, due=seen).update(due=following) == 1


def _run(name: str, registered: Registered, at: datetime) -> None:
    trouble = ""
    try:
        registered.run(at)
    except Exception as error:
        logger.exception("The round %s failed", name)
        trouble = f"{type(error).__name__}: {error}"[:2000]
    Round.objects.filter(name=name).exclude(trouble=trouble).update(trouble=trouble)
