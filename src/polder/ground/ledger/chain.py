"""The keyed hash that chains events (L1): whoever has the database but not the key can change nothing unseen."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any, Protocol

SEPARATOR = "\x1f"


class Hashed(Protocol):
    """The fields of an event that its digest covers."""

    number: int
    at: datetime
    kind: str
    actor: int | None
    acting_for: int | None
    thing: str
    aspect: int | None
    mandate: str
    data: str
    about: str


def canonical(value: Any) -> str:
    """JSON in one way only: sorted keys, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest(key: bytes, before: str, event: Hashed) -> str:
    """HMAC-SHA256 over the digest `before` and every field of `event`, in hex."""
    fields = (
        before, str(event.number), moment(event.at), event.kind, _number(event.actor), _number(event.acting_for),
        event.thing, _number(event.aspect), event.mandate, event.data, event.about,
    )  # fmt: skip
    return hmac.digest(key, SEPARATOR.join(fields).encode(), hashlib.sha256).hex()


def moment(at: datetime) -> str:
    """To the microsecond, in UTC: as both databases keep it."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
