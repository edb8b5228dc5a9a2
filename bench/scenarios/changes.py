"""What a change set would do."""

import random
import time

from bench.generator import AT
from bench.measuring import Bench, Figures, scenario
from polder.governance import store
from polder.governance.changes import apply
from polder.governance.changes.lines import Assign, Line, Unassign
from polder.governance.facts import Facts, PartyKey
from polder.governance.simulation import simulate

_LINES = 200


@scenario("simulate a change set of 200 lines", goal="under 5 s at M")
def simulated(bench: Bench) -> Figures:
    facts = store.facts_now()
    lines = list(_lines(facts))
    began = time.perf_counter()
    outcome = simulate(facts, apply(facts, lines, AT), AT)
    taken = time.perf_counter() - began
    yield "outcome", taken, "s", taken < 5 if bench.size_name == "M" else None
    yield "people who gain or lose", float(len(outcome.people["gained"] | outcome.people["lost"])), "", None


def _lines(facts: Facts) -> list[Line]:
    """Half of them end an assignment, half give the same letter to somebody else."""
    chance = random.Random(13)
    standing = [one for one in facts.assignments if one.valid_from is None and one.valid_until is None]
    people = [PartyKey(f"person:{key}") for key, one in sorted(facts.people.items()) if one.left_on is None]
    taken = {(one.aspect, one.facet, one.party, one.letter) for one in facts.assignments}
    lines: list[Line] = []
    for one in chance.sample(standing, min(_LINES // 2, len(standing))):
        lines.append(Unassign(aspect=one.aspect, facet=one.facet, party=one.party, letter=one.letter))
        heir = chance.choice([party for party in people if (one.aspect, one.facet, party, one.letter) not in taken])
        taken.add((one.aspect, one.facet, heir, one.letter))
        lines.append(Assign(aspect=one.aspect, facet=one.facet, party=heir, letter=one.letter))
    return lines
