"""What can be done in a rehearsal. Registered in `ready()` by whoever has the operation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polder.capabilities.rehearsing.keys import Given, Keys

if TYPE_CHECKING:
    from polder.capabilities.rehearsing.stage import Stage
    from polder.ground.organisation.models import Person

type Run = Callable[["Stage", "Person | None", Given], None]
type Check = Callable[[Given], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `nobody` says that nobody need act: `by` may be null; and `unsaid` that it may be left out too.

    `traced` says that it leaves an event when it is done. `check` looks at keys together and gives sentences about what is wrong with the file.
    """

    name: str
    keys: Keys
    run: Run
    nobody: bool = False
    unsaid: bool = False
    check: Check | None = None
    traced: bool = True


_acts: dict[str, Act] = {}
RESERVED = frozenset({"at", "by", "do", "refused", "expect"})


def register(
    name: str,
    *,
    keys: Keys,
    run: Run,
    nobody: bool = False,
    unsaid: bool = False,
    check: Check | None = None,
    traced: bool = True,
) -> None:
    """Raises ValueError when the name is taken, or a key is one that every step has."""
    if name in _acts:
        raise ValueError(f"The act {name} is registered already.")
    if RESERVED & keys.keys():
        raise ValueError(f"The act {name} has a key that every step has.")
    _acts[name] = Act(name, keys, run, nobody or unsaid, unsaid, check, traced)


def known() -> Mapping[str, Act]:
    """All acts, by name."""
    return _acts
