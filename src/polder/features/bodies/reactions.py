"""What follows in bodies when the matrix or the organisation has changed."""

from polder.features.bodies import operations
from polder.ground.ledger.models import Delivery, Event
from polder.ground.ledger.reactions import reacts_to


@reacts_to(
    "change_set.applied", "aspect.*", "organisation.*", "person.*", "unit.*", "holding.*", "body.*", "seat.*",
    once_an_act=True,
)  # fmt: skip
def ask_whoever_advises_now(event: Event) -> None:
    """P7. Many acts, one look: while a later event waits for this too, that one does it."""
    later = Delivery.objects.filter(reaction=_ASKING, done_at=None, event__gt=event.number)
    if not later.exists():
        operations.follow_all(event.at)


_ASKING = "features.bodies.reactions.ask_whoever_advises_now"  # as the ledger calls it
