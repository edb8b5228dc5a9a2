"""Why, or why not: the chain of facts behind an answer, and who can instead (G16)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from polder.governance.facts import AspectKey, Assignment, Deputyship, Facet, Glass, PersonKey
from polder.governance.resolution.accountable import NOBODY, PassedOver, passed_over, walk
from polder.governance.resolution.answer import BY_C, Answer, Code, Question, answer, ask, by_letter
from polder.governance.resolution.moments import Instant, instant, moment_of
from polder.governance.resolution.reading import Holders, Reading, Through, Tie
from polder.governance.resolution.who import who_may

type Json = dict[str, Any]  # ready for json.dumps; spelled out, every reader would have to cast


@dataclass(frozen=True, slots=True)
class AssignmentFact:
    """A letter and the aspect it stands on. `passed_over`: a seat that the walk of G7 passed, with the reason."""

    assignment: Assignment
    passed_over: PassedOver | None = None

    def as_json(self, zone: ZoneInfo) -> Json:
        a = self.assignment
        fact: Json = {"fact": "assignment", "aspect": a.aspect, "facet": a.facet, "party": a.party}
        fact |= {"letter": a.letter, "from": _local(a.valid_from, zone), "until": _local(a.valid_until, zone)}
        return fact if self.passed_over is None else fact | {"passed_over": self.passed_over}


@dataclass(frozen=True, slots=True)
class MembershipFact:
    """What makes a party somebody's: `through` themselves, their unit, a role, a seat, or being its head."""

    person: PersonKey
    party: str
    through: Through
    unit: str | None
    seat: str | None
    function: str | None
    valid_from: datetime | None
    valid_until: datetime | None

    def as_json(self, zone: ZoneInfo) -> Json:
        fact: Json = {"fact": "membership", "person": self.person, "party": self.party}
        fact |= {"through": self.through, "unit": self.unit, "seat": self.seat, "function": self.function}
        return fact | {"from": _local(self.valid_from, zone), "until": _local(self.valid_until, zone)}


@dataclass(frozen=True, slots=True)
class DeputyshipFact:
    """`by` acts for somebody (G10)."""

    deputyship: Deputyship

    def as_json(self, zone: ZoneInfo) -> Json:
        d = self.deputyship
        fact: Json = {"fact": "deputyship", "for": d.acting_for, "by": d.by}
        return fact | {"from": _local(d.valid_from, zone), "until": _local(d.valid_until, zone)}


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """What made the assignment (B8)."""

    decision: str

    def as_json(self, zone: ZoneInfo) -> Json:
        return {"fact": "decision", "decision": self.decision}


@dataclass(frozen=True, slots=True)
class BreakGlassFact:
    """An operator holds every power on the aspect for a while (G15)."""

    glass: Glass

    def as_json(self, zone: ZoneInfo) -> Json:
        g = self.glass
        fact: Json = {"fact": "break_glass", "person": g.person, "aspect": g.aspect, "reason": g.reason}
        return fact | {"from": _local(g.valid_from, zone), "until": _local(g.valid_until, zone)}


ChainFact = AssignmentFact | MembershipFact | DeputyshipFact | DecisionFact | BreakGlassFact


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer with its reasons. `who_can` is empty for a yes, and by person for a no."""

    allowed: bool
    code: Code
    acting_for: PersonKey | None
    chain: tuple[ChainFact, ...]
    who_can: tuple[PersonKey, ...]
    zone: str

    def as_json(self) -> Json:
        """The form of governance.md section 11, moments in the organisation's zone."""
        zone = ZoneInfo(self.zone)
        return {
            "allowed": self.allowed,
            "code": self.code,
            "for": self.acting_for,
            "chain": [fact.as_json(zone) for fact in self.chain],
            "who_can": list(self.who_can),
        }


def explain(
    reading: Reading, person: str, power: str, aspect: str, facet: str, t: datetime, authors: Collection[str] = ()
) -> Explanation:
    """G16: `answer` with its chain. The path that counts comes first, seats that were passed over after it.

    A refusal shows what comes nearest: for `four_eyes` the path that is barred, for `not_assigned` the letters that
    the person does hold here, for `no_accountable` the seats that cannot act.
    """
    given = answer(reading, person, power, aspect, facet, t, authors)
    chain: list[ChainFact] = []
    if given.code not in ("unknown", "inactive"):
        chain = _chain(reading, PersonKey(person), ask(reading, power, aspect, facet, instant(t), authors), given)
    can = () if given.allowed else tuple(h.person for h in who_may(reading, power, aspect, facet, t, authors))
    return Explanation(given.allowed, given.code, given.acting_for, tuple(chain), can, reading.facts.zone)


