"""Where entries of the year come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Entry:
    """Something at a moment, or on a day (`begins` is a date, `ends` None). `uid` names it for ever, `sequence` its version.

    `body` is the key of the body it belongs to, for the feed of one body.
    """

    uid: str
    begins: datetime | date
    title: str
    address: str
    ends: datetime | None = None
    place: str = ""
    detail: str = ""
    body: str = ""
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """`label` is what its entries are called above the calendar."""

    label: str | Promise
    entries: Callable[[Person, datetime, datetime, datetime], Iterable[Entry]]


_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """In `ready()`. Raises ValueError when the key is taken."""
    if key in _sources:
        raise ValueError(f"There is a source of calendar entries {key!r} already.")
    _sources[key] = source


def sources() -> dict[str, Source]:
    """All of them, in the order of registration."""
    return dict(_sources)


def entries(person: Person, begin: datetime, end: datetime, at: datetime) -> list[tuple[str, Entry]]:
    """Key of the source and entry, by moment; nothing for somebody inactive (G1). What the sources ask."""
    if not person.counts(at):
        return []
    found = [(key, entry) for key, source in _sources.items() for entry in source.entries(person, begin, end, at)]
    return sorted(found, key=lambda pair: (_day(pair[1].begins), pair[1].title))


def _day(moment: datetime | date) -> str:
    return moment.isoformat()
