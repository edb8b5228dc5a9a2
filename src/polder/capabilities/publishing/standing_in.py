"""For whom somebody is asked to approve: a deputy's inbox names who is away (G10)."""

from collections.abc import Iterable
from datetime import datetime

from polder.base.validity import valid_at
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.models import Change
from polder.capabilities.publishing.route import people
from polder.governance import store
from polder.governance.facts import AspectKey, PersonKey
from polder.governance.resolution import answering
from polder.ground.organisation.models import Deputyship, Person


def names(person: Person, changes: Iterable[Change], at: datetime) -> dict[int, str]:
    """By number of the change the name of whom the person would approve it for; left out where it is for themselves.

    One query for who is nobody's deputy, three more for who is. `changes` come with page and aspect.
    """
    deputised = dict(
        Deputyship.objects.filter(valid_at(at), by=person).values_list("acting_for__key", "acting_for__name")
    )
    if not deputised:
        return {}
    listed = {change.pk: change for change in changes}
    written: dict[int, list[PersonKey]] = {number: [] for number in listed}
    authors = Change.objects.filter(pk__in=listed).values_list("pk", "authors__person__key")
    for number, key in authors.exclude(authors=None):
        written[number].append(PersonKey(key))
    version, found = store.version(), dict[int, str]()
    for number, change in listed.items():
        aspect = change.page.aspect
        if aspect is None:
            continue
        reading = readings.around(aspect, version=version)
        for seat in answering(reading, AspectKey(aspect.key), people.FACET, at, written[number]):
            if person.key in seat.people:
                break
            stands_for = next((of for deputy, of in seat.deputies if deputy == person.key), None)
            if stands_for is not None:
                found[number] = deputised.get(stands_for, "")
                break
    return found
