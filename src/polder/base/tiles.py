"""What home is made of: features register tiles, home shows them in order. One that fails says so; the others stand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest

type Column = Literal["main", "aside"]


@dataclass(frozen=True, slots=True)
class Tile:
    """`context` gives what `template` takes, or None when there is nothing to show; a bounded number of queries."""

    key: str
    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    order: int
    column: Column = "main"


_tiles: dict[str, Tile] = {}


def register(tile: Tile) -> None:
    """In `ready()`. Raises `ValueError` when the key is taken."""
    if tile.key in _tiles:
        raise ValueError(f"There is a tile {tile.key!r} already.")
    _tiles[tile.key] = tile


def of(column: Column) -> list[Tile]:
    """The tiles of a column, in order."""
    return sorted((tile for tile in _tiles.values() if tile.column == column), key=lambda tile: tile.order)
