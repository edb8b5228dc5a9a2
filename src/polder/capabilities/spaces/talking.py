"""Spaces and tasks can be talked about by whoever sees them, while the space is in use."""

from collections.abc import Collection
from datetime import datetime

from polder.capabilities.discussion import things
from polder.capabilities.discussion.things import Thing
from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.queries import tasks
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    things.register("space", things.Kind(find=_space, readers=_readers_of_space))
    things.register("task", things.Kind(find=_task, readers=_readers_of_task))


def _space(number: int, person: Person, at: datetime) -> Thing | None:
    rows = membership.visible_to(person, at).select_related("aspect", "party__unit", "party__body")
    space = rows.filter(pk=number).first()
    if space is None:
        return None
    return _thing(f"space:{space.pk}", space, str(space), space.get_absolute_url(), at)


def _task(number: int, person: Person, at: datetime) -> Thing | None:
    rows = tasks.visible_to(person, at).select_related("space__aspect", "space__party__unit", "space__party__body")
    task = rows.filter(pk=number).first()
    if task is None:
        return None
    return _thing(f"task:{task.pk}", task.space, task.title, task.get_absolute_url(), at)


def _thing(ref: str, space: Space, title: str, address: str, at: datetime) -> Thing:
    return Thing(
        ref=ref,
        aspect=space.aspect,
        title=title,
        address=address,
        comments=space.is_open(at),
        reactions=space.is_open(at),
    )


def _readers_of_space(number: int, people: Collection[Person], at: datetime) -> set[int]:
    space = Space.objects.select_related("aspect", "party").filter(pk=number).first()
    return set() if space is None else membership.readers(space, people, at)


def _readers_of_task(number: int, people: Collection[Person], at: datetime) -> set[int]:
    task = Task.objects.select_related("space__aspect", "space__party").filter(pk=number).first()
    return set() if task is None else membership.readers(task.space, people, at)
