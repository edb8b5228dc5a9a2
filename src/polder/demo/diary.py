"""Ten months as a list of what was done when: lived through in order, so that the ledger reads as it would have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True, slots=True)
class Entry:
    """Something begun at about `moment` that `lasts` so long; `act` is called with the moment at which it begins."""

    moment: datetime
    act: Callable[[datetime], object] = field(compare=False)
    lasts: timedelta = field(default=timedelta(0), compare=False)


def live(entries: Iterable[Entry]) -> None:
    """One after the other, each at its moment or right after what went before. Takes them in order of their moments."""
    free: datetime | None = None
    for entry in entries:
        begins = entry.moment if free is None else max(entry.moment, free)
        entry.act(begins)
        free = begins + entry.lasts + timedelta(minutes=1)
