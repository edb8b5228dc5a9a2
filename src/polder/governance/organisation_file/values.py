"""One value of an organisation file: is it of the right kind? Each function raises MisfitError with a sentence."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from polder.base.time import InvalidMoment, parse_day

from .errors import MisfitError, shown
from .moments import moment

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARTY = re.compile(r"(person|role|unit|body):(.*)", re.DOTALL)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LONGEST_KEY = 100  # as wide as the columns that hold them
_LONGEST_EMAIL = 254

type Read[T] = Callable[[object], T]


def text(longest: int = 200) -> Read[str]:
    """Any text of at most `longest` characters that a database and a screen can hold."""
    return lambda value: _text(value, longest)


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str):
        raise MisfitError(f"{_start(value)} is not a text; write it between quotes.")
    if not value.strip():
        raise MisfitError("This text is empty.")
    if len(value) > longest:
        raise MisfitError(f"This text is longer than {longest} characters.")
    if "\0" in value or not _encodable(value):
        raise MisfitError("This text holds a character that cannot be stored.")
    return value


def email(value: object) -> str:
    address = _text(value, _LONGEST_EMAIL)
    if not _EMAIL.fullmatch(address):
        raise MisfitError(f"{shown(address)} is not an e-mail address; write null for somebody without one.")
    return address


def key(value: object) -> str:
    """A slug."""
    if not isinstance(value, str):
        raise MisfitError(f"{_start(value)} is not a key.")
    if not KEY.fullmatch(value):
        raise MisfitError(
            f"{shown(value)} is not a key; write small letters, digits and single hyphens, such as hr-content."
        )
    if len(value) > _LONGEST_KEY:
        raise MisfitError(f"This key is longer than {_LONGEST_KEY} characters.")
    return value


def reference(value: object) -> str:
    """A key that stands elsewhere in the file; whether it is there is asked when all is read."""
    if not isinstance(value, str):
        raise MisfitError(f"{_start(value)} is not a key.")
    return value


def party(value: object) -> tuple[str, str]:
    """Kind and key of `unit:it`."""
    if not isinstance(value, str) or not (found := _PARTY.fullmatch(value)):
        raise MisfitError(f"{_start(value)} is not a party; write person:kim, role:editor, unit:it or body:steering.")
    return found[1], found[2]


def truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise MisfitError(f"{_start(value)} is neither true nor false.")
    return value


def whole(least: int, most: int) -> Read[int]:
    """A whole number from `least` to `most`."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise MisfitError(f"{_start(value)} is not a whole number from {least} to {most}.")
        return value

    return read


def number(least: float, most: float) -> Read[float]:
    """A number from `least` to `most`."""

    def read(value: object) -> float:
        # Compared as it came: a whole number may be too long to become a float.
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise MisfitError(f"{_start(value)} is not a number from {least:g} to {most:g}.")
        return float(value)

    return read


def one_of[T: str](options: tuple[T, ...]) -> Read[T]:
    """One of a few words."""
    known: dict[object, T] = {option: option for option in options}

    def read(value: object) -> T:
        if not isinstance(value, str) or value not in known:
            raise MisfitError(f"{_start(value)} is not one of {', '.join(options)}.")
        return known[value]

    return read


def moment_in(zone: ZoneInfo) -> Read[datetime]:
    """A moment, local in `zone` where it has no offset."""

    def read(value: object) -> datetime:
        if not isinstance(value, str):
            raise MisfitError(f'{_start(value)} is not a time; write it between quotes, such as "2026-07-01".')
        try:
            return moment(value, zone)
        except InvalidMoment:
            raise MisfitError(f"{shown(value)} is no usable time; write 2026-07-01 or 2026-07-01T12:00:00.") from None

    return read


def whole_day(value: object) -> date:
    if not isinstance(value, str):
        raise MisfitError(f"{_start(value)} is not a date; write it between quotes, as 2026-07-01.")
    try:
        return parse_day(value)
    except InvalidMoment:
        raise MisfitError(f"{shown(value)} is not a date; write it as 2026-07-01.") from None


def or_null[T](read: Read[T]) -> Read[T | None]:
    """`null`, or what `read` reads."""
    return lambda value: None if value is None else read(value)


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _start(value: object) -> str:
    said = "not a number (NaN)" if isinstance(value, float) and math.isnan(value) else shown(value)
    return said[0].upper() + said[1:]
