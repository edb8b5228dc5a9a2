"""An explanation in words, for the command line (which speaks English)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from polder.governance.facts import Facet
from polder.governance.organisation_file import written
from polder.governance.resolution import Explanation
from polder.governance.resolution.explain import (
    AssignmentFact,
    BreakGlassFact,
    ChainFact,
    DecisionFact,
    DeputyshipFact,
    MembershipFact,
)

WHY_NOT = {
    "inactive": "Whoever is not active has no power at all.",
    "not_assigned": "No letter that gives this power is theirs here.",
    "four_eyes": "Whoever wrote a change does not publish it.",
    "no_accountable": "Nobody can act as accountable here or higher up.",
    "unknown": "Person, power, aspect or facet is not known.",
}
_HOW = {
    "caretaker": "The proper seat is vacant: this is as caretaker.",
    "escalated": "The nearer accountable is barred: this is escalated.",
}
_PASSED = {"vacant": "is vacant", "decision": "acts by decision", "barred": "is barred by four eyes"}


def in_words(
    explanation: Explanation,
    *,
    person: str,
    power: str,
    aspect: str,
    facet: Facet | str,
    at: datetime,
    contacts: Mapping[str, str],
) -> Iterator[str]:
    """Lines: the answer, the chain of facts, and for a no who can. `contacts` says how to reach people, by key."""
    zone = ZoneInfo(explanation.zone)
    may = "may" if explanation.allowed else "may not"
    acting = f" for {explanation.acting_for}" if explanation.acting_for else ""
    yield f"{person} {may} {power} {aspect} ({facet}) at {written(at.replace(microsecond=0), zone)}: {explanation.code}{acting}."
    for fact in explanation.chain:
        yield f"  {_fact(fact, zone)}"
    if explanation.code in _HOW:
        yield f"  {_HOW[explanation.code]}"
    if not explanation.allowed:
        yield f"  {WHY_NOT[explanation.code]}"
        people = [contacts.get(key, key) for key in explanation.who_can]
        yield f"  Who can: {', '.join(people)}." if people else "  Nobody can."


def _fact(fact: ChainFact, zone: ZoneInfo) -> str:
    match fact:
        case AssignmentFact(assignment, passed_over):
            facet = "all facets" if assignment.facet == "*" else assignment.facet
            holds = f"{assignment.party} has {assignment.letter} on {assignment.aspect} for {facet}"
            holds += _span(assignment.valid_from, assignment.valid_until, zone)
            return f"{holds}." if passed_over is None else f"{holds}, passed over: it {_PASSED[passed_over]}."
        case MembershipFact():
            return _membership(fact, zone)
        case DeputyshipFact(deputyship):
            during = _span(deputyship.valid_from, deputyship.valid_until, zone)
            return f"{deputyship.by} stands in for {deputyship.acting_for}{during}."
        case DecisionFact(decision):
            return f"This was decided in {decision}."
        case BreakGlassFact(glass):
            during = _span(glass.valid_from, glass.valid_until, zone)
            return f"{glass.person} broke the glass on {glass.aspect}{during}: {glass.reason}"


def _membership(fact: MembershipFact, zone: ZoneInfo) -> str:
    during = _span(fact.valid_from, fact.valid_until, zone)
    match fact.through:
        case "person":
            return f"That is {fact.person} by name."
        case "head":
            return f"{fact.person} is the head of {fact.unit}{during}."
        case "unit":
            return f"{fact.person} belongs to {fact.unit}{during}."
        case "role":
            return f"{fact.person} holds {fact.party}{during}."
        case "seat":
            function = f" for {fact.function}" if fact.function else ""
            return f"{fact.person} sits in {fact.party} as {fact.seat}{function}{during}."


def _span(begin: datetime | None, end: datetime | None, zone: ZoneInfo) -> str:
    since = f" from {written(begin, zone)}" if begin else ""
    return since + (f" until {written(end, zone)}" if end else "")
