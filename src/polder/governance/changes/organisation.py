"""Lines on people and bodies: what appointing, dismissing, deputising and leaving do to `Facts`.

The acts themselves are operations of the organisation, a floor lower; these are for asking beforehand what they would
do (G18, G20) and whether they would widen their author's mandate (G14).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from polder.governance.changes.errors import Invalid, NotFound, WrongState
from polder.governance.facts import (
    Body,
    BodyKey,
    Deputyship,
    Facts,
    Holding,
    PersonKey,
    RoleKey,
    Seat,
    SeatKind,
)
from polder.governance.resolution.moments import end_of, instant, start_of


@dataclass(frozen=True, slots=True)
class Appoint:
    """A role, or a seat in a body, for a person; from the moment of the change when `valid_from` is None."""

    person: PersonKey
    role: RoleKey | None = None
    body: BodyKey | None = None
    seat: SeatKind = "member"
    function: str = ""
    alternate: PersonKey | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Ends every holding of the role, or every seat in the body, that the person has at that moment."""

    person: PersonKey
    role: RoleKey | None = None
    body: BodyKey | None = None


@dataclass(frozen=True, slots=True)
class Deputise:
    """`by` acts for `acting_for`; from the moment of the change when `valid_from` is None."""

    acting_for: PersonKey
    by: PersonKey
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """The person is inactive from `left_on`, or from the moment of the change."""

    person: PersonKey
    left_on: datetime | None = None


OrganisationLine = Appoint | Dismiss | Deputise | Leave


def applied(facts: Facts, line: OrganisationLine, at: datetime, number: int) -> Facts:
    """The organisation after one line. Raises NotFound, WrongState, Invalid."""
    match line:
        case Appoint():
            return _appointed(facts, line, at, number)
        case Dismiss():
            return _dismissed(facts, line, at, number)
        case Deputise():
            _people_known(facts, number, line.acting_for, line.by)
            if line.by == line.acting_for:
                raise Invalid(_("Nobody is their own deputy."), line=number)
            start = _span(line.valid_from, line.valid_until, at, number)
            deputyship = Deputyship(line.acting_for, line.by, start, line.valid_until)
            return replace(facts, deputyships=(*facts.deputyships, deputyship))
        case Leave():
            _people_known(facts, number, line.person)
            left_on = _span(line.left_on, None, at, number)
            person = replace(facts.people[line.person], left_on=left_on)
            return replace(facts, people={**facts.people, line.person: person})


def _appointed(facts: Facts, line: Appoint, at: datetime, number: int) -> Facts:
    _people_known(facts, number, line.person)
    if line.role is not None:
        role = facts.roles.get(line.role)
        if role is None:
            raise NotFound(_("There is no role “%(key)s”.") % {"key": line.role}, line=number)
        start = _span(line.valid_from, line.valid_until, at, number)
        holding = Holding(line.person, start, line.valid_until)
        if any(_meet(holding, other) for other in role.holders if other.person == line.person):
            raise WrongState(_("This person holds the role already in that time."), line=number)
        return replace(facts, roles={**facts.roles, role.key: replace(role, holders=(*role.holders, holding))})
    body = _body(facts, line.body, number)
    start = _span(line.valid_from, line.valid_until, at, number)
    seat = Seat(line.person, line.seat, line.function, start, line.valid_until, line.alternate)
    if any(_meet(seat, other) for other in body.seats if (other.person, other.seat) == (line.person, line.seat)):
        raise WrongState(_("This person has that seat already in that time."), line=number)
    return replace(facts, bodies={**facts.bodies, body.key: replace(body, seats=(*body.seats, seat))})


def _dismissed(facts: Facts, line: Dismiss, at: datetime, number: int) -> Facts:
    _people_known(facts, number, line.person)
    if line.role is not None:
        role = facts.roles.get(line.role)
        if role is None:
            raise NotFound(_("There is no role “%(key)s”.") % {"key": line.role}, line=number)
        holders = _ended(role.holders, line.person, at)
        if holders == role.holders:
            raise WrongState(_("This person does not hold the role now."), line=number)
        return replace(facts, roles={**facts.roles, role.key: replace(role, holders=holders)})
    body = _body(facts, line.body, number)
    seats = _ended(body.seats, line.person, at)
    if seats == body.seats:
        raise WrongState(_("This person has no seat in the body now."), line=number)
    return replace(facts, bodies={**facts.bodies, body.key: replace(body, seats=seats)})


def _ended[T: (Holding, Seat)](places: tuple[T, ...], person: PersonKey, at: datetime) -> tuple[T, ...]:
    """What the person has at `at` ends then; what began at that very moment never was."""
    now = instant(at)
    kept: list[T] = []
    for place in places:
        start, end = start_of(place.valid_from), end_of(place.valid_until)
        if place.person != person or not start <= now < end:
            kept.append(place)
        elif start < now:
            kept.append(replace(place, valid_until=at))
    return tuple(kept)


def _meet(one: Holding | Seat, other: Holding | Seat) -> bool:
    return start_of(one.valid_from) < end_of(other.valid_until) and start_of(other.valid_from) < end_of(one.valid_until)


def _span(valid_from: datetime | None, valid_until: datetime | None, at: datetime, number: int) -> datetime:
    """When it begins. Raises Invalid for a beginning in the past or an end that is not after it."""
    start = at if valid_from is None else valid_from
    if start < at:
        raise Invalid(_("The beginning lies in the past."), line=number)
    if valid_until is not None and valid_until <= start:
        raise Invalid(_("The end must lie after the beginning."), line=number)
    return start


def _body(facts: Facts, key: BodyKey | None, number: int) -> Body:
    body = None if key is None else facts.bodies.get(key)
    if body is None:
        raise NotFound(_("There is no body “%(key)s”.") % {"key": key or ""}, line=number)
    return body


def _people_known(facts: Facts, number: int, *people: PersonKey) -> None:
    for person in people:
        if person not in facts.people:
            raise NotFound(_("There is nobody called “%(key)s”.") % {"key": person}, line=number)
