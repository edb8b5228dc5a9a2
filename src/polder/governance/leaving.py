"""Before somebody leaves: what they hold, and where nobody would answer any more (G20). Nothing here blocks a leave."""

from dataclasses import dataclass, replace
from datetime import datetime

from polder.governance.facts import AspectKey, PersonKey
from polder.governance.holdings import Held, held_by_person
from polder.governance.resolution import Reading, diff


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An aspect on which another answers afterwards: as caretaker, or (no names) nobody at all."""

    aspect: AspectKey
    aspect_name: str
    answering: tuple[str, ...]
    caretaker: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """`successors` are people of the same unit, who could follow; by name."""

    held: tuple[Held, ...]
    vacancies: tuple[Vacancy, ...]
    successors: tuple[tuple[PersonKey, str], ...]


def leave_of(reading: Reading, person: PersonKey, at: datetime) -> Leave:
    """What would be if a known person left at `at`, compared with that same moment without it."""
    facts = reading.facts
    leaver = facts.people[person]
    after = replace(facts, people={**facts.people, person: replace(leaver, left_on=at)})
    changed = Reading(after)
    vacancies = []
    for answer in diff(reading, at, changed, at).accountable:
        was_theirs = answer.before is not None and person in answer.before.acting
        vacant = answer.after is None or answer.after.caretaker
        if was_theirs and vacant:
            acting = answer.after.acting if answer.after else ()
            vacancies.append(
                Vacancy(
                    answer.aspect,
                    facts.aspects[answer.aspect].name,
                    tuple(facts.people[each].name for each in acting),
                    caretaker=answer.after is not None,
                )
            )
    colleagues = [
        (each.key, each.name)
        for each in facts.people.values()
        if leaver.unit and each.unit == leaver.unit and each.key != person and each.kind == "employee"
    ]
    return Leave(
        tuple(held_by_person(reading, person, at)), tuple(vacancies), tuple(sorted(colleagues, key=lambda c: c[1]))
    )
