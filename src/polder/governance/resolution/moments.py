"""Moments as whole microseconds since 1970, so that intervals compare as plain integers whatever their time zone.

The engine compares moments a few dozen times per answer; aware datetimes of different zones are an order slower.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

Instant = int

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
ALWAYS: Final[Instant] = -(1 << 62)
FOREVER: Final[Instant] = 1 << 62
DAY: Final[Instant] = 86_400_000_000


def instant(moment: datetime) -> Instant:
    """An aware datetime in microseconds since 1970. A naive one is a TypeError: it names no moment."""
    gone = moment - EPOCH
    return (gone.days * 86_400 + gone.seconds) * 1_000_000 + gone.microseconds


def moment_at(now: Instant) -> datetime:
    """Back to an aware datetime in UTC; not for the two ends of time."""
    return EPOCH + timedelta(microseconds=now)


def moment_of(now: Instant) -> datetime | None:
    """An end of an interval as `Facts` have it: None for the two ends of time."""
    return None if now in (ALWAYS, FOREVER) else moment_at(now)


def start_of(valid_from: datetime | None) -> Instant:
    """G2: a missing beginning is always."""
    return ALWAYS if valid_from is None else instant(valid_from)


def end_of(valid_until: datetime | None) -> Instant:
    """G2: a missing end is until further notice."""
    return FOREVER if valid_until is None else instant(valid_until)
