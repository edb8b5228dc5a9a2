"""What a decision does when it takes effect (B8): lines of the matrix and of budgets, applied together or not at all.

A stored line is an object with one key: those of governance.changes.documents (`assign`, `unassign`, `change_aspect`,
...) and `{"budget": {"year", "aspect", "amount"}}`.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from polder.features.bodies.effects import budgets, matrix
from polder.features.bodies.effects.budgets import BudgetLine
from polder.features.bodies.effects.matrix import MatrixLine

type Effect = MatrixLine | BudgetLine
type Document = dict[str, Any]

__all__ = ["BudgetLine", "Effect", "MatrixLine", "aspects_of", "budget_lines", "matrix_lines", "read", "write"]


def write(effects: Iterable[Effect], zone: ZoneInfo) -> list[Document]:
    """What `read` reads back, in the order given."""
    return [
        budgets.write(effect) if isinstance(effect, BudgetLine) else matrix.write(effect, zone) for effect in effects
    ]


def read(document: Sequence[Document], zone: ZoneInfo) -> list[Effect]:
    """Raises `Invalid` of change sets for a line that is none."""
    return [budgets.read(line) if "budget" in line else matrix.read(line, zone) for line in document]


def matrix_lines(effects: Iterable[Effect]) -> list[MatrixLine]:
    """Those for the matrix."""
    return [effect for effect in effects if not isinstance(effect, BudgetLine)]


def budget_lines(effects: Iterable[Effect]) -> list[BudgetLine]:
    """Those for budgets."""
    return [effect for effect in effects if isinstance(effect, BudgetLine)]


def aspects_of(effects: Iterable[Effect]) -> set[str]:
    """Keys of the aspects that are touched: a body must be competent for each (B6)."""
    return {
        key
        for effect in effects
        for key in ([effect.aspect] if isinstance(effect, BudgetLine) else matrix.aspects_of(effect))
    }
