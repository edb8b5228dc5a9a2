"""Moments and days: reading them, working days, days that summer time bends. Pure; `rehearsal.md` has the words.

A moment is an aware datetime. A day is a `date` in the organisation's zone. Nothing here asks the clock.
"""

import re
from calendar import monthrange
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from django.utils.translation import gettext_lazy as _

from polder.base.errors import PolderError

SATURDAY: Final = 5

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT: Final = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ]"
    r"(?P<clock>\d\d:\d\d)(?P<seconds>:\d\d)?(?P<fraction>\.\d+)?(?P<offset>[Zz]|[+-]\d\d:[0-5]\d)?",
    re.ASCII,
)


class InvalidMoment(PolderError):
    """A text that names no moment, or arithmetic that leaves the calendar (years 1 to 9999)."""

    code = "invalid_moment"
    status = 400


def parse_moment(text: str, zone: tzinfo) -> datetime:
    """A moment from RFC 3339, from a local time ("2026-03-02T09:00") or from a bare date, which means midnight (G2).

    The answer is in `zone`. A local time that summer time skips is moved on by the hour skipped; of one that comes
    twice the first is meant. Raises InvalidMoment.
    """
    if _DAY.fullmatch(text):
        return midnight(parse_day(text), zone)
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise _not_a_moment(text)
    seconds = found["seconds"] or ":00"
    fraction = (found["fraction"] or "")[:7]  # microseconds; what is finer is dropped
    if fraction and not found["seconds"]:
        raise _not_a_moment(text)
    try:
        local = datetime.fromisoformat(f"{found['day']}T{found['clock']}{seconds}{fraction}")
        if found["offset"] is None:
            return from_local(local, zone)
        offset = "+00:00" if found["offset"] in "Zz" else found["offset"]
        return datetime.fromisoformat(f"{local.isoformat()}{offset}").astimezone(zone)
    except (ValueError, OverflowError) as impossible:
        raise _not_a_moment(text) from impossible


def parse_day(text: str) -> date:
    """A day from "2026-03-02". Raises InvalidMoment."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as impossible:
        raise _not_a_moment(text) from impossible
    raise _not_a_moment(text)


def _not_a_moment(text: str) -> InvalidMoment:
    sentence = _("“%(text)s” is not a moment. Write a date (2026-03-02) or a date and time (2026-03-02T09:00).")
    return InvalidMoment(sentence % {"text": text[:60]})


def from_local(local: datetime, zone: tzinfo) -> datetime:
    """The moment at which clocks in `zone` show `local` (naive).

    Skipped by summer time: moved on by what is skipped. Shown twice: the first time. Raises InvalidMoment.
    """
    try:
        return local.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
    except OverflowError as outside:
        raise InvalidMoment(_("That moment lies outside the calendar (years 1 to 9999).")) from outside


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment a day begins."""
    return from_local(datetime.combine(day, time.min), zone)


def local_day(at: datetime, zone: tzinfo) -> date:
    """The day that clocks in `zone` show at `at`."""
    return at.astimezone(zone).date()


def add_days(at: datetime, days: int, zone: tzinfo) -> datetime:
    """`days` later at the same local time. Raises InvalidMoment outside the calendar."""
    local = at.astimezone(zone).replace(tzinfo=None)
    return from_local(_shifted(local, days), zone)


def add_hours(at: datetime, hours: float) -> datetime:
    """Hours that really pass. The answer keeps the zone of `at`. Raises InvalidMoment outside the calendar."""
    try:
        return (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(at.tzinfo)
    except OverflowError as outside:
        raise InvalidMoment(_("That moment lies outside the calendar (years 1 to 9999).")) from outside


def add_months(day: date, months: int) -> date:
    """The same day `months` later; a day which that month lacks is its last. Raises InvalidMoment."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise InvalidMoment(_("That moment lies outside the calendar (years 1 to 9999)."))
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Monday to Friday, less the holidays."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(at: datetime, days: int, zone: tzinfo, holidays: Collection[date] = ()) -> datetime:
    """When a clock of `days` working days started at `at` ends: at that moment it has ended.

    The same local time on the n-th working day after the day of `at`; the day of `at` itself never counts, working
    day or not. With 0 the clock ends as it starts. `holidays` is best a set. Raises InvalidMoment, ValueError below 0.
    """
    if days < 0:
        raise ValueError("A clock cannot have fewer than 0 working days.")
    if days == 0:
        return at.astimezone(zone)
    local = at.astimezone(zone).replace(tzinfo=None)
    left = days
    while left:
        local = _shifted(local, 1)
        left -= is_working_day(local.date(), holidays)
    return from_local(local, zone)


def working_days_until(at: datetime, until: datetime, zone: tzinfo, holidays: Collection[date] = ()) -> int:
    """Working days after the day of `at` up to and including the day of `until`; 0 when `until` is not later.

    Whoever starts a clock of n working days sees n. Takes one step a day.
    """
    day, last = local_day(at, zone), local_day(until, zone)
    return sum(is_working_day(day + timedelta(step), holidays) for step in range(1, (last - day).days + 1))


def _shifted(local: datetime, days: int) -> datetime:
    try:
        return local + timedelta(days=days)
    except OverflowError as outside:
        raise InvalidMoment(_("That moment lies outside the calendar (years 1 to 9999).")) from outside
