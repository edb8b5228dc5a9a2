"""What lies near, worked out the long way: every pair of projects, every day, every word. For comparison only."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from polder.base import likeness


@dataclass(frozen=True)
class Plan:
    """`grounds`: (line of an aspect from the root down, facet); `people`: name -> share."""

    first: date
    last: date
    grounds: tuple[tuple[tuple[int, ...], str], ...]
    people: dict[str, int]
    goal: str


def days(plan: Plan) -> set[date]:
    return {plan.first + timedelta(days=n) for n in range((plan.last - plan.first).days + 1)}


def kinds(mine: Plan, others: list[Plan], other: Plan) -> list[str]:
    found = []
    both = days(mine) & days(other)
    if both and any(_meet(one, two) for one in mine.grounds for two in other.grounds):
        found.append("aspect")
    if both and set(mine.people) & set(other.people):
        found.append("people")
    one, two = set(likeness.words_of(mine.goal)), set(likeness.words_of(other.goal))
    if len(one & two) >= likeness.FEWEST and 2 * len(one & two) / (len(one) + len(two)) >= likeness.NEAR_PERCENT / 100:
        found.append("goal")
    return found


def shares(mine: Plan, others: list[Plan], other: Plan) -> dict[str, int]:
    """Of each who is in both: the most that is asked on a day that both have."""
    both, found = days(mine) & days(other), {}
    for name in set(mine.people) & set(other.people):
        by_day = Counter[date]()
        for plan in (mine, *others):
            for day in days(plan):
                by_day[day] += plan.people.get(name, 0)
        if both:
            found[name] = max(by_day[day] for day in both)
    return found


def _meet(one: tuple[tuple[int, ...], str], two: tuple[tuple[int, ...], str]) -> bool:
    (mine, facet), (theirs, other) = one, two
    return any(True for _ in _ancestors(mine, theirs)) and (facet == other or "*" in (facet, other))


def _ancestors(mine: tuple[int, ...], theirs: tuple[int, ...]) -> Iterator[int]:
    """The last of one line stands in the other: the same aspect, or one above the other."""
    if mine[-1] in theirs:
        yield mine[-1]
    if theirs[-1] in mine:
        yield theirs[-1]
