"""How a goal stands: its newest result beside the straight line from where it began to its target. No Django."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

type State = Literal["reached", "on_course", "behind", "dropped"]

LEEWAY: Final = Decimal("0.05")  # so much of the whole way a result may fall short of the line and still be on course
_NONE, _WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Line:
    """From `start` on the day it begins to `target` on the day it is due; either may be the higher."""

    begins: date
    due: date
    start: Decimal
    target: Decimal

    def way(self, value: Decimal) -> Decimal:
        """How much of the whole way a value is, from 0 to 1."""
        return min(_WHOLE, max(_NONE, (value - self.start) / (self.target - self.start)))

    def way_on(self, day: date) -> Decimal:
        """How much of it there should be on a day, from 0 to 1."""
        passed, whole = (day - self.begins).days, (self.due - self.begins).days
        return min(_WHOLE, max(_NONE, Decimal(passed) / Decimal(whole)))


@dataclass(frozen=True, slots=True)
class Reading:
    """A result: what was measured, and on which day."""

    on: date
    value: Decimal


def state_of(line: Line, newest: Reading | None, today: date, *, every: int) -> State:
    """A target that was reached stays so until a newer result says otherwise; past its day it is behind.

    A result is compared with the line on its own day. Without any, it is behind once the first was due.
    """
    if newest is not None and line.way(newest.value) == _WHOLE:
        return "reached"
    if today > line.due:
        return "behind"
    if newest is None:
        return "behind" if today > result_due(line, None, every) else "on_course"
    return "behind" if line.way(newest.value) + LEEWAY < line.way_on(newest.on) else "on_course"


def result_due(line: Line, newest: Reading | None, every: int) -> date:
    """The day by which the next result is asked: `every` months after the last, and on the last day in any case."""
    after = line.begins if newest is None else max(newest.on, line.begins)
    asked = _months_on(after, every)
    return line.due if after < line.due < asked else asked


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
