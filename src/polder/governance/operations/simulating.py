"""What a change set would do (G18). Nothing is written, no lock is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from polder.governance import store
from polder.governance.changes import ChangeError, Line, apply, beginning_at, problems
from polder.governance.facts import Facts
from polder.governance.judgement import judge
from polder.governance.simulation import Simulation, in_effect
from polder.governance.simulation import simulate as compare
from polder.ground.organisation.models import Person


@dataclass(frozen=True)
class Preview:
    """`problems`: why it cannot be done, by anybody. `refusal`: why `by` in particular may not apply it (G13, G14).

    `simulation` is None where there are problems: there is no organisation to compare with. `at`: the moment looked at.
    """

    problems: tuple[ChangeError, ...]
    refusal: ChangeError | None
    simulation: Simulation | None
    at: datetime
    after: Facts | None


def simulate(lines: Sequence[Line], *, at: datetime, by: Person | None = None) -> Preview:
    """The outcome of these lines if they took effect at `at`, looked at when all of them have begun."""
    reading = store.reading_now()
    wanted = beginning_at(lines, at)
    wrong = problems(reading.facts, wanted, at)
    seen = in_effect(wanted, at)
    if wrong:
        return Preview(tuple(wrong), None, None, seen, None)
    refusal: ChangeError | None = None
    if by is not None:
        try:
            judge(reading, wanted, by=by.key, at=at)
        except ChangeError as refused:
            refusal = refused
    after = apply(reading.facts, wanted, at)
    return Preview((), refusal, compare(reading, after, seen), seen, after)
