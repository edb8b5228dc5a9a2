"""Proving that no event was changed or dropped (L1), in pages, so that memory stays flat and nobody has to wait.

An event is broken when its number does not follow the one before, its digest is not that of its fields, or its mentions
are not those it was written with. After the last event the head must agree, and the database must have its guards.
Whoever has the database and not the key can still cut a tail and set the head back; an anchor kept elsewhere shows it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max

from polder.base import guards
from polder.ground.ledger import chain
from polder.ground.ledger.models import Event, Head

_PAGE = 5_000
# The moment as text, quicker than through datetime; SQLite keeps "2026-03-02 09:00:00[.123456]" (`_moment`).
_AT = {
    "sqlite": "at || ''",
    "postgresql": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')""",
}
_FIELDS = "kind, actor, acting_for, thing, aspect, mandate, data, about, digest"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Number and digest of an event, kept outside the database. Written `1234:ab12...`."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`events` were in order; `broken` is the number of the first that is not, and `why` a sentence. Whole: both empty."""

    events: int
    broken: int | None = None
    why: str = ""
    missing_guards: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.why and not self.missing_guards


class _Broken(Exception):
    """What was looked for was found."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number, self.why = number, why


def anchor() -> Anchor:
    """The head: number and digest of the newest event; `0:` for an empty ledger."""
    head = Head.objects.filter(pk=1).first() or Head()
    return Anchor(head.number, head.digest)


def read_anchor(text: str) -> Anchor:
    """From `1234:ab12...`. Raises `ValueError` with a sentence."""
    number, _colon, digest = text.strip().partition(":")
    if not number.isdecimal() or (int(number) and len(digest) != 64):
        raise ValueError(f"“{text[:80]}” is not an anchor; write it as `polder ledger anchor` printed it.")
    return Anchor(int(number), digest)


def verify(*, known: Anchor | None = None, progress: Callable[[int], None] = lambda _events: None) -> Verdict:
    """Check everything up to now; `known` is an anchor that the chain must contain. `progress` gets how many were read.

    Events that are written meanwhile are left to the next time.
    """
    newest = Event.objects.aggregate(newest=Max("number"))["newest"] or 0  # before the head: it may only grow
    head = anchor()
    lacking = tuple(guards.missing())
    checked, digest = 0, ""
    try:
        for checked, digest in _walk(head, progress):
            if known is not None and known.number == checked and not compare_digest(known.digest, digest):
                raise _Broken(checked, "It is not the event that the anchor was taken of.")
        _agree(head, known, newest)
        if digest != head.digest:
            raise _Broken(checked, "It is not the event that the head says is the newest.")
    except _Broken as broken:
        return Verdict(checked, broken.number, broken.why, lacking)
    return Verdict(checked, missing_guards=lacking)


def _agree(head: Anchor, known: Anchor | None, newest: int) -> None:
    if newest > head.number:
        raise _Broken(head.number + 1, f"The head ends at {head.number}, and yet there are events up to {newest}.")
    if known is not None and known.number > head.number:
        raise _Broken(head.number + 1, f"The ledger ends at {head.number}, and yet the anchor is of {known.number}.")


def _walk(head: Anchor, progress: Callable[[int], None]) -> Iterator[tuple[int, str]]:
    """Number and digest of each event up to the head, each proved. Raises `_Broken` at the first that is not."""
    key = settings.POLDER_LEDGER_KEY.encode()
    last = head.number
    before, done = "", 0
    while done < last:
        until = min(done + _PAGE, last)
        mentions = _mentions(done, until)
        for number, at, kind, actor, acting_for, thing, aspect, mandate, data, about, digest in _events(done, until):
            if number != done + 1:
                raise _Broken(done + 1, "It is missing.")
            # As chain.digest does, without an object for each event: this loop must do 50,000 a second.
            fields = (
                before, str(number), _moment(at), kind, "" if actor is None else str(actor),
                "" if acting_for is None else str(acting_for), thing, "" if aspect is None else str(aspect),
                mandate, data, about,
            )  # fmt: skip
            before = hmac_digest(key, chain.SEPARATOR.join(fields).encode(), sha256).hex()
            if before != digest:
                raise _Broken(number, _changed(number))
            if mentions.get(number) != about:
                raise _Broken(number, "It is not on the timelines it was written for.")
            done = number
            yield number, digest
        if done < until:
            raise _Broken(done + 1, f"It is missing; the head says there are {last}.")
        progress(done)


def _changed(number: int) -> str:
    if number == 1:
        return "It was changed, or the ledger was written with another key (POLDER_LEDGER_KEY)."
    return "It was changed, or the one before it was exchanged."


def _events(after: int, until: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT number, {_AT[connection.vendor]}, {_FIELDS} FROM ledger_event "  # noqa: S608  # constants only
            "WHERE number > %s AND number <= %s ORDER BY number",
            [after, until],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _mentions(after: int, until: int) -> dict[int, str]:
    """For each event what is mentioned, written as `Event.about` is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id, subject FROM ledger_mention WHERE event_id > %s AND event_id <= %s ORDER BY event_id, id",
            [after, until],
        )
        rows = cursor.fetchall()
    return {
        event: f'["{'","'.join(subject for _event, subject in group)}"]'
        for event, group in groupby(rows, itemgetter(0))
    }


def _moment(at: str) -> str:
    """As chain.moment writes it."""
    if at[10] == "T":
        return at
    return f"{at[:10]}T{at[11:]}" if len(at) > 19 else f"{at[:10]}T{at[11:]}.000000"
