"""Who sees what of money (B9): sums for everybody who works here, each entry and forecast for who enters them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from polder.features.bodies.models import Budget, Entry, Forecast
from polder.governance import mandate
from polder.governance.facts import FACETS
from polder.ground.organisation.models import Person


def of_aspects(person: Person, at: datetime, aspect: str = "aspect") -> Q:
    """The condition for what stands on an aspect for which the person may enter money. Four queries at once."""
    found = mandate.things_where(person, "edit", FACETS[0], at=at, aspect=aspect)
    for facet in FACETS[1:]:
        found |= mandate.things_where(person, "edit", facet, at=at, aspect=aspect)
    return found


def entries(person: Person, at: datetime) -> QuerySet[Entry]:
    """What was ordered and paid. Nothing for guests."""
    return Entry.objects.none() if _outside(person, at) else Entry.objects.filter(of_aspects(person, at))


def forecasts(person: Person, at: datetime) -> QuerySet[Forecast]:
    """What was expected and why. Nothing for guests."""
    return Forecast.objects.none() if _outside(person, at) else Forecast.objects.filter(of_aspects(person, at))


def budgets(person: Person, at: datetime) -> QuerySet[Budget]:
    """What an aspect may cost, for everybody who works here."""
    return Budget.objects.none() if _outside(person, at) else Budget.objects.all()


def _outside(person: Person, at: datetime) -> bool:
    return person.kind == Person.Kind.GUEST or not person.counts(at)
