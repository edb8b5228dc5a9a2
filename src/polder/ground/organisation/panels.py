"""What apps above show on the pages of people, units, roles and bodies: governance adds the letters they hold.

    panels.register("person", Panel("letters", "governance/_letters_of.html", letters_of, order=10))

The template gets `panel` (what `data` gave), `thing`, `asker` and `at`, and stands in a column of cards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from django.db.models import Model

from polder.ground.organisation.models import Person

# person, unit, role, body: the main column of their pages; `*_aside`: beside it; body_head: above both; body_work: before its seats; leaving: before somebody leaves (G20);
# me: one's own page; aspect: the page of one, which governance draws; papers: those of each meeting of a body;
# telling: beside how somebody is told, on their own page of it.
Spot = Literal[
    "person",
    "person_aside",
    "unit",
    "unit_aside",
    "role",
    "role_aside",
    "body_head",
    "body_work",
    "body",
    "body_aside",
    "leaving",
    "me",
    "aspect",
    "papers",
    "telling",
]
SPOTS: tuple[Spot, ...] = get_args(Spot)

type Data = Callable[[Model, Person, datetime], Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """`data(thing, asker, at)` gives what the template shows; None leaves the panel out."""

    key: str
    template: str
    data: Data
    order: int = 100


@dataclass(frozen=True, slots=True)
class Shown:
    template: str
    panel: Any


_panels: dict[Spot, dict[str, Panel]] = {spot: {} for spot in SPOTS}


def register(spot: Spot, panel: Panel) -> None:
    """Called in `ready()`. Raises ValueError when the key is taken there."""
    if panel.key in _panels[spot]:
        raise ValueError(f"There is a panel {panel.key!r} at {spot!r} already.")
    _panels[spot][panel.key] = panel


entrances: dict[str, str] = {}
"""Where somebody begins who wants a new one, when an app above guides them there: "body" -> name of the address."""


def shown(spot: Spot, thing: Model, *, asker: Person, at: datetime) -> list[Shown]:
    """What stands at a spot for this thing. Costs what the panels cost."""
    in_order = sorted(_panels[spot].values(), key=lambda panel: (panel.order, panel.key))
    drawn = [(panel.template, panel.data(thing, asker, at)) for panel in in_order]
    return [Shown(template, data) for template, data in drawn if data is not None]
