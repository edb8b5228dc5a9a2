"""What waits for people in the matrix, in the one inbox: governance cannot know of it, being a floor below."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from polder.capabilities.notifications import tasks
from polder.governance import waiting
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    tasks.register(
        "matrix",
        tasks.Source(
            kinds={"change_set": _("Decide"), "glass": _("Break-glass"), "finding": _("Mend")}, for_person=_waiting
        ),
    )


def _waiting(person: Person, at: datetime) -> Iterator[tasks.Task]:
    for item in waiting.for_person(person, at):
        yield tasks.Task(
            kind=item.kind,
            thing=item.thing,
            title=item.title,
            detail=item.detail,
            address=item.address,
            verb=item.verb,
            letter=item.letter,
            severity=item.severity,
            due=item.due,
            late=item.late,
            since=item.since,
        )
