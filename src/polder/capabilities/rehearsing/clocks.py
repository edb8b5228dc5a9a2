"""What happens by itself when its time has come. Before each step every clock that is due runs, at its own moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

DECISIONS: Final = 1  # adopted decisions and planned change sets take effect
ROUTES: Final = 2  # consultations and approvals are resolved anew, reviews climb their ladder
SCHEDULED: Final = 3  # pages appear

_PATIENCE: Final = 1_000  # runs of one moment; a clock that still has something to do then will never be done


@dataclass(frozen=True, slots=True)
class Clock:
    """`next_due()` is the earliest moment at which there is something to do, `run(at)` does what is due at `at`."""

    name: str
    order: int
    next_due: Callable[[], datetime | None]
    run: Callable[[datetime], object]


_clocks: list[Clock] = []


def register(
    name: str, *, order: int, next_due: Callable[[], datetime | None], run: Callable[[datetime], object]
) -> None:
    """Raises ValueError when the name is taken."""
    if any(clock.name == name for clock in _clocks):
        raise ValueError(f"The clock {name} is registered already.")
    _clocks.append(Clock(name, order, next_due, run))
    _clocks.sort(key=lambda clock: clock.order)


def run_until(until: datetime, *, now: datetime, after_each: Callable[[datetime], None]) -> datetime | None:
    """Run everything that is due after `now` (the last moment played) up to and including `until`, in order.

    Gives when something is due next: as long as nothing is done, nothing happens before. None: nothing is.
    `after_each` is called with the moment after each clock: what follows from events follows there. What was due before
    `now` and is still there happens now: time does not run back. Raises RuntimeError for a clock that does not move on.
    """
    moment, runs = now, 0
    while True:
        ahead = [(at, clock) for clock in _clocks if (at := clock.next_due()) is not None]
        due = [(at, clock) for at, clock in ahead if at <= until]
        if not due:
            return min((at for at, _clock in ahead), default=None)
        earliest = max(now, min(at for at, _clock in due))
        moment, runs = earliest, runs + 1 if earliest == moment else 1
        if runs > _PATIENCE:
            raise RuntimeError(f"The clock {due[0][1].name} does not move on at {moment}.")
        for _at, clock in sorted(((at, clock) for at, clock in due if at <= moment), key=lambda each: each[1].order):
            clock.run(moment)
            after_each(moment)
