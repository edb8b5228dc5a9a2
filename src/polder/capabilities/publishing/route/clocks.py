"""When something happens by itself: clocks of working days (P2, P6), the ladder of review (P8), the matrix in time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import cast

from polder.base.time import add_months, add_working_days, local_day, midnight
from polder.governance.facts import AspectKey, Facts
from polder.governance.resolution import Reading

CONSULT_DAYS = 3
APPROVE_DAYS = (2, 4, 6)
REVIEW_MONTHS = 12
AHEAD, LATE, STALE = timedelta(days=-28), timedelta(days=14), timedelta(days=28)
"""Steps of the ladder, from the day a review is due."""
TOLD = (AHEAD, timedelta(days=-14), timedelta(0), LATE)
"""Those at which somebody is told, in the order in which they come."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The organisation's zone and the days on which it does not work."""

    zone: tzinfo
    holidays: frozenset[date] = frozenset()

    def after(self, at: datetime, days: int) -> datetime:
        """When a clock of working days that starts at `at` ends."""
        return add_working_days(at, days, self.zone, self.holidays)

    def today(self, at: datetime) -> date:
        return local_day(at, self.zone)

    def midnight(self, day: date) -> datetime:
        return midnight(day, self.zone)


def consult_days(reading: Reading, aspect: AspectKey) -> int:
    """Nearest on the line; 3 when nobody set it."""
    found = reading.nearest(aspect, "consult_days")
    return CONSULT_DAYS if found is None else cast(int, found)


def approve_days(reading: Reading, aspect: AspectKey) -> tuple[int, int, int]:
    """Reminder, deputies, next A up: in working days. Nearest on the line."""
    found = reading.nearest(aspect, "approve_days")
    return APPROVE_DAYS if found is None else cast(tuple[int, int, int], tuple(cast(list[int], found)))


def review_on(reading: Reading, aspect: AspectKey, verified_on: date) -> date:
    """The day on which a page verified then is to be looked at again; a day which that month lacks is its last."""
    found = reading.nearest(aspect, "review_months")
    return add_months(verified_on, REVIEW_MONTHS if found is None else cast(int, found))


def gone_on(reading: Reading, aspect: AspectKey, review: date) -> date | None:
    """The day on which the clock unpublishes it; None where the aspect does not say so."""
    found = reading.nearest(aspect, "unpublish_after")
    return None if found is None else review + timedelta(days=cast(int, found))


def turns(facts: Facts) -> Iterator[datetime]:
    """Every moment at which one of the facts begins or ends."""
    spans = [(each.valid_from, each.valid_until) for each in facts.assignments]
    spans += [(each.valid_from, each.valid_until) for each in facts.deputyships]
    spans += [(each.valid_from, each.valid_until) for role in facts.roles.values() for each in role.holders]
    for body in facts.bodies.values():
        spans += [(body.valid_from, body.valid_until), *((seat.valid_from, seat.valid_until) for seat in body.seats)]
    spans += [(person.active_from, person.left_on) for person in facts.people.values()]
    yield from (end for span in spans for end in span if end is not None)
