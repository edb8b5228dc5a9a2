"""Governance watches the organisation change (ground/organisation/watch.py): G14, and the index refreshed, in the act.

What changed is told by the events that the operations record: whoever they are about is written anew.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from polder.governance import index, store
from polder.governance.judgement import own_mandate
from polder.governance.models import Assignment, Membership
from polder.governance.resolution import Reading
from polder.governance.widening import widening
from polder.ground.ledger import acts
from polder.ground.ledger.acts import Noted
from polder.ground.organisation.models import Deputyship, Person, Unit
from polder.ground.organisation.watch import Change


@contextmanager
def watch(change: Change) -> Iterator[None]:
    """Before and after one change of the organisation. Raises OwnMandate (G14)."""
    told = len(acts.noted())
    looked_at = change.by is not None and not change.widening_allowed
    before = _before(change) if looked_at and change.by is not None and holds_something(change.by) else None
    yield
    events = acts.noted()[told:]
    if not events:
        return
    refresh(events)
    if looked_at and change.by is not None and holds_something(change.by):
        after = store.reading_now()
        # Who held nothing at any moment gains whatever they hold now: then before is as if there were no letters.
        gained = widening(before or _without_letters(after), after, change.by.key, change.at)
        if gained is not None:
            raise own_mandate(gained)


def holds_something(person: Person) -> bool:
    """Could any letter give the person a power at any moment, themselves or as somebody's deputy? Three queries."""
    selves = [person.pk, *Deputyship.objects.filter(by=person).values_list("acting_for", flat=True)]
    parties = Membership.objects.filter(person__in=selves).values("party")
    return Assignment.objects.filter(letter__in="RAC", party__in=parties).exists()


def refresh(events: Sequence[Noted]) -> None:
    """The index follows what the events are about."""
    people, units, bodies, roles = set[int](), set[int](), set[int](), set[int]()
    for event in events:
        noun = event.kind.partition(".")[0]
        for subject in event.about:
            kind, _colon, number = subject.partition(":")
            if kind == "person":
                people.add(int(number))
            elif kind == noun == "unit":
                units.add(int(number))
            elif kind == noun == "body":
                bodies.add(int(number))
            elif kind == noun == "role":
                roles.add(int(number))
        if event.kind == "unit.changed" and "parent" in json.loads(event.data).get("changed", ["parent"]):
            people |= _people_below(int(event.about[0].partition(":")[2]))
    index.refresh_people(people, units=units, bodies=bodies, roles=roles)


def _before(change: Change) -> Reading:
    return store.reading_at_start() if change.begins else store.reading_now()


def _without_letters(reading: Reading) -> Reading:
    return Reading(replace(reading.facts, assignments=()))


def _people_below(unit: int) -> set[int]:
    """Everyone in the unit and below it."""
    children: dict[int | None, list[int]] = {}
    for number, parent in Unit.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(number)
    below = [unit]
    for number in below:
        below.extend(children.get(number, ()))
    return set(Person.objects.filter(unit__in=below).values_list("pk", flat=True))
