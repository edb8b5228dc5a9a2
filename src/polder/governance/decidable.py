"""Things of features on which the decision of a body says yes or no (B8): a project is started. Who has them registers them.

    decidable.register("project", decidable.Kind(gettext_lazy("A project it decides on"), verbs, ...))

The decision is the mandate: `carry_out` asks no gate, and refuses what is not as it was when the body was asked.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Verb:
    """`choice` heads what a form offers; `yes` says of %(thing)s what a yes does, `unseen` says it to who may not see that
    thing; `was` and `now`: what it changed."""

    choice: str | Promise
    yes: str | Promise
    unseen: str | Promise
    was: str | Promise
    now: str | Promise


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a yes does to a thing (`project:12`). `aspect` is the key of the one it is governed under, `touched` those of
    others that it works on; `seen` stands for what the voters read of it."""

    thing: str
    verb: str
    aspect: str
    seen: str
    touched: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.thing.partition(":")[0]

    @property
    def number(self) -> int:
        return int(self.thing.partition(":")[2])


@dataclass(frozen=True, slots=True)
class Named:
    """How a thing is called, and its page."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The decision (`decision:7`), who closed it, and its question in words."""

    decision: str
    by: Person
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """`offered` are those that wait for a decision and that the person sees, by number; `named` those of the numbers that they
    see. `as_now` gives `aspect`, `seen` and `touched` of one that is there. `misfit` says why it would not fit now, "" when it would."""

    label: str | Promise
    unseen: str | Promise
    verbs: Mapping[str, Verb]
    offered: Callable[[Person, datetime], Iterable[tuple[int, str]]]
    named: Callable[[Collection[int], Person, datetime], Mapping[int, Named]]
    as_now: Callable[[int], tuple[str, str, tuple[str, ...]] | None]
    misfit: Callable[[Outcome, datetime], str]
    carry_out: Callable[[Outcome, Ruling], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A body was asked about a thing and has not decided yet: its name, and the question with its page."""

    body: str
    question: Named


type Asks = Callable[[str, Person, datetime], Iterable[Asked]]

_kinds: dict[str, Kind] = {}
_asks: list[Asks] = []


def register(key: str, kind: Kind) -> None:
    """Called in `ready()`. Raises ValueError when the key is taken."""
    if key in _kinds:
        raise ValueError(f"Decisions on {key!r} are registered already.")
    _kinds[key] = kind


def kinds() -> Mapping[str, Kind]:
    """In the order of registration."""
    return _kinds


def of(outcome: Outcome) -> Kind | None:
    """None when the feature is not there any more, or never knew the verb."""
    kind = _kinds.get(outcome.kind)
    return kind if kind is not None and outcome.verb in kind.verbs else None


def named(outcomes: Iterable[Outcome], person: Person, at: datetime) -> dict[str, Named]:
    """By thing those that the person sees. What each kind asks, once."""
    numbers: dict[str, set[int]] = {}
    for outcome in outcomes:
        numbers.setdefault(outcome.kind, set()).add(outcome.number)
    return {
        f"{key}:{number}": name
        for key, some in numbers.items()
        if key in _kinds
        for number, name in _kinds[key].named(some, person, at).items()
    }


def register_asks(asks: Asks) -> None:
    """In `ready()`: who tells of a thing which bodies were asked about it, as far as the person sees that."""
    _asks.append(asks)


def asked(thing: str, person: Person, at: datetime) -> list[Asked]:
    """What whoever decides on a thing should know: a body decides on it too. What each registration asks."""
    return [found for asks in _asks for found in asks(thing, person, at)]
