"""What something can become, and what became of it: a wish becomes a project, a proposal. Neither knows the other.

    becoming.register_way("project", Way(doors=doors, find=find, words=words))         # by who has the form
    becoming.register_origin("wish", Origin(given, take, turned, goes_on))             # by who has what it begins as

A door opens the form with `?from=wish:12`; the form is filled in with what `given` says. What it makes names its origin in
its own act (`made`), and tells later what came of it (`turned`), from its own events.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.utils.functional import Promise

from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

type Turn = Literal["accepted", "declined", "in_effect", "failed", "done"]
"""It goes on; it does not; what was decided holds now; it was to, and could not; it is there."""

type Begun = Literal["begun", "joined"]
"""It was made; it goes on in another of its kind."""

_LONGEST: Final = 18


@dataclass(frozen=True, slots=True)
class Given:
    """What the form is filled in with."""

    ref: str
    title: str
    text: str
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class Door:
    """A form that may be opened: what it is called on the button, and its address without the question."""

    label: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Made:
    """What it became, for who may see it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Way:
    """`doors(aspect, person, at)` are open to the person; `find(numbers, person, at)` those they may see.

    `words` say what happened to such a thing, to who is behind what it began as; they may not see the thing itself.
    """

    doors: Callable[[Aspect, Person, datetime], Sequence[Door]]
    find: Callable[[Collection[int], Person, datetime], Mapping[int, Made]]
    words: Mapping[Turn | Begun, str | Promise]


@dataclass(frozen=True, slots=True)
class Origin:
    """`given(number, person, at)`: None for who may not take it over. `take(number, thing, by, at)` asks the gate.

    `turned(thing, turn, at)` and `goes_on(thing, other, at)` find by themselves what became the thing; twice is as once.
    """

    given: Callable[[int, Person, datetime], Given | None]
    take: Callable[[int, str, Person, datetime], None]
    turned: Callable[[str, Turn, datetime], None]
    goes_on: Callable[[str, str, datetime], None]


_ways: dict[str, Way] = {}
_origins: dict[str, Origin] = {}


def register_way(kind: str, way: Way) -> None:
    """In `ready()`. Raises ValueError when the kind is taken."""
    if kind in _ways:
        raise ValueError(f"There is a way to become a {kind!r} already.")
    _ways[kind] = way


def register_origin(kind: str, origin: Origin) -> None:
    """In `ready()`. Raises ValueError when the kind is taken."""
    if kind in _origins:
        raise ValueError(f"There is an origin of the kind {kind!r} already.")
    _origins[kind] = origin


def doors(aspect: Aspect, person: Person, at: datetime) -> list[Door]:
    """Every form that is open to the person about the aspect. Costs what the ways cost."""
    return [door for way in _ways.values() for door in way.doors(aspect, person, at)]


def given(ref: str | None, person: Person, at: datetime) -> Given | None:
    """What a form is filled in with that was opened from `ref`; None for what is not there or not theirs to take over."""
    kind, number = _parts(ref or "")
    return None if kind not in _origins else _origins[kind].given(number, person, at)


def made(ref: str, thing: str, *, by: Person, at: datetime) -> None:
    """In the act that made `thing` from `ref`. Raises what the origin raises: Refused, WrongState, NotFound."""
    kind, number = _parts(ref)
    if kind in _origins:
        _origins[kind].take(number, thing, by, at)


def turned(thing: str, turn: Turn, at: datetime) -> None:
    """Tells every origin what came of the thing; in a reaction to its event."""
    for origin in _origins.values():
        origin.turned(thing, turn, at)


def goes_on(thing: str, other: str, at: datetime) -> None:
    """The thing goes on in another one; in a reaction to its event."""
    for origin in _origins.values():
        origin.goes_on(thing, other, at)


def said(thing: str, step: Turn | Begun) -> str:
    """What happened to a thing, in the words of its kind; "" for a kind without any."""
    way = _ways.get(_parts(thing)[0])
    return "" if way is None else str(way.words.get(step, ""))


def found(refs: Iterable[str], person: Person, at: datetime) -> dict[str, Made]:
    """What things became that the person may see, by reference. What each way asks, once."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for ref in refs:
        kind, number = _parts(ref)
        if kind in _ways:
            wanted[kind].add(number)
    return {
        f"{kind}:{number}": row
        for kind, numbers in wanted.items()
        for number, row in _ways[kind].find(numbers, person, at).items()
    }


def _parts(ref: str) -> tuple[str, int]:
    kind, _colon, number = ref.partition(":")
    if not number.isascii() or not number.isdecimal() or len(number) >= _LONGEST:
        return "", 0
    return kind, int(number)
