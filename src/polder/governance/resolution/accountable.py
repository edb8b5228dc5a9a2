"""Who answers: the walk of G7, who acts (G8), deputies (G10) and four eyes (G12)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

from polder.governance.facts import AspectKey, Assignment, BodyKey, Facet, PartyKey, PersonKey
from polder.governance.resolution.moments import Instant, instant
from polder.governance.resolution.reading import Reading, Span

PassedOver = Literal["vacant", "decision", "barred"]
NOBODY: frozenset[PersonKey] = frozenset()


class Walk(NamedTuple):
    """Where the walk of G7 ended, and what it passed on the way. `seat` None: nobody can act, anywhere."""

    seat: Span | None
    caretaker: bool  # a seat that could not act was passed over
    escalated: bool  # a seat whose people were all barred was passed over (G12)


class Accountable(NamedTuple):
    """The effective A. `people` act themselves (G8), `deputies` only for one of `acting_for` (G10); none is barred."""

    assignment: Assignment
    caretaker: bool
    escalated: bool
    people: tuple[PersonKey, ...]
    deputies: tuple[tuple[PersonKey, PersonKey], ...]  # (deputy, the first they act for), by deputy

    @property
    def code(self) -> Literal["assigned", "caretaker", "escalated"]:
        if self.escalated:
            return "escalated"
        return "caretaker" if self.caretaker else "assigned"

    @property
    def acting(self) -> tuple[PersonKey, ...]:
        """Those of G8 themselves; deputies only when nobody else can."""
        return self.people or tuple(deputy for deputy, _ in self.deputies)


def walk(reading: Reading, aspect: AspectKey, facet: Facet, now: Instant, barred: Collection[PersonKey]) -> Walk:
    """G7 and G12. `barred` holds the authors, and is empty where four eyes do not count."""
    caretaker = escalated = False
    for span in reading.seats(aspect, facet):
        if span.start <= now < span.end:
            if can_act(reading, span.assignment, now, barred):
                return Walk(span, caretaker, escalated)
            if barred and can_act(reading, span.assignment, now, NOBODY):
                escalated = True
            else:
                caretaker = True
    return Walk(None, caretaker, escalated)


def passed_over(
    reading: Reading, aspect: AspectKey, facet: Facet, now: Instant, barred: Collection[PersonKey]
) -> list[tuple[Assignment, PassedOver]]:
    """The seats that the walk passed, each with the reason."""
    found: list[tuple[Assignment, PassedOver]] = []
    for span in reading.seats(aspect, facet):
        if span.start <= now < span.end:
            if can_act(reading, span.assignment, now, barred):
                break
            if barred and can_act(reading, span.assignment, now, NOBODY):
                found.append((span.assignment, "barred"))
            else:
                found.append((span.assignment, "decision" if acts_by_decision(reading, span.assignment) else "vacant"))
    return found


def can_act(reading: Reading, assignment: Assignment, now: Instant, barred: Collection[PersonKey]) -> bool:
    """Whether anybody acts for the A, deputies included (G8, G10), who is not barred.

    A deputy is barred who acts only for people who are barred (G12); somebody else's deputy is not.
    """
    for tie in reading.actors(assignment.party):
        if tie.start <= now < tie.end and tie.person not in barred:
            if reading.active(tie.person, now):
                return True
            for standin in reading.deputies(tie.person):
                if standin.start <= now < standin.end and standin.by not in barred and reading.active(standin.by, now):
                    return True
    return False


def acts(reading: Reading, person: PersonKey, assignment: Assignment, now: Instant) -> bool:
    """G8: whether the person is one of those who act for the A; whether they are active is another question."""
    return any(tie.person == person and tie.start <= now < tie.end for tie in reading.actors(assignment.party))


def acts_by_decision(reading: Reading, assignment: Assignment) -> bool:
    """Whether the A is a body whose A is its adopted decisions (G8, B8), not one person."""
    kind, _, key = assignment.party.partition(":")
    body = reading.facts.bodies.get(BodyKey(key)) if kind == "body" else None
    return body is not None and body.acts_by == "decision"


def accountable(
    reading: Reading, aspect: AspectKey, facet: Facet, t: datetime, authors: Collection[PersonKey] = ()
) -> Accountable | None:
    """G7: the effective A of a known aspect at `t`; with `authors`, who may publish what they wrote (G12)."""
    now = instant(t)
    barred = frozenset(authors) if authors and reading.four_eyes(aspect) else NOBODY
    found = walk(reading, aspect, facet, now, barred)
    return None if found.seat is None else who_act(reading, found.seat.assignment, now, barred, found)


def answering(
    reading: Reading, aspect: AspectKey, facet: Facet, t: datetime, authors: Collection[PersonKey] = ()
) -> list[Accountable]:
    """Every A up the line that can act and is not barred, in the order of the walk: the effective A, then the next."""
    now = instant(t)
    barred = frozenset(authors) if authors and reading.four_eyes(aspect) else NOBODY
    found: list[Accountable] = []
    caretaker = escalated = False
    for span in reading.seats(aspect, facet):
        if span.start <= now < span.end:
            if can_act(reading, span.assignment, now, barred):
                passed = Walk(span, caretaker, escalated or bool(found))
                found.append(who_act(reading, span.assignment, now, barred, passed))
            elif barred and can_act(reading, span.assignment, now, NOBODY):
                escalated = True
            else:
                caretaker = True
    return found


def who_act(
    reading: Reading, assignment: Assignment, now: Instant, barred: Collection[PersonKey], passed: Walk
) -> Accountable:
    """The people of one A at one moment, by key."""
    direct = sorted(
        {
            tie.person
            for tie in reading.actors(assignment.party)
            if tie.start <= now < tie.end and tie.person not in barred
        }
    )
    people = [person for person in direct if reading.active(person, now)]
    deputies: dict[PersonKey, PersonKey] = {}
    for person in direct:
        for standin in reading.deputies(person):
            by = standin.by
            if standin.start <= now < standin.end and by not in barred and reading.active(by, now) and by not in people:
                deputies.setdefault(by, person)
    return Accountable(assignment, passed.caretaker, passed.escalated, tuple(people), tuple(sorted(deputies.items())))


def ends_of_acting(reading: Reading, party: PartyKey) -> Iterator[Instant]:
    """Every moment at which it can change who acts as A for a party."""
    for tie in reading.actors(party):
        yield from (tie.start, tie.end)
        yield from reading.activity(tie.person)
        for standin in reading.deputies(tie.person):
            yield from (standin.start, standin.end)
            yield from reading.activity(standin.by)
