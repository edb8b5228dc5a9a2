"""What can be talked about. Each kind says of one thing whether somebody may read it, and what may be said back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _

from polder.capabilities.discussion.errors import NotFound
from polder.capabilities.discussion.models import Comment
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing, for one reader at a moment."""

    ref: str  # "page:4"
    aspect: Aspect
    title: str
    address: str
    comments: bool  # may readers comment now?
    reactions: bool
    itself: bool = True  # reactions to the thing too, not to comments alone


type Happened = Literal["said", "changed", "taken_back", "hidden", "left"]


@dataclass(frozen=True, slots=True)
class Kind:
    """`find` gives a thing only to who may read it. `readers` says which of some people may.

    `follow` keeps what a thing knows of its talk (how many answers) true: called in the act in which something happened
    to a comment on it. `panel` is the talk as the thing's own page shows it, as HTML of an element `#talk`; without one
    it is discussion/_talk.html.
    """

    find: Callable[[int, Person, datetime], Thing | None]
    readers: Callable[[int, Collection[Person], datetime], set[int]]
    follow: Callable[[Comment, Happened, datetime], None] | None = None
    panel: Callable[[HttpRequest, Thing, datetime], str] | None = None


_kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """In `ready()`. Raises `ValueError` when the name is taken."""
    if name in _kinds:
        raise ValueError(f"Things of the kind {name} are registered already.")
    _kinds[name] = kind


def kinds() -> Collection[str]:
    """Names of the kinds that can be talked about."""
    return _kinds.keys()


def find(ref: str, person: Person, at: datetime) -> Thing:
    """The thing, for who may read it. Raises NotFound for everybody else, and for what is not there."""
    name, _colon, number = ref.partition(":")
    kind = _kinds.get(name)
    found = kind.find(int(number), person, at) if kind is not None and number.isdecimal() and len(number) < 18 else None
    if found is None:
        raise NotFound(_("That is not there any more."))
    return found


def readers(ref: str, people: Collection[Person], at: datetime) -> set[int]:
    """Numbers of those of the people who may read the thing."""
    name, _colon, number = ref.partition(":")
    kind = _kinds.get(name)
    return set() if kind is None or not people else kind.readers(int(number), people, at)


def follow(comment: Comment, happened: Happened, at: datetime) -> None:
    """Let the thing take note of what happened to a comment on it."""
    kind = _kind_of(comment.thing)
    if kind is not None and kind.follow is not None:
        kind.follow(comment, happened, at)


def panel_of(ref: str) -> Callable[[HttpRequest, Thing, datetime], str] | None:
    """How the thing's own page shows its talk; None when it leaves that to discussion."""
    kind = _kind_of(ref)
    return None if kind is None else kind.panel


def _kind_of(ref: str) -> Kind | None:
    return _kinds.get(ref.partition(":")[0])
