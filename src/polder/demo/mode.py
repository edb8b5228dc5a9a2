"""Whether this is a demonstration: asked for in the environment, and made by `polder demo`.

Both must hold. The ledger's first event says how an installation began and can never be changed, so an organisation
of real people cannot become a demonstration by a variable that was set by accident.
"""

from django.conf import settings

from polder.ground.ledger.models import Event

FIRST_EVENT = "demo.made"


def is_demo() -> bool:
    """One query on the primary key, and only where the environment asks for it."""
    return settings.POLDER_DEMO and was_made()


def was_made() -> bool:
    """Does this installation hold the demo organisation? Whether it is shown as one, the environment says. One query."""
    return Event.objects.filter(number=1, kind=FIRST_EVENT).exists()
