"""An act: rows and events in one transaction, chained last (L1, G19).

    with acts.act():                      # shares the lock with other acts
        granted = mandate.require(...)
        ...rows...
        acts.record("page.published", thing="page:4", by=person.pk, at=at, aspect=aspect.pk, mandate=granted)

Whoever changes the matrix or the organisation takes the lock alone, `act(alone=True)`: while it is held no other act
can ask for a right (G19). SQLite writes one transaction at a time anyway; PostgreSQL has an advisory lock.
"""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from polder.ground.ledger import chain, reactions
from polder.ground.ledger.models import Delivery, Event, Head, Mention

_LOCK = 7_265_337  # "POLDER" on a telephone; any number that nothing else in the database uses
# What is hashed is joined by a control character and mentioned by its text: neither may hide in these.
_KIND = re.compile(r"[a-z_]+\.[a-z_]+")
_SUBJECT = re.compile(r"person:[0-9]+|(?!person:)[a-z_]+:[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class _Recorded:
    kind: str
    thing: str
    at: datetime
    actor: int | None
    acting_for: int | None
    aspect: int | None
    mandate: str
    data: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """An event before it is written: its kind, its facts as JSON, and all it is about, the thing first."""

    kind: str
    data: str
    about: tuple[str, ...]


@dataclass(slots=True)
class _Act:
    alone: bool
    events: list[_Recorded] = field(default_factory=list)


class _Current(threading.local):
    act: _Act | None = None


_current = _Current()


@contextmanager
def act(*, alone: bool = False) -> Iterator[None]:
    """One transaction that ends by writing its events. Acts nest: the outermost one commits.

    Whoever catches an error and goes on nests an act, not a bare `transaction.atomic`: only an act that fails takes
    its events with it. Raises `RuntimeError` when an act that shares the lock is asked to take it alone: that could deadlock.
    """
    outer = _current.act
    if outer is not None:
        if alone and not outer.alone:
            raise RuntimeError("An act that shares the lock cannot go on to take it alone; begin with alone=True.")
        kept = len(outer.events)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer.events[kept:]
            raise
        return
    mine = _Act(alone)
    with transaction.atomic():
        _lock(alone)
        _current.act = mine
        try:
            yield
            _write(mine.events, alone=alone)
        finally:
            _current.act = None


def record(
    kind: str,
    *,
    thing: str,
    by: int | None,
    at: datetime,
    acting_for: int | None = None,
    aspect: int | None = None,
    mandate: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    about: Sequence[str] = (),
) -> None:
    """Note that `kind` (past tense, `assignment.added`) happened to `thing` (`assignment:12`).

    `by` and `acting_for` are numbers of people, `mandate` says by which right (as `mandate.require` returns it, in
    JSON), `data` holds facts by number or key, never names or texts. `about` lists further subjects whose timeline
    shows it; thing, aspect and people are there by themselves. Raises `RuntimeError` outside an act, `ValueError` for
    a kind, subject or moment that is not written as it should be.
    """
    if _current.act is None:
        raise RuntimeError(f"{kind} was recorded outside an act.")
    if at.utcoffset() is None:
        raise ValueError(f"{kind} was recorded at a moment without a time zone.")
    subjects = [thing, *about]
    subjects += [f"aspect:{aspect}"] if aspect is not None else []
    subjects += [f"person:{number}" for number in (by, acting_for) if number is not None]
    _check_words(kind, subjects)
    _current.act.events.append(
        _Recorded(
            kind=kind,
            thing=thing,
            at=at,
            actor=by,
            acting_for=acting_for,
            aspect=aspect,
            mandate=chain.canonical(mandate or {}),
            data=chain.canonical(data or {}),
            about=tuple(dict.fromkeys(subjects)),
        )
    )


def _check_words(kind: str, subjects: Sequence[str]) -> None:
    if not _KIND.fullmatch(kind) or len(kind) > 60:
        raise ValueError(f"“{kind}” is not a kind of event: write noun.verb, at most 60 characters.")
    for subject in subjects:
        if not _SUBJECT.fullmatch(subject) or len(subject) > 60:
            raise ValueError(f"“{subject}” is not a subject: write kind:number, at most 60 characters.")


def noted() -> Sequence[Noted]:
    """What was recorded so far in the act that is open here; nothing outside one."""
    return () if _current.act is None else [Noted(e.kind, e.data, e.about) for e in _current.act.events]


def is_open() -> bool:
    """Is an act open here? Only there a right that was asked for still holds when it is used (G19)."""
    return _current.act is not None


def is_alone() -> bool:
    """Is an act open here that took the lock alone? Its rows may be ahead of `matrix_version`: use no cache of them."""
    return _current.act is not None and _current.act.alone


def matrix_version() -> int:
    """Number of the newest event that may have changed who holds what: the key of every cache of the matrix."""
    return Head.objects.filter(pk=1).values_list("matrix", flat=True).first() or 0


def _lock(alone: bool) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}(%s)", [_LOCK])


def _write(recorded: list[_Recorded], *, alone: bool) -> None:
    """Chain the events at the head, which is locked from here to the commit, and queue what follows from them."""
    if not recorded:
        return
    head, _made = Head.objects.select_for_update().get_or_create(pk=1)
    key = settings.POLDER_LEDGER_KEY.encode()
    events = []
    for item in recorded:
        head.number += 1
        event = Event(
            number=head.number, at=item.at, kind=item.kind, actor=item.actor, acting_for=item.acting_for,
            thing=item.thing, aspect=item.aspect, mandate=item.mandate, data=item.data,
            about=chain.canonical(list(item.about)),
        )  # fmt: skip
        head.digest = event.digest = chain.digest(key, head.digest, event)
        events.append(event)
    if alone:
        head.matrix = head.number
    Event.objects.bulk_create(events, batch_size=500)
    mentions = [
        Mention(event=event, subject=subject)
        for event, item in zip(events, recorded, strict=True)
        for subject in item.about
    ]
    Mention.objects.bulk_create(mentions, batch_size=1000)
    Delivery.objects.bulk_create(list(_deliveries(events)), batch_size=1000)
    head.save()


def _deliveries(events: list[Event]) -> Iterator[Delivery]:
    wanted = {kind: reactions.names_for(kind) for kind in {event.kind for event in events}}
    last: dict[str, Event] = {}
    for event in events:
        for name in wanted[event.kind]:
            reaction = reactions.named(name)
            if reaction is not None and reaction.once_an_act:
                last[name] = event
            else:
                yield Delivery(event=event, reaction=name, due=event.at)
    for name, event in last.items():
        yield Delivery(event=event, reaction=name, due=event.at)
