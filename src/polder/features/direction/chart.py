"""The results of one goal as a line, beside the straight line from where it began to its target.

The picture is 600 wide and 170 high, as those of money are; its foot is at 160.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from polder.features.direction.models import Goal, Result

WIDTH, FOOT, HEIGHT = 600, 160, 150
_ROOM: Final = Decimal("0.05")  # of what is drawn, free above and below it


@dataclass(frozen=True, slots=True)
class Dot:
    """A result in the picture."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """`begins` and `target` are the ends of the straight line; `today` is None outside the time it has."""

    begins: Dot
    target: Dot
    dots: Sequence[Dot]
    today: int | None

    @property
    def points(self) -> str:
        """As SVG has them: from where it began through each result."""
        return " ".join(f"{dot.x},{dot.y}" for dot in (self.begins, *self.dots))


def of(goal: Goal, results: Sequence[Result], today: date) -> Chart | None:
    """The last result of each day, the oldest first; None while nothing was measured. No query."""
    if not results:
        return None
    by_day = {result.on: result.value for result in sorted(results, key=lambda each: (each.on, each.pk))}
    values = [goal.start, goal.target, *by_day.values()]
    low, high = min(values), max(values)
    low, span = low - (high - low) * _ROOM, (high - low) * (1 + 2 * _ROOM)
    last = max(goal.due, *by_day)
    days = (last - goal.begins).days

    def dot(day: date, value: Decimal) -> Dot:
        return Dot(_along(day, goal.begins, days), FOOT - int((value - low) * HEIGHT / span))

    return Chart(
        begins=dot(goal.begins, goal.start),
        target=dot(goal.due, goal.target),
        dots=[dot(day, value) for day, value in by_day.items()],
        today=_along(today, goal.begins, days) if goal.begins <= today <= last else None,
    )


def _along(day: date, begins: date, days: int) -> int:
    return max(0, min(WIDTH, round((day - begins).days * WIDTH / days)))
