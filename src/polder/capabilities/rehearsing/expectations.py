"""What can be expected in a rehearsal. Registered in `ready()` by whoever has the queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polder.capabilities.rehearsing.keys import Given, Key, Keys, Reader, need

if TYPE_CHECKING:
    from polder.capabilities.rehearsing.stage import Stage

type Find = Callable[["Stage", Given], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One kind, told by its `head`, the key that names what it is about."""

    head: str
    keys: Keys
    find: Find


_expectations: dict[str, Expectation] = {}


def register(name: str, *, head: Reader[Any], keys: Mapping[str, Key], find: Find) -> None:
    """`find` gives what is found for each key; keys that it leaves out are not compared. It raises PolderError when
    what is asked about is not there. Raises ValueError when the name is taken."""
    if name in _expectations:
        raise ValueError(f"The expectation {name} is registered already.")
    _expectations[name] = Expectation(name, {name: need(head), **keys}, find)


def known() -> Mapping[str, Expectation]:
    """All expectations, by the key that tells them."""
    return _expectations
