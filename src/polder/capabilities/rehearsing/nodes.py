"""What stands in a file, each with its line: the one shape that YAML and JSON are both read into."""

from dataclasses import dataclass, field

type Node = Scalar | Listing | Table


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `written` is how it stands there; `value` what the format takes it for: text, number, truth or null.

    `bare` says that it stands without quotes, so that what YAML makes of it (a date, a truth) need not be meant.
    """

    value: str | int | float | bool | None
    written: str
    bare: bool
    line: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a table, with the line of the key."""

    key: str
    value: "Node"
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and values, in the order written; a key that is written twice is here twice."""

    entries: tuple[Entry, ...]
    line: int
    _by_key: dict[str, Entry] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            self._by_key.setdefault(entry.key, entry)

    def get(self, key: str) -> Entry | None:
        """The entry of a key, the first one when it is written twice."""
        return self._by_key.get(key)
