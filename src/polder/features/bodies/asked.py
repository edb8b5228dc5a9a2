"""Which bodies were asked about a thing of another feature, for whoever decides on it too."""

from datetime import datetime
from typing import Final

from polder.features.bodies import queries
from polder.governance import decidable
from polder.governance.decidable import Asked, Named
from polder.ground.ledger.models import Mention
from polder.ground.organisation.models import Person

_NEWEST: Final = 50


def register() -> None:
    """Called once, in `ready()`."""
    decidable.register_asks(asked)


def asked(thing: str, person: Person, at: datetime) -> list[Asked]:
    """Proposals that can still be decided and that the person sees. The ledger knows what each was about. Two queries."""
    made = Mention.objects.filter(subject=thing, event__kind="proposal.made").order_by("-event")
    numbers = [int(about.partition(":")[2]) for about in made.values_list("event__thing", flat=True)[:_NEWEST]]
    if not numbers:
        return []
    rows = queries.proposals_visible_to(person, at).filter(pk__in=numbers, state__in=queries.ASKED)
    return [
        Asked(row.body.name, Named(row.title, row.get_absolute_url()))
        for row in rows.select_related("body").order_by("pk")
    ]
