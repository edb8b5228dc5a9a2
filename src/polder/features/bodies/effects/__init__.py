"""What a decision does when it takes effect (B8): lines of the matrix, of budgets, charters, pages and things of other
features, applied together or not at all.

A stored line is an object with one key: those of governance.changes.documents (`assign`, `unassign`, `change_aspect`,
...), `{"budget": {"year", "aspect", "amount"}}`, `{"charter": {"body", "charter"}}`,
`{"publish": {"page", "aspect", "version"}}` and `{"thing": {"thing", "verb", "aspect", "seen", "touched"}}`.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from polder.features.bodies.effects import budgets, charters, matrix, pages, things
from polder.features.bodies.effects.budgets import BudgetLine
from polder.features.bodies.effects.charters import CharterLine
from polder.features.bodies.effects.matrix import MatrixLine
from polder.features.bodies.effects.pages import PageLine
from polder.governance.decidable import Outcome

type Effect = MatrixLine | BudgetLine | CharterLine | PageLine | Outcome
type Document = dict[str, Any]

__all__ = [
    "BudgetLine",
    "CharterLine",
    "Effect",
    "MatrixLine",
    "Outcome",
    "PageLine",
    "aspects_of",
    "budget_lines",
    "charter_lines",
    "matrix_lines",
    "page_lines",
    "read",
    "thing_lines",
    "write",
]


def write(effects: Iterable[Effect], zone: ZoneInfo) -> list[Document]:
    """What `read` reads back, in the order given."""
    return [_write(effect, zone) for effect in effects]


def read(document: Sequence[Document], zone: ZoneInfo) -> list[Effect]:
    """Raises `Invalid` of change sets for a line that is none."""
    return [_read(line, zone) for line in document]


def matrix_lines(effects: Iterable[Effect]) -> list[MatrixLine]:
    """Those for the matrix."""
    return [effect for effect in effects if not isinstance(effect, BudgetLine | CharterLine | PageLine | Outcome)]


def budget_lines(effects: Iterable[Effect]) -> list[BudgetLine]:
    """Those for budgets."""
    return [effect for effect in effects if isinstance(effect, BudgetLine)]


def charter_lines(effects: Iterable[Effect]) -> list[CharterLine]:
    """Those for charters."""
    return [effect for effect in effects if isinstance(effect, CharterLine)]


def page_lines(effects: Iterable[Effect]) -> list[PageLine]:
    """Those for pages."""
    return [effect for effect in effects if isinstance(effect, PageLine)]


def thing_lines(effects: Iterable[Effect]) -> list[Outcome]:
    """Those for things of other features."""
    return [effect for effect in effects if isinstance(effect, Outcome)]


def aspects_of(effects: Iterable[Effect]) -> set[str]:
    """Keys of the aspects that are touched: a body must be competent for each (B6)."""
    return {key for effect in effects for key in _aspects(effect)}


def _aspects(effect: Effect) -> Iterable[str]:
    match effect:
        case BudgetLine() | PageLine():
            return [effect.aspect]
        case Outcome():
            return [effect.aspect, *effect.touched]
        case CharterLine():
            return [str(key) for key in effect.charter.get("aspects") or ()]
        case _:
            return matrix.aspects_of(effect)


def _write(effect: Effect, zone: ZoneInfo) -> Document:
    match effect:
        case BudgetLine():
            return budgets.write(effect)
        case CharterLine():
            return charters.write(effect)
        case PageLine():
            return pages.write(effect)
        case Outcome():
            return things.write(effect)
        case _:
            return matrix.write(effect, zone)


def _read(line: Document, zone: ZoneInfo) -> Effect:
    if "budget" in line:
        return budgets.read(line)
    if "charter" in line:
        return charters.read(line)
    if "publish" in line:
        return pages.read(line)
    if "thing" in line:
        return things.read(line)
    return matrix.read(line, zone)
