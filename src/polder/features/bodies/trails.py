"""What was agreed or decided, as a task in a space remembers it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from polder.capabilities.spaces import membership, trails
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.trails import Trail
from polder.features.bodies import queries
from polder.features.bodies.models import Action, Decision
from polder.ground.organisation.models import Body, Person


def register() -> None:
    """Called once, in `ready()`."""
    trails.register("action", _actions)
    trails.register("decision", _decisions)


def to_the_board(body: Body, actions: Iterable[Action], person: Person, at: datetime) -> dict[int, str]:
    """By number of an action of the body: where it becomes a task, for who works in its space; without those that are one
    already. Five queries at most."""
    space = _space(body, person, at)
    if space is None:
        return {}
    known = set(
        Task.objects.filter(trail__in=[f"action:{each.pk}" for each in actions]).values_list("trail", flat=True)
    )
    return {
        each.pk: _address(space.party.ref, f"action:{each.pk}", each.title, {"due": each.due.isoformat()})
        for each in actions
        if f"action:{each.pk}" not in known
    }


def task_of(decision: Decision | None, person: Person, at: datetime) -> str:
    """Where a decision becomes a task in the space of its body; "" for who does not work there. Five queries at most."""
    if decision is None or not decision.adopted:
        return ""
    space = _space(decision.proposal.body, person, at)
    if space is None:
        return ""
    return _address(space.party.ref, f"decision:{decision.pk}", decision.proposal.title, {})


def _space(body: Body, person: Person, at: datetime) -> Space | None:
    """That of the body, while it is in use, for who works in it."""
    rows = membership.visible_to(person, at).select_related("party__body", "aspect")
    space = rows.filter(party__body=body).first()
    if space is None or not space.is_open(at) or not membership.standing(space, person, at).works:
        return None
    return space


def _address(party: str, trail: str, title: str, more: Mapping[str, str]) -> str:
    query = urlencode({"trail": trail, "title": title, **more})
    return f"{reverse('spaces:task_new', args=[party])}?{query}"


def _actions(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Trail]:
    rows = list(queries.actions_visible_to(person, at).filter(pk__in=numbers))
    held = {row.meeting_id for row in rows if row.meeting_id is not None}
    meetings = queries.meetings_visible_to(person, at).in_bulk(held)
    return {
        row.pk: Trail(row.title, (meetings.get(row.meeting_id or 0) or row.body).get_absolute_url()) for row in rows
    }


def _decisions(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Trail]:
    rows = queries.decisions_visible_to(person, at).filter(pk__in=numbers).select_related("proposal")
    return {row.pk: Trail(row.proposal.title, row.proposal.get_absolute_url()) for row in rows}
