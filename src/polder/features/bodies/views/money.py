"""What the intranet may cost in a year, and what is left (B9)."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.capabilities.publishing import readings
from polder.features.bodies import budgets
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of


@require_GET
def budget(request: HttpRequest) -> HttpResponse:
    """`/budget/?year=2026`: by aspect, for everybody who works here; guests are not told."""
    if asker_of(request).kind == Person.Kind.GUEST:
        raise Http404
    this_year = readings.calendar().today(timezone.now()).year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else this_year
    lines = budgets.of_year(year)
    planned, spent = sum((line.planned for line in lines), Decimal(0)), sum((line.spent for line in lines), Decimal(0))
    context = {
        "nav_key": "budget", "year": year, "years": sorted({*budgets.years(), this_year}, reverse=True), "lines": lines,
        "planned": planned, "spent": spent, "left": planned - spent,
    }  # fmt: skip
    return render(request, "bodies/budget.html", context)
