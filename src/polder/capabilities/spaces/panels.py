"""What features show on the page of a space: its status, milestones, risks.

    panels.register(panels.Panel("risks", "aside", "projects/_risks.html", risks, order=20))

The template gets `panel` (what `data` gave), `space`, `asker` and `at`, and stands in a column of cards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from polder.capabilities.spaces.models import Space
from polder.ground.organisation.models import Person

type Spot = Literal["head", "main", "aside"]
"""head: above both columns, under the name; main: after the tasks and files; aside: beside them."""

type Data = Callable[[Space, Person, datetime], Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """`data(space, asker, at)` gives what the template shows; None leaves the panel out."""

    key: str
    spot: Spot
    template: str
    data: Data
    order: int = 100


@dataclass(frozen=True, slots=True)
class Shown:
    template: str
    panel: Any


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Called in `ready()`. Raises ValueError when the key is taken."""
    if panel.key in _panels:
        raise ValueError(f"There is a panel {panel.key!r} on spaces already.")
    _panels[panel.key] = panel


def shown(spot: Spot, space: Space, *, asker: Person, at: datetime) -> list[Shown]:
    """What stands at a spot for this space. Costs what the panels cost."""
    here = sorted((each for each in _panels.values() if each.spot == spot), key=lambda each: (each.order, each.key))
    drawn = [(each.template, each.data(space, asker, at)) for each in here]
    return [Shown(template, data) for template, data in drawn if data is not None]
