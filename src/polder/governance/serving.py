"""What serves a goal: aspects, projects, lines of a budget. Whoever has such things registers them.

    serving.register("project", Provider(label=_("Projects"), find=find, suggest=suggest))

`find(numbers, person, at)` gives those the person may see, in a bounded number of queries; the others are not told of.
`suggest(aspect, person, at)` those that may serve a goal under the aspect, by number, the likeliest first.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise

from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

SUGGESTED: Final = 100
_LONGEST: Final = 18


@dataclass(frozen=True, slots=True)
class Served:
    """What it is called, its page, and how it stands in a few words."""

    title: str
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """`label` is what they are called above a list."""

    label: str | Promise
    find: Callable[[Collection[int], Person, datetime], Mapping[int, Served]]
    suggest: Callable[[Aspect, Person, datetime], Sequence[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Group:
    """Of one kind: references with what they are."""

    label: str | Promise
    rows: Sequence[tuple[str, Served]]


_providers: dict[str, Provider] = {}


def register(kind: str, provider: Provider) -> None:
    """In `ready()`. Raises ValueError when the kind is taken."""
    if kind in _providers:
        raise ValueError(f"What serves a goal of the kind {kind!r} is registered already.")
    _providers[kind] = provider


def found(refs: Iterable[str], person: Person, at: datetime) -> dict[str, Served]:
    """Those the person may see, by reference, in the order of the kinds. What each kind asks, once."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for ref in refs:
        kind, number = parts(ref)
        if kind:
            wanted[kind].add(number)
    return {
        f"{kind}:{number}": served
        for kind, provider in _providers.items()
        if wanted[kind]
        for number, served in provider.find(wanted[kind], person, at).items()
    }


def by_kind(served: Mapping[str, Served]) -> list[Group]:
    """The same, under the names of their kinds."""
    groups = []
    for kind, provider in _providers.items():
        rows = [(ref, row) for ref, row in served.items() if ref.partition(":")[0] == kind]
        if rows:
            groups.append(Group(provider.label, rows))
    return groups


def suggestions(aspect: Aspect, person: Person, at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """References with titles, under the names of their kinds, for a choice. What the kinds ask."""
    offered = []
    for kind, provider in _providers.items():
        rows = [(f"{kind}:{number}", title) for number, title in provider.suggest(aspect, person, at)[:SUGGESTED]]
        if rows:
            offered.append((str(provider.label), rows))
    return offered


def parts(ref: str) -> tuple[str, int]:
    """`project:4` in two, when somebody registered the kind; else an empty kind."""
    kind, _colon, number = ref.partition(":")
    if kind not in _providers or not number.isascii() or not number.isdecimal() or len(number) >= _LONGEST:
        return "", 0
    return kind, int(number)
