"""Who writes: whom the editor is open to, and who is offered to begin something."""

from datetime import datetime

from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


def opens_the_editor(person: Person, at: datetime) -> bool:
    """Who writes anywhere, and who has the design of anything, for templates are written there too (M13)."""
    if writes_anywhere(person, at):
        return True
    designs = mandate.things_where(person, "edit", "design", at=at, aspect="pk")
    return Aspect.objects.filter(designs).exists()


def writes_anywhere(person: Person, at: datetime) -> bool:
    """Does the person hold `edit` or `publish` for the content of any aspect (G11)? For showing; what is done asks again.

    At most three queries, however many aspects there are.
    """
    writes = mandate.things_where(person, "edit", at=at, aspect="pk")
    publishes = mandate.things_where(person, "publish", at=at, aspect="pk")
    return Aspect.objects.filter(writes | publishes).exists()
