"""A worker whose reaction writes, says so, and then never ends. Started and killed by the tests."""

import time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from polder.ground.ledger import outbox, reactions  # noqa: E402
from polder.ground.ledger.models import Event, Round  # noqa: E402


def write_slowly(event: Event) -> None:
    Round.objects.create(name=f"effect of {event.number}", due=timezone.now())
    print("written", flush=True)
    time.sleep(600)


write_slowly.__module__ = "tests"
reactions.reacts_to("thing.done")(write_slowly)
outbox.deliver("killed", clock=timezone.now)
