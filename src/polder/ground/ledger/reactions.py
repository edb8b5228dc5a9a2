"""What reacts to which event (L2). A reaction runs after commit, at least once, and must have its effect once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polder.ground.ledger.models import Event

type Reaction = Callable[[Event], None]

_reactions: dict[str, tuple[Reaction, tuple[str, ...]]] = {}


def reacts_to(*kinds: str) -> Callable[[Reaction], Reaction]:
    """Register the function for events of these kinds; `"assignment.*"` takes a whole family, `"*"` all.

    Import the module that holds it in its app's `ready()`. Raises `ValueError` when its name is taken.
    """

    def register(reaction: Reaction) -> Reaction:
        name = f"{reaction.__module__.removeprefix('polder.')}.{reaction.__qualname__}"
        if name in _reactions:
            raise ValueError(f"A reaction named {name} is registered already.")
        _reactions[name] = (reaction, kinds)
        return reaction

    return register


def names_for(kind: str) -> list[str]:
    """Names of the reactions to events of `kind`."""
    family = kind.split(".", 1)[0] + ".*"
    return [name for name, (_reaction, kinds) in _reactions.items() if {kind, family, "*"} & set(kinds)]


def named(name: str) -> Reaction | None:
    """The reaction, or None when the code that had it is gone."""
    found = _reactions.get(name)
    return found[0] if found else None
