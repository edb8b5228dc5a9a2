"""Whether two projects meet in aspect and time, and how much is asked of somebody on their fullest day. No Django."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


class Days(NamedTuple):
    """From the first day up to and including the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Ground:
    """An aspect by its path (`/1/7/12/`, the numbers of its line from the root) and a facet, `*` for all."""

    path: str
    facet: str = "*"


class Stretch(NamedTuple):
    """What somebody gives to one project: its days, and percent of their week."""

    days: Days
    share: int


def shared_days(one: Days, other: Days) -> Days | None:
    """The days on which both are; None when there are none."""
    days = Days(max(one.first, other.first), min(one.last, other.last))
    return days if days.first <= days.last else None


def meets(one: Ground, other: Ground) -> bool:
    """The same aspect or one below the other, and a facet in common."""
    on_one_line = one.path.startswith(other.path) or other.path.startswith(one.path)
    return on_one_line and (one.facet == other.facet or "*" in (one.facet, other.facet))


def meeting(mine: Iterable[Ground], theirs: Collection[Ground]) -> list[tuple[Ground, Ground]]:
    """Every pair that meets, in the order given."""
    return [(one, other) for one in mine for other in theirs if meets(one, other)]


def fullest(stretches: Collection[Stretch], within: Days) -> int:
    """The most percent that is asked on any day of `within`.

    The sum only rises on a day on which something begins, so these and the first day are all one need look at.
    """
    days = {within.first, *(each.days.first for each in stretches if within.first <= each.days.first <= within.last)}
    return max(sum(each.share for each in stretches if each.days.first <= day <= each.days.last) for day in days)


def days_of(first: date, last: date) -> int:
    """How many days there are, both counted."""
    return (last - first + timedelta(days=1)).days