def _chain(reading: Reading, person: PersonKey, question: Question, given: Answer) -> list[ChainFact]:
    match given.code:
        case "assigned" | "caretaker" | "escalated":
            return _own_path(reading, person, question)
        case "deputy":
            return _deputy_path(reading, person, question, given)
        case "break_glass":
            return _glass(reading, person, question)
        case "four_eyes":
            free = question._replace(barred=NOBODY)
            return _free_path(reading, person, free)
        case "no_accountable":
            return _passed(reading, question)
        case _:
            return _held_here(reading, person, question.aspect, question.facet, question.now)


def _own_path(reading: Reading, person: PersonKey, question: Question) -> list[ChainFact]:
    """As A when the person acts as A and no R or C makes it a plainer yes; else by that R or C."""
    _, aspect, facet, now, barred = question
    seat, caretaker, escalated = walk(reading, aspect, facet, now, barred)
    as_a = None if seat is None else _acting(reading, person, seat.assignment, now)
    letter = by_letter(reading, person, question)
    if seat is not None and as_a is not None and (letter is None or not (caretaker or escalated)):
        return [*_standing(seat.assignment, as_a), *_passed(reading, question)]
    return [] if letter is None else _standing(*letter)


def _deputy_path(reading: Reading, person: PersonKey, question: Question, given: Answer) -> list[ChainFact]:
    """The path of whoever is replaced, with the deputyship after their membership."""
    now = question.now
    deputyship = next(
        s.deputyship for s in reading.represented(person) if s.acting_for == given.acting_for and s.start <= now < s.end
    )
    replaced = deputyship.acting_for
    # By R or A only: a C of who is replaced does not pass on (G10), so it may not be the path that is shown.
    by_r = question if question.power not in BY_C else question._replace(power="edit")
    path = _own_path(reading, replaced, by_r)
    return [*path[:2], DeputyshipFact(deputyship), *path[2:]]


def _free_path(reading: Reading, person: PersonKey, free: Question) -> list[ChainFact]:
    """How the person could publish if they were not barred."""
    path = _own_path(reading, person, free)
    if path:
        return path
    for standin in reading.represented(person):
        if standin.start <= free.now < standin.end:
            path = _own_path(reading, standin.acting_for, free)
            if path:
                return [*path[:2], DeputyshipFact(standin.deputyship), *path[2:]]
    return _glass(reading, person, free)


def _glass(reading: Reading, person: PersonKey, question: Question) -> list[ChainFact]:
    return next(
        (
            [BreakGlassFact(pane.glass)]
            for pane in reading.panes(person)
            if pane.glass.aspect == question.aspect and pane.start <= question.now < pane.end
        ),
        [],
    )


def _held_here(reading: Reading, person: PersonKey, aspect: AspectKey, facet: Facet, now: Instant) -> list[ChainFact]:
    """The letters that the person holds on the aspect, none of which gives the power."""
    found: list[ChainFact] = []
    held = reading.held(aspect, facet)
    letters: list[tuple[Holders, bool]] = [(held.R, True), (held.C, False), (held.I, False)]
    for holders, voting in letters:
        for tie in reading.memberships(person):
            if tie.start <= now < tie.end and not (voting and tie.advisory):
                spans = [span for span in holders.get(tie.party, ()) if span.start <= now < span.end]
                found.extend(fact for span in spans[:1] for fact in _standing(span.assignment, tie))
    return found


def _acting(reading: Reading, person: PersonKey, assignment: Assignment, now: Instant) -> Tie | None:
    ties = (tie for tie in reading.actors(assignment.party) if tie.person == person and tie.start <= now < tie.end)
    return next(ties, None)


def _standing(assignment: Assignment, tie: Tie) -> list[ChainFact]:
    """An assignment, what makes its party the person's, and the decision behind it."""
    seat = tie.seat
    membership = MembershipFact(
        person=tie.person,
        party=tie.party,
        through=tie.through,
        unit=tie.unit,
        seat=None if seat is None else seat.seat,
        function=None if seat is None else seat.function,
        valid_from=moment_of(tie.start),
        valid_until=moment_of(tie.end),
    )
    decision = [] if assignment.decision is None else [DecisionFact(assignment.decision)]
    return [AssignmentFact(assignment), membership, *decision]


def _passed(reading: Reading, question: Question) -> list[ChainFact]:
    passed = passed_over(reading, question.aspect, question.facet, question.now, question.barred)
    return [AssignmentFact(assignment, why) for assignment, why in passed]


def _local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat()
