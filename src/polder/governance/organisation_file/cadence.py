"""The rhythm of a body's meetings: one recurrence rule of RFC 5545, section 3.3.10 (B3)."""

import re
from collections.abc import Callable
from datetime import date

from .errors import MisfitError, shown

_DAY = r"(?:SU|MO|TU|WE|TH|FR|SA)"
_WEEKDAY = re.compile(rf"(?:[+-]?(?:[1-9]|[1-4][0-9]|5[0-3]))?{_DAY}")
_UNTIL = re.compile(
    r"[0-9]{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z?)?"
)
# Meetings by the hour are no cadence, and would be millions of dates in the calendar of the year (B12).
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")


def _numbers(least: int, most: int, *, signed: bool = False) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        return all(_is_number(part, least, most, signed=signed) for part in value.split(","))

    return fits


def _number(least: int, most: int) -> Callable[[str], bool]:
    return lambda value: _is_number(value, least, most, signed=False)


def _is_number(text: str, least: int, most: int, *, signed: bool) -> bool:
    shape = r"[+-]?[0-9]{1,4}" if signed else r"[0-9]{1,4}"
    return bool(re.fullmatch(shape, text)) and least <= abs(int(text)) <= most


def _is_until(value: str) -> bool:
    """A day that the calendar has: no 31 February."""
    if not _UNTIL.fullmatch(value):
        return False
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return False
    return True


_PARTS: dict[str, Callable[[str], bool]] = {
    "FREQ": lambda value: value in _FREQUENCIES,
    "UNTIL": _is_until,
    "COUNT": _number(1, 9999),
    "INTERVAL": _number(1, 9999),
    "BYSECOND": _numbers(0, 60),
    "BYMINUTE": _numbers(0, 59),
    "BYHOUR": _numbers(0, 23),
    "BYDAY": lambda value: all(_WEEKDAY.fullmatch(part) for part in value.split(",")),
    "BYMONTHDAY": _numbers(1, 31, signed=True),
    "BYYEARDAY": _numbers(1, 366, signed=True),
    "BYWEEKNO": _numbers(1, 53, signed=True),
    "BYMONTH": _numbers(1, 12),
    "BYSETPOS": _numbers(1, 366, signed=True),
    "WKST": lambda value: bool(re.fullmatch(_DAY, value)),
}


def checked_cadence(rule: str) -> str:
    """`rule` as it was given. Raises MisfitError when it is not a recurrence rule of a day or longer."""
    seen: set[str] = set()
    for part in rule.upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        if name not in _PARTS or not _PARTS[name](value):
            raise MisfitError(
                f"{shown(part)} is no part of a recurrence rule; write for example FREQ=MONTHLY;INTERVAL=3."
            )
        if name in seen:
            raise MisfitError(f"The cadence says {name} twice.")
        seen.add(name)
    if "FREQ" not in seen:
        raise MisfitError("The cadence lacks FREQ, for example FREQ=MONTHLY.")
    if {"COUNT", "UNTIL"} <= seen:
        raise MisfitError("The cadence may end by COUNT or by UNTIL, not by both.")
    return rule
