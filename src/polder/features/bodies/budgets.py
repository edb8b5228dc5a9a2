"""How a budget stands (B9): what is planned, and what decisions in effect have taken from it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from polder.features.bodies.models import Budget, Decision
from polder.governance.models import Aspect


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one aspect and year, in the organisation's money."""

    planned: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """Below zero when more was decided than planned."""
        return self.planned - self.spent


def standing(aspect: Aspect, year: int) -> Standing:
    """Costs count of decisions in effect about exactly this aspect, in the year of their effect. Two queries."""
    planned = Budget.objects.filter(aspect=aspect, year=year).values_list("planned", flat=True).first()
    spent = Decision.objects.filter(in_effect_at__isnull=False, effect_year=year, proposal__aspect=aspect)
    return Standing(planned or Decimal(0), spent.aggregate(sum=Sum("proposal__cost"))["sum"] or Decimal(0))
