"""What reacts to which event (L2). A reaction runs after commit, at least once, and must have its effect once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polder.ground.ledger.models import Event

type Reaction = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A reaction and what it reacts to. In a transaction, its effect and the note that it is done come together."""

    run: Reaction
    kinds: tuple[str, ...]
    in_transaction: bool
    once_an_act: bool


_reactions: dict[str, Registered] = {}


def reacts_to(*kinds: str, in_transaction: bool = True, once_an_act: bool = False) -> Callable[[Reaction], Reaction]:
    """Register the function for events of these kinds; `"assignment.*"` takes a whole family, `"*"` all.

    With `in_transaction` (the default) its writes to the database happen exactly once. A reaction that talks to the
    world outside (mail, a webhook) sets it False, or it would hold the database while it waits; it may then run twice.
    With `once_an_act` it gets only the last of an act's events of these kinds: for who looks at how things are now.
    Import the module that holds it in its app's `ready()`. Raises `ValueError` when its name is taken.
    """

    def register(reaction: Reaction) -> Reaction:
        name = f"{reaction.__module__.removeprefix('polder.')}.{reaction.__qualname__}"
        if name in _reactions:
            raise ValueError(f"A reaction named {name} is registered already.")
        _reactions[name] = Registered(reaction, kinds, in_transaction, once_an_act)
        return reaction

    return register


def names_for(kind: str) -> list[str]:
    """Names of the reactions to events of `kind`."""
    wanted = {kind, kind.split(".", 1)[0] + ".*", "*"}
    return [name for name, reaction in _reactions.items() if not wanted.isdisjoint(reaction.kinds)]


def named(name: str) -> Registered | None:
    """The reaction, or None when the code that had it is gone."""
    return _reactions.get(name)
