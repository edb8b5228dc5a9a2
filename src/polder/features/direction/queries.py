"""The roadmap for who asks: every employee sees all of it, a guest none. Bounded queries, whatever the number of goals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from polder.base.validity import valid_at
from polder.features.direction.models import Goal, Result, Service
from polder.governance import mandate, serving
from polder.governance.models import Aspect, Assignment
from polder.governance.serving import Group
from polder.ground.organisation.models import Body, Person
from polder.ground.organisation.models.people import active_at

MOST: Final = 100


def visible_to(person: Person, at: datetime) -> QuerySet[Goal]:
    """All goals, for who works here."""
    if person.kind == Person.Kind.GUEST or not person.counts(at):
        return Goal.objects.none()
    return Goal.objects.select_related("aspect", "body", "owner", "newest")


def listed(person: Person, at: datetime, *, body: Body | None = None, dropped: bool = False) -> list[Goal]:
    """By body, the first due first; those that were dropped only when they are wanted. One query."""
    rows = visible_to(person, at)
    if body is not None:
        rows = rows.filter(body=body)
    if not dropped:
        rows = rows.filter(dropped_at=None)
    return list(rows.order_by("body__name", "body", "due", "pk")[:MOST])


def may_set(person: Person, at: datetime) -> QuerySet[Body]:
    """Steering groups for which the person may set a goal: about an aspect it stands for. One query at once."""
    edits = Aspect.objects.filter(mandate.things_where(person, "edit", at=at, aspect="pk"))
    held = Assignment.objects.filter(valid_at(at), party__body=OuterRef("pk"), letter__in=("R", "A"))
    stands = Exists(held.filter(aspect__in=edits.values("pk"))) | Exists(edits.filter(guardian=OuterRef("pk")))
    return Body.objects.filter(valid_at(at), stands, kind=Body.Kind.STEERING_GROUP).order_by("name")


def aspects_for(bodies: QuerySet[Body], person: Person, at: datetime) -> QuerySet[Aspect]:
    """Those about which the person may set goals of one of the bodies, the highest first. One query at once."""
    held = Assignment.objects.filter(
        valid_at(at), party__body__in=bodies.order_by().values("pk"), letter__in=("R", "A")
    )
    stood_for = Q(pk__in=held.values("aspect")) | Q(guardian__in=bodies.order_by().values("pk"))
    return Aspect.objects.filter(stood_for, mandate.things_where(person, "edit", at=at, aspect="pk")).order_by(
        "depth", "name"
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A goal as its page shows it. `keeps`: may change it; `measures`: may note results and what serves it."""

    goal: Goal
    state: str
    results: Sequence[Result]
    serves: Sequence[Group]
    keeps: bool
    measures: bool
    offered: Sequence[tuple[str, list[tuple[str, str]]]]


def page_of(goal: Goal, person: Person, at: datetime, today: date) -> Page:
    """Four queries, and what those that serve it cost."""
    keeps = mandate.may(person, "edit", goal.aspect, at=at).allowed
    measures = (keeps or goal.owner_id == person.pk) and goal.dropped_at is None
    linked = list(goal.services.values_list("thing", flat=True))
    served = serving.found(linked, person, at)
    offered = serving.suggestions(goal.aspect, person, at) if measures else ()
    left = [(label, [row for row in rows if row[0] not in served]) for label, rows in offered]
    return Page(
        goal=goal,
        state=goal.state(today),
        results=list(goal.results.select_related("by")[:MOST]),
        serves=serving.by_kind(served),
        keeps=keeps,
        measures=measures,
        offered=[(label, rows) for label, rows in left if rows],
    )


def serves(goals: Sequence[Goal], person: Person, at: datetime) -> dict[int, list[serving.Served]]:
    """What serves each goal, by its number, as far as the person may see it. One query, and what the kinds ask."""
    rows = list(Service.objects.filter(goal__in=goals).values_list("goal", "thing"))
    served = serving.found([thing for _goal, thing in rows], person, at)
    found: dict[int, list[serving.Served]] = {}
    for goal, thing in rows:
        if thing in served:
            found.setdefault(goal, []).append(served[thing])
    return found


def to_measure(person: Person, at: datetime, today: date) -> QuerySet[Goal]:
    """Goals whose result is asked of the person and not given: theirs, and those they answer for whose owner has left.

    Two queries.
    """
    here = Person.objects.filter(active_at(at)).values("pk")
    theirs = Q(owner=person) | (~Q(owner__in=here) & mandate.things_answered(person, at=at))
    return Goal.objects.filter(theirs, next_on__lt=today).select_related("body", "newest").order_by("next_on", "pk")
