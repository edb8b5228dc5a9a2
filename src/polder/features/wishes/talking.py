"""Wishes as things that are talked about: by who works here, until it is said that one is the same as another."""

from collections.abc import Collection
from datetime import datetime

from polder.capabilities.discussion import things
from polder.capabilities.discussion.models import Comment
from polder.capabilities.discussion.things import Happened, Thing
from polder.capabilities.notifications import notices
from polder.features.wishes import queries
from polder.features.wishes.models import Wish
from polder.ground.organisation.models import Person
from polder.ground.organisation.models.people import active_at


def register() -> None:
    """Called once, in `ready()`."""
    things.register("wish", things.Kind(find=_find, readers=_readers, follow=_follow))


def _find(number: int, person: Person, at: datetime) -> Thing | None:
    row = queries.find(number, person, at)
    if row is None:
        return None
    stands = row.hidden_at is None and row.same_as_id is None
    return Thing(
        ref=row.ref, aspect=row.aspect, title=row.title, address=row.get_absolute_url(), comments=stands,
        reactions=stands, itself=False,
    )  # fmt: skip


def _readers(number: int, people: Collection[Person], at: datetime) -> set[int]:
    """Those of the people who work here; of one that was taken down nobody is told any more. Two queries."""
    if not Wish.objects.filter(pk=number, hidden_at=None).exists():
        return set()
    here = Person.objects.filter(active_at(at), pk__in=[person.pk for person in people])
    return set(here.exclude(kind=Person.Kind.GUEST).values_list("pk", flat=True))


def _follow(comment: Comment, happened: Happened, at: datetime) -> None:
    """Its wisher is told what others say of it; what is said to another, that other is told by the talk itself."""
    if happened != "said" or comment.parent_id is not None:
        return
    wish = Wish.objects.filter(pk=int(comment.thing.partition(":")[2])).first()
    if wish is not None and wish.wisher_id != comment.author_id:
        notices.tell([wish.wisher_id], "wish_said", thing=wish.ref, event_at=at, key=str(comment.pk))
