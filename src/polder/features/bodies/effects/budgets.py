"""A line of a budget in a proposal: what is planned for an aspect in a year (B9)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from polder.features.bodies.errors import Invalid
from polder.governance.changes.errors import Invalid as InvalidLine

MOST: Final = Decimal(10) ** 12
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Key of the aspect, year of the calendar, amount in the organisation's money."""

    year: int
    aspect: str
    amount: Decimal


def amount_of(value: float | Decimal | str, sentence: str) -> Decimal:
    """Money, to the cent. Raises Invalid with the sentence for what is below zero or beyond all measure."""
    amount = Decimal(str(value))
    if not (amount.is_finite() and 0 <= amount < MOST):
        raise Invalid(sentence)
    return to_the_cent(amount)


def to_the_cent(amount: Decimal) -> Decimal:
    """As money is kept."""
    return amount.quantize(_CENT)


def write(line: BudgetLine) -> dict[str, Any]:
    return {"budget": {"year": line.year, "aspect": line.aspect, "amount": str(line.amount)}}


def read(document: dict[str, Any]) -> BudgetLine:
    """Raises `changes.Invalid`."""
    fields = document["budget"]
    try:
        return BudgetLine(int(fields["year"]), str(fields["aspect"]), Decimal(str(fields["amount"])))
    except (KeyError, TypeError, ValueError, ArithmeticError) as wrong:
        raise InvalidLine("A line of a budget has a year, an aspect and an amount.") from wrong
