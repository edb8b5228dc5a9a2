"""Bodies that do not exist for everybody: apps above say which are closed, and nobody else need know why.

    closed.register(teams_of_restricted_projects)  # def ...(asker: Person, at: datetime, prefix: str) -> Q

Whoever sits in a closed body or stands in for a seat there sees it, and who sits in the body it reports to, which guards it.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from polder.base.validity import valid_at
from polder.ground.organisation.models import Body, Person, Seat

type Closed = Callable[[Person, datetime, str], Q]

_rules: list[Closed] = []


def register(rule: Closed) -> None:
    """`rule(asker, at, prefix)` is the condition for bodies that an outsider like the asker may not know of; `prefix` leads
    to the body (`"body__"`). Called in `ready()`.
    """
    _rules.append(rule)


def is_hidden(asker: Person, at: datetime, prefix: str = "") -> Q:
    """The condition for bodies that do not exist for `asker` at `at`. What the rules cost, nothing by itself."""
    closed = Q(pk__in=[])
    for rule in _rules:
        closed |= rule(asker, at, prefix)
    return closed & ~_sits(asker, at, f"{prefix}pk") & ~_sits(asker, at, f"{prefix}parent")


def is_visible(asker: Person, at: datetime, prefix: str = "") -> Q:
    """Who works here sees all but the closed ones; guests those in which they sit or stand in for a seat."""
    if asker.kind == Person.Kind.GUEST and not asker.operator:
        return _sits(asker, at, f"{prefix}pk")
    return ~is_hidden(asker, at, prefix)


def hidden_bodies(asker: Person, at: datetime) -> QuerySet[Body]:
    """Those that do not exist for `asker` at `at`."""
    return Body.objects.filter(is_hidden(asker, at))


def hidden_seats(asker: Person, at: datetime) -> QuerySet[Seat]:
    """The seats of those bodies."""
    return Seat.objects.filter(is_hidden(asker, at, "body__"))


def visible_bodies(asker: Person, at: datetime) -> QuerySet[Body]:
    """Those that `asker` may see at `at`."""
    return Body.objects.filter(is_visible(asker, at))


def seats_told(asker: Person, at: datetime) -> Q:
    """The condition for seats of bodies that `asker` may see, and the asker's own."""
    return Q(person=asker) | Q(alternate=asker) | is_visible(asker, at, "body__")


def _sits(asker: Person, at: datetime, body: str) -> Q:
    seats = Seat.objects.filter(Q(person=asker) | Q(alternate=asker), valid_at(at), body=OuterRef(body))
    return Q(Exists(seats))
