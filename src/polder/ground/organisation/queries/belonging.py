"""Who belongs where at a moment: members of units, roles and bodies, and what one person holds."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from polder.base.validity import valid_at
from polder.ground.organisation.models import Body, Deputyship, Holding, Invitation, Person, Role, Seat, Unit
from polder.ground.organisation.models.people import active_at
from polder.ground.organisation.queries.closed import seats_told
from polder.ground.organisation.queries.directory import visible_people
from polder.ground.organisation.queries.tree import line_of

_SEAT_ORDER = {kind: place for place, kind in enumerate(Seat.Kind.values)}


def people_of_unit(unit: Unit, *, asker: Person, at: datetime) -> QuerySet[Person]:
    """Who is placed in the unit itself and active at `at`, by name."""
    return visible_people(asker, at).filter(active_at(at), unit=unit).order_by("name", "key")


def holdings_of_role(role: Role, *, at: datetime) -> list[Holding]:
    """Who holds the role at `at` or will: present ones first, then by beginning. One query."""
    rows = role.holdings.filter(Q(valid_until=None) | Q(valid_until__gt=at)).select_related("person")
    return sorted(
        rows, key=lambda row: (not row.holds(at), row.valid_from is not None and row.valid_from > at, row.person.name)
    )


def seats_of_body(body: Body, *, at: datetime) -> list[Seat]:
    """The seats at `at` and those to come: chair, secretary, members, advisors, each by function and name. One query."""
    rows = body.seats.filter(Q(valid_until=None) | Q(valid_until__gt=at)).select_related("person", "alternate")
    return sorted(rows, key=lambda row: (not row.holds(at), _SEAT_ORDER[row.seat], row.function, row.person.name))


def missing_functions(body: Body, seats: list[Seat], *, at: datetime) -> list[str]:
    """Functions that the body requires and nobody active carries on a voting seat at `at`. No query."""
    there = {
        seat.function.casefold()
        for seat in seats
        if seat.holds(at) and seat.seat != Seat.Kind.ADVISOR and seat.person.counts(at)
    }
    return [function for function in body.requires if str(function).casefold() not in there]


def deputyships_at(at: datetime, *, person: Person | None = None) -> QuerySet[Deputyship]:
    """Deputyships that hold at `at` or will, of one person (either side) or of all. With both people."""
    rows = Deputyship.objects.filter(Q(valid_until=None) | Q(valid_until__gt=at)).select_related("acting_for", "by")
    if person is not None:
        rows = rows.filter(Q(acting_for=person) | Q(by=person))
    return rows.order_by("valid_from", "pk")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person stands: the line of units above, what they hold, who stands in."""

    line: list[Unit]
    colleagues: list[Person]
    more_colleagues: int
    heads: list[Unit]
    holdings: list[Holding]
    seats: list[Seat]
    alternates_for: list[Seat]
    deputies: list[Deputyship]
    deputises_for: list[Deputyship]
    guests: list[Person]
    invitation: Invitation | None


def place_of(person: Person, *, asker: Person, at: datetime, now: datetime | None = None, colleagues: int = 5) -> Place:
    """Everything the page of a person shows of the organisation. Eight queries whatever the size.

    Holdings, seats and deputyships are those that hold at `at` or will; seats of bodies that the asker may see `now`.
    """
    later = Q(valid_until=None) | Q(valid_until__gt=at)
    known = seats_told(asker, now or at)
    line = line_of(person.unit_id)
    beside = list(people_of_unit(line[-1], asker=asker, at=at).exclude(pk=person.pk)[:200]) if line else []
    deputyships = list(deputyships_at(at, person=person))
    invited = person.invitations.filter(used_at=None, withdrawn_at=None, expires_at__gt=at) if asker.operator else None
    return Place(
        line=line,
        colleagues=beside[:colleagues],
        more_colleagues=max(0, len(beside) - colleagues),
        heads=list(person.heads.all()),
        holdings=list(person.holdings.filter(later).select_related("role").order_by("role__name", "valid_from")),
        seats=list(person.seats.filter(later, known).select_related("body").order_by("body__name", "valid_from")),
        alternates_for=list(
            person.alternates_for.filter(valid_at(at), known).select_related("body", "person").order_by("body__name")
        ),
        deputies=[row for row in deputyships if row.acting_for_id == person.pk],
        deputises_for=[row for row in deputyships if row.by_id == person.pk],
        guests=list(person.guests.filter(active_at(at))),
        invitation=invited.first() if invited is not None else None,
    )
