"""Whom a take-down concerns (P9), whatever was taken down."""

from datetime import datetime

from polder.capabilities.publishing import readings
from polder.capabilities.publishing.route import people
from polder.governance.facts import AspectKey
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


def keepers(aspect: Aspect, at: datetime) -> set[int]:
    """Numbers of those who act as its A, and of everybody of its R's."""
    reading, key = readings.around(aspect), AspectKey(aspect.key)
    keys = set(people.acting(reading, key, at))
    for party in people.parties(reading, key, "R", at):
        keys |= people.members(reading, party, at, voting=True)
    return set(Person.objects.filter(key__in=keys).values_list("pk", flat=True))
