"""Spaces and tasks can be talked about by whoever sees them, while the space is in use; and who is told of it.

Of what is said about a space its members hear, unless they are more than a room holds: then those who took part. Of what
is said about a task its owner, who made it, and who took part.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from polder.capabilities.discussion import things
from polder.capabilities.discussion.mentions import keys_in
from polder.capabilities.discussion.models import Comment
from polder.capabilities.discussion.things import Happened, Thing
from polder.capabilities.notifications import notices
from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.operations.muting import hearing
from polder.capabilities.spaces.queries import tasks
from polder.ground.organisation.models import Person

A_ROOM: Final = 150  # people


def register() -> None:
    """Called once, in `ready()`."""
    things.register("space", things.Kind(find=_space, readers=_readers_of_space, follow=_tell_members))
    things.register("task", things.Kind(find=_task, readers=_readers_of_task, follow=_tell_about_task))


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
        itself=False,
    )


def _readers_of_space(number: int, people: Collection[Person], at: datetime) -> set[int]:
    space = Space.objects.select_related("aspect", "party").filter(pk=number).first()
    return set() if space is None else membership.readers(space, people, at)


def _readers_of_task(number: int, people: Collection[Person], at: datetime) -> set[int]:
    task = Task.objects.select_related("space__aspect", "space__party").filter(pk=number).first()
    return set() if task is None else membership.readers(task.space, people, at)


def _tell_members(comment: Comment, happened: Happened, at: datetime) -> None:
    if happened != "said":
        return
    space = Space.objects.select_related("aspect", "party").get(pk=_number(comment))
    people = membership.members(space.party, at)
    if people.count() > A_ROOM:
        people = people.filter(comments__thing=comment.thing).distinct()
    _tell(comment, space, set(people.values_list("pk", flat=True)), at)


def _tell_about_task(comment: Comment, happened: Happened, at: datetime) -> None:
    if happened != "said":
        return
    task = Task.objects.select_related("space__aspect", "space__party", "owner", "made_by").get(pk=_number(comment))
    took_part = Person.objects.filter(comments__thing=comment.thing).distinct()[:A_ROOM]
    people = {person.pk: person for person in (task.owner, task.made_by, *took_part)}
    _tell(comment, task.space, membership.readers(task.space, people.values(), at), at)


def _tell(comment: Comment, space: Space, people: set[int], at: datetime) -> None:
    """Who is mentioned or answered hears that already; who has muted the space hears nothing else of it."""
    told = set(Person.objects.filter(key__in=keys_in(comment.text)).values_list("pk", flat=True)) | {comment.author_id}
    if comment.parent is not None:
        told.add(comment.parent.author_id)
    numbers = hearing(space, people - told)
    notices.tell(numbers, "space_said", thing=f"comment:{comment.pk}", event_at=at, key=str(comment.pk))


def _number(comment: Comment) -> int:
    return int(comment.thing.partition(":")[2])
