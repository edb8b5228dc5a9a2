"""What of an organisation file hangs together: keys that are there once, references that lead somewhere, trees, one A.

Collected while the file is read and checked when all of it is known: the order in a file means nothing.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from .errors import Complaints, shown

Kind = Literal["person", "unit", "role", "body", "aspect"]
LISTS: dict[Kind, str] = {"person": "people", "unit": "units", "role": "roles", "body": "bodies", "aspect": "aspects"}
_ALWAYS = datetime.min.replace(tzinfo=UTC)
_FOR_EVER = datetime.max.replace(tzinfo=UTC)


class Names:
    """Keys, references and parents of the file that is being read."""

    def __init__(self, complaints: Complaints) -> None:
        self._complaints = complaints
        self._declared: dict[Kind, dict[str, str]] = {kind: {} for kind in LISTS}
        self._unreadable: set[Kind] = set()
        self._references: list[tuple[Kind, str, str]] = []
        self._parents: dict[Kind, dict[str, tuple[str, str]]] = defaultdict(dict)
        self._unique: dict[tuple[str, str], str] = {}
        self._roots: list[str] = []
        self._seats: dict[tuple[str, str], list[tuple[datetime, datetime, str]]] = defaultdict(list)

    def declare(self, kind: Kind, key: object, path: str) -> None:
        """The object at `path` has this key, well formed or not: a reference to a bad key is no second error."""
        if not isinstance(key, str):
            return
        first = self._declared[kind].setdefault(key, path)
        if first != path:
            self._complaints.add(f"{path}.key", f"The key {shown(key)} is taken by {first}.")

    def refer(self, kind: Kind, key: str, path: str) -> None:
        """At `path` stands the key of a `kind`."""
        self._references.append((kind, key, path))

    def unreadable(self, kind: Kind) -> None:
        """There is no list of this kind to look in: it is wrong itself, and references to it are not asked about."""
        self._unreadable.add(kind)

    def parent(self, kind: Kind, key: object, parent: str, path: str) -> None:
        """The object at `path`, a `kind` with this key, says that it hangs under `parent`."""
        self.refer(kind, parent, f"{path}.parent")
        if isinstance(key, str) and self._declared[kind].get(key) == path:
            self._parents[kind][key] = parent, f"{path}.parent"

    def root(self, path: str) -> None:
        """The aspect at `path` has no parent."""
        self._roots.append(path)

    def unique(self, field: str, value: str, path: str) -> None:
        """`value` may stand in `field` once, whatever its case."""
        first = self._unique.setdefault((field, value.casefold()), path)
        if first != path:
            self._complaints.add(path, f"{shown(value)} is already used at {first}.")

    def accountable(self, aspect: str, facet: str, since: datetime | None, until: datetime | None, path: str) -> None:
        """An A stands on `aspect` and `facet` (G9)."""
        self._seats[aspect, facet].append((since or _ALWAYS, until or _FOR_EVER, path))

    def check(self, *, no_aspects: bool) -> None:
        """Says what does not hold together. `no_aspects`: their list is there and empty."""
        for kind, key, path in self._references:
            if key not in (known := self._declared[kind]) and kind not in self._unreadable:
                hint = self._complaints.suggestion(key, known)
                self._complaints.add(path, f"No {kind} has the key {shown(key)}.{hint}")
        for kind in self._parents:
            for path in self._cycles(kind):
                self._complaints.add(path, "This parent closes a circle: it leads back to where it began.")
        self._check_root(no_aspects=no_aspects)
        self._check_second_accountables()

    def _cycles(self, kind: Kind) -> Iterator[str]:
        """The path of one parent of each circle."""
        parents, done = self._parents[kind], set[str]()
        for start in parents:
            walked: dict[str, None] = {}
            key = start
            while key in parents and key not in done and key not in walked:
                walked[key] = None
                key = parents[key][0]
            if key in walked:
                yield parents[key][1]
            done.update(walked)

    def _check_root(self, *, no_aspects: bool) -> None:
        """There is exactly one root aspect.

        Where there are aspects and each has a parent, one of these parents leads nowhere, in a circle, to a key that
        stands twice or is no key at all: that is the narrowest place, and has been said.
        """
        for path in self._roots[1:]:
            self._complaints.add(path, "This is a second aspect without a parent; there is exactly one root.")
        if no_aspects:
            self._complaints.add("$.aspects", "There is no aspect without a parent; there is exactly one root.")

    def _check_second_accountables(self) -> None:
        """G9: of two A's at one moment for the same aspect and facet, the later in the file is refused."""
        for (aspect, facet), seats in self._seats.items():
            taken: list[tuple[datetime, datetime, str]] = []  # disjoint spans, each with the first A that took it
            for since, until, path in seats:
                if since >= until:
                    continue  # complained of already
                free, other = _uncovered(taken, since, until)
                if other:
                    on = f"{shown(aspect)} for facet {shown(facet)}"
                    self._complaints.add(path, f"The A of {on} is already given at that time, at {other}.")
                for start, end in free:
                    insort(taken, (start, end, path))


def _uncovered(
    taken: list[tuple[datetime, datetime, str]], since: datetime, until: datetime
) -> tuple[list[tuple[datetime, datetime]], str | None]:
    """The parts of [since, until) that no span of `taken` covers, and the first span that covers any of it."""
    free: list[tuple[datetime, datetime]] = []
    other: str | None = None
    index = max(0, bisect_right(taken, since, key=lambda span: span[0]) - 1)
    for position in range(index, len(taken)):
        start, end, path = taken[position]
        if start >= until:
            break
        if end <= since:
            continue
        other = other or path
        if start > since:
            free.append((since, start))
        since = max(since, end)
    if since < until:
        free.append((since, until))
    return free, other
