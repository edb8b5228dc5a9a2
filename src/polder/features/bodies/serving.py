"""Lines of the budget that serve a goal."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.words import say_money
from polder.capabilities.publishing import readings
from polder.features.bodies.models import Budget
from polder.governance import serving
from polder.governance.models import Aspect
from polder.governance.serving import Provider, Served
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    serving.register("budget", Provider(gettext_lazy("Budget"), find=_find, suggest=_suggest))


def _find(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Served]:
    """One query; guests are told nothing of money."""
    if person.kind == Person.Kind.GUEST:
        return {}
    rows = Budget.objects.filter(pk__in=numbers).select_related("aspect")
    return {
        row.pk: Served(_titled(row), f"{reverse('bodies:budget')}?year={row.year}", say_money(row.planned))
        for row in rows
    }


def _suggest(aspect: Aspect, person: Person, at: datetime) -> Sequence[tuple[int, str]]:
    """Those of the aspect and below it, of this year and later. Two queries."""
    if person.kind == Person.Kind.GUEST:
        return []
    year = readings.calendar().today(at).year
    rows = Budget.objects.filter(aspect__path__startswith=aspect.path, year__gte=year).select_related("aspect")
    return [(row.pk, _titled(row)) for row in rows.order_by("year", "aspect__name")[: serving.SUGGESTED]]


def _titled(row: Budget) -> str:
    return _("%(aspect)s, %(year)s") % {"aspect": row.aspect.name, "year": row.year}
