"""How a budget stands (B9): what is planned, and what decisions in effect have taken from it."""

from collections.abc import Collection
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


@dataclass(frozen=True, slots=True)
class Line:
    """One aspect in a year. Shares are of what is planned, in percent, for a gauge."""

    aspect: Aspect
    planned: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.planned - self.spent

    @property
    def share(self) -> int:
        """At most 100; a line that is over says so by its colour and its number."""
        if not self.planned:
            return 100 if self.spent else 0
        return min(100, int(self.spent * 100 / self.planned))


def of_year(year: int) -> list[Line]:
    """Every aspect that has a plan or costs in the year, the most planned first. Three queries."""
    planned = dict(Budget.objects.filter(year=year).values_list("aspect", "planned"))
    costs = Decision.objects.filter(in_effect_at__isnull=False, effect_year=year, proposal__cost__gt=0)
    spent = dict(costs.order_by().values_list("proposal__aspect").annotate(sum=Sum("proposal__cost")))
    aspects = Aspect.objects.filter(pk__in={*planned, *spent}).order_by("name")
    lines = [Line(each, planned.get(each.pk, Decimal(0)), spent.get(each.pk, Decimal(0))) for each in aspects]
    return sorted(lines, key=lambda line: -line.planned)


def years() -> list[int]:
    """Years with a plan, the newest first. One query."""
    return list(Budget.objects.order_by("-year").values_list("year", flat=True).distinct())


def planned(years_asked: Collection[int], aspects: Collection[str]) -> dict[tuple[str, int], Decimal]:
    """By aspect and year. One query."""
    rows = Budget.objects.filter(year__in=years_asked, aspect__key__in=aspects)
    return {(key, year): amount for key, year, amount in rows.values_list("aspect__key", "year", "planned")}


def standing(aspect: Aspect, year: int) -> Standing:
    """Costs count of decisions in effect about exactly this aspect, in the year of their effect. Two queries."""
    planned = Budget.objects.filter(aspect=aspect, year=year).values_list("planned", flat=True).first()
    spent = Decision.objects.filter(in_effect_at__isnull=False, effect_year=year, proposal__aspect=aspect)
    return Standing(planned or Decimal(0), spent.aggregate(sum=Sum("proposal__cost"))["sum"] or Decimal(0))
