"""What follows from events of the matrix, after commit: records of findings, plans whose day has come."""

from datetime import datetime, timedelta

from polder.governance import findings, using
from polder.governance.operations.planning import run_planned
from polder.ground.ledger import rounds
from polder.ground.ledger.models import Delivery, Event
from polder.ground.ledger.reactions import reacts_to


@reacts_to(
    "change_set.applied", "organisation.*", "person.*", "unit.*", "holding.*", "body.*", "seat.*", "deputyship.*",
    once_an_act=True,
)  # fmt: skip
def look_for_findings(event: Event) -> None:
    """Many acts, one look: while a later event waits for this too, that one does it."""
    later = Delivery.objects.filter(reaction=_LOOKING, done_at=None, event__gt=event.number)
    if not later.exists():
        findings.sync(event.at)


_LOOKING = "governance.reactions.look_for_findings"  # as the ledger calls it


@rounds.every(timedelta(seconds=30))
def apply_what_is_planned(at: datetime) -> None:
    """Plans whose day has come, each at its own moment."""
    run_planned(at)


@rounds.every(timedelta(hours=1))
def follow_what_is_used(at: datetime) -> None:
    """Under which letters something was done since the last look (`idle_assignment`)."""
    using.follow()


@rounds.every(timedelta(minutes=10))
def look_at_the_clock(at: datetime) -> None:
    """Findings come and go with time alone: a letter that ends, a caretaker of a month."""
    findings.sync(at)
