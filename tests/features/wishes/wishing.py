"""What the tests of wishes ask of the world around them."""

from django.utils import timezone

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.governance.models import Aspect
from polder.ground.ledger import outbox


def now():
    return timezone.now()


def aspect(key="homepage"):
    return Aspect.objects.get(key=key)


def deliver():
    """What follows from events, and from what follows."""
    while outbox.deliver("tests", clock=now, limit=1_000):
        pass


def told(kind):
    deliver()
    return sorted(Notice.objects.filter(kind=kind).values_list("person__key", flat=True))


def said_to(person):
    deliver()
    rows = [row for row in notices.told(person, now()) if row.kind.startswith("wish")]
    return {words.title for words in notices.words_for(person, rows, now()).values()}


def waits_for(person, at=None):
    return [task for task in tasks.for_person(person, at or now()) if task.kind == "wish"]
