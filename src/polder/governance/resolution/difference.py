"""What is different between two moments, or between two versions of one organisation (G17)."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from polder.governance.facts import FACETS, AspectKey, Assignment, Facet, Facts
from polder.governance.resolution.accountable import Accountable, accountable
from polder.governance.resolution.moments import instant
from polder.governance.resolution.reading import Reading


class NewAnswer(NamedTuple):
    """Another effective A, or other people acting for it, on an aspect; `facet` `*` when it is so for all three."""

    aspect: AspectKey
    facet: Facet
    before: Accountable | None
    after: Accountable | None


class Difference(NamedTuple):
    """Letters that are there and were not, that were there and are not, and where somebody else answers.

    Each assignment names the decision that made it; who ended one is in the ledger.
    """

    added: tuple[Assignment, ...]
    ended: tuple[Assignment, ...]
    accountable: tuple[NewAnswer, ...]


def diff(before: Facts | Reading, t1: datetime, after: Facts | Reading, t2: datetime) -> Difference:
    """From `before` at `t1` to `after` at `t2`; for two moments of one organisation give it twice. By aspect."""
    first = before if isinstance(before, Reading) else Reading(before)
    second = first if after is before else after if isinstance(after, Reading) else Reading(after)
    old, new = _in_force(first.facts, t1), _in_force(second.facts, t2)
    return Difference(
        added=_sorted(new[key] for key in new.keys() - old.keys()),
        ended=_sorted(old[key] for key in old.keys() - new.keys()),
        accountable=tuple(_answers(first, t1, second, t2)),
    )


def _in_force(facts: Facts, t: datetime) -> dict[tuple[str, ...], Assignment]:
    now = instant(t)
    return {
        (a.aspect, a.facet, a.party, a.letter): a
        for a in facts.assignments
        if (a.valid_from is None or instant(a.valid_from) <= now)
        and (a.valid_until is None or now < instant(a.valid_until))
    }


def _sorted(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    return tuple(sorted(assignments, key=lambda a: (a.aspect, a.facet, a.letter, a.party)))


def _answers(first: Reading, t1: datetime, second: Reading, t2: datetime) -> Iterable[NewAnswer]:
    for aspect in sorted(first.facts.aspects.keys() | second.facts.aspects.keys()):
        changed: list[NewAnswer] = []
        for facet in FACETS:
            old = accountable(first, aspect, facet, t1) if aspect in first.facts.aspects else None
            new = accountable(second, aspect, facet, t2) if aspect in second.facts.aspects else None
            if _who(old) != _who(new):
                changed.append(NewAnswer(aspect, facet, old, new))
        alike = len(changed) == len(FACETS) and len({(_who(c.before), _who(c.after)) for c in changed}) == 1
        yield from [changed[0]._replace(facet="*")] if alike else changed


def _who(answers: Accountable | None) -> tuple[object, ...] | None:
    """What a reader would call another answer: the party, where it stands, its people, being only caretaker."""
    if answers is None:
        return None
    a = answers.assignment
    return a.aspect, a.party, answers.caretaker, answers.people, answers.deputies
