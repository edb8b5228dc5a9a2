"""Moments and zones as an organisation file, a question and a command line write them (G2, section 11).

What a text means is read in one place, `polder.base.time`; here it becomes a moment in UTC, and goes back to text.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from polder.base.time import InvalidMoment, parse_moment

# Found on many machines, yet no names of a zone: what they mean differs by machine, or counts leap seconds.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})


class ZoneError(ValueError):
    """A text that is no IANA time zone; its sentence says so."""


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name. Raises ZoneError."""
    if name not in _NO_ZONES and not name.startswith(("posix/", "right/")):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass  # also a folder or another file of the zone database, a NUL, or ".."
    raise ZoneError("This is not a time zone known here; write a name such as Europe/Amsterdam.")


@lru_cache(maxsize=65_536)
def moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment in UTC that `text` means in `zone`; without an offset it is local there. Raises InvalidMoment."""
    return parse_moment(text, zone).astimezone(UTC)


def written(at: datetime, zone: ZoneInfo) -> str:
    """A text that `moment` reads back as exactly `at`: a bare date for local midnight, else RFC 3339."""
    try:
        local = at.astimezone(zone)
        bare = local.date().isoformat()
        if moment(bare, zone) == at:
            return bare
        if (local.utcoffset() or timedelta()) % timedelta(minutes=1):
            return _in_utc(at)  # local mean time, until about 1900: RFC 3339 has no seconds in an offset
    except (OverflowError, InvalidMoment):  # at the very ends of the calendar only UTC can still say it
        return _in_utc(at)
    return local.isoformat()


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
