"""Everyone who has a power somewhere: the list that is proved equal to the single answers."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from polder.governance.facts import FACETS, POWERS, PersonKey
from polder.governance.resolution.accountable import walk
from polder.governance.resolution.answer import BY_C, BY_R, Code, Question, ask, grant
from polder.governance.resolution.moments import instant
from polder.governance.resolution.reading import Reading


class Holder(NamedTuple):
    """One person with the power; `acting_for` when only as a deputy."""

    person: PersonKey
    code: Code
    acting_for: PersonKey | None


def who_may(
    reading: Reading, power: str, aspect: str, facet: str, t: datetime, authors: Collection[str] = ()
) -> list[Holder]:
    """Everyone to whom `answer` says yes, by person. Unknown names: nobody."""
    if aspect not in reading.facts.aspects or power not in POWERS or facet not in FACETS:
        return []
    question = ask(reading, power, aspect, facet, instant(t), authors)
    found: list[Holder] = []
    for person in sorted(_candidates(reading, question)):
        if person in reading.facts.people and reading.active(person, question.now):
            granted = grant(reading, person, question)
            if granted is not None:
                found.append(Holder(person, granted.code, granted.acting_for))
    return found


def _candidates(reading: Reading, question: Question) -> set[PersonKey]:
    """A superset, cheap to make: whoever is tied to a party that holds something here, and their deputies."""
    power, aspect, facet, now, barred = question
    held = reading.held(aspect, facet)
    parties = [*(held.R if power in BY_R else ()), *(held.C if power in BY_C else ())]
    found = {tie.person for party in parties for tie in reading.members(party)}
    seat = walk(reading, aspect, facet, now, barred).seat
    if seat is not None:
        found.update(tie.person for tie in reading.actors(seat.assignment.party))
    found.update(standin.by for person in list(found) for standin in reading.deputies(person))
    found.update(glass.person for glass in reading.facts.glasses if glass.aspect == aspect)
    return found
