"""The moment a screen shows: what the address asks for, and the staff (a slider of days) to choose another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from polder.base.time import InvalidMoment, parse_moment
from polder.governance.facts import Facts

BACK, AHEAD = timedelta(days=365), timedelta(days=182)
MARKS = 24  # more than these run into each other
LAST_TICK = 92  # of 100: the words of a later one would not fit on the staff


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which the matrix changed, or will. `place` is 0 to 100 along the staff."""

    day: date
    place: int
    kind: Literal["past", "plan"]


@dataclass(frozen=True, slots=True)
class Tick:
    day: date
    place: int


@dataclass(frozen=True, slots=True)
class Staff:
    """The slider: days from `first`, `chosen` and `length` in days, and what lies on it.

    `next_change` is the first change after the day shown, also one that lies beyond the staff.
    """

    first: date
    length: int
    chosen: int
    today: int
    place: int
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    next_change: date | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What is shown: `at`, its local `day`, and whether that is simply now."""

    at: datetime
    day: date
    is_now: bool
    zone: ZoneInfo


_FARTHEST: Final = timedelta(days=36_525)  # nobody looks farther, and each quarter up to there is drawn


def moment_asked(text: str, now: datetime, zone: ZoneInfo) -> Moment:
    """`text` is a date or RFC 3339; empty, or today's date, is now. Raises `InvalidMoment` with a sentence."""
    today = now.astimezone(zone).date()
    if not text or text == today.isoformat():
        return Moment(now, today, is_now=True, zone=zone)
    at = parse_moment(text, zone)
    if abs(at - now) > _FARTHEST:
        raise InvalidMoment(_("That is more than a hundred years away. Choose a day nearer by."))
    return Moment(at, at.astimezone(zone).date(), is_now=False, zone=zone)


def change_days(facts: Facts, zone: ZoneInfo) -> list[date]:
    """The local days on which a letter, a seat, a role or a deputyship begins or ends, or somebody who counts leaves."""
    moments: set[datetime | None] = set()
    for given in facts.assignments:
        moments |= {given.valid_from, given.valid_until}
    for standin in facts.deputyships:
        moments |= {standin.valid_from, standin.valid_until}
    for role in facts.roles.values():
        moments.update(edge for holding in role.holders for edge in (holding.valid_from, holding.valid_until))
    for body in facts.bodies.values():
        moments.update(edge for seat in body.seats for edge in (seat.valid_from, seat.valid_until))
    heads = {unit.head for unit in facts.units.values()}
    moments.update(person.left_on for person in facts.people.values() if person.key in heads)
    return sorted({moment.astimezone(zone).date() for moment in moments if moment is not None})


def staff(changed: Iterable[date], shown: Moment, now: datetime) -> Staff:
    """A year back and half a year ahead, stretched so that the chosen day lies on it."""
    today = now.astimezone(shown.zone).date()
    first = min(today - BACK, shown.day).replace(day=1)
    last = max(today + AHEAD, shown.day)
    length = (last - first).days

    def place(day: date) -> int:
        return round((day - first).days * 100 / length)

    known = sorted(changed)
    inside = [day for day in known if first <= day <= last]
    kept = sorted(inside, key=lambda day: abs((day - today).days))[:MARKS]
    return Staff(
        first=first,
        length=length,
        chosen=(shown.day - first).days,
        today=(today - first).days,
        place=place(shown.day),
        marks=tuple(Mark(day, place(day), "plan" if day > today else "past") for day in sorted(kept)),
        ticks=tuple(Tick(day, place(day)) for day in _quarters(first, last) if place(day) <= LAST_TICK),
        next_change=next((day for day in known if day > shown.day), None),
    )


def _quarters(first: date, last: date) -> Iterable[date]:
    day = first
    while day < last:
        yield day
        day = (day + timedelta(days=95)).replace(day=1)
