"""A year's money by aspect: plan, decided, committed, paid, forecast, left; and how it was paid through the months (B9)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import ExtractMonth

from polder.features.bodies import budgets
from polder.features.bodies.models import Entry, Forecast
from polder.features.bodies.signing_off import signed_off
from polder.governance.models import Aspect
from polder.governance.store import charter_of
from polder.ground.organisation.models import Body

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One aspect. `left` is as decisions leave it; `free` what is neither paid nor bound. Shares in percent of the plan."""

    aspect: Aspect
    planned: Decimal
    decided: Decimal
    committed: Decimal  # what is outstanding of it
    paid: Decimal
    foreseen: Decimal | None
    signed_off: bool

    @property
    def left(self) -> Decimal:
        return self.planned - self.decided

    @property
    def free(self) -> Decimal:
        return self.planned - self.paid - self.committed

    @property
    def forecast(self) -> Decimal:
        """What somebody expects; else what is paid and bound, or decided when that is more."""
        return self.foreseen if self.foreseen is not None else max(self.paid + self.committed, self.decided)

    @property
    def remains(self) -> Decimal:
        """What can still be given out: the plan without what is paid and bound, or expected when that is more."""
        return self.planned - max(self.forecast, self.paid + self.committed)

    @property
    def short(self) -> bool:
        return self.remains < 0 or self.left < 0

    @property
    def paid_share(self) -> int:
        return self._share(self.paid)

    @property
    def bound_share(self) -> int:
        return min(100 - self.paid_share, self._share(self.committed))

    def _share(self, amount: Decimal) -> int:
        if not self.planned:
            return 100 if amount else 0
        return min(100, int(amount * 100 / self.planned))


@dataclass(frozen=True, slots=True)
class Month:
    """Paid up to the end of a month, and where it stands in the drawing (600 wide, 160 high)."""

    first: date
    paid: Decimal
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """`points` of the line that was paid; `plan_y` and `forecast_y` are heights; `top` is the amount at the upper edge."""

    months: list[Month]
    points: str
    plan_y: int
    forecast_y: int
    top: Decimal


def of_year(year: int) -> list[Line]:
    """Every aspect with a plan, costs or money in the year, the most planned first. Seven queries, and one for each body above a guardian."""
    standing = {line.aspect.pk: line for line in budgets.of_year(year)}
    signed = signed_off(year)
    paid, bound = _sums(year)
    foreseen = _foreseen(year)
    others = {*paid, *bound, *foreseen} - standing.keys()
    aspects = [line.aspect for line in standing.values()] + list(Aspect.objects.filter(pk__in=others).order_by("name"))
    return [
        Line(
            each,
            standing[each.pk].planned if each.pk in standing else ZERO,
            standing[each.pk].spent if each.pk in standing else ZERO,
            bound.get(each.pk, ZERO), paid.get(each.pk, ZERO), foreseen.get(each.pk), each.pk in signed,
        )
        for each in aspects
    ]  # fmt: skip


def of_body(body: Body, year: int) -> list[Line]:
    """Of the aspects about which it may decide money, and everything below them; none where its charter has no money.

    Eight queries.
    """
    charter = charter_of(body.charter)
    if charter is None or charter.up_to == 0:
        return []
    lines = of_year(year)
    if charter.aspects is None or not lines:
        return lines
    tops = list(Aspect.objects.filter(key__in=charter.aspects).values_list("path", flat=True))
    return [line for line in lines if any(line.aspect.path.startswith(top) for top in tops)]


def summed(lines: list[Line]) -> dict[str, Decimal]:
    """Each kind of money over all of them."""
    names = ("planned", "decided", "committed", "paid", "forecast", "left", "remains")
    return {name: sum((getattr(line, name) for line in lines), ZERO) for name in names}


def chart(year: int, lines: list[Line], today: date) -> Chart | None:
    """How payments grew up to this month; None while nothing was paid. One query."""
    rows = Entry.objects.filter(year=year, kind=Entry.Kind.ACTUAL, withdrawn_at=None).order_by()
    by_month = dict(rows.annotate(month=ExtractMonth("on")).values_list("month").annotate(sum=Sum("amount")))
    if not by_month:
        return None
    plan = sum((line.planned for line in lines), ZERO)
    expected = sum((line.forecast for line in lines), ZERO)
    top = max(plan, expected, sum(by_month.values(), ZERO)) or Decimal(1)
    last = today.month if today.year == year else 12
    months, so_far = [], ZERO
    for number in range(1, max(last, *by_month) + 1):
        so_far += by_month.get(number, ZERO)
        months.append(Month(date(year, number, 1), so_far, round((number - 0.5) * 50), _height(so_far, top)))
    points = " ".join(["0,160", *(f"{month.x},{month.y}" for month in months)])
    return Chart(months, points, _height(plan, top), _height(expected, top), top)


def _height(amount: Decimal, top: Decimal) -> int:
    return 160 - int(amount * 150 / top)


def _sums(year: int) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """Paid, and outstanding of what was committed: each commitment less what was paid on it, never below zero."""
    rows = Entry.objects.filter(year=year, withdrawn_at=None).order_by()
    paid: defaultdict[int, Decimal] = defaultdict(Decimal)
    paid_on: defaultdict[int, Decimal] = defaultdict(Decimal)
    for aspect, on, amount in (
        rows.filter(kind=Entry.Kind.ACTUAL).values_list("aspect", "for_commitment").annotate(sum=Sum("amount"))
    ):
        paid[aspect] += amount
        if on is not None:
            paid_on[on] += amount
    bound: defaultdict[int, Decimal] = defaultdict(Decimal)
    for number, aspect, amount in rows.filter(kind=Entry.Kind.COMMITMENT).values_list("pk", "aspect", "amount"):
        bound[aspect] += max(ZERO, amount - paid_on[number])
    return dict(paid), dict(bound)


def _foreseen(year: int) -> dict[int, Decimal]:
    newest = Forecast.objects.filter(year=year, aspect=OuterRef("aspect")).order_by("-at", "-pk").values("pk")[:1]
    rows = Forecast.objects.filter(year=year, pk=Subquery(newest)).order_by()
    return dict(rows.values_list("aspect", "amount"))
