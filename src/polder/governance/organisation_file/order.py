"""One order for what has none: two organisations that are the same have equal `Facts` and the same export."""

from dataclasses import replace
from datetime import UTC, datetime

from polder.governance.facts import Assignment, Body, Deputyship, Facts, Holding, Role, Seat

_ALWAYS = datetime.min.replace(tzinfo=UTC)
_FOR_EVER = datetime.max.replace(tzinfo=UTC)

type _Span = tuple[datetime, datetime]


def in_order(facts: Facts) -> Facts:
    """The same organisation, everything by key and then by time."""
    return replace(
        facts,
        aspects=dict(sorted(facts.aspects.items())),
        people=dict(sorted(facts.people.items())),
        units=dict(sorted(facts.units.items())),
        roles={key: _role(role) for key, role in sorted(facts.roles.items())},
        bodies={key: _body(body) for key, body in sorted(facts.bodies.items())},
        assignments=tuple(sorted(facts.assignments, key=_assignment)),
        deputyships=tuple(sorted(facts.deputyships, key=_deputyship)),
        holidays=tuple(sorted(set(facts.holidays))),
    )


def _role(role: Role) -> Role:
    return replace(role, holders=tuple(sorted(role.holders, key=_holding)))


def _body(body: Body) -> Body:
    return replace(body, seats=tuple(sorted(body.seats, key=_seat)))


def _span(of: Holding | Seat | Assignment | Deputyship) -> _Span:
    return of.valid_from or _ALWAYS, of.valid_until or _FOR_EVER


def _holding(holding: Holding) -> tuple[str, _Span]:
    return holding.person, _span(holding)


def _seat(seat: Seat) -> tuple[str, str, str, _Span, str, str]:
    return seat.person, seat.seat, seat.function, _span(seat), seat.alternate or "", seat.ring or ""


def _assignment(assignment: Assignment) -> tuple[str, str, str, str, _Span]:
    return assignment.aspect, assignment.facet, assignment.letter, assignment.party, _span(assignment)


def _deputyship(deputyship: Deputyship) -> tuple[str, str, _Span]:
    return deputyship.acting_for, deputyship.by, _span(deputyship)
