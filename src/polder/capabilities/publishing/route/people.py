"""Who is asked, who approves, who is told, who reviews: from the matrix and a moment alone."""

from collections.abc import Collection, Iterable
from datetime import datetime

from polder.governance.facts import AspectKey, Facet, Letter, PartyKey, PersonKey
from polder.governance.resolution import Accountable, Reading, accountable, answering
from polder.governance.resolution.moments import instant

FACET: Facet = "content"  # a page's facet

type People = frozenset[PersonKey]


def parties(reading: Reading, aspect: AspectKey, letter: Letter, at: datetime) -> set[PartyKey]:
    """The effective holders of R, C or I (G6)."""
    now = instant(at)
    held = getattr(reading.held(aspect, FACET), letter)
    return {party for party, spans in held.items() if any(span.start <= now < span.end for span in spans)}


def members(reading: Reading, party: PartyKey, at: datetime, *, voting: bool = False) -> People:
    """Everybody active whose party this is (G3); `voting` leaves advisors out, as R does."""
    now = instant(at)
    return frozenset(
        tie.person
        for tie in reading.members(party)
        if tie.start <= now < tie.end and reading.active(tie.person, now) and not (voting and tie.advisory)
    )


def asked(reading: Reading, aspect: AspectKey, authors: Collection[PersonKey], at: datetime) -> dict[PartyKey, People]:
    """P2: each effective C party in which somebody active who is not an author can answer, and who they are."""
    found = {party: members(reading, party, at).difference(authors) for party in parties(reading, aspect, "C", at)}
    return {party: people for party, people in found.items() if people}


def approvers(
    reading: Reading, aspect: AspectKey, authors: Collection[PersonKey], at: datetime, *, deputies: bool, next_up: bool
) -> People:
    """P6: who is waited for. Those who act as the effective A and are not barred; `deputies` and `next_up` say which
    clocks have ended: then deputies are asked too, then the next A in the walk of G7 that adds somebody.
    """
    seats = answering(reading, aspect, FACET, at, authors)
    if not seats:
        return frozenset()
    found = set(seats[0].acting)
    if deputies or next_up:
        found.update(deputy for deputy, _acting_for in seats[0].deputies)
    if next_up:
        found.update(next((set(seat.acting) for seat in seats[1:] if not found.issuperset(seat.acting)), set()))
    return frozenset(found)


def may_as_next_up(
    reading: Reading, aspect: AspectKey, authors: Collection[PersonKey], at: datetime
) -> tuple[Accountable, People] | None:
    """The next A up that adds somebody to the effective A and its deputies, and all who may approve by it (P6)."""
    seats = answering(reading, aspect, FACET, at, authors)
    if not seats:
        return None
    first = {*seats[0].acting, *(deputy for deputy, _acting_for in seats[0].deputies)}
    for seat in seats[1:]:
        if not first.issuperset(seat.acting):
            return seat, frozenset({*seat.people, *(deputy for deputy, _acting_for in seat.deputies)})
    return None


def acting(reading: Reading, aspect: AspectKey, at: datetime) -> People:
    """Those who act as the effective A; deputies only when nobody else can."""
    found = accountable(reading, aspect, FACET, at)
    return frozenset() if found is None else frozenset(found.acting)


def standing_in(reading: Reading, aspect: AspectKey, at: datetime, *, letter: Letter) -> People:
    """G10: the deputies of who stands behind R or A here; they bridge for somebody who left, too."""
    now = instant(at)
    if letter == "A":
        seat = accountable(reading, aspect, FACET, at)
        return frozenset() if seat is None else frozenset(deputy for deputy, _acting_for in seat.deputies)
    holders = {
        tie.person
        for party in parties(reading, aspect, letter, at)
        for tie in reading.members(party)
        if tie.start <= now < tie.end and not tie.advisory
    }
    return frozenset(
        each.by
        for person in holders
        for each in reading.deputies(person)
        if each.start <= now < each.end and reading.active(each.by, now)
    )


def told(
    reading: Reading, aspect: AspectKey, advisers: Iterable[PersonKey], by: PersonKey | None, at: datetime
) -> People:
    """P4: the people of every effective I, R and A party, and whoever advised; not who published, nobody inactive."""
    now = instant(at)
    found: set[PersonKey] = set()
    for letter in ("I", "R"):
        for party in parties(reading, aspect, letter, at):
            found |= members(reading, party, at)
    seat = accountable(reading, aspect, FACET, at)
    if seat is not None:
        found |= members(reading, seat.assignment.party, at)
        found.update(seat.people)  # the head of a unit
    found.update(person for person in advisers if reading.active(person, now))
    return frozenset(found - {by})


def reviewers(reading: Reading, aspect: AspectKey, at: datetime, *, a_too: bool) -> People:
    """P8: the people of the R parties; those who act as the A when there are none, or as well when it is late."""
    found = {
        person for party in parties(reading, aspect, "R", at) for person in members(reading, party, at, voting=True)
    }
    if a_too or not found:
        found |= acting(reading, aspect, at)
    return frozenset(found)
