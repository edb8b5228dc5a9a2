"""The roadmap as one picture: each goal a level staff that lies along the time it has, filled as far as it has come.

Where the filling falls short of today, it is behind. Places are shares of the window in percent, for SVG attributes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format

from polder.base.time import add_months
from polder.features.direction.models import Goal
from polder.ground.organisation.models import Body

type Place = Callable[[date], float]

LONGEST: Final = 120  # months
_TICKS: Final = 10  # of a staff


@dataclass(frozen=True, slots=True)
class Mark:
    """The first day of a month, or of a quarter when there are many."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Staff:
    """A goal from `x` on, `width` percent, of which `filled`; `ticks` are its tenths. `percent`: how far it has come.

    `now` ("" without a result) and `target` are with their unit.
    """

    goal: Goal
    state: str
    overdue: bool
    x: float
    width: float
    filled: float
    ticks: Sequence[float]
    percent: int
    now: str
    target: str


@dataclass(frozen=True, slots=True)
class Group:
    """The goals that a body keeps."""

    body: Body
    staffs: Sequence[Staff]


@dataclass(frozen=True, slots=True)
class Picture:
    """`today` is None outside the window."""

    marks: Sequence[Mark]
    today: float | None
    groups: Sequence[Group]

    @property
    def staffs(self) -> list[Staff]:
        return [staff for group in self.groups for staff in group.staffs]


def of(goals: Sequence[Goal], today: date) -> Picture:
    """From the first day of the earliest to the last of the latest, in whole months. No query beyond what the goals hold."""
    first = min([goal.begins for goal in goals] or [today]).replace(day=1)
    last = max([goal.due for goal in goals] or [today])
    months = max(1, min(LONGEST, (last.year - first.year) * 12 + last.month - first.month + 1))
    end = add_months(first, months)
    days = (end - first).days

    def place(day: date) -> float:
        return round(max(0, min(days, (day - first).days)) * 100 / days, 2)

    step = 1 if months <= 8 else 3 if months <= 24 else 12
    marks = [_mark(add_months(first, number), place) for number in range(months) if _shown(first, number, step)]
    rows = [(goal.body, _staff(goal, today, place)) for goal in goals]
    groups = [Group(body, [staff for _body, staff in some]) for body, some in groupby(rows, key=lambda row: row[0])]
    return Picture(marks, place(today) if first <= today < end else None, groups)


def said(value: Decimal, unit: str) -> str:
    """A number as people write it, with its unit."""
    number = floatformat(value, "-2g")
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def _shown(first: date, number: int, step: int) -> bool:
    return (first.month - 1 + number) % step == 0 or number == 0


def _mark(day: date, place: Place) -> Mark:
    return Mark(place(day), date_format(day, "Y" if day.month == 1 else "M Y" if day.month % 6 == 1 else "M"))


def _staff(goal: Goal, today: date, place: Place) -> Staff:
    x, to = place(goal.begins), place(goal.due + timedelta(days=1))
    width = max(0.6, round(to - x, 2))
    newest = goal.reading
    way = 0.0 if newest is None else float(goal.line.way(newest.value))
    ticks = [round(x + width * number / _TICKS, 2) for number in range(1, _TICKS)]
    return Staff(
        goal, goal.state(today), goal.is_overdue(today), x, width, round(width * way, 2), ticks, round(way * 100),
        "" if newest is None else said(newest.value, goal.unit), said(goal.target, goal.unit),
    )  # fmt: skip
